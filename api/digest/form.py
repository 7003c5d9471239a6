"""The form of an article on its page: paragraphs, headings and tables. Not a character of the text is lost to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.article import Span
from ingest.layout import HEADING, is_row

_HIGHEST = 2
"""The level of the title's headings: the title itself is the first."""
_SIGN = re.compile(r"#+[ \t]+")
_CELL = re.compile(r"(\|\s*)([^|]*?)(\s*(?:\|\s*\Z)?)(?=\||\Z)")
_RULE = re.compile(r"\|(?=[ :|]*+-)[ :|-]*+(?<=\|)")
"""The line under the head of a table."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of a line. The signs that only say the form of others (`##`, `|`) are not shown."""

    span: Span
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one line; a paragraph and a heading have one cell. A row may be all signs."""

    cells: Sequence[Sequence[Stretch]]
    heads: bool = False
    """Whether it heads a table."""

    @property
    def shown(self) -> bool:
        """Whether any of it is."""
        return any(one.shown for cell in self.cells for one in cell)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a heading, of one row, or a table. All of them in order are the text."""

    tag: str
    """What HTML calls it."""
    rows: Sequence[Row]


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of a text whose paragraphs stand on a line each."""
    lines = [Span(*match.span()) for match in re.finditer(r"[^\n]*\n|[^\n]+", text)]
    for tabled, group in groupby(lines, lambda line: is_row(line.of(text).strip())):
        if tabled:
            yield Block("table", list(_rows(text, list(group))))
        else:
            yield from (_block(text, line) for line in group)


def _block(text: str, line: Span) -> Block:
    if not HEADING.match(line.of(text)):
        return Block("p", [Row([[Stretch(line)]])])
    sign = _SIGN.match(line.of(text))
    assert sign  # noqa: S101  every heading begins with one
    level = max(_HIGHEST, sign[0].count("#"))
    words = line.start + sign.end()
    return Block(f"h{level}", [Row([[Stretch(Span(line.start, words), shown=False), Stretch(Span(words, line.end))]])])


def _rows(text: str, lines: Sequence[Span]) -> Iterator[Row]:
    ruled = [bool(_RULE.fullmatch(line.of(text).strip())) for line in lines]
    for line, rule, below in zip(lines, ruled, [*ruled[1:], False], strict=True):
        yield Row([[Stretch(line, shown=False)]]) if rule else Row(list(_cells(text, line)), heads=below)


def _cells(text: str, line: Span) -> Iterator[Sequence[Stretch]]:
    for cell in _CELL.finditer(line.of(text)):
        edges = [line.start + at for at in (cell.start(), cell.end(1), cell.end(2), cell.end(3))]
        parts = zip(edges, edges[1:], (False, True, False), strict=False)
        yield [Stretch(Span(start, end), shown) for start, end, shown in parts if start < end]
