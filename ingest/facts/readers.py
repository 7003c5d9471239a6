"""What each kind of mention means: one reader a kind."""

import re
from collections.abc import Callable
from datetime import date

from ingest.facts import periods, ranges
from ingest.facts.context import Context, Year
from ingest.facts.lone import day_alone
from ingest.facts.mentions import Mention, number
from ingest.facts.periods import DAY, Period
from ingest.facts.places import IN_FULL, NO_SUCH_DAY, Read, is_deadline, month_of, note, on_weekday, year_of

_NO_PUBLICATION = "the day of publication is not known"
_WEEKDAYS = "一二三四五六日"
_OFFSETS = {"今": 0, "本": 0, "昨": -1, "明": 1, "前": -2}
_WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
_PRINTED_BESIDE = re.compile(r"[（(](?:(\d{1,2})月)?(\d{1,2})日")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def _of_year(mention: Mention, context: Context, place: Callable[[int], Period | None]) -> Read:
    year = year_of(mention, context, place)
    if year.number is None:
        return Read(None, year.basis)
    period = place(year.number)
    return Read(period, year.basis if period else NO_SUCH_DAY, whole=True)


def _of_month(mention: Mention, context: Context, place: Callable[[int, int], Period | None], *, whole: bool) -> Read:
    """A period within a month; the context remembers it."""
    if "lunar" in mention.parts:
        return Read(None, "the lunar calendar is not read")
    year, month = month_of(mention, context, place)
    period = place(year.number, month) if year.number is not None else None
    read = Read(period, year.basis if period or year.number is None else NO_SUCH_DAY, whole)
    note(mention, context, read, year, month)
    return read


def _day(mention: Mention, context: Context) -> Read:
    day = number(mention.parts["day"])
    return on_weekday(_of_month(mention, context, lambda year, month: periods.day(year, month, day), whole=False), mention)


def _month(mention: Mention, context: Context) -> Read:
    part = mention.parts.get("part")
    if part is None:
        return _of_month(mention, context, lambda year, month: periods.months(year, month, month), whole=True)
    read = _of_month(mention, context, lambda year, month: periods.month_part(year, month, part), whole=False)
    return Read(None, f"{part} has no set days") if part in {"初", "中"} else read


def _iso(mention: Mention, context: Context) -> Read:
    year, month, day = (int(mention.parts[part]) for part in ("year", "month", "day"))
    context.note_year(year, mention.span.start)
    read = Read(periods.day(year, month, day), IN_FULL)
    note(mention, context, read, Year(year, IN_FULL), month)
    return read if read.period else Read(None, NO_SUCH_DAY)


def _whole_year(mention: Mention, context: Context) -> Read:
    return _of_year(mention, context, periods.year)


def _year_part(mention: Mention, context: Context) -> Read:
    parts = mention.parts
    if "short" in parts:
        parts["year"] = parts["short"]
    if "half" in parts:
        first, last = (1, 6) if parts["half"] == "上半年" else (7, 12)
    elif "quarter" in parts:
        last = 3 * _QUARTERS[parts["quarter"]]
        first = last - 2
    else:
        first, last = 1, number(parts["months"]) if "months" in parts else 3 * number(parts["quarters"])
    return _of_year(mention, context, lambda year: periods.months(year, first, last))


def _year_end(mention: Mention, context: Context) -> Read:
    """年底 and 年内 end with December; 年初 and 年中 have no set days."""
    if mention.parts["end"] in {"初", "中"}:
        return Read(None, f"年{mention.parts['end']} has no set days")
    read = _of_year(mention, context, lambda year: Period(None, date(year, 12, 31)))
    return Read(read.period, read.basis)


def _month_end(mention: Mention, context: Context) -> Read:
    if mention.parts["end"] == "初":
        return Read(None, "初 has no set days")
    if context.published is None:
        return Read(None, _NO_PUBLICATION)
    period = periods.month_part(context.published.year, context.published.month, "底")
    return Read(period, f"the month of publication, {context.published:%Y-%m}")


