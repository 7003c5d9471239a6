"""Days and months that an English question names, as Chinese articles print them: the 24th of August, Aug. 24 → 8月24日."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.article import Span

_NAMES = "january february march april may june july august september october november december".split()
_NUMBERS = {form: number for number, name in enumerate(_NAMES, 1) for form in (name, name[:3])} | {"sept": 9}
_MONTH = rf"(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})(?![a-z-])"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_DATE = re.compile(
    rf"(?<![a-z0-9-])(?:(?P<day>{_DAY})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})"
    rf"|(?P<first>{_MONTH})(?:\.?\s+(?:the\s+)?(?P<behind>{_DAY})(?:st|nd|rd|th)?(?![a-z0-9%]|[.,]\d))?)",
    re.IGNORECASE,
)
_SELDOM_ALONE = frozenset({"may", "march", "mar", "Mar", "jun", "Jun"})
"""Without a day they are verbs, or end a name."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month, or a month alone: where the question names it, and how it is printed."""

    span: Span
    printed: str


def days_in(text: str) -> Iterator[Day]:
    """Every day and month."""
    for match in _DATE.finditer(text):
        month, day = match["month"] or match["first"], match["day"] or match["behind"]
        number = _NUMBERS[month.lower()]
        if day:
            yield Day(Span(*match.span()), f"{number}月{int(day)}日")
        elif month not in _SELDOM_ALONE:
            yield Day(Span(*match.span()), f"{number}月")
