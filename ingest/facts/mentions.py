"""Where a text speaks of a day or a period, and of which parts the words are made. What they mean is for the readers to say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.article import Span

_DIGIT = "〇零一二三四五六七八九"
_NUMBER = rf"(?:\d{{1,2}}|[{_DIGIT}十]{{1,3}})"
_FULL_YEAR = rf"(?:(?:19|20)\d{{2}}|[一二][○{_DIGIT}]{{3}})"
_OF = r"(?:的(?=(?:\d{1,2}|[一二三四五六七八九十]{1,2}) ?月|[上下]半|第))?"
_YEAR = rf"(?:(?P<?year>{_FULL_YEAR} ?年|今年|本年|去年|明年|前年|当年|同年|次年){_OF})"
_MONTH = rf"(?:(?P<?month>(?<![\d.]){_NUMBER}) ?月份?|(?P<?that>本月|上个?月|下个?月|当月))"
_DAY = rf"(?P<?day>{_NUMBER}) ?[日号]"
_PART = "(?P<?part>[上中下]旬|初|底|末|中(?![国央心共学小文])旬?)"
_OF_DAY = "凌晨|清晨|清早|早晨|早上|上午|中午|午间|下午|傍晚|晚上|晚间|晚些时候|晚|夜间|深夜|夜里|夜|白天|早"
_CLOCK = r"[ ]?\d{1,2}(?:[时点](?!间|代|评|赞)(?:\d{1,2}分?)?(?:\d{1,2}秒)?|[:：]\d{2}(?:[:：]\d{2})?)(?:左右|许)?"
_HOUR = rf"(?:[ ]?(?:{_OF_DAY})(?![会报宴餐稻点])){{0,2}}(?:{_CLOCK})?"
_WEEKDAY = "(?:[（(](?:星期|周|礼拜)(?P<?weekday>[一二三四五六日天])[）)])?"
_NOT_BEFORE = r"[往夕后来去期述所身者\d一二三四五六七八九十]|不久"
_NOT_WITHIN = "[容部外地蒙]"
_NOT_FROM = "[飞来草诉源步床火义身点价降落伏码跑哄动到]"
_BOUND = f"(?P<bound>(?:之|以)?前(?!{_NOT_BEFORE})|前后|(?:之|以)?内(?!{_NOT_WITHIN})|以来|(?:开始|起)(?!{_NOT_FROM}))?"
_TO = "[ ]?(?:至|到|——|--|[-—–~～－])[ ]?"


def _named(pattern: str, prefix: str = "") -> str:
    """The pattern, with this before the names of its parts: a range has two of each."""
    return pattern.replace("(?P<?", f"(?P<{prefix}")


def _point(prefix: str) -> str:
    """One end of a range."""
    year, month, day, part, weekday = (_named(one, prefix) for one in (_YEAR, _MONTH, _DAY, _PART, _WEEKDAY))
    of_month = rf"{year}?(?:{month}(?:[ ]?{day}{_HOUR}{weekday}|{part})?)"
    lone = rf"{_named(_DAY, f'{prefix}lone_')}{_HOUR}"
    of_year = rf"{_named(_YEAR, f'{prefix}only_')}(?P<{prefix}end>底|末)?|(?P<{prefix}year_end>年底|年末)"
    return f"(?:{of_month}|{lone}|{of_year})"


_RECURS = (
    r"\d{1,2} ?月(?:\d{1,2} ?日|[上中下]旬)?|\d{1,2} ?[日号]|[一二三四五六日天](?![次场个天小课节期趟回名人共些])"
    "|周?末|(?:周|星期)[一二三四五六日]"
)
_SHORT_RANGES = (
    rf"{_named(_YEAR, 'c_')}?(?:{_named(_MONTH, 'c_')}(?P<c_from>{_NUMBER}){_TO}(?P<c_to>{_NUMBER}) ?日"
    rf"|(?P<m_from>{_NUMBER}){_TO}(?P<m_to>{_NUMBER}) ?月份?)"
    rf"|(?P<d_from>\d{{1,2}}){_TO}(?P<d_to>\d{{1,2}}) ?日(?![内均元])"
    rf"|(?P<y_from>{_FULL_YEAR}){_TO}(?P<y_to>{_FULL_YEAR}) ?年(?![代级款版度报])"
)
_PARTS_OF_YEAR = (
    r"(?P<half>[上下]半年)|第?(?P<quarter>[一二三四1-4])季度|前(?P<quarters>[二两三])季度"
    r"|前(?P<months>\d{1,2}|[二两三四五六七八九十]{1,2})个?月份?"
)
_RELATIVE = "今天|今日|今晚|今晨|今早|昨天|昨日|昨晚|昨晨|前天|明天|明日|明晚|当天|当日|当晚|同日|同一天|次日|翌日"
_NO_LONE_DAY = "[内均元本游线益程常志子语籍系军圆用夜晒光班薪利渐]|后|电子"
_NO_MONTH = "[饼球亮经嫂子租薪供票季刊考龄报光怀均]|全食|天(?!气)"
_LUNAR = "(?P<lunar>农历|阴历)?"
_PATTERNS = {
    "recurring": rf"(?:每年|每个?月|每周|每星期|每逢|逢)的?(?:{_RECURS})",
    "iso": (
        r"(?<![\d.\-/])(?P<year>(?:19|20)\d{2})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d.\-/])"
        rf"(?:[ T]\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?{_BOUND}"
    ),
    "since_now": rf"即日起?{_TO}{_point('b_')}",
    "range": rf"(?<![\d.])(?:{_point('a_')}{_TO}{_point('b_')}|{_SHORT_RANGES})",
    "within": (
        r"(?P<from>(?:刊发|发布|公布|见报|印发)之日起|即日起)?(?<![第\d.])(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)"
        rf"(?P<unit>个工作日|工作日|日|天|个?星期|周|个?月|年)(?:之|以)?内(?!{_NOT_WITHIN})"
    ),
    "day": rf"{_LUNAR}{_named(_YEAR)}?{_named(_MONTH)}[ ]?{_named(_DAY)}(?!内){_HOUR}{_named(_WEEKDAY)}{_HOUR}{_BOUND}",
    "year_part": rf"(?:{_named(_YEAR)}|(?P<short>[今去明]))?(?:{_PARTS_OF_YEAR}){_BOUND}",
    "year_end": (
        rf"(?:(?P<year>{_FULL_YEAR}|今|去|明|前)?年|(?P<relative>今年|去年|明年)年)"
        rf"(?P<end>底|末|初|中(?![国央心共学小文])|内(?!{_NOT_WITHIN})){_BOUND}"
    ),
    "month": rf"{_LUNAR}{_named(_YEAR)}?{_named(_MONTH)}(?!{_NO_MONTH}){_named(_PART)}?{_BOUND}",
    "month_end": rf"(?<![\d个上下本当半满岁年{_DIGIT}十])月(?P<end>底|末|初|内(?!{_NOT_WITHIN})){_BOUND}",
    "year": rf"{_named(_YEAR)}(?![代级款版型报鉴轻龄底末初]|同期)度?(?:全年)?{_BOUND}",
    "week": (
        r"(?<![一两三四五六七八九十几每])(?P<which>上上|上|下下|下|本|这)个?(?:周|星期|礼拜)"
        rf"(?:(?P<weekday>一(?![共些次般直起样边带场个项])|[二三四五六日天](?![次场个项]))|(?P<end>末))?(?![边围期长刊岁]){_HOUR}{_BOUND}"
    ),
    "relative": rf"(?<![光文])(?P<which>{_RELATIVE})(?![头新之方俄星生])(?<![今昨明][天日](?=的)){_HOUR}{_BOUND}",
    "lone_day": rf"(?<![\d月/.\-第每半个近前])(?P<day>\d{{1,2}}) ?日(?!{_NO_LONE_DAY}){_HOUR}{_named(_WEEKDAY)}{_BOUND}",
}
_BEGINS = rf"(?=[\d{_DIGIT}十两半今本去明前当同次上下这第每逢即刊发公见印农阴年月昨翌])"
_EACH = {kind: re.compile(pattern) for kind, pattern in _PATTERNS.items()}
_NAMELESS = {kind: re.sub(r"\?P<\w+>", "?:", pattern).replace("(?P=mark)", "[-/.]") for kind, pattern in _PATTERNS.items()}
_ANY = re.compile(f"{_BEGINS}(?:{'|'.join(f'(?P<{kind}>{pattern})' for kind, pattern in _NAMELESS.items())})")
_TITLE = re.compile(r"《[^《》\n]{1,80}》")


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch that speaks of a day or a period. Its parts are those its kind has; one that is not printed is absent."""

    kind: str
    span: Span
    parts: dict[str, str]


def mentions_in(text: str) -> Iterator[Mention]:
    """In order, without overlap; what the printed title of a document says (《2025年…方案》) is left out."""
    titles = iter([*(Span(*match.span()) for match in _TITLE.finditer(text)), Span(len(text) + 1, len(text) + 1)])
    title = next(titles)
    for found in _ANY.finditer(text):
        while title.end <= found.start():
            title = next(titles)
        kind = found.lastgroup or ""
        match = _EACH[kind].match(text, found.start())
        if match and title.start > found.start():
            yield Mention(kind, Span(*match.span()), {name: part for name, part in match.groupdict().items() if part})


def number(printed: str) -> int:
    """24 → 24, 二十四 → 24, 两 → 2, 二〇二五 → 2025."""
    if printed.isdecimal():
        return int(printed)
    tens, ten, ones = printed.partition("十")
    if ten:
        return 10 * (number(tens) if tens else 1) + (number(ones) if ones else 0)
    return int("".join(_ARABIC[one] for one in printed))


_ARABIC = {one: str(at) for at, one in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "两": "2"}
