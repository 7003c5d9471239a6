"""RSS and Atom: every entry is an article, as far as the feed prints it."""

import re
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from ingest.dates import day_in, day_stated
from ingest.decode import decode, known
from ingest.errors import Unreadable
from ingest.readers.sheet import Sheet, Spoilt

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARATION = re.compile(r"\s{0,40}<\?xml[^>]{0,200}\?>")
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding=[\"']([\w-]{1,40})")
_TEXT = ("encoded", "content", "description", "summary")
"""Where an entry's text stands, the longest kind first."""
_DAY = ("pubDate", "published", "issued", "date", "updated", "modified")
_BREAKS = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "figure", "figcaption", "section"}
_SILENT = {"script", "style", "iframe", "noscript", "del"}


def feed(raw: bytes) -> Iterator[Sheet | Spoilt]:
    """The entries of a feed. Raises `Unreadable` where it is none."""
    root = _parsed(raw)
    entries = list(root.iter("{*}item", "{*}entry"))
    if _name(root) not in {"rss", "RDF", "feed"}:
        message = "it is no RSS or Atom feed"
        raise Unreadable(message)
    if not entries:
        message = "the feed holds no entry"
        raise Unreadable(message)
    source = _words(root.find("{*}channel/{*}title")) or _words(root.find("{*}title"))
    for number, entry in enumerate(entries, 1):
        try:
            yield _sheet(entry, str(number), source)
        except Unreadable as error:
            yield Spoilt(f"entry {number}", str(error))


def _parsed(raw: bytes) -> "_Element":
    from lxml import etree  # noqa: PLC0415  only for feeds

    declared = _ENCODING.search(raw, 0, 400)
    text = decode(raw, known(declared[1].decode()) if declared else None)
    if not text.strip():
        message = "it is empty"
        raise Unreadable(message)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(_DECLARATION.sub("", text, count=1).strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = f"it is not XML: {(str(error).splitlines() or ['?'])[0]}"
        raise Unreadable(message) from error


def _sheet(entry: "_Element", number: str, source: str | None) -> Sheet:
    text = max((_text(entry, name) for name in _TEXT), key=len)
    if not text.strip():
        message = "it has no text"
        raise Unreadable(message)
    key = _words(entry.find("{*}guid")) or _words(entry.find("{*}id")) or _link(entry)
    return Sheet(
        text,
        title=_words(entry.find("{*}title")),
        published_on=_day(entry),
        source=_words(entry.find("{*}source")) or source,
        key=key,
        mark=key or number,
        where=f"entry {number}",
        one=True,
    )


def _text(entry: "_Element", name: str) -> str:
    """The text of one of an entry's elements; its markup, which a feed writes as text or as elements, becomes lines."""
    element = entry.find(f"{{*}}{name}")
    if element is None:
        return ""
    if len(element):
        return _lines(element)
    printed = element.text or ""
    return _lines(_markup(printed)) if re.search(r"<[a-zA-Z!/]|&[#\w]+;", printed) else printed


def _markup(printed: str) -> "_Element":
    from lxml import html  # noqa: PLC0415  as above

    element: _Element = html.fragment_fromstring(printed, create_parent="div")
    return element


def _lines(element: "_Element") -> str:
    return "\n".join(line.strip() for line in "".join(_printed(element)).splitlines() if line.strip())


def _printed(element: "_Element") -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = _name(child)
        breaks = "\n" if name in _BREAKS else " " if name in {"td", "th"} else ""
        yield breaks
        if name not in _SILENT:
            yield from _printed(child)
        yield breaks
        yield child.tail or ""


def _name(element: "_Element") -> str:
    return str(element.tag).rpartition("}")[2]


def _words(element: "_Element | None") -> str | None:
    return " ".join("".join(str(part) for part in element.itertext()).split()) or None if element is not None else None


def _link(entry: "_Element") -> str | None:
    link = entry.find("{*}link")
    return (_words(link) or link.get("href")) if link is not None else None


def _day(entry: "_Element") -> date | None:
    stated = (_words(entry.find(f"{{*}}{name}")) for name in _DAY)
    return next((day for words in stated if words and (day := _day_of(words))), None)


def _day_of(words: str) -> date | None:
    """The day of a date of mail (RSS) or of ISO 8601 (Atom), else one written out."""
    try:
        return day_stated(parsedate_to_datetime(words))
    except ValueError:
        return day_stated(words) or day_in(words)