def _week(mention: Mention, context: Context) -> Read:
    if context.published is None:
        return Read(None, _NO_PUBLICATION)
    offset = _WEEKS[mention.parts["which"]]
    printed = mention.parts.get("weekday", "").replace("天", "日")
    weekday = _WEEKDAYS.index(printed) if printed else None
    period = periods.week(context.published, offset, weekday, ending="end" in mention.parts)
    if (
        is_deadline(mention)
        and context.lead
        and periods.week(context.lead, offset, weekday) != periods.week(context.published, offset, weekday)
    ):
        return Read(None, f"the event ({context.lead}) and publication ({context.published}) are of different weeks")
    week = {-2: "two weeks before", -1: "the week before", 0: "the week of", 1: "the week after", 2: "two weeks after"}[offset]
    basis = f"{week} publication {context.published}"
    return _borne_out(mention, context, Read(period, f"{period.first:%A} of {basis}" if weekday is not None else basis))


def _relative(mention: Mention, context: Context) -> Read:
    which = mention.parts["which"]
    if which[0] in "当同次翌":
        return _day_after_latest(mention, context, following=which[0] in "次翌")
    if context.published is None:
        return Read(None, _NO_PUBLICATION)
    if context.is_quoted(mention.span.start):
        return Read(None, "said in a quotation, whose day need not be that of publication")
    one = context.published + _OFFSETS[which[0]] * DAY
    relation = {0: "the day of", -1: "the day before", 1: "the day after", -2: "two days before"}[_OFFSETS[which[0]]]
    return _borne_out(mention, context, Read(Period(one, one), f"{relation} publication {context.published}"))


def _day_after_latest(mention: Mention, context: Context, *, following: bool) -> Read:
    latest = context.latest_day(mention.span.start)
    if latest is None:
        return Read(None, "no day is printed before it in the paragraph")
    one = latest + DAY if following else latest
    return Read(Period(one, one), f"the day {'after the one ' if following else ''}spoken of before it, {latest}")


def _borne_out(mention: Mention, context: Context, read: Read) -> Read:
    """A day printed in brackets beside it (下周一（8月21日）) must be the same."""
    beside = _PRINTED_BESIDE.match(context.text, mention.span.end)
    if beside and read.period and read.period.first and read.period.first == read.period.last:
        same = int(beside[2]) == read.period.first.day and (not beside[1] or int(beside[1]) == read.period.first.month)
        return read if same else Read(None, f"it would be {read.period.first}, but another day is printed beside it")
    return read


def _within(mention: Mention, context: Context) -> Read:
    """A term counts from publication where that is printed, else from the day of the event."""
    count, unit = mention.parts["count"], mention.parts["unit"].removeprefix("个").replace("星期", "周")
    if unit == "工作日":
        return Read(None, "working days need a calendar of holidays")
    if count == "半":
        if unit != "年":
            return Read(None, "half of it has no set days")
        count, unit = "6", "月"
    if (mention.parts.get("from") or "即日起") != "即日起":
        base, what = context.published, "publication"
    else:
        base, what = context.base(mention.span.start), "the day of the event"
    if base is None:
        return Read(None, "the day from which it counts is not certain")
    return Read(Period(base, periods.later(base, number(count), unit)), f"{what}, {base}, and {number(count)}{unit} more")


def _lone_day(mention: Mention, context: Context) -> Read:
    day = number(mention.parts["day"])
    read, year, month = day_alone(context, mention, day)
    read = on_weekday(read, mention)
    if month:
        note(mention, context, read, year, month)
    return read


def _recurring(mention: Mention, context: Context) -> Read:
    read = Read(None, "it recurs")
    note(mention, context, read, Year(None, read.basis), 0)
    return read


READERS: dict[str, Callable[[Mention, Context], Read]] = {
    "recurring": _recurring,
    "iso": _iso,
    "since_now": ranges.since_now,
    "range": ranges.between,
    "within": _within,
    "day": _day,
    "year_part": _year_part,
    "year_end": _year_end,
    "month": _month,
    "month_end": _month_end,
    "year": _whole_year,
    "week": _week,
    "relative": _relative,
    "lone_day": _lone_day,
}
