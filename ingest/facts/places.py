"""How the parts of a mention find their year and their month, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass

from ingest.facts.context import NO_PUBLICATION, Context, Spoken, Year
from ingest.facts.mentions import Mention, number
from ingest.facts.periods import Period

NO_SUCH_DAY = "the calendar has no such day"
IN_FULL = "printed in full"
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Read:
    """What a mention means, and how that follows. `whole`: a month or more, before which 前 ends."""

    period: Period | None
    basis: str
    whole: bool = False


def year_of(mention: Mention, context: Context, place: Callable[[int], Period | None], prefix: str = "") -> Year:
    """The year of a mention: printed in full, named (去年), or found from its place in the calendar."""
    printed = mention.parts.get(f"{prefix}year", "").rstrip("年的 ")
    if not printed:
        return context.year(place, mention.span, deadline=is_deadline(mention))
    if printed[0] in "12一二":
        context.note_year(number(printed), mention.span.start)
        return Year(number(printed), IN_FULL)
    return context.year_of(f"{printed}年")


def is_deadline(mention: Mention) -> bool:
    """Whether it bounds what is to be done: 9月底前, 年内."""
    return mention.parts.get("bound", "").endswith(("前", "内")) or mention.parts.get("end") == "内"


def month_of(mention: Mention, context: Context, place: Callable[[int, int], Period | None], prefix: str = "") -> tuple[Year, int]:
    """The year and the month of a mention that prints a month, or names one (上月)."""
    printed = mention.parts.get(f"{prefix}month")
    if printed:
        month = number(printed)
        return year_of(mention, context, lambda year: place(year, month), prefix), month
    if context.published is None:
        return Year(None, NO_PUBLICATION), 0
    offset = {"上": -1, "下": 1}.get(mention.parts[f"{prefix}that"][0], 0)
    years, month = divmod(context.published.month - 1 + offset, 12)
    year = context.published.year + years
    return Year(year, f"the month {('of', 'after that of', 'before that of')[offset]} publication, {year}-{month + 1:02}"), month + 1


def note(mention: Mention, context: Context, read: Read, year: Year, month: int) -> None:
    """Tell the context what was spoken of, so that the next date may lean on it."""
    one = read.period.first if read.period and read.period.first == read.period.last else None
    context.note(Spoken(mention.span, year, month, one, deadline=is_deadline(mention)))


def on_weekday(read: Read, mention: Mention, prefix: str = "") -> Read:
    """The printed weekday bears a day out, or brings it down."""
    printed = mention.parts.get(f"{prefix}weekday", "").replace("天", "日")
    if not printed or not read.period or not read.period.first:
        return read
    if read.period.first.weekday() == _WEEKDAYS.index(printed):
        return read
    return Read(None, f"{read.period.first} is no 星期{printed}")
