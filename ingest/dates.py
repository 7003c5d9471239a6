"""The day an article was published, where it is printed whole: 2021-08-24, 20210824, 2021年8月24日. No year is ever guessed."""

import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from urllib.parse import unquote

WRITTEN = r"(?:19|20)\d\d\s?[-/._年]\s?\d{1,2}\s?[-/._月]\s?\d{1,2}(?:\s?日)?"
"""A day in one of its usual spellings, as part of a pattern."""
_WRITTEN = re.compile(rf"(?<!\d){WRITTEN}(?!\d)")
_RUN = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{0,16}((?:19|20)\d\d)(\d\d)(\d\d)(?:T?[0-2]\d[0-5]\d(?:[0-5]\d)?)?(?![0-9A-Za-z])")
"""Eight digits that stand alone or behind a word, perhaps with a time of day: not those in a hash or in a long number."""
_NESTED = re.compile(r"(?:^|/)((?:19|20)\d\d)[-/]?(\d\d)/(\d\d)(?=/|$)")
"""Folders in folders, as newspapers file their pages: 2021-08/24, 2021/08/24."""
_CHINA = timezone(timedelta(hours=8))


def day_of(*numbers: str) -> date | None:
    """The day of a year, a month and a day; None where the calendar has none such."""
    try:
        return date(*map(int, numbers))
    except ValueError:
        return None


def days_in(text: str) -> list[date]:
    """Every day that a text prints whole."""
    found = (day_of(*re.findall(r"\d+", match[0])) for match in _WRITTEN.finditer(text))
    return [day for day in found if day]


def day_in(text: str) -> date | None:
    """The first day that a text prints whole."""
    return next(iter(days_in(text)), None)


@lru_cache(maxsize=64)
def day_in_path(path: str) -> date | None:
    """The day in the name of a file, else in that of the nearest folder around it. A name with two days says neither."""
    *folders, name = unquote(path).split("/")
    for part in (name, *reversed(folders)):
        runs = (day_of(*match.groups()) for match in _RUN.finditer(part))
        if days := {*days_in(part), *filter(None, runs)}:
            return days.pop() if len(days) == 1 else None
    nested = [day for match in _NESTED.finditer("/".join(folders)) if (day := day_of(*match.groups()))]
    return nested[-1] if nested else None


def day_stated(value: object) -> date | None:
    """The day that a field states: a day, a moment, or either one written out. None where it states no day.

    A moment given in universal time is read on the clocks of China; any other moment keeps the day it was printed with.
    """
    if isinstance(value, datetime):
        return (value.astimezone(_CHINA) if value.utcoffset() == timedelta(0) else value).date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        return day_stated(datetime.fromisoformat(text))
    except ValueError:
        return day_in(text) if re.fullmatch(WRITTEN, text) else None
