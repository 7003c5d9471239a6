"""Markdown and plain text, with or without front matter between two --- lines."""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from ingest.dates import day_stated
from ingest.decode import decode
from ingest.errors import Unreadable
from ingest.readers.fields import day_in_field, words_in
from ingest.readers.sheet import Sheet


class _Words(yaml.SafeLoader):
    """YAML whose days stay the words they are written in, so that a wrong one can be quoted."""


_Words.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def markdown(raw: bytes) -> Iterator[Sheet]:
    """The text and its front matter (key, title, published_on or date, source). Raises `Unreadable`."""
    text = decode(raw)
    if not text.strip():
        message = "it is empty"
        raise Unreadable(message)
    matter, body = _front_matter(text)
    day = day_in_field(matter) or day_stated(matter.get("date"))
    yield Sheet(body, words_in(matter, "title"), day, None, words_in(matter, "source"), words_in(matter, "key"))


def _front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """The YAML between two --- lines at the head of a file, and the rest. What is no mapping is a text between two rules."""
    if not text.startswith("---\n") or (end := text.find("\n---\n", 3)) < 0:
        return {}, text
    try:
        matter = yaml.load(text[4 : end + 1], _Words)  # noqa: S506  a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        message = f"its front matter is not YAML: {(str(error).splitlines() or ['?'])[0]}"
        raise Unreadable(message) from error
    if matter is None:
        return {}, text[end + 5 :]
    return (matter, text[end + 5 :]) if isinstance(matter, dict) else ({}, text)
