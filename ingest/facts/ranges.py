"""Ranges: 8月24日至26日, 1-8月, 12月28日到1月3日, 2023-2025年, 即日起至2026年2月底."""

from dataclasses import dataclass
from datetime import date

from ingest.facts import periods
from ingest.facts.context import Context, Spoken, Year
from ingest.facts.lone import day_alone
from ingest.facts.mentions import Mention, number
from ingest.facts.periods import Period
from ingest.facts.places import IN_FULL, NO_SUCH_DAY, Read, month_of, on_weekday, year_of


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a range, and the year and month on which the other may lean."""

    read: Read
    year: Year
    month: int = 0


def between(mention: Mention, context: Context) -> Read:
    """Both ends; what the second leaves out, the first has said."""
    short = next((reader for part, reader in _SHORT.items() if part in mention.parts), None)
    if short:
        return short(mention, context)
    first = _end(mention, context, "a_", None)
    return _joined(mention, context, first, _end(mention, context, "b_", first))


def since_now(mention: Mention, context: Context) -> Read:
    """即日 is the day of the order, which need not be that of publication."""
    last = _end(mention, context, "b_", None).read
    return Read(Period(None, last.period.last) if last.period else None, last.basis)


def _joined(mention: Mention, context: Context, first: _End, last: _End) -> Read:
    begins = first.read.period.first if first.read.period else None
    ends = last.read.period.last if last.read.period else None
    if last.month:
        context.note(Spoken(mention.span, last.year, last.month, ends, deadline=False))
    bases = dict.fromkeys(one.read.basis for one in (first, last))
    return Read(Period(begins, ends) if begins or ends else None, "; ".join(bases))


def _end(mention: Mention, context: Context, prefix: str, before: _End | None) -> _End:
    parts = mention.parts
    if f"{prefix}lone_day" in parts:
        return _lone(mention, context, number(parts[f"{prefix}lone_day"]), before)
    if f"{prefix}month" in parts or f"{prefix}that" in parts:
        return _in_month(mention, context, prefix, before)
    if f"{prefix}year_end" in parts:
        year = before.year if before and before.year.number else context.year(lambda year: Period(None, date(year, 12, 31)), mention.span)
        return _End(Read(Period(None, date(year.number, 12, 31)) if year.number else None, year.basis), year)
    year = year_of(mention, context, periods.year, f"{prefix}only_" if f"{prefix}only_year" in parts else prefix)
    period = periods.year(year.number) if year.number else None
    return _End(Read(Period(None, period.last) if period and f"{prefix}end" in parts else period, year.basis), year)


def _lone(mention: Mention, context: Context, day: int, before: _End | None) -> _End:
    """A day alone is of the first end's month, or of the next where it would come before it."""
    if before is None:
        read, year, month = day_alone(context, mention, day)
        return _End(read, year, month)
    if before.year.number is None or not before.month:
        return _End(Read(None, before.read.basis), before.year)
    period = periods.day(before.year.number, before.month, day)
    if period and period.last and before.read.period and before.read.period.first and period.last < before.read.period.first:
        years, month = divmod(before.month, 12)
        period = periods.day(before.year.number + years, month + 1, day)
    return _End(Read(period, before.read.basis if period else NO_SUCH_DAY), before.year, before.month)


def _in_month(mention: Mention, context: Context, prefix: str, before: _End | None) -> _End:
    part, day = mention.parts.get(f"{prefix}part"), mention.parts.get(f"{prefix}day")

    def place(year: int, month: int) -> Period | None:
        if day:
            return periods.day(year, month, number(day))
        return periods.month_part(year, month, part) if part else periods.months(year, month, month)

    if before and before.year.number and f"{prefix}year" not in mention.parts and f"{prefix}month" in mention.parts:
        month = number(mention.parts[f"{prefix}month"])
        year = Year(before.year.number + (month < before.month), before.year.basis)
    else:
        year, month = month_of(mention, context, place, prefix)
    period = place(year.number, month) if year.number else None
    read = on_weekday(Read(period, year.basis if period or not year.number else NO_SUCH_DAY), mention, prefix)
    return _End(read, year, month)


def _days_of_month(mention: Mention, context: Context) -> Read:
    """8月24-26日."""
    first, last = number(mention.parts["c_from"]), number(mention.parts["c_to"])
    year, month = month_of(mention, context, lambda year, month: periods.day(year, month, first), "c_")
    if year.number is None:
        return Read(None, year.basis)
    begins, ends = periods.day(year.number, month, first), periods.day(year.number, month, last)
    if not begins or not ends:
        return Read(None, NO_SUCH_DAY)
    context.note(Spoken(mention.span, year, month, ends.last, deadline=False))
    return Read(Period(begins.first, ends.last), year.basis)


def _months(mention: Mention, context: Context) -> Read:
    """1-8月."""
    first, last = number(mention.parts["m_from"]), number(mention.parts["m_to"])
    year = year_of(mention, context, lambda year: periods.months(year, first, last), "c_")
    period = periods.months(year.number, first, last) if year.number else None
    return Read(period, year.basis if period or not year.number else "no months of one year", whole=True)


def _days(mention: Mention, context: Context) -> Read:
    """24-26日."""
    first = _lone(mention, context, int(mention.parts["d_from"]), None)
    return _joined(mention, context, first, _lone(mention, context, int(mention.parts["d_to"]), first))


def _years(mention: Mention, context: Context) -> Read:
    """2023-2025年."""
    first, last = number(mention.parts["y_from"]), number(mention.parts["y_to"])
    context.note_year(last, mention.span.start)
    return Read(Period(date(first, 1, 1), date(last, 12, 31)), IN_FULL, whole=True)


_SHORT = {"c_from": _days_of_month, "m_from": _months, "d_from": _days, "y_from": _years}
