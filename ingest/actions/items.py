"""An article → what somebody in it is told to do, or undertakes to do."""

from collections.abc import Iterator, Sequence
from datetime import date

from ingest.actions.attitude import worth_telling
from ingest.actions.due import due_in
from ingest.actions.duties import ActionItem, Duty
from ingest.actions.grouping import grouped
from ingest.actions.reader import duties_in
from ingest.article import Span
from ingest.facts import Dated, dates_in
from ingest.fold import simplified

_LONGEST_DEED = 60
"""Characters of what is to be done, where it is of several clauses."""


def items_in(text: str, published_on: date | None = None) -> tuple[ActionItem, ...]:
    """Its action items, in order. Every field is a stretch of the text, so nothing is named that is not printed."""
    text = simplified(text)
    sentences = [(sentence, list(grouped(text, duties))) for sentence, duties in duties_in(text)]
    dates = dates_in(text, published_on) if sentences else ()
    return tuple(_told_once(text, [_item(text, some, dates) for some in worth_telling(text, sentences)]))


def _told_once(text: str, items: Sequence[ActionItem]) -> Iterator[ActionItem]:
    """Without those whose words another one prints as well: a headline run into the text, a sentence said again."""
    said = [item.action.of(text) for item in items]
    for at, item in enumerate(items):
        if not any(said[at] in other and (said[at] != other or number < at) for number, other in enumerate(said) if number != at):
            yield item


def _item(text: str, some: Sequence[Duty], dates: Sequence[Dated]) -> ActionItem:
    evidence = Span(some[0].clause.span.start, some[-1].clause.span.end)
    told = next((one for one in reversed(some) if one.owner and evidence.holds(one.owner)), some[0])
    first = next((one for one in some if one.fresh), some[0])
    due = due_in(text, evidence, dates)
    return ActionItem(some[0].kind, some[0].speech.who, told.owner, _deed(first.deed, some), *due, evidence)


def _deed(start: int, some: Sequence[Duty]) -> Span:
    """What is to be done, as far as a short clause holds it: whole clauses, the first that says what at least."""
    end = start
    for one in some:
        if one.clause.span.end <= start:
            continue
        if end > start and one.clause.span.end - start > _LONGEST_DEED:
            break
        end = one.clause.span.end
    return Span(start, end)
