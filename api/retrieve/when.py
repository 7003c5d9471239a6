"""Expressions of time in a question → the days they mean: 上周, 昨天, 最近, 8月下旬, 2025年; last week, recently, in late August.

Those that lean on the asker's own day bound the news that may answer. Those of the calendar only rule out what is known to be of another
time: 2025年 may be printed in 2026. A day (8月27日) is part of what is asked and bounds nothing: the article is often of the day after.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.article import Span
from ingest.facts import periods
from ingest.facts.periods import DAY, Period

_RECENT = 30
"""Days that 最近 reaches back."""
_NUMERAL = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2}
_WEEKDAYS = {char: value for value, char in enumerate("一二三四五六日")} | {"天": 6}
_MONTHS = "january february march april may june july august september october november december".split()
_COUNT = r"(?P<count>\d{1,3}|[一二两三四五六七八九十])"
_NOT_COMPARED = "(?<![比较同与据至到])"
_NOT_A_BOUND = "(?!同期|同比|相比|[底末初中]|之?前|以前|度)"
_QUOTED = re.compile(r"[“《「『\"][^”》」』\"]*[”》」』\"]")
_NEAREST = re.compile(r"[离距][^，。？]{0,12}$")
"""离高新区最近的地铁站 is a place."""
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|{'|'.join(name[:3] for name in _MONTHS if name != 'may')})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"


_OF_NO_RANGE = r"(?<![\d至到\-—~～])(?<!明年)(?<!后年)"
_SPELLED = "(?<![一二三四五六七八九十])(?:十[一二]?|[一二三四五六七八九])"
"""A month in Han numerals; elsewhere than before these words, or behind a year, 九月 may be a name and 一月 a span."""
_NO_SPAN = r"(?!份?\s*[至到\-—~～])"
_OF_A_MONTH = rf"1[0-2]|0?[1-9]|{_SPELLED}(?=月(?:份|[上中下]旬|[初底末]))|(?<=[\d今去前]年){_SPELLED}(?=月)"
_HAN_MONTH = rf"(?P<month>{_OF_A_MONTH})月(?P<part>[上中下]旬|[初中底末](?![国外央]))?+份?+"
_NO_MONTH = rf"(?!\s*(?:\d{{1,2}}|{_SPELLED})月{_NO_SPAN})"
_NO_DAY = r"(?!\s*(?:\d|[一二三四五六七八九十]+[日号]|[至到\-—~～]))(?!之?前|以前)"


@dataclass(frozen=True, slots=True)
class Time:
    """What a question says of time, and the days it means, both inclusive."""

    said: str
    first: date
    last: date
    leans: bool
    """On the day of asking: then only what is known to be of these days may answer."""
    is_of_a_year: bool = True
    """Whether the year follows from the words; else these are the days of the latest year."""
    is_part: bool = False
    """Whether it is a part of a month, which articles seldom print in these words."""

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


_Reader = Callable[[re.Match[str], date], Period | None]


def time_in(question: str, today: date) -> tuple[Time | None, str]:
    """The time that a question names, if any, and the question without the words that lean on the asker's own day, blanks for them."""
    plain = _QUOTED.sub(lambda match: " " * len(match[0]), question)
    leaning = [(Span(*match.span()), period) for match, period in _read(_LEANING, plain, today)]
    if leaning:
        first, last = (
            edge(day for _, period in leaning if (day := getattr(period, name))) for edge, name in ((min, "first"), (max, "last"))
        )
        said = "、".join(span.of(question).strip() for span, _ in leaning)
        return Time(said, first, last, leans=True), _without(question, [span for span, _ in leaning])
    for match, period in _read(_CALENDAR, plain, today):
        parts = match.groupdict()
        of_a_year = bool(parts.get("year") or parts.get("that"))
        if period.first and period.last:
            return Time(
                match[0].strip(), period.first, period.last, leans=False, is_of_a_year=of_a_year, is_part=bool(parts.get("part"))
            ), question
    return None, question


def _read(patterns: tuple[tuple[re.Pattern[str], _Reader], ...], text: str, today: date) -> Iterator[tuple[re.Match[str], Period]]:
    taken: list[Span] = []
    for pattern, reader in patterns:
        for match in pattern.finditer(text):
            span = Span(*match.span())
            if any(span.start < other.end and other.start < span.end for other in taken):
                continue
            if period := _read_one(reader, match, today):
                taken.append(span)
                yield match, period


def _read_one(reader: _Reader, match: re.Match[str], today: date) -> Period | None:
    """None also where the calendar does not reach so far."""
    try:
        return reader(match, today)
    except (OverflowError, ValueError):
        return None


def _without(question: str, spans: list[Span]) -> str:
    for span in spans:
        question = question[: span.start] + " " * len(span) + question[span.end :]
    return question


def _back(days: int) -> _Reader:
    return lambda _, today: Period(today - days * DAY, today - days * DAY)


def _week(match: re.Match[str], today: date) -> Period:
    word = match["which"].lower()
    offset = -2 if word == "上上" else -1 if word in {"上", "last", "the past", "past"} else 0
    day = match.groupdict().get("day")
    period = periods.week(today, offset, _WEEKDAYS.get(day) if day and day != "末" else None, ending=day == "末")
    return Period(period.first, min(period.last or today, today))


