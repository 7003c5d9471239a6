"""The days and periods an article speaks of, with first and last day where they follow from the words and the day of publication."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ingest.article import Span
from ingest.facts.context import Context
from ingest.facts.mentions import Mention, mentions_in
from ingest.facts.periods import DAY, Period
from ingest.facts.places import Read
from ingest.facts.readers import READERS

_HOUR = re.compile("[时点分]")


@dataclass(frozen=True, slots=True)
class Dated:
    """A day or a period as printed. Both ends are inclusive; one that does not follow is None, and `basis` says why."""

    text: str
    span: Span
    first: date | None
    last: date | None
    basis: str


@lru_cache(maxsize=1024)
def dates_in(text: str, published_on: date | None = None) -> tuple[Dated, ...]:
    """All of them, in order. 近日 and the like, which name no day at all, are left out."""
    context = Context(text, published_on)
    return tuple(_dated(mention, context) for mention in mentions_in(text))


def _dated(mention: Mention, context: Context) -> Dated:
    read = _read(mention, context)
    bound = mention.parts.get("bound", "")
    if bound != "前后" or not _HOUR.search(mention.span.of(context.text)):
        read = _bounded(read, bound, context.published)
    first, last = (read.period.first, read.period.last) if read.period else (None, None)
    if first and last and first > last:
        return Dated(mention.span.of(context.text), mention.span, None, None, "it would end before it begins")
    return Dated(mention.span.of(context.text), mention.span, first, last, read.basis)


def _read(mention: Mention, context: Context) -> Read:
    """What its reader makes of it. An article published in the year 9999 has no next year."""
    try:
        return READERS[mention.kind](mention, context)
    except (OverflowError, ValueError):
        return Read(None, "the calendar does not reach so far")


def _bounded(read: Read, bound: str, published_on: date | None) -> Read:
    """前 and 内 leave the first day open, 起 the last; 以来 reaches up to publication.

    7月25日前 and 9月底前 allow that day; 3月前 allows no day of March: what is done by then is in time however 前 is read.
    """
    period = read.period
    if period is None or not bound:
        return read
    if bound == "前后":
        return Read(None, "前后 names no day")
    if bound.endswith("前") and read.whole and period.first:
        return Read(Period(None, period.first - DAY), f"{read.basis}; before it begins")
    if bound.endswith(("前", "内")):
        return Read(Period(None, period.last), read.basis)
    if bound == "以来":
        return Read(Period(period.first, published_on), f"{read.basis}; up to publication")
    return Read(Period(period.first, None), f"{read.basis}; no end is printed")
