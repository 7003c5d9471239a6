"""Bytes → text, by the encoding that fits. What does not decode is refused by its byte offset; nothing is ever replaced by �."""

import codecs
import re

from ingest.errors import Unreadable

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_GUOBIAO = {"gb2312", "gbk", "cp936", "hz", "euc-cn"}
"""Pages that declare one of these hold characters of its successors: GB 18030 reads them all."""
_UNTOLD = {"ascii", "iso8859-1", "cp1252"}
"""What servers declare when nobody told them."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_UNPRINTABLE = re.compile(r"[\x00\ud800-\udfff]")
_STRAY = 2
_STRAY_SHARE = 0.001
"""Control characters that crawled text may hold: so many, or this share of all characters. A NUL is never text."""
_COMMON_SHARE = 0.9
"""Of the characters that are not ASCII, the share that GB 2312 must hold before GB 18030 is believed: it decodes almost any bytes."""


def decode(raw: bytes, declared: str | None = None) -> str:
    """The text of UTF-8 (with or without a mark), marked UTF-16 or GB 18030/GBK bytes. Raises `Unreadable`.

    A `declared` encoding is believed where all the bytes fit it and they carry no mark of another.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _plain(_strict(raw[len(mark) :], encoding, len(mark)), encoding, len(mark))
    named = known(declared) if declared else None
    if named and (text := _fitting(raw, named)) is not None:
        return _plain(text, named)
    try:
        return _plain(raw.decode(), "utf-8")
    except UnicodeDecodeError as error:
        return _plain(_chinese(raw, error.start), "gb18030")


def printable(text: str) -> str:
    """The text, where it can be printed at all: half a surrogate pair cannot, nor a NUL. Raises `Unreadable`."""
    if bad := _UNPRINTABLE.search(text):
        message = f"it is not text: character U+{ord(bad[0]):04X} at character {bad.start()}"
        raise Unreadable(message)
    return text


def known(name: str) -> str | None:
    """The codec that a page's name of an encoding calls for; None where it says nothing."""
    try:
        codec = codecs.lookup(name.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    if codec.name in _UNTOLD or not codec._is_text_encoding:  # noqa: SLF001  hex and zlib are codecs, too
        return None
    return "gb18030" if codec.name in _GUOBIAO else codec.name


def _fitting(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeError:
        return None


def _strict(raw: bytes, encoding: str, before: int) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
        message = f"the bytes are not {name}, though they are marked so: byte {before + error.start} does not decode"
        raise Unreadable(message) from error


def _chinese(raw: bytes, utf8_stops_at: int) -> str:
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError as error:
        message = f"the encoding is not known: UTF-8 stops at byte {utf8_stops_at}, GB 18030 at byte {error.start}"
        raise Unreadable(message) from error
    plain = len(text.encode("ascii", "ignore"))
    common = len(text.encode("gb2312", "ignore").decode("gb2312")) - plain
    if common < _COMMON_SHARE * (len(text) - plain):
        message = f"the encoding is not known: UTF-8 stops at byte {utf8_stops_at}, and as GB 18030 it is no Chinese text"
        raise Unreadable(message)
    return text


def _plain(text: str, encoding: str, before: int = 0) -> str:
    odd = list(_CONTROL.finditer(text))
    if odd and ("\0" in text or len(odd) > max(_STRAY, _STRAY_SHARE * len(text))):
        worst = next((match for match in odd if match[0] == "\0"), odd[0])
        offset = before + len(text[: worst.start()].encode(encoding))
        message = f"it is not text: character U+{ord(worst[0]):04X} at byte {offset}"
        raise Unreadable(message)
    return text.replace("\r\n", "\n").replace("\r", "\n")
