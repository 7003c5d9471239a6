"""JSON lines: one article a line, {key?, title?, text, published_on?, source?}."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.decode import decode, printable
from ingest.errors import Unreadable
from ingest.readers.fields import day_in_field, words_in
from ingest.readers.sheet import Sheet, Spoilt


def jsonlines(raw: bytes) -> Iterator[Sheet | Spoilt]:
    """Every line's article; a bad line is named and costs only itself. Raises `Unreadable`."""
    lines = decode(raw).split("\n")
    if not any(line.strip() for line in lines):
        message = "it is empty"
        raise Unreadable(message)
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield sheet_of(_object(line), number)
            except Unreadable as error:
                yield Spoilt(f"line {number}", str(error))


def sheet_of(fields: Mapping[str, Any], number: int) -> Sheet:
    """The record of a line; its own key is its place, so it may move within its file or to another. Raises `Unreadable`."""
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        message = "it has no text"
        raise Unreadable(message)
    key = words_in(fields, "key")
    return Sheet(
        printable(text),
        title=words_in(fields, "title"),
        published_on=day_in_field(fields),
        source=words_in(fields, "source"),
        key=key,
        mark=str(number),
        where=f"line {number}",
        place=f"key:{key}" if key else None,
        one=True,
    )


def _object(line: str) -> Mapping[str, Any]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        message = f"it is not JSON: {error.msg} at column {error.colno}"
        raise Unreadable(message) from error
    except (ValueError, RecursionError) as error:
        message = "it is not JSON that can be read: nested too deep, or a number too long"
        raise Unreadable(message) from error
    if not isinstance(value, dict):
        message = "it is not a JSON object"
        raise Unreadable(message)
    return value
