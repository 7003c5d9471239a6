"""A search bounded by the time that the question names."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest

from api.brief import Hit, Language
from api.retrieve.hybrid import Found, Retriever
from api.retrieve.when import Time, time_in
from ingest.article import Article
from ingest.catalogue import Filters
from ingest.facts import dates_in

_MORE = 50
"""Passages found where some may be of another time."""
_LAG, _LONGEST_LAG = 2, 366
"""Days after a time in which articles about it are looked for: at least, and at most; else as many as the time has."""
_YEARS = 30
"""Years back whose August 8月 may be, where the question names no year."""


@dataclass(frozen=True, slots=True)
class Timely:
    """Reads the time out of a question, and leaves out the articles that are of another."""

    retriever: Retriever
    today: Callable[[], date]

    def retrieve(self, question: str, limit: int, filters: Filters = Filters(), language: Language | None = None) -> Found:  # noqa: B008  Filters is frozen
        """As the retriever finds them. Days that the caller names go before those of the question."""
        if filters.published_from or filters.published_to:
            return self.retriever.retrieve(question, limit, filters, language)
        time, rest = time_in(question, self.today())
        if time is None:
            return self.retriever.retrieve(question, limit, filters, language)
        found = self._leaning(time, rest, filters, language) if time.leans else self._calendar(time, rest, filters, language)
        asked = replace(found.asked, text=question)
        return replace(found, asked=asked, hits=found.hits[:limit], time=time)

    def _leaning(self, time: Time, question: str, filters: Filters, language: Language | None) -> Found:
        """Articles published in the time, or behind it where they print a day of it; without any, undated ones that print one."""
        lag = timedelta(min(max(_LAG, time.days), _LONGEST_LAG))
        dated = replace(filters, published_from=time.first, published_to=time.last + lag)
        found = self._kept(question, dated, language, lambda article: _is_of(article, time))
        if found.hits:
            return found
        undated = self._kept(question, replace(filters, undated=True), language, lambda article: _prints_a_day_of(article, time))
        return undated if undated.hits else replace(found, undated=undated.searched)

    def _calendar(self, time: Time, question: str, filters: Filters, language: Language | None) -> Found:
        """What is not known to be of another time; of a part of a month, every other is of what was published in it."""
        found = self._kept(question, filters, language, lambda article: _may_be_of(article, time))
        if not time.is_part:
            return found
        within = replace(filters, published_from=time.first, published_to=time.last + _LAG * timedelta(1))
        first = self._kept(question, within, language, lambda article: _is_of(article, time))
        return replace(found, hits=_in_turns(found.hits, first.hits))

    def _kept(self, question: str, filters: Filters, language: Language | None, is_kept: Callable[[Article], bool]) -> Found:
        found = self.retriever.retrieve(question, _MORE, filters, language)
        kept = {article.id: is_kept(article) for article in {hit.article.id: hit.article for hit in found.hits}.values()}
        return replace(found, hits=tuple(hit for hit in found.hits if kept[hit.article.id]))


def _in_turns(*found: Sequence[Hit]) -> tuple[Hit, ...]:
    """One of each in turn, none twice."""
    hits = (hit for row in zip_longest(*found) for hit in row if hit)
    return tuple({hit.passage.id: hit for hit in hits}.values())


def _is_of(article: Article, time: Time) -> bool:
    """Published in the time, or about it: it prints a day or a period of it that is no longer than it."""
    day = article.published_on
    return bool(day and time.first <= day <= time.last) or _prints_a_day_of(article, time)


def _prints_a_day_of(article: Article, time: Time) -> bool:
    return any(first <= time.last and time.first <= last and (last - first).days < time.days for first, last in _printed(article))


def _may_be_of(article: Article, time: Time) -> bool:
    """Undated, published in the time, or printing anything of it. Days of no year may be those of a year before."""
    day = article.published_on
    if day is None:
        return True
    for years in range(1 if time.is_of_a_year else _YEARS):
        first, last = _years_before(time.first, years), _years_before(time.last, years)
        if first <= day <= last or any(begins <= last and first <= ends for begins, ends in _printed(article)):
            return True
    return False


def _years_before(day: date, years: int) -> date:
    """The 29th of February is the 28th in most years."""
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) and years else day.day)


def _printed(article: Article) -> Iterator[tuple[date, date]]:
    """First and last of the days and periods that it prints; an open end is its other end."""
    for dated in dates_in(article.text, article.published_on):
        first, last = dated.first or dated.last, dated.last or dated.first
        if first and last:
            yield first, last
