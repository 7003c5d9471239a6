"""A day without its month: 24日. The month is that of the day before it in the text, or that of publication, or it stays open."""

from datetime import date

from ingest.facts import periods
from ingest.facts.context import Context, Year
from ingest.facts.mentions import Mention
from ingest.facts.periods import DAY, Period
from ingest.facts.places import NO_SUCH_DAY, Read

_LAST_OF_MONTH = 31
_NEAR = 12
"""Days. 24日 after 8月26日 is of August; what lies further away may be of another month."""
_FRESH = 3
"""Days. News is mostly of the day before publication, or of the two before that."""


def day_alone(context: Context, mention: Mention, day: int) -> tuple[Read, Year, int]:
    """The day, with the year and the month on which the next mention may lean: 0 where they stay open."""
    if day > _LAST_OF_MONTH:
        return Read(None, NO_SUCH_DAY), Year(None, ""), 0
    leaning, published = _near_latest(context, mention, day), _near_publication(context, mention, day)
    if not _is_close(context, mention) and _is_fresh(published, context):
        leaning = None
    if leaning and published and leaning != published and not _is_close(context, mention):
        return Read(None, f"it may be {leaning} or {published}"), Year(None, ""), 0
    if leaning:
        return _found(leaning, "the month spoken of before it")
    if published and context.published:
        side = "last such day before" if published <= context.published else "next such day after"
        return _found(published, f"the {side} publication {context.published}")
    return Read(None, "its month or its year is not printed"), Year(None, ""), 0


def _found(day: date, basis: str) -> tuple[Read, Year, int]:
    return Read(Period(day, day), basis), Year(day.year, basis), day.month


def _is_close(context: Context, mention: Mention) -> bool:
    return bool(context.latest and context.is_same_sentence(context.latest.span.start, mention.span.start))


def _is_fresh(day: date | None, context: Context) -> bool:
    """Whether a day is of those of which news is made, while what was spoken of last is a whole month."""
    month_only = context.latest and not context.latest.day
    return bool(month_only and day and context.published and 0 <= (context.published - day).days <= _FRESH)


def _near_latest(context: Context, mention: Mention, day: int) -> date | None:
    """The day of this number nearest to the one spoken of before it in the paragraph."""
    latest = context.latest
    if (
        latest is None
        or latest.deadline
        or latest.year.number is None
        or not context.is_same_paragraph(latest.span.start, mention.span.start)
    ):
        return None
    if latest.day is None:
        return _made(latest.year.number, latest.month, day)
    one = _nearest(latest.day, day, (-1, 0, 1))
    known = context.published is None or context.looks_ahead(mention.span.start) or (one and one <= context.published)
    return one if one and known and abs(one - latest.day) <= _NEAR * DAY else None


def _near_publication(context: Context, mention: Mention, day: int) -> date | None:
    if context.published is None:
        return None
    this_month = day <= context.published.day or context.looks_ahead(mention.span.start)
    return _nearest(context.published, day, (0,) if this_month else (-1,))


def _nearest(to: date, day: int, offsets: tuple[int, ...]) -> date | None:
    """The nearest of the days of this number in the months around."""
    months = [divmod(to.year * 12 + to.month - 1 + offset, 12) for offset in offsets]
    days = [one for year, month in months if (one := _made(year, month + 1, day))]
    return min(days, key=lambda one: abs(one - to), default=None)


def _made(year: int, month: int, day: int) -> date | None:
    period = periods.day(year, month, day)
    return period.first if period else None
