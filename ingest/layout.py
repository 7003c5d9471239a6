"""Repair of layout: a sentence broken over two paragraphs is joined, blank space collapses, no other character changes."""

import re
from collections.abc import Iterator

from ingest.article import Section, Span

HEADING = re.compile(r"#{1,6}[ \t]+\S")
CREDIT = re.compile(r"(?<![拍航])(?:摄|供图|资料图片|文/图|图/文)[）)]?$")
"""The end of a photograph's caption."""
_ITEM = re.compile(
    r"(?:[-*+>]\s|\d{1,2}[.．]\s*\D|\d{1,2}[、)）]|[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、"
    r"|[①-⑳]|第[一二三四五六七八九十]{1,3}[，,、]|[一二三四五六七八九十]{1,2}是)"
)
_CAPTION = re.compile(r"(?:图为|[▲△▼▽■□●◆])")
_CLOSED = re.compile(r"[。；;！？!?：:…】》][”’』」）)\"']*$|[.]['\")]*$|[”』」）)]$")
_REACH = 8
"""Characters. A full stop may stand this far from the end, behind its closing quotes."""
_GAPS = re.compile(r"(?<=[。！？!?；…”）)】摄图])[^\S\n]{2,}|[^\S\n]{4,}")
"""Where a crawler lost a line end. Of 685 runs of four blanks and more behind no full stop, all but a dozen are one."""
_BLANK = re.compile(r"[^\S\n]+")
_CLAUSE = re.compile(r"[，,。；、：“]")
_WRAPPED = 30
"""Characters. A line this long that ends without a full stop was cut by the page, not by the writer."""
_EAST_ASIAN = "\u2e80"
"""From here on, characters stand in no need of a blank between words."""


def repair(printed: str) -> str:
    """The text with its paragraphs whole, one a line. Only white space differs from what was printed."""
    return "\n".join(_joined(_pieces(printed)))


def _pieces(printed: str) -> Iterator[tuple[str, str]]:
    """What may be a paragraph, and what stood before it: a line end or a wide gap."""
    for row in printed.splitlines():
        line = row.strip()
        if not line:
            continue
        if is_row(line) or HEADING.match(line):
            yield "\n", _BLANK.sub(" ", line)
            continue
        gap = "\n"
        for piece in _GAPS.split(line):
            if piece and not piece.isspace():
                yield gap, _BLANK.sub(" ", piece).strip()
                gap = " "


def is_row(line: str) -> bool:
    """Whether the line is a row of a table."""
    return len(line) > 1 and line[0] == "|" == line[-1]


def is_closed(line: str) -> bool:
    """Whether the line ends a sentence, or a caption."""
    tail = line[-_REACH:]
    return bool(_CLOSED.search(tail) or CREDIT.search(tail))


def _joined(pieces: Iterator[tuple[str, str]]) -> Iterator[str]:
    paragraph = ""
    for gap, piece in pieces:
        if paragraph and _goes_on(paragraph, piece):
            paragraph += (gap if gap == " " else space_between(paragraph, piece)) + piece
            continue
        if paragraph:
            yield paragraph
        paragraph = piece
    if paragraph:
        yield paragraph


def _goes_on(paragraph: str, line: str) -> bool:
    """Whether the line finishes the sentence that the paragraph left open."""
    if is_closed(paragraph) or not (len(paragraph) >= _WRAPPED or _CLAUSE.search(paragraph)):
        return False
    if _ITEM.match(line) or _CAPTION.match(line):
        return False
    return not (is_row(paragraph) or is_row(line) or HEADING.match(paragraph) or HEADING.match(line))


def space_between(left: str, right: str) -> str:
    """A blank between two words of a script that has blanks."""
    return "" if any(char >= _EAST_ASIAN or char in "“”‘’…—" for char in (left[-1], right[0])) else " "


def sections_in(text: str) -> tuple[Section, ...]:
    """The headings of a repaired text, each with all that stands under it up to the next."""
    starts = [match.start() for match in re.finditer(r"^#{1,6}[ \t]+\S.*$", text, re.MULTILINE)]
    ends = [*starts[1:], len(text)]
    return tuple(Section(_heading(text, start), Span(start, end)) for start, end in zip(starts, ends, strict=False))


def _heading(text: str, start: int) -> str:
    return text[start:].partition("\n")[0].lstrip("#").strip()
