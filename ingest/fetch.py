"""A newspaper by its address: http and https only, within limits of size and time. A page is a file, a feed as many as its entries."""

import asyncio
import codecs
import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ingest.decode import known
from ingest.errors import Unreadable
from ingest.read import LARGEST_FILE, Rejected, Source
from ingest.readers import READERS
from ingest.readers.feed import feed
from ingest.readers.sheet import Sheet

if TYPE_CHECKING:
    from httpx2 import URL, AsyncClient

SECONDS = 30.0
"""From the first byte asked for to the last received, however slowly they come."""
REDIRECTS = 5
_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".ndjson",
    "application/x-jsonlines": ".jsonl",
}
_VAGUE = {"", "application/octet-stream", "binary/octet-stream", "text/plain"}
"""What servers say of a file they do not know: then its name says more."""
_FEEDS = {".xml", ".rss", ".atom"}
_IN_WORDS = {".html", ".xhtml", ".md", ".txt", ".jsonl", ".ndjson", *_FEEDS}
_FEED = re.compile(rb"\s{0,40}(?:\xef\xbb\xbf)?(?:<\?[^>]{0,200}>\s{0,40}){0,4}<(?:rss|feed|rdf:RDF)[\s>]")


@dataclass(frozen=True, slots=True)
class _Reply:
    kind: str
    charset: str | None
    path: str
    raw: bytes


def is_address(word: str) -> bool:
    """Whether a word is an address of any scheme."""
    return "://" in word


def fetched(address: str, published_on: date | None = None, seconds: float = SECONDS) -> Iterator[Source | Rejected]:
    """What an address holds: one source, or one for every entry of a feed. Raises `Unreadable`.

    An entry that has left its feed by the next reading is not withdrawn: feeds hold the newest, and forget.
    """
    reply = asyncio.run(_reply(address, seconds))
    place = address.partition("#")[0]
    kind = _kind(reply)
    raw = _marked(reply) if kind in _IN_WORDS else reply.raw
    if kind not in _FEEDS:
        yield Source(place, address, raw, published_on, kind)
        return
    for sheet in feed(raw):
        if isinstance(sheet, Sheet):
            yield Source(f"{place}#{sheet.mark}", address, _record(sheet), published_on, ".jsonl")
        else:
            yield Rejected(f"{address} {sheet.where}", sheet.reason)


async def _reply(address: str, seconds: float) -> _Reply:
    import httpx2  # noqa: PLC0415  only for addresses

    try:
        async with asyncio.timeout(seconds), httpx2.AsyncClient(timeout=seconds, headers={"User-Agent": "jianbao"}) as client:
            return await _followed(client, httpx2.URL(address))
    except TimeoutError as error:
        message = f"it was not there after {seconds:g} seconds"
        raise Unreadable(message) from error
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, OSError) as error:
        message = f"it cannot be fetched: {str(error) or type(error).__name__}"
        raise Unreadable(message) from error


async def _followed(client: "AsyncClient", url: "URL") -> _Reply:
    for _ in range(REDIRECTS + 1):
        if url.scheme not in {"http", "https"} or not url.host:
            message = f"only http and https addresses are read, not {url.scheme or 'this'}"
            raise Unreadable(message)
        async with client.stream("GET", url) as response:
            if response.has_redirect_location:
                url = url.join(response.headers["location"])
                continue
            if response.status_code != 200:  # noqa: PLR2004  all else is no newspaper
                message = f"the server answers {response.status_code} {response.reason_phrase}".rstrip()
                raise Unreadable(message)
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            return _Reply(kind, response.charset_encoding, url.path, await _within_limit(response.aiter_bytes()))
    message = f"it leads on more than {REDIRECTS} times"
    raise Unreadable(message)


async def _within_limit(chunks: AsyncIterator[bytes]) -> bytes:
    raw = bytearray()
    async for chunk in chunks:
        raw += chunk
        if len(raw) > LARGEST_FILE:
            message = f"it is larger than {LARGEST_FILE // 2**20} MiB"
            raise Unreadable(message)
    return bytes(raw)


def _kind(reply: _Reply) -> str:
    """The ending that says how a reply is read: its content type's, where that is vague its name's. Raises `Unreadable`."""
    named = PurePosixPath(reply.path).suffix.lower()
    kind = named if reply.kind in _VAGUE and named in READERS else _KINDS.get(reply.kind)
    if kind is None:
        message = f"its kind, {reply.kind or 'which the server does not name'}, is not read"
        raise Unreadable(message)
    return ".xml" if kind in {".html", ".txt"} and _FEED.match(reply.raw) else kind


def _marked(reply: _Reply) -> bytes:
    """The bytes in UTF-8 with its mark, where the server names their encoding and they fit it; else as they came."""
    encoding = known(reply.charset) if reply.charset else None
    if encoding is None or reply.raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return reply.raw
    try:
        return codecs.BOM_UTF8 + reply.raw.decode(encoding).encode()
    except UnicodeError:
        return reply.raw


def _record(sheet: Sheet) -> bytes:
    """An entry as a line of a file that nobody wrote."""
    fields = {"key": sheet.key, "title": sheet.title, "text": sheet.text, "source": sheet.source}
    day = {"published_on": sheet.published_on.isoformat()} if sheet.published_on else {}
    return json.dumps({name: value for name, value in fields.items() if value} | day, ensure_ascii=False).encode()
