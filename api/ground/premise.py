"""What a question takes for granted, held against the article that would answer it."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache

from api.brief import Brief
from api.ground.number_words import MONTHS
from ingest.article import Article

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d|[.,]\d|[万亿元%])")
_HAN_DAY = re.compile(r"(?:(?<!\d)(\d{1,2})月)?(?<!\d)(\d{1,2})[日号]")
_FULL_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号](?!前|之前|以前)")
_HAPPENED = re.compile("[了过]")
_ISO_DAY = re.compile(r"\d{4}[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_ENGLISH_DAY = re.compile(rf"({'|'.join(MONTHS)})\s+(\d{{1,2}})(?!\d)|(\d{{1,2}})(?:st|nd|rd|th)?\s+({'|'.join(MONTHS)})", re.IGNORECASE)


def contradicts(article: Article, question: str) -> bool:
    """Whether the article is of another year, or of another day, than all those the question names.

    An article that prints no year, or no day, contradicts nobody. One that was printed before the day tells nothing of what happened on it.
    """
    if _HAPPENED.search(question) and (first := _first_day(question)) and article.published_on and article.published_on < first:
        return True
    years, days = _years(question), {day for day in _days(question) if day[0]}
    return bool((years and _is_of_another_year(years, article)) or (days and _is_of_another_day(days, article)))


def of_its_day(brief: Brief) -> Brief:
    """The brief without the articles that contradict the question: nothing of theirs may leave."""
    kept = {line.hit.article.id: not contradicts(line.hit.article, brief.asked.text) for line in brief.lines}
    return Brief(brief.asked, tuple(line for line in brief.lines if kept[line.hit.article.id]))


def _is_of_another_year(asked: set[str], article: Article) -> bool:
    printed = _years_of(article)
    return bool(printed) and not asked & printed


def _is_of_another_day(asked: set[tuple[int, int]], article: Article) -> bool:
    """A printed 24日 without a month may be of any month."""
    printed = _days_of(article)
    return bool(printed) and not any(day in printed or (0, day[1]) in printed for day in asked)


def _first_day(text: str) -> date | None:
    """The first of the days that a text names in full."""
    found = []
    for match in _FULL_DAY.finditer(text):
        with suppress(ValueError):
            found.append(date(*map(int, match.groups())))
    return min(found, default=None)


def _years(text: str) -> set[str]:
    return set(_YEAR.findall(text))


@lru_cache(maxsize=256)
def _years_of(article: Article) -> frozenset[str]:
    day = article.published_on
    return frozenset(_years(f"{article.title}\n{article.text}") | ({str(day.year)} if day else set()))


@lru_cache(maxsize=256)
def _days_of(article: Article) -> frozenset[tuple[int, int]]:
    """News of a day is printed on it or on the two days behind it."""
    published = article.published_on
    near = [published - timedelta(days) for days in range(3)] if published else []
    return frozenset((*_days(f"{article.title}\n{article.text}"), *((day.month, day.day) for day in near)))


def _days(text: str) -> Iterator[tuple[int, int]]:
    """(month, day) of every day that a text names; month 0 where it is left out."""
    for pattern in (_HAN_DAY, _ISO_DAY):
        yield from ((int(month or 0), int(day)) for month, day in pattern.findall(text))
    for month, day, day_before, month_behind in _ENGLISH_DAY.findall(text):
        yield MONTHS.index((month or month_behind).lower()) + 1, int(day or day_before)
