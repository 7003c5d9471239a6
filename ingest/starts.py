"""Where articles begin in a file without any H1: two datelines or more, each under its title, prove it. In doubt: one article."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ingest.header import header_of
from ingest.layout import is_closed
from ingest.titles import LONGEST, is_title

Kind = Literal["opening", "brief", "header", "byline", "title", "text"]
_TITLE_LINES = 3
"""Lines of one title: shoulder, headline, subtitle."""
_REACH = 6
"""Lines of header and byline that may stand between a title and its text."""
_LINE = re.compile(r"([^\n]*)\n?")
_TELLING = re.compile(r"讯|电|记者|通讯员|作者|文/|图/|摄影|\d{4}")
"""One of these stands in every line that shows more than words."""
_BRIEF = re.compile(r"(?:本[报网台刊]讯|[【（(]?本报讯)")
"""Words that open an article even where no title stands above them."""
_OPENING = re.compile(
    r"(?:本报|[\u4e00-\u9fffA-Za-z]{2,10}?(?:社|网|报|台|客户端))?[\u4e00-\u9fff]{0,8}(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日(?:专?电|讯)"
    r"|[\u4e00-\u9fff]{2,8}(?:网|报|社|台|客户端)讯|(?:[（(](?:本[报网台]|全媒体|融媒体|首席|见习|实习)*(?:记者|通讯员)[^（()）\n]{1,40}[）)])(?=\S{10})"
)
_BYLINE = re.compile(r"[（(]?(?:本[报网台]|全媒体|融媒体|首席|见习|实习)*(?:记者|通讯员|作者|文/|图/|摄影)[^。\n]{0,40}\Z")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    words: str
    apart: bool
    """Whether a blank line, or nothing, stands before it."""

    @property
    def kind(self) -> Kind:
        """What the line shows."""
        return _kind(self.words)

    @property
    def closed(self) -> bool:
        """Whether a sentence, or a byline, ends with it."""
        return is_closed(self.words) or self.kind == "byline"


def starts_in(text: str) -> Iterator[int]:
    """Where each article begins, if there are two or more; else nothing."""
    lines = _lines(text)
    telling = [at for at, line in enumerate(lines) if _TELLING.search(line.words, 0, 2 * LONGEST)]
    starts = sorted({start for at in telling if (start := _start(lines, at)) is not None}) if len(telling) > 1 else []
    if len(starts) > 1:
        yield from starts


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    apart = True
    for line in _LINE.finditer(text):
        words = line[1].strip()
        if words:
            found.append(_Line(line.start(), words, apart))
        apart = not words
    return found


@lru_cache(maxsize=1024)
def _kind(line: str) -> Kind:
    if not _TELLING.search(line, 0, 2 * LONGEST):
        return "title" if is_title(line.lstrip("# ")) else "text"
    if _BRIEF.match(line):
        return "brief"
    if _OPENING.match(line):
        return "opening"
    if (header := header_of(line)).end and header.published_on:
        return "opening" if line[header.end :].strip() else "header"
    if _BYLINE.match(line):
        return "byline"
    return "title" if is_title(line.lstrip("# ")) else "text"


def _start(lines: list[_Line], at: int) -> int | None:
    """Where the article begins that a line shows to begin there: with its title, else with a dateline that needs none."""
    kind = lines[at].kind
    if kind not in {"opening", "brief", "header"}:
        return None
    above = at - 1
    while above >= max(0, at - _REACH) and lines[above].kind in {"header", "byline"} and not lines[above + 1].apart:
        above -= 1
    title = above
    while title >= max(0, above - _TITLE_LINES + 1) and lines[title].kind == "title" and not (title < above and lines[title + 1].apart):
        title -= 1
    if title < above:
        return lines[title + 1].start
    return lines[at].start if kind == "brief" and (not at or lines[at - 1].closed) else None
