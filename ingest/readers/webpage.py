"""Web pages: the main text as trafilatura finds it, with the title, day and source that the page states."""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ingest.dates import day_stated
from ingest.decode import decode, known
from ingest.errors import Unreadable
from ingest.header import Header, header_of
from ingest.readers.sheet import Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element
    from trafilatura.settings import Document

_LOOKED_AT = 4096
"""Bytes in which a page has to state its encoding."""
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,8}=\s{0,8}[\"']?\s{0,8}([\w-]{1,40})|<\?xml[^>]{0,200}?encoding=[\"']([\w-]{1,40})", re.IGNORECASE
)
_DECLARATION = re.compile(r"\s{0,40}<\?xml[^>]{0,200}\?>")
_DAY_FIELDS = (
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "article:published_time",
    "datepublished",
    "og:release_date",
    "dc.date.issued",
    "firstpublishedtime",
)
"""Government pages in China have to carry ArticleTitle, PubDate and ContentSource."""
_HEADER_LINE = 160
"""Characters. An element with more text than this is no line of a header."""
_SHORTEST = 10
"""Characters of main text below which a page holds no article."""


def webpage(raw: bytes) -> Iterator[Sheet]:
    """The article of a page. Raises `Unreadable` where it holds none."""
    yield page_of(decode(raw, _charset(raw)))


def page_of(markup: str) -> Sheet:
    """The article of a page's markup. Raises `Unreadable` where it holds none."""
    from trafilatura import load_html  # noqa: PLC0415  a third of a second, and only for web pages

    tree = load_html(_DECLARATION.sub("", markup, count=1))
    if tree is None:
        message = "it is no web page"
        raise Unreadable(message)
    fields = _fields(tree)
    above = _header_line(tree)
    found = _main(tree)
    text = "\n".join(lines_of(found.body)) if found is not None else ""
    if found is None or len("".join(text.split())) < _SHORTEST:
        message = "no article is printed in the page"
        raise Unreadable(message)
    return Sheet(
        text,
        title=fields.get("articletitle") or _headline(tree, fields.get("og:title") or found.title or ""),
        published_on=next((day for name in _DAY_FIELDS if name in fields and (day := day_stated(fields[name]))), None),
        printed_on=above.published_on or _stated(found.date),
        source=fields.get("contentsource") or above.source,
        one=True,
    )


def _main(tree: "_Element") -> "Document | None":
    from trafilatura import bare_extraction  # noqa: PLC0415  as above
    from trafilatura.settings import use_config  # noqa: PLC0415  as above

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "40")  # a short notice in Chinese has so few characters
    config.set("DEFAULT", "EXTENSIVE_DATE_SEARCH", "off")  # it would take the first day that the text mentions
    found = bare_extraction(tree, include_comments=False, include_formatting=True, with_metadata=True, config=config)
    return None if isinstance(found, dict) else found


def _charset(raw: bytes) -> str | None:
    found = _CHARSET.search(raw, 0, _LOOKED_AT)
    return known((found[1] or found[2]).decode()) if found else None


def _fields(tree: "_Element") -> dict[str, str]:
    """What the page's meta elements say, by their names in lower case."""
    metas = [(meta.get("name") or meta.get("property") or meta.get("itemprop"), meta.get("content")) for meta in tree.iter("meta")]
    return {str(name).lower(): str(content).strip() for name, content in reversed(metas) if name and content}


def _headline(tree: "_Element", title: str) -> str | None:
    """The title without the site's name behind it, where the page's first heading prints it so."""
    heads = ("".join(str(words) for words in head.itertext()).strip() for head in tree.iter("h1"))
    return next((head for head in heads if head and head in title), title) or None


def _stated(value: str | None) -> date | None:
    return day_stated(value) if value else None


def _header_line(tree: "_Element") -> Header:
    """The first element of the page that holds a day or a source and nothing else."""
    for element in tree.iter("div", "p", "span", "time", "td", "li", "h2", "h3", "h4", "h5"):
        words = " ".join("".join(_short(element)).split())
        if words and (header := header_of(f"{words}\n")).end and header.published_on:
            return header
    return Header()


def _short(element: "_Element") -> Iterator[str]:
    """The text of an element, cut short where it cannot be a header any more: a page is not read once for every element."""
    left = 2 * _HEADER_LINE
    for words in element.itertext():
        yield str(words)[:left]
        left -= len(words)
        if left < 0:
            return


def lines_of(body: "_Element") -> Iterator[str]:
    """The lines of a main text: headings, paragraphs, items and tables in Markdown."""
    for element in body:
        if element.tag == "table":
            yield from (f"| {' | '.join(_words(cell) for cell in row)} |" for row in element.iter("row") if len(row))
        elif element.tag == "list":
            yield from (f"- {_words(item)}" for item in element.iter("item"))
        elif element.tag == "head":
            yield f"{'#' * int((element.get('rend') or 'h2')[1:])} {_words(element)}"
        elif element.tag != "del":
            yield from "".join(_printed(element)).split("\n")
        if element.tail and element.tail.strip():
            yield element.tail


def _words(element: "_Element") -> str:
    return " ".join("".join(_printed(element)).split())


def _printed(element: "_Element") -> Iterator[str]:
    """The text of an element; what is struck out in it is no text."""
    yield element.text or ""
    for child in element:
        if child.tag == "lb":
            yield "\n"
        elif child.tag != "del":
            yield from _printed(child)
        yield child.tail or ""
