"""What sort of thing would answer a question, and where a text prints one: an amount of money is no number of people."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

from api.brief import Asked, Kind
from ingest.article import Span
from ingest.fold import HAN, fold

Sort = Literal["money", "share", "count", "day", "place", "person", "body", "title", "reason", "any"]
"""`title` is what stands in quotation marks: a film, a slogan, a document. `any` is whatever no cue tells."""

_END = r"(?:是|为|有|达|叫)?(?:什么|多少|哪[个些里]?|谁)?[？?。\s]*$"
_MONEYS = "钱|(?<!单)元|资金|奖金|美元|欧元|费用|经费|补[贴助]|补偿金?|津贴|工资|罚款|租金|税"
_COUNTED = "(?:人|名|位|家|个|辆|起|次|项|所|只|支|座|吨|米|公里|平方|亩|户|处|条|场|年|天|倍|台|套|件|岁|册|枚|毫升|艘|架|栋|届|集|级)"
_ASKED: tuple[tuple[Sort, tuple[str, ...]], ...] = (
    (
        "reason",
        (
            r"为什么|为何|为啥|咋不|怎么(?:还|老|总|一直|又)?[不没]|什么(?:原因|缘故)|原因是|何故",
            r"\bwhy\b|\bwhat (?:was|is|were) the reasons?\b",
        ),
    ),
    (
        "share",
        (
            r"(?:增长|上涨|下降|提高|回落|增加|上升|减少)了?多少(?:个百分点)?[？?。\s]*$|百分点|百分之[几多]|几成",
            rf"(?:增速|增长率|涨幅|降幅|占比|比例|比重|[^频效]率){_END}",
            r"\bwhat (?:share|percentage|percent)\b",
        ),
    ),
    (
        "money",
        (
            rf"(?:多少|几)[^，。？?]{{0,3}}(?:{_MONEYS})",
            rf"(?:投资|资金|投入|营收|票房|售价|价格|奖金|金额|收入|利润|罚款?|花费|费用|损失)[^，。]{{0,6}}多少(?!{_COUNTED})",
            rf"(?:营收|票房|总投资|奖金|售价|收入|金额|额度){_END}",
            r"\bhow much (?:money|did .* cost|was .* invested)\b|\bhow many (?:yuan|dollars)\b",
            r"\bwhat (?:did|does|do|will) .* cost\b|\bwhat .* (?:cost|price) of\b",
        ),
    ),
    (
        "day",
        (
            rf"何时|[什啥]么?时[候间]|哪一?[天年]|哪个月|几[月号日]|几点(?!要求|意见|建议|共识|措施)|(?<!多长)(?:时间|日期|期限){_END}",
            r"(?:^|[,;] |\band )when\b|\b(?:what|which) (?:date|day|year|month)\b",
        ),
    ),
    ("person", (r"(?:人|员|师傅?|手|长|者|主任|书记|医生|老板)的?(?:名字)?叫(?:什么|啥|作)",)),
    ("title", (rf"(?<!的)(?:名字|口号|主题|名称|影片|吉祥物|全称|标语){_END}", r"叫(?:什么|啥)|哪[部首本份款]|什么文件")),
    (
        "any",
        (
            r"哪(?:些|几|[两三四五六七八九十])(?!人|位|名|个?(?:部门|单位|公司|企业|机构|城市|国家))",
            r"怎[么样]|如何|\bwhich (?:two|three|four)\b",
        ),
    ),
    (
        "count",
        (
            rf"多少|(?<!哪)几{_COUNTED}|多[大高长久]|第几|(?:数量|人数|人次|产量|销量|保有量|总量|震级){_END}",
            r"\bhow (?:many|much|long|large|high|far)\b",
        ),
    ),
    (
        "place",
        (
            r"哪里|哪儿|何[处地]|什么地方|在哪(?![几些个方])|哪座|哪个(?:地方|城市|国家|省|区|县|园区)",
            rf"(?:地点|举办[地国]|起点|终点|路线){_END}",
            r"(?:^|[,;] |\band )where\b",
        ),
    ),
    (
        "person",
        (
            r"谁|哪[位名]|何人|什么人|哪(?:些|几)[位名]?人|哪几[位名]",
            rf"(?:冠军|亚军|季军|得主|主演|导演|总统|总理|教练|成员|主角){_END}",
            r"\bwho(?:m|se)?\b",
        ),
    ),
    ("body", (r"哪(?:个|一|些|几个|支|家|所)?(?:部门|单位|机构|局|公司|企业|委员会|球?队|平台|学校|大学|医院|银行|组织|集团|党)|哪家",)),
)
_CUES = tuple((sort, re.compile("|".join(cues))) for sort, cues in _ASKED)
_BY_KIND: dict[Kind, Sort] = {"number": "count", "when": "day", "where": "place", "who": "person", "body": "body", "why": "reason"}

_NUMBER = r"(?:(?<![\d,.])\d[\d,]*+(?:\.\d++)?|[一二两三四五六七八九十百千]{1,6})"
_PRINTED: dict[Sort, re.Pattern[str]] = {
    "money": re.compile(
        rf"{_NUMBER}[余多]?(?:万亿|亿|万|千)?(?:美元|欧元|日元|英镑|港元|元)|{_NUMBER}[余多]?万?亿"
        r"|(?<![\d,.])\d[\d,.]*+ (?:m|b|tr)illion|[$¥€]\d[\d,.]*+"
    ),
    "share": re.compile(rf"(?<![\d.])\d++(?:\.\d++)?\s?(?:[%％]|个百分点|percent)|百分之{_NUMBER}|{_NUMBER}成|{_NUMBER}倍"),
    "day": re.compile(
        r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号]|[上中下]旬|底|初|末)?|\d{1,2}[日号]|\d{4}年|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[时点:]\d{0,2}"
        r"|[上下本]周[一二三四五六日]?|[今昨明][天日年]|[今明]后|[年月]底|(?:january|february|march|april|may|june|july|august|september|october|november"
        r"|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.? \d{1,2}"
    ),
    "count": re.compile(rf"{_NUMBER}[余多]?(?P<scale>万亿|亿|万|千)?(?P<unit> ?[a-z]+|[^\d\s，。、（）()：:“”；;,.]{{0,2}})"),
    "body": re.compile(
        rf"[{HAN}]{{1,12}}(?:局|委|(?<![各承举主协])办|中心|大队|公司|集团|(?<![全内局])部|厅|院|校|队|党|平台|银行|视频|站|网"
        r"|(?<![就不也都将才只还可能机社])会|组|社)"
    ),
    "title": re.compile(r"[“《「『\"][^”》」』\"]{2,40}[”》」』\"]|[a-z][a-z0-9 \-]{1,30}"),
    "reason": re.compile(
        r"因|由于|为了|旨在|以便|所致|造成|导致|引发|主要(?:是|来自|卡在)|得益于|源于|缘于|在于|看中"
        r"|\b(?:because|due to|caused?|so that|in order)\b"
    ),
}
_PLACE = re.compile(r"[馆厅院园楼路街室场]$")
_TAGS = {"person": ("nr",), "place": ("ns", "nt", "nz")}
_CAPITALS = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
_UNIT = re.compile(rf"(?:多少|几)({_COUNTED}|[a-z]+)")
_EXACT = frozenset[Sort](("money", "share", "count", "day"))
_DATES = frozenset("年月日号时点分")
_LASTING = frozenset(("分钟", "时间", "年内", "年来"))
_OF_PEOPLE = frozenset("人名位")
_TAGGED = 8192
"""Sentences whose words and tags are kept: whoever asks for a person reads the same ones again."""


def sort_of(asked: Asked) -> Sort:
    """The sort of thing that would answer."""
    text = fold(asked.text.strip())
    found = next((sort for sort, cue in _CUES if cue.search(text)), None)
    return found or _BY_KIND.get(asked.kind, "any")


def printed(sort: Sort, text: str, asked: Asked) -> list[Span]:
    """Every place where a text prints a thing of that sort which the question does not name itself; none of the sort `any`."""
    question = fold(asked.text)
    return [span for span in _places(sort, text, question) if fold(span.of(text)) not in question]


def holds_the_sort(asked: Asked, texts: Iterable[str]) -> bool:
    """Whether any of these prints a thing of the sort asked for, where that is a number or a day: no other words will do for one."""
    sort = sort_of(asked)
    return sort not in _EXACT or any(printed(sort, text, asked) for text in texts)


def _places(sort: Sort, text: str, question: str) -> Iterator[Span]:
    folded = fold(text)
    if sort in _TAGS:
        yield from _names(sort, text, folded)
    elif sort == "count":
        yield from _counts(folded, _UNIT.search(question))
    elif sort in _PRINTED:
        yield from (Span(*match.span()) for match in _PRINTED[sort].finditer(folded))


def _counts(folded: str, unit: re.Match[str] | None) -> Iterator[Span]:
    """Numbers but those of a date; where the question names what is counted, those that count it, or are too round to say."""
    for match in _PRINTED["count"].finditer(folded):
        behind = match["unit"].strip()
        if (unit and (_counts_it(behind, unit[1]) or (match["scale"] and not behind))) or (
            not unit and (behind[:1] not in _DATES or behind[:2] in _LASTING)
        ):
            yield Span(*match.span())


def _counts_it(behind: str, unit: str) -> bool:
    """Whether what stands behind a number is the unit that was asked for: a Chinese one has no word for it in English."""
    if behind.isascii():
        return behind.isalpha() and (behind == unit or not unit.isascii())
    return bool(_OF_PEOPLE & set(behind)) if unit in _OF_PEOPLE else behind.startswith(unit) or unit in behind


def _names(sort: Sort, text: str, folded: str) -> Iterator[Span]:
    """Han names by the segmenter's tag, Latin ones by their capital letters."""
    at = 0
    for word, tag in _tagged(folded):
        if len(word) > 1 and (tag.startswith(_TAGS[sort]) or (sort == "place" and _PLACE.search(word))):
            yield Span(at, at + len(word))
        at += len(word)
    yield from (Span(*match.span()) for match in _CAPITALS.finditer(text))


@lru_cache(maxsize=_TAGGED)
def _tagged(folded: str) -> tuple[tuple[str, str], ...]:
    import rjieba  # noqa: PLC0415  its dictionary takes 0.1 s to load

    return tuple(rjieba.tag(folded))
