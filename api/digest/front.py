"""The front of an edition: as much of it as a letter may hold, the most wanted first, and how much more there is."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from api.answers.action_items import Listed
from api.digest.edition import Edition, Entry, by_day, by_owner
from ingest.article import Article


@dataclass(frozen=True, slots=True)
class Cut:
    """How many articles stand in full, of how many more the headline, and how many lines each further list has."""

    full: int
    headlines: int
    lines: int


WHOLE = Cut(sys.maxsize, 0, sys.maxsize)
LONGEST = 92_000
"""Bytes of a letter's page: past 102 KB Gmail hides the rest, the link that ends the digest first of all."""
CUTS = (Cut(30, 60, 40), Cut(20, 60, 30), Cut(12, 50, 20), Cut(8, 40, 15), Cut(4, 20, 8), Cut(2, 10, 4), Cut(1, 4, 2), Cut(0, 0, 0))
"""From the longest letter to one that only counts; the first that is short enough is sent."""


@dataclass(frozen=True, slots=True)
class Front:
    """What is shown of an edition. What is not is counted, and stands in the edition itself."""

    edition: Edition
    cut: Cut

    @property
    def entries(self) -> Sequence[Entry]:
        """In full."""
        return self.edition.entries[: self.cut.full]

    @property
    def headlines(self) -> Sequence[Entry]:
        """By their headline alone."""
        return self.edition.entries[self.cut.full :][: self.cut.headlines]

    @property
    def entries_left(self) -> int:
        """Articles of which nothing is shown."""
        return len(self.edition.entries) - len(self.entries) - len(self.headlines)

    @property
    def by_owner(self) -> Sequence[tuple[str | None, Sequence[Listed]]]:
        """Action items, by who is to act."""
        return by_owner(self.edition.items[: self.cut.lines])

    @property
    def items_left(self) -> int:
        """Further ones."""
        return len(self.edition.items[self.cut.lines :])

    @property
    def due(self) -> Sequence[Listed]:
        """What is due, by day."""
        return by_day(self.edition.due[: self.cut.lines])

    @property
    def due_left(self) -> int:
        """Further ones."""
        return len(self.edition.due[self.cut.lines :])

    @property
    def earlier(self) -> Sequence[Article]:
        """Reprints of what earlier editions held."""
        return self.edition.earlier[: self.cut.lines]

    @property
    def earlier_left(self) -> int:
        """Further ones."""
        return len(self.edition.earlier[self.cut.lines :])
