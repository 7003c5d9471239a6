"""Periods of the calendar: first and last day of a year, a quarter, a month and its parts, a week."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both inclusive; one that the words leave open is None."""

    first: date | None
    last: date | None


def day(year: int, month: int, number: int) -> Period | None:
    """One day, None where the calendar has no such day."""
    try:
        one = date(year, month, number)
    except ValueError:
        return None
    return Period(one, one)


def year(number: int) -> Period:
    """All of it."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def months(number: int, first: int, last: int) -> Period | None:
    """From the first day of one month of a year to the last of another, None where there is no such month."""
    if not 1 <= first <= last <= 12:  # noqa: PLR2004  months of a year
        return None
    return Period(date(number, first, 1), date(number, last, monthrange(number, last)[1]))


def month_part(number: int, month: int, part: str) -> Period | None:
    """上旬, 中旬 and 下旬; 底 and 末 say which day is the last and not which is the first; 初 and 中 say neither."""
    whole = months(number, month, month)
    if whole is None or part in {"初", "中"}:
        return None
    if part in {"底", "末"}:
        return Period(None, whole.last)
    start = {"上旬": 1, "中旬": 11, "下旬": 21}[part]
    end = whole.last if part == "下旬" else date(number, month, start + 9)
    return Period(date(number, month, start), end)


def week(of: date, offset: int, weekday: int | None = None, *, ending: bool = False) -> Period:
    """A week that begins on Monday, so many weeks after the one of a day; one day of it, or its Saturday and Sunday."""
    monday = of - of.weekday() * DAY + 7 * offset * DAY
    if weekday is not None:
        return Period(monday + weekday * DAY, monday + weekday * DAY)
    return Period(monday + 5 * DAY if ending else monday, monday + 6 * DAY)


def later(of: date, count: int, unit: str) -> date:
    """The day so many days, weeks, months or years after another; the 31st of a month without one is its last day."""
    if unit == "年":
        count, unit = 12 * count, "月"
    if unit != "月":
        return of + count * (7 if unit == "周" else 1) * DAY
    years, month = divmod(of.month - 1 + count, 12)
    return date(of.year + years, month + 1, min(of.day, monthrange(of.year + years, month + 1)[1]))
