"""PDF: lines in reading order as pdfminer.six lays them out, those of one paragraph joined. A scan holds pictures of text, no text."""

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from ingest.decode import printable
from ingest.errors import Unreadable
from ingest.layout import is_closed, space_between
from ingest.readers.sheet import Sheet

if TYPE_CHECKING:
    from pdfminer.layout import LTPage, LTTextBox

_PAGES = 400
"""A longer document is no newspaper."""
_SHORTEST = 10
"""Characters. A document with fewer is a scan, whatever stamp is on it."""
_BULLET = re.compile(r"^\s*\(cid:\d+\)\s*")
_UNMAPPED = re.compile(r"\(cid:\d+\)|�")
"""What pdfminer puts for a letter whose meaning the file does not say."""
_FOLIO = re.compile(r"[-—–·\s]*(?:第\s?)?\d{1,4}\s?[页版]?(?:\s?[/／]?\s?共?\s?\d{1,4}\s?页?)?[-—–·\s]*")
_MARGIN = 0.1
"""Of the page's height, above and below, where its number stands."""
_SET_IN = 0.8
"""Of a line's height: a line that begins so much further in than its neighbours opens a paragraph."""
_SET_OUT = 1.5
"""Of a line's height: a line that ends so much earlier than its neighbours closes a paragraph."""
_MOST = 0.7
"""Of a box's width: a line that fills so much of it and leaves its sentence open goes on."""


def pdf(raw: bytes) -> Iterator[Sheet]:
    """The text of the document, its page numbers left out. Raises `Unreadable`, for a scan as well."""
    text = "\n\n".join(paragraph for page in _pages(raw) for paragraph in _paragraphs_of(page))
    if len("".join(text.split())) < _SHORTEST:
        message = "no text is in it: its pages are pictures (a scan)"
        raise Unreadable(message)
    if unmapped := _UNMAPPED.search(text):
        before = text[max(0, unmapped.start() - 20) : unmapped.start()]
        message = f"its fonts do not say which character they print behind “{' '.join(before.split())}”"
        raise Unreadable(message)
    yield Sheet(printable(text))


def _pages(raw: bytes) -> "list[LTPage]":
    from pdfminer.high_level import extract_pages  # noqa: PLC0415  only for PDF
    from pdfminer.layout import LAParams  # noqa: PLC0415  with it
    from pdfminer.pdfdocument import PDFEncryptionError  # noqa: PLC0415  with it
    from pdfminer.psexceptions import PSException  # noqa: PLC0415  with it

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what is wrong with a file is ours to say
    try:
        pages = list(extract_pages(BytesIO(raw), maxpages=_PAGES + 1, laparams=LAParams(line_margin=0.8)))
    except PDFEncryptionError as error:
        message = "it is locked by a password"
        raise Unreadable(message) from error
    except (
        PSException,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        AssertionError,
        ArithmeticError,
        RecursionError,
        OSError,
    ) as error:
        message = "it is no PDF that can be opened"
        raise Unreadable(message) from error
    if len(pages) > _PAGES:
        message = f"it has more than {_PAGES} pages"
        raise Unreadable(message)
    return pages


def _paragraphs_of(page: "LTPage") -> Iterator[str]:
    from pdfminer.layout import LTTextBox  # noqa: PLC0415  as above

    for box in page:
        if isinstance(box, LTTextBox) and not _is_folio(box, page.height):
            yield from _paragraphs_in(box)


def _is_folio(box: "LTTextBox", height: float) -> bool:
    """Whether a box is the number of its page, in the margin above or below."""
    marginal = box.y1 < _MARGIN * height or box.y0 > (1 - _MARGIN) * height
    return marginal and _FOLIO.fullmatch(box.get_text().strip()) is not None


def _paragraphs_in(box: "LTTextBox") -> Iterator[str]:
    """The lines of a box, joined where one goes on in the next: it is full, or breaks off, and the next is not set in."""
    paragraph, full = "", False
    for line in box:
        printed = _BULLET.sub("", line.get_text().rstrip())
        set_in = printed[:1].isspace() or line.x0 - box.x0 > _SET_IN * line.height
        if paragraph and not (full and not set_in):
            yield paragraph
            paragraph = ""
        words = printed.strip()
        if words:
            paragraph += (space_between(paragraph, words) if paragraph else "") + words
        full = box.x1 - line.x1 < _SET_OUT * line.height or (line.width > _MOST * box.width and not is_closed(words))
    if paragraph:
        yield paragraph
