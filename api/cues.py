"""Whether a sentence holds the kind of thing that a question asks for."""

import re

from api.brief import Kind

_UNITS = "个家名人次项条年天户处点里成场位座套件起元倍岁米吨枚张所支届周批辆亩轮只款艘架例"
_NUMBER = re.compile(rf"\d+(?:[.,]\d+)*(?![\d.,]*[年月日号])|[一二两三四五六七八九十百千万亿]+(?:[{_UNITS}]|分之|小时|分钟)")
"""Days and years are of another kind."""
_DAY = re.compile(
    r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}[日号]|[今去明]年|[本上下]月|周[一二三四五六日]|[今昨明]天|[月年]底"
)
_HELD = {
    "where": re.compile(
        r"[\u4e00-\u9fff]{2}[省市区县镇村州国街路岛]|在[\u4e00-\u9fff]{2,12}(?:召开|举行|举办|进行|开幕|启动|发布)|[馆厅楼室场院港桥湖]"
    ),
    "demand": re.compile(r"要求|强调|指出|必须|务必|要(?![求素点闻])|应当|确保|严禁|部署|安排|责成|加强|落实"),
    "why": re.compile(r"因为|由于|因此|为了|旨在|原因|导致|以便|主要(?:是|来自|卡在)|得益于|源于|缘于|在于|看中|为.{2,20}[，,]|因"),
    "list": re.compile(r"、.+、|,.+,.+和|一是|包括|分别|等"),
}


def holds(kind: Kind, sentence: str, question: str) -> bool:
    """Whether a folded sentence holds a thing of the kind. A number or a day that the question itself names is not what it asks for."""
    if kind in ("number", "when"):
        pattern = _NUMBER if kind == "number" else _DAY
        return any(one not in question for one in pattern.findall(sentence))
    held = _HELD.get(kind)
    return bool(held and held.search(sentence))
