"""When the digest goes out by itself: at its hour of each working day; late, where the machine slept or was off, and then it says so."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from api.digest.days import Days
from api.digest.post import Sent
from api.digest.workdays import Workdays
from api.errors import Problem
from ingest.errors import IngestError

_STEP, _PAUSE, _ATTEMPTS = 30.0, 600.0, 6
"""Seconds between two looks at the clock, seconds between two attempts, attempts of a day."""
_LATE = timedelta(minutes=5)
_BACK = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Rota:
    """Keeps the hours. It knows the time by the clock of the days alone, and passes it by `sleep`."""

    days: Days
    workdays: Workdays
    at: time
    send: Callable[[], Sent]
    """What is done at the hour. May raise `Problem` or `IngestError`, which ends nothing: tomorrow is another day."""
    sleep: Callable[[float], None]
    tell: Callable[[str], None]
    readers: Collection[str]
    """The addresses of those whose letters can be late."""

    def keep(self) -> None:
        """Until somebody ends it, or there is no working day in a year."""
        if missed := self.missed():
            self.tell(f"late: {', '.join(map(str, missed))}")
            self._keep_at_it()
        while due := self.workdays.after(self.days.clock(), self.at, self.days.zone):
            self.tell(f"next: {due:%Y-%m-%d %H:%M %Z}")
            self._wait_until(due)
            if self.days.clock() - due > _LATE:
                self.tell(f"late: it is {self.days.clock().astimezone(self.days.zone):%Y-%m-%d %H:%M}")
            self._keep_at_it()

    def missed(self) -> list[date]:
        """The days of which something came in before the last hour at which letters go out, and whose letters did not, or not all.

        There is none before the first digest ever: nobody waits for one yet.
        """
        last = self.workdays.before(self.days.clock(), self.at, self.days.zone)
        if last is None or not self.days.library.exists or self.days.library.calendar.first_closed() is None:
            return []
        waiting = [day for day in self.days.waiting() if (since := self.days.since(day)) and since < last]
        return sorted({*waiting, *self.days.library.ledger.unfinished(self.days.today - _BACK, self.readers)})

    def _wait_until(self, due: datetime) -> None:
        """In short steps, so that a clock that is set, or a machine that slept, is noticed."""
        while (left := (due - self.days.clock()).total_seconds()) > 0:
            self.sleep(min(left, _STEP))

    def _keep_at_it(self) -> None:
        """What was put off, or went wrong, is tried again a few times."""
        for attempt in range(_ATTEMPTS):
            if attempt:
                self.sleep(_PAUSE)
            try:
                sent = self.send()
            except (Problem, IngestError) as error:
                self.tell(str(error) or type(error).__name__)
                continue
            if all(entry.state in {"sent", "refused", "unsure"} for entry in sent.letters):
                return
