"""Repair of layout: a sentence broken over two paragraphs is joined, blank space collapses, no other character changes."""

import re
from collections.abc import Iterator

from ingest.article import Section, Span
from ingest.fold import HAN

HEADING = re.compile(r"#{1,6}[ \t]+\S")
_TABLE = re.compile(r"\|.*\|$")
_ITEM = re.compile(r"(?:[-*+>]\s|\d{1,2}[.、．)]\s*\D|[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)")
_CLOSED = re.compile(r"[。！？!?；;：:…】》]['”’』」）)\"]*$|[.]['\")]*$|[”』」）)]$")
_GAP = re.compile(r"(?<=[。！？!?”）)】])[ \t\u3000\xa0]{2,}")
_BLANK = re.compile(r"[^\S\n]+")
_HAN = re.compile(f"[{HAN}]")
_CLAUSE = re.compile(r"[，,。；、：“]")
_WRAPPED = 30
"""Characters. A line this long that ends without a full stop was cut by the page, not by the writer."""


def repair(printed: str) -> str:
    """The text with its paragraphs whole, one a line. Only white space differs from what was printed."""
    lines = (_BLANK.sub(" ", line).strip() for line in _GAP.sub("\n", printed).splitlines())
    return "\n".join(_joined(line for line in lines if line))


def _joined(lines: Iterator[str]) -> Iterator[str]:
    paragraph = ""
    for line in lines:
        if paragraph and _goes_on(paragraph, line):
            paragraph += _space_between(paragraph, line) + line
            continue
        if paragraph:
            yield paragraph
        paragraph = line
    if paragraph:
        yield paragraph


def _goes_on(paragraph: str, line: str) -> bool:
    """Whether the line finishes the sentence that the paragraph left open."""
    if any(HEADING.match(text) or _TABLE.match(text) for text in (paragraph, line)):
        return False
    cut = bool(_CLAUSE.search(paragraph)) or len(paragraph) >= _WRAPPED
    return cut and not _CLOSED.search(paragraph) and not _ITEM.match(line)


def _space_between(left: str, right: str) -> str:
    return "" if _HAN.match(left[-1]) or _HAN.match(right[0]) or not (left[-1].isascii() and right[0].isascii()) else " "


def sections_in(text: str) -> tuple[Section, ...]:
    """The headings of a repaired text, each with all that stands under it up to the next."""
    starts = [match.start() for match in re.finditer(r"^#{1,6}[ \t]+\S.*$", text, re.MULTILINE)]
    ends = [*starts[1:], len(text)]
    return tuple(Section(_heading(text, start), Span(start, end)) for start, end in zip(starts, ends, strict=False))


def _heading(text: str, start: int) -> str:
    return text[start:].partition("\n")[0].lstrip("#").strip()
