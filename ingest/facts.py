"""Facts that are printed in a set form: the byline, and people with the titles they are given. Precision first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.article import Span
from ingest.enumerations import SPEECH
from ingest.fold import HAN

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢"
    "蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟"
    "龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂"
    "丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫"
    "查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强丘边喻穆褚应车栾"
)
_NAME = rf"([{SURNAMES}][{HAN}]{{1,2}}?|(?:欧阳|司马|上官|诸葛|夏侯|慕容|令狐|皇甫|尉迟|公孙|端木)[{HAN}]{{1,2}}?)"
_TITLES = (
    "书记 主任 局长 区长 市长 县长 镇长 院长 校长 部长 厅长 处长 科长 司长 会长 主席 总理 组长 队长 所长 站长 董事长 总经理 经理 "
    "总工程师 总师 专员 委员 常委 代表 发言人 负责人 巡视员 调研员 支书 教授 研究员"
).split()
_DEEDS = (
    "说 称 介绍 透露 告诉 主持 出席 参加 带队 带领 率 深入 逐一 到 在 前往 作 就 对 听取 参观 实地 一行 等 代表 宣布 传达 通报 安排 "
    "现场 先后 还 也 共同 为 与 和 及 向 赴 会见 陪同 来到 调研"
).split()
_TITLE = f"(?:{'|'.join(_TITLES)})"
_THEN = rf"(?=[，,、。；：:（()）\s]|$|{SPEECH}|{'|'.join(_DEEDS)})"
_TITLED = re.compile(rf"(?P<title>[{HAN}（）、]{{0,24}}{_TITLE}){_NAME}{_THEN}")
_LISTED = re.compile(rf"[、和]{_NAME}(?=[、，,。和及等（\s]|参加|出席|陪同)")
_BYLINE = re.compile(
    r"(?:[（(]\s*)?(?:(?:本报|全媒体|首席|见习|实习|融媒体)*(?:记者|通讯员|文/图|图/文|摄影)|责任编辑|责编|编辑|来源|作者)"
    r"[ :：/]*[\w ·、：:/（）()—-]{0,80}[)）]?\s*$"
)
_REPORTER = re.compile(r"(?:记者|通讯员|责任编辑|责编|编辑|作者)[ :：/]*")
_NOT_A_NAME = re.compile(r"(?:会议|工作|同志|一行|有关|相关|全体|主要|任务|安全|高新|单位|企业|成员)")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who reported, as printed at the foot of an article."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person an article names with a title, and every place where the name is printed."""

    name: str
    title: str | None
    spans: tuple[Span, ...]


def byline_in(text: str) -> Byline | None:
    """The byline that closes the text; None if it has none."""
    tail = max(text.rfind("\n") + 1, len(text) - 120, 0)
    start = max((match.end() for match in re.finditer(r"[。！？”…\n]", text[tail:])), default=0) + tail
    match = _BYLINE.match(text, start) or (_BYLINE.search(text, tail) if _REPORTER.search(text, tail) else None)
    if match is None or not match[0].strip():
        return None
    lead = len(match[0]) - len(match[0].lstrip())
    return Byline(Span(match.start() + lead, match.start() + len(match[0].rstrip())), match[0].strip())


@lru_cache(maxsize=1024)
def people_in(text: str) -> tuple[Person, ...]:
    """The people named right after a title, or listed beside one who is. A name that fits neither pattern is left out."""
    titles: dict[str, str | None] = {}
    for name, title in _named(text):
        titles.setdefault(name, title)
    return tuple(Person(name, title, tuple(_places(text, name))) for name, title in titles.items())


def _named(text: str) -> Iterator[tuple[str, str | None]]:
    for match in _TITLED.finditer(text):
        name, title = match[2], match["title"]
        if _NOT_A_NAME.search(name):
            continue
        yield name, re.split(r"[，。；、](?=[^副、]*$)", title)[-1] if "、" not in title else title
        at = match.end()
        while (beside := _LISTED.match(text, at)) and not _NOT_A_NAME.search(beside[1]):
            yield beside[1], None
            at = beside.end()


def _places(text: str, name: str) -> Iterator[Span]:
    at = text.find(name)
    while at >= 0:
        yield Span(at, at + len(name))
        at = text.find(name, at + len(name))
