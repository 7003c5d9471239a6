"""Days of the digest: whose they are, when they are over, and which of them wait."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from api.brief import Language
from api.digest.edition import Edition, edition_of
from api.errors import Problem
from ingest.errors import NothingToRead
from ingest.library import Library

_BACK = 14
"""Days that an edition may wait for its letter."""


class NotYet(Problem):
    """That day has not begun."""

    status = 422
    kind = "not-yet"


@dataclass(frozen=True, slots=True)
class Days:
    """The catalogue by days of one time zone, whatever the machine's own."""

    library: Library
    zone: ZoneInfo
    clock: Callable[[], datetime]

    @property
    def today(self) -> date:
        """The day it is there."""
        return self.clock().astimezone(self.zone).date()

    def holds(self, day: date) -> bool:
        """Whether the day's edition has an article."""
        try:
            return bool(self.library.calendar.held(day, self.zone)[0])
        except NothingToRead:
            return False

    def since(self, day: date) -> datetime | None:
        """When the first article came in that waits for the day's letter."""
        return self.library.calendar.waits_since(day, self.zone)

    def edition(self, day: date, language: Language) -> Edition:
        """The day's edition as it stands, or as it was closed."""
        try:
            article_ids, closed = self.library.calendar.held(day, self.zone)
        except NothingToRead:
            article_ids, closed = [], False
        return edition_of(self.library, day, article_ids, language, closed=closed)

    def close(self, day: date) -> None:
        """What comes in from now on is for the next edition. Raises `NotYet` for a day to come."""
        if day > self.today:
            message = f"{day} has not begun in {self.zone.key}: it is {self.today} there"
            raise NotYet(message)
        self.library.calendar.close(day, self.zone, self.clock())

    def waiting(self) -> list[date]:
        """The days up to today whose edition is not closed and holds something; before the first digest ever, today alone."""
        first = self.library.calendar.first_closed()
        back = _BACK if first else 0
        days = [self.today - timedelta(days=count) for count in range(back, -1, -1)]
        found = ((day, self.library.calendar.held(day, self.zone)) for day in days if first is None or day >= first)
        return [day for day, (held, closed) in found if held and not closed]
