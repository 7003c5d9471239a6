"""Word documents (.docx): paragraphs, headings and tables in the order of the page, in Markdown."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile
from zlib import error as BadDeflate  # noqa: N812  an exception, whatever its module calls it

from ingest.decode import printable
from ingest.errors import Unreadable
from ingest.readers.headings import levels_of, outline, value
from ingest.readers.sheet import Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element

_PAGE, _STYLES = "word/document.xml", "word/styles.xml"
_UNPACKED = 128 * 2**20
"""Bytes. A document that unpacks to more is a bomb."""
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章节部条]|\d{1,2}[.、．]"
)
_SILENT = {"del", "moveFrom", "Fallback", "pPr", "rPr", "instrText", "delText"}
"""Elements whose text is not, or no longer, printed."""
_BLANKS = {"tab": " ", "br": "\n", "cr": "\n", "p": "\n"}


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    level: int = 0
    """0: text. 1 to 9: a heading. -1: the title of a document."""


def word(raw: bytes) -> Iterator[Sheet]:
    """The text of the document, as it reads once its tracked changes are accepted. Raises `Unreadable`.

    The package is read plainly: python-docx leaves out insertions that are tracked, and stumbles over what is amiss.
    """
    page, styles = _opened(raw)
    text = printable("\n\n".join(_in_markdown(list(_lines(page, levels_of(styles))))))
    if not text.strip():
        message = "no text is in the document"
        raise Unreadable(message)
    yield Sheet(text)


def _opened(raw: bytes) -> "tuple[_Element, _Element | None]":
    """The document's page and its styles."""
    from lxml import etree  # noqa: PLC0415  only for Word documents

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        with ZipFile(BytesIO(raw)) as packed:
            size = sum(packed.getinfo(name).file_size for name in (_PAGE, _STYLES) if name in packed.namelist())
            if size <= _UNPACKED:
                styles = etree.fromstring(packed.read(_STYLES), parser) if _STYLES in packed.namelist() else None
                return etree.fromstring(packed.read(_PAGE), parser), styles
    except (
        BadZipFile,
        BadDeflate,
        etree.XMLSyntaxError,
        KeyError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
    ) as error:
        message = "it is no Word document that can be opened"
        raise Unreadable(message) from error
    message = f"it unpacks to more than {_UNPACKED // 2**20} MiB"
    raise Unreadable(message)


def _lines(page: "_Element", levels: dict[str, int]) -> Iterator[_Line]:
    for block in _inside(page, "p", "tbl"):
        if _name(block) == "tbl":
            yield _Line("\n".join(_rows(block)))
        elif words := _words(block).strip():
            level = outline(block) or levels.get(value(block, "{*}pPr/{*}pStyle"), 0)
            yield _Line(" ".join(words.split()) if level else words, level)


def _inside(parent: "_Element", *names: str) -> "Iterator[_Element]":
    """The parts of these names, those in content controls included."""
    for child in parent.iterchildren("*"):
        if _name(child) in names:
            yield child
        elif _name(child) not in _SILENT:
            yield from _inside(child, *names)


def _rows(table: "_Element") -> Iterator[str]:
    for row in _inside(table, "tr"):
        cells = [" ".join(_words(cell).split()) for cell in _inside(row, "tc")]
        if any(cells):
            yield f"| {' | '.join(cells)} |"


def _words(element: "_Element") -> str:
    return "".join(_printed(element))


def _printed(element: "_Element") -> Iterator[str]:
    for child in element.iterchildren("*"):
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name not in _SILENT:
            yield _BLANKS.get(name, "")
            yield from _printed(child)


def _name(element: "_Element") -> str:
    return str(element.tag).rpartition("}")[2]


def _in_markdown(lines: list[_Line]) -> Iterable[str]:
    """Each line in Markdown. Under a title, or where they are numbered, headings of the first level are no articles but sections."""
    first = [line for line in lines if line.level == 1]
    down = int(any(line.level < 0 for line in lines) or any(_NUMBERED.match(line.words) for line in first))
    for line in lines:
        level = 1 if line.level < 0 else line.level + down if line.level else 0
        yield f"{'#' * min(level, 6)} {line.words}" if level else line.words
