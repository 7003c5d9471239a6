"""Whether another article prints what a stretch of one says: the same words, of the same occasion."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from api.generate.gist.choosing import gist_of
from ingest.article import Article, Span
from ingest.facts import dates_in
from ingest.fold import fold
from ingest.sentences import sentences_in

_BLANKS = re.compile(r"\s+")
_MARKS = re.compile(r"(?<!\d)[,.;:、，。；：]|[,.;:、，。；：](?!\d)|[的了着]")
"""What two printings of one statement may differ in: stops and particles; never the point or comma between two digits."""
_FIGURE = re.compile(r"\d(?![\d年月日])")
_LEAD = 2
"""Sentences in which an article says what day it tells of."""


def printings(article: Article, span: Span, others: Sequence[Article]) -> Iterator[tuple[Article, Span]]:
    """Where else it is printed. Words that are only alike, or that tell of another day, are another statement."""
    words = _core(span.of(article.text))
    for other in others:
        place = _printed(other.text).get(words)
        if place and _of_one_occasion(article, span, other, place):
            yield other, place


@lru_cache(maxsize=256)
def _printed(text: str) -> dict[str, Span]:
    """The stretches that can be read by themselves, by their words; of equals the first."""
    return {_core(one.span.of(text)): one.span for one in sorted(gist_of(text).stretches, key=lambda one: one.span, reverse=True)}


def _core(text: str) -> str:
    return _MARKS.sub("", _BLANKS.sub(" ", fold(text).strip()))


def _of_one_occasion(article: Article, span: Span, other: Article, place: Span) -> bool:
    """No day beside the words parts them. 他主持会议 is printed of many a meeting: without a figure, the day of the article counts, too."""
    if other.id == article.repeats or article.id == other.repeats:
        return True
    here, there = _beside(article, span), _beside(other, place)
    if here and there and here != there:
        return False
    return bool(_FIGURE.search(span.of(article.text))) or bool(_told_of(article) & _told_of(other))


def _beside(article: Article, span: Span) -> frozenset[date | str]:
    """The days that its sentence prints in it or before it."""
    start = next((one.span.start for one in sentences_in(article.text) if one.span.holds(span)), span.start)
    return frozenset(_days(article, Span(start, span.end)))


def _told_of(article: Article) -> frozenset[date | str | None]:
    """The days of its beginning; of one without, the day it was published, if that is known."""
    lead = sentences_in(article.text)[:_LEAD]
    return frozenset(_days(article, Span(lead[0].span.start, lead[-1].span.end)) if lead else ()) or frozenset((article.published_on,))


def _days(article: Article, span: Span) -> Iterator[date | str]:
    """Single days; one that does not follow, as it is printed."""
    for dated in dates_in(article.text, article.published_on):
        if span.holds(dated.span) and dated.first == dated.last:
            yield dated.first or dated.text