def _month(match: re.Match[str], today: date) -> Period | None:
    word = match["which"].lower()
    back = 2 if word == "上上" else 1 if word in {"上", "last"} else 0
    years, month = divmod(today.month - 1 - back, 12)
    period = periods.months(today.year + years, month + 1, month + 1)
    return period and Period(period.first, min(period.last or today, today))


def _year(match: re.Match[str], today: date) -> Period:
    whole = periods.year(today.year - _years_back(match["which"]))
    return Period(whole.first, min(whole.last or today, today))


def _years_back(word: str) -> int:
    return {"去": 1, "last": 1, "前": 2}.get(word.lower(), 0)


def _last_few(match: re.Match[str], today: date) -> Period:
    count = int(match["count"]) if match["count"].isdigit() else _NUMERAL[match["count"]]
    unit = match["unit"].lower().removesuffix("s")
    days = count * {"天": 1, "日": 1, "day": 1, "周": 7, "星期": 7, "week": 7, "月": 30, "month": 30, "年": 365, "year": 365}[unit]
    return Period(today - timedelta(days), today)


def _recent(match: re.Match[str], today: date) -> Period | None:
    if _NEAREST.search(match.string, 0, match.start()):
        return None
    return Period(today - timedelta(_RECENT), today)


def _calendar(match: re.Match[str], today: date) -> Period | None:
    """A month or a part of one; without a year, of the latest that has begun."""
    parts = match.groupdict()
    month, part = _number_of(parts["month"]), (parts.get("part") or "").lower()
    if parts.get("that"):
        year = today.year - _years_back(parts["that"])
    else:
        year = int(parts["year"]) if parts.get("year") else today.year - (month > today.month)
    whole = periods.months(year, month, month)
    if whole is None or not part:
        return whole
    return periods.month_part(
        year,
        month,
        {"初": "上旬", "early": "上旬", "中": "中旬", "mid": "中旬", "底": "下旬", "末": "下旬", "late": "下旬"}.get(part, part),
    )


def _number_of(month: str) -> int:
    """8, 八, 十二, Aug."""
    if month.isdigit():
        return int(month)
    if month[0] in _NUMERAL:
        return sum(_NUMERAL[char] for char in month)
    return next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(month.lower()))


def _calendar_year(match: re.Match[str], _: date) -> Period:
    return periods.year(int(match["year"]))


def _compiled(*pairs: tuple[str, _Reader]) -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), reader) for pattern, reader in pairs)


_LEANING = _compiled(
    (rf"(?:过去|最近|近|这)的?{_COUNT}个?(?P<unit>天|日|周|星期|月|年)(?:内|里|以?来)?", _last_few),
    (rf"\b(?:in|over|during|within)?\s*the (?:past|last) {_COUNT} (?P<unit>days?|weeks?|months?|years?)\b", _last_few),
    (
        rf"{_NOT_COMPARED}(?<![会场席线网路桌])(?P<which>上上|上|本|这)一?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])?+{_NOT_A_BOUND}",
        _week,
    ),
    (rf"{_NOT_COMPARED}(?P<which>上上|上|本|这)一?(?:个月|(?<!这)月){_NOT_A_BOUND}", _month),
    (rf"{_NOT_COMPARED}(?P<which>今|去|前|本)年{_NO_MONTH}(?![一二三四上下]半?年|上半年|下半年){_NOT_A_BOUND}", _year),
    (rf"{_NOT_COMPARED}今[天日](?!之?前)", _back(0)),
    (rf"{_NOT_COMPARED}昨[天日晚]{_NOT_A_BOUND}", _back(1)),
    (rf"{_NOT_COMPARED}前[天日]{_NOT_A_BOUND}", _back(2)),
    (r"最近(?!的一?[次个家座])|近期|近来|近日|(?<![\d一二三四五六七八九十节假生])日前|这几天|这些天|这段时间|这阵子", _recent),
    (r"\b(?P<which>last|this|the past|past) week\b(?!['’]s)", _week),
    (r"\b(?P<which>last|this) month\b", _month),
    (r"(?<!compared with )(?<!than )\b(?P<which>last|this) year\b(?!['’]s)", _year),
    (r"\bday before yesterday\b", _back(2)),
    (r"\byesterday\b", _back(1)),
    (r"\btoday\b", _back(0)),
    (r"\b(?:recently|lately|recent|of late|in recent (?:days|weeks))\b", _recent),
)
_CALENDAR = _compiled(
    (rf"{_OF_NO_RANGE}(?:{_YEAR}年|(?P<that>今|去|前)年)?\s*{_HAN_MONTH}{_NO_DAY}", _calendar),
    (rf"\b(?:(?P<part>early|mid|late)[ -])(?:in )?{_MONTH},? ?{_YEAR}?\b(?! ?\d)", _calendar),
    (rf"\b(?:in|during|of|since) {_MONTH},? ?{_YEAR}?\b(?! ?\d)", _calendar),
    (rf"{_NOT_COMPARED}(?<!\d){_YEAR}年{_NO_MONTH}(?![底末初]|之?前|以前|同期)", _calendar_year),
    (rf"\b(?:in|during|of|for) {_YEAR}\b", _calendar_year),
)
