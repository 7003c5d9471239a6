"""What is read off the clauses of an article: who speaks, what is to be done, and by whom."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ingest.actions.clauses import Clause
from ingest.article import Span

Kind = Literal["instruction", "commitment"]


@dataclass(frozen=True, slots=True)
class Speech:
    """Who speaks, and how: 要求 alone makes a demand of what is said, 强调 urges, 说 only tells."""

    who: Span
    demands: bool = False
    urges: bool = False
    thinks: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """A clause that says what is to be done."""

    clause: Clause
    deed: int
    """Where the deed begins, behind its owner and its modal verb."""
    kind: Kind
    speech: Speech
    owner: Span | None
    fresh: bool
    """Whether it has a subject or a modal verb of its own; one without goes on with the duty before it."""

    @property
    def said(self) -> str:
        """The clause from its deed on."""
        return self.clause.text[self.deed - self.clause.span.start :]


@dataclass(frozen=True, slots=True)
class ActionItem:
    """Something that somebody is told to do, or undertakes to do. Every field is a stretch of the article."""

    kind: Kind
    assigner: Span
    owner: Span | None
    """None where nobody is named."""
    action: Span
    due: Span | None
    due_on: date | None
    """The last day that the bound allows, where that follows from what is printed."""
    basis: str | None
    """How that day is known, or why it is not."""
    evidence: Span
