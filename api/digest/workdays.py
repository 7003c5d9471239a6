"""On which days the digest goes out: Monday to Friday, but for holidays and the Saturdays and Sundays worked instead of them."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError

from api.errors import Problem

_SATURDAY = 5
_DAY = timedelta(days=1)
_YEAR = 366


class BadWorkdays(Problem):
    """The list of holidays cannot be used as it is."""

    kind = "bad-workdays"
    exit_code = 2


class _File(BaseModel):
    """`off = [2026-10-01, …]` and `on = [2026-10-10, …]`."""

    model_config = ConfigDict(extra="forbid")

    off: list[date] = []
    on: list[date] = []


@dataclass(frozen=True, slots=True)
class Workdays:
    """Which days are worked."""

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()

    def __contains__(self, day: date) -> bool:
        """Whether the day is a working day."""
        return day in self.on or (day.weekday() < _SATURDAY and day not in self.off)

    def after(self, moment: datetime, at: time, zone: ZoneInfo) -> datetime | None:
        """The next moment at that time of a working day; None where there is none in a year."""
        here = moment.astimezone(zone)
        days = (here.date() + _DAY * count for count in range(_YEAR))
        moments = (datetime.combine(day, at, zone) for day in days if day in self)
        return next((one for one in moments if one > here), None)

    def before(self, moment: datetime, at: time, zone: ZoneInfo) -> datetime | None:
        """The last moment at that time of a working day that is not behind this one; None where there was none in a year."""
        here = moment.astimezone(zone)
        days = (here.date() - _DAY * count for count in range(_YEAR))
        moments = (datetime.combine(day, at, zone) for day in days if day in self)
        return next((one for one in moments if one <= here), None)


def workdays_in(file: Path | None) -> Workdays:
    """Those of the file; Monday to Friday without one. Raises `BadWorkdays`."""
    if file is None:
        return Workdays()
    try:
        found = _File.model_validate(tomllib.loads(file.read_text("utf-8")))
    except (ValidationError, ValueError, OSError) as error:
        message = f"{file}: {str(error).splitlines()[0]}"
        raise BadWorkdays(message) from error
    return Workdays(frozenset(found.off), frozenset(found.on))
