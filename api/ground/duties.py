"""The door of action items: a proposal leaves as stretches of the sentence it names, or not at all."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, Protocol

from ingest.actions import ActionItem, clauses
from ingest.actions.cues import may_demand
from ingest.actions.due import due_in
from ingest.article import Span
from ingest.facts import Dated

_NO_DAY = "no day is printed"


class Task(Protocol):
    """What is proposed, in words that should be printed."""

    @property
    def kind(self) -> Literal["instruction", "commitment"]: ...  # noqa: D102  a field
    @property
    def assigner(self) -> str: ...  # noqa: D102  as above
    @property
    def owner(self) -> str | None: ...  # noqa: D102  as above
    @property
    def action(self) -> str: ...  # noqa: D102  as above
    @property
    def due(self) -> str | None: ...  # noqa: D102  as above


def borne_task(text: str, sentence: Span, task: Task, dates: Sequence[Dated]) -> tuple[ActionItem | None, int]:
    """The item, and how much of it was dropped: itself, or its owner and its bound where they are not printed.

    It is dropped whole where who asks or what is to be done is not printed there, and where no word lays it on anybody.
    The evidence is whole clauses. A bound that the rules read there is theirs, with its last day; another one stands as it is printed.
    """
    assigner, action = _found(text, sentence, task.assigner), _found(text, sentence, task.action)
    if not assigner or not action or assigner == action:
        return None, 1
    owner, due = _found(text, sentence, task.owner), _found(text, sentence, task.due)
    evidence = _clauses(text, sentence, [span for span in (owner, action, due) if span])
    if evidence is None or not may_demand(text, evidence):
        return None, 1
    dropped = sum(said is not None and span is None for said, span in ((task.owner, owner), (task.due, due)))
    return ActionItem(task.kind, assigner, owner, action, *_bound(text, evidence, due, dates), evidence), dropped


def _found(text: str, sentence: Span, said: str | None) -> Span | None:
    """Where the sentence prints it."""
    words = said.strip(" 。，；,;") if said else ""
    at = text.find(words, sentence.start, sentence.end) if words else -1
    return Span(at, at + len(words)) if at >= 0 else None


def _clauses(text: str, sentence: Span, fields: Sequence[Span]) -> Span | None:
    """The clauses from the first that holds something of them to the last."""
    start, end = min(field.start for field in fields), max(field.end for field in fields)
    touched = [one.span for one in clauses.clauses_in(text, sentence) if one.span.start < end and start < one.span.end]
    whole = Span(touched[0].start, touched[-1].end) if touched else None
    return whole if whole and all(whole.holds(field) for field in fields) else None


def _bound(text: str, evidence: Span, due: Span | None, dates: Sequence[Dated]) -> tuple[Span | None, date | None, str | None]:
    read = due_in(text, evidence, dates)
    if read[0] or not due:
        return read
    day = next((one for one in dates if due.holds(one.span)), None)
    return (due, day.last, day.basis) if day else (due, None, _NO_DAY)
