"""What a crawler or a page prints above an article: when and where it was published. It is no part of the article."""

import re
from dataclasses import dataclass
from datetime import date

from ingest.dates import WRITTEN, day_in, day_of, days_in

_MARK = "正文"
_REACH = 200
"""Characters, blanks not counted, within which a header with a mark ends."""
_LOOKED_AT = 2000
"""Characters. A header is looked for no deeper, whatever blanks stand in it."""
_LINES = 8
"""Lines, or stretches between wide gaps, that a header without a mark may take."""
_LINE = re.compile(r"\s{0,400}([^\n]{1,160}?)[^\S\n]*(?:\n|[^\S\n]{4}|$)")
_RUN_TOGETHER = re.compile(r"(?<!\d)(20\d\d)(\d\d)/(\d\d)")
"""202308/01 and 202307/2616:24:11: the page of one site, its line ends lost."""
_SHORT_YEAR = re.compile(r"(?<![\d-])(\d\d)-(\d\d)-(\d\d)(?= \d{1,2}:\d\d)")
"""23-07-26 22:00. Chinese pages put the year first."""
_CLOCK = r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?"
_ORIGIN = "(?:消息|信息|文章|新闻|稿件|图文|转载)?来源|稿源"
_LABEL = (
    rf"(?:{_ORIGIN}|(?:发布|发表|发稿|更新|刊发)?(?:时间|日期)|作者|记者|编辑|责任编辑|责编|字号"
    r"|(?:浏览|阅读|点击)(?:次数|量|数)?)[ \u3000]?[：:]"
)
_WORD = r"[^\s|｜，,。；;：:>]"
_VALUE = rf"{_WORD}{{1,20}}(?: (?!{_LABEL}|\d){_WORD}{{1,12}}){{0,2}}"
_PUBLISHED = re.compile(rf"(?:发布|发表|发稿|刊发)(?:时间|日期)?[：:]\s{{0,20}}({WRITTEN})")
"""Of two days in a header, one may be today's, or that of the last change."""
_SOURCE = re.compile(rf"(?:{_ORIGIN})[ \u3000]?[：:]\s{{0,100}}({_VALUE})")
_SITE = re.compile(r"(?:^|\s)([^\s>|，,：:\d]{1,16}(?:网|报|社|在线|新闻|客户端|电视台|发布))(?=\s|$)")
_TITLE = re.compile(r"(?:^|\n)[ \t]*(?:原?标题[：:][ \t]*)?([^\n]{2,80})(?=\n|$)")
_TELLING = re.compile(rf"{WRITTEN}|\d{{1,6}}[-/月]\d{{1,2}}|{_LABEL}|标题[：:]|https?://|[>＞»]")
"""One of these stands in every header that a crawler writes; a mark without any is a word of the article."""
_DATED = re.compile(rf"{WRITTEN}|(?:{_ORIGIN})[ \u3000]?[：:]")
_TOKEN = re.compile(
    rf"{WRITTEN}T?|\d{{1,2}}[-/月]\d{{1,2}}日?(?!\d)|{_CLOCK}|(?:星期|周)[一二三四五六日天]|{_LABEL}\s{{0,100}}(?:{_CLOCK}|{_VALUE})?"
    r"|https?://[^\s，]{1,200}|来自[^\s，。]{2,8}|(?:举报|分享|打印|收藏|评论|字体|大|中|小)(?=[\s/|]|$)|[\s|｜/\[\]【】()（）,，·—-]"
)
_DATELINE = re.compile(rf"[^。，；！？\n]{{0,24}}?({WRITTEN})(?:专?电|讯)")
"""新华社北京2023年8月1日电."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header of a text ends (0: it has none), and what it names."""

    end: int = 0
    published_on: date | None = None
    source: str | None = None
    title: str | None = None
    """Only a header with a mark (正文：) may hold the title, too."""


def header_of(text: str) -> Header:
    """The header at the head of a text: all before 正文：, else the lines that hold a date, a source and nothing but such."""
    return _marked(text) or _unmarked(text) or Header()


def day_of_dateline(text: str) -> date | None:
    """The day of a dateline that names its year; most do not, and theirs is not guessed. It stays in the text."""
    found = _DATELINE.match(text)
    return day_in(found[1]) if found else None


def _marked(text: str) -> Header | None:
    window = text[:_LOOKED_AT]
    at = window.find(_MARK)
    colon = re.compile(r"\s{0,8}[：:]").match(window, at + len(_MARK)) if at >= 0 else None
    before = window[:at].rstrip(" \t\n\u3000\xa0，,")
    if colon is None or len("".join(before.split())) > _REACH or re.search("[。！？；]", before):
        return None
    if re.search(r"\w", before) and not _TELLING.search(before):
        return None
    return Header(colon.end(), _day(before), _source(before), _title(before))


def _unmarked(text: str) -> Header | None:
    end = at = 0
    for _ in range(_LINES):
        line = _LINE.match(text, at)
        if line is None or not _all_header(line[1]):
            break
        at = line.end()
        end = at if _DATED.search(line[1]) else end
    return Header(end, _day(text[:end]), _source(text[:end])) if end else None


def _all_header(line: str) -> bool:
    at = 0
    while at < len(line):
        token = _TOKEN.match(line, at)
        if token is None:
            return False
        at = token.end()
    return True


def _day(header: str) -> date | None:
    if days := days_in(header):
        stated = _PUBLISHED.search(header)
        return day_in(stated[1]) if stated else days[0] if len(set(days)) == 1 else None
    if run := _RUN_TOGETHER.search(header):
        return day_of(*run.groups())
    short = _SHORT_YEAR.search(header)
    return day_of(f"20{short[1]}", short[2], short[3]) if short else None


def _source(header: str) -> str | None:
    found = _SOURCE.search(header) or _SITE.search(header)
    return found[1].strip(" )）]】") or None if found else None


def _title(header: str) -> str | None:
    """The line of a marked header that is neither date nor source."""
    if "\n" not in header.strip() and "标题" not in header:
        return None
    return next((match[1].strip() for match in _TITLE.finditer(header) if not _all_header(match[1].strip())), None)
