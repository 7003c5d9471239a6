"""Bytes → text, by the encoding that fits. What does not decode is refused by its byte offset; nothing is ever replaced by �."""

import codecs
import re

from ingest.errors import Unreadable

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_STRAY_SHARE = 0.001
"""Of all characters, the share of control characters that crawled text may hold; a NUL is never text."""
_COMMON_SHARE = 0.9
"""Of the characters that are not ASCII, the share that GB 2312 must hold before GB 18030 is believed: it decodes almost any bytes."""


def decode(raw: bytes) -> str:
    """The text of UTF-8 (with or without a mark), marked UTF-16 or GB 18030/GBK bytes. Raises `Unreadable`."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _plain(_strict(raw, encoding))
    try:
        return _plain(raw.decode())
    except UnicodeDecodeError as error:
        return _plain(_chinese(raw, error.start))


def _strict(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        message = (
            f"the bytes are not {encoding.removesuffix('-sig').upper()}, though they are marked so: byte {error.start} does not decode"
        )
        raise Unreadable(message) from error


def _chinese(raw: bytes, utf8_stops_at: int) -> str:
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError as error:
        message = f"the encoding is not known: UTF-8 stops at byte {utf8_stops_at}, GB 18030 at byte {error.start}"
        raise Unreadable(message) from error
    beyond = [char for char in text if not char.isascii()]
    common = sum(bool(char.encode("gb2312", "ignore")) for char in beyond)
    if common < _COMMON_SHARE * len(beyond):
        message = f"the encoding is not known: UTF-8 stops at byte {utf8_stops_at}, and as GB 18030 it is no Chinese text"
        raise Unreadable(message)
    return text


def _plain(text: str) -> str:
    odd = list(_CONTROL.finditer(text))
    if "\0" in text or len(odd) > _STRAY_SHARE * len(text):
        worst = next((match for match in odd if match[0] == "\0"), odd[0])
        offset = len(text[: worst.start()].encode())
        message = f"it is not text: character U+{ord(worst[0]):04X} at byte {offset}"
        raise Unreadable(message)
    return text.replace("\r\n", "\n").replace("\r", "\n")
