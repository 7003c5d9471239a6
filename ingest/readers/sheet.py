"""What a reader makes of a file."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text as the file holds it, and what the file says of it outside the text."""

    text: str
    title: str | None = None
    published_on: date | None = None
    """By a field of the file."""
    printed_on: date | None = None
    """By a line of the page above the text, where that line is no part of the text."""
    source: str | None = None
    key: str | None = None
    mark: str | None = None
    """What tells it from the file's other sheets, for ever: a line's number, an entry's id. None: it is the whole file."""
    where: str = ""
    """How a reader finds it in the file: line 3."""
    place: str | None = None
    """What it replaces wherever it is read, if it says so itself; None: its file and mark."""
    one: bool = False
    """Whether it is one article, whatever headings it holds."""


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A part of a file that cannot be read: which, and why."""

    where: str
    reason: str
