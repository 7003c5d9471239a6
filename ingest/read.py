"""Files → articles: Markdown and text (one or many articles), JSON lines (one a line)."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from ingest.article import Article
from ingest.decode import decode
from ingest.errors import NothingToRead, Unreadable
from ingest.split import articles_in

LARGEST_FILE = 64 * 2**20
"""Bytes. A larger file is refused by name: it is no day's newspaper."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An article and the place it was read from: what it replaces when that place is read again."""

    place: str
    article: Article


@dataclass(frozen=True, slots=True)
class Rejected:
    """What could not be read, and why."""

    name: str
    reason: str


Reading = Placed | Rejected


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or what was sent in place of one."""

    place: str
    """Where it came from; the same place read again replaces what it held."""
    name: str
    raw: bytes
    published_on: date | None = None

    @property
    def is_many(self) -> bool:
        """Whether each of its articles stands for itself, so that they need not be published together."""
        return _READERS.get(Path(self.name).suffix.lower()) is _records

    @property
    def digest(self) -> str:
        """Equal digests mean equal readings."""
        return sha256(b"\0".join((self.name.encode(), str(self.published_on).encode(), self.raw))).hexdigest()


def files_at(path: Path) -> list[tuple[str, Path]]:
    """The readable files at a path with their names, in order; a folder is walked. Raises `NothingToRead`."""
    if not path.exists():
        message = f"{path} does not exist"
        raise NothingToRead(message)
    if path.is_file():
        return [(path.name, path)]
    found = sorted(file for file in path.rglob("*") if file.suffix.lower() in _READERS and file.is_file() and not _hidden(file, path))
    if not found:
        message = f"{path} holds no article: no {', '.join(sorted(_READERS))} file is in it"
        raise NothingToRead(message)
    return [(file.relative_to(path).as_posix(), file) for file in found]


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)


def source_at(name: str, path: Path, published_on: date | None = None) -> Source:
    """The file, read whole. Raises `Unreadable`."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            message = f"it is larger than {LARGEST_FILE // 2**20} MiB"
            raise Unreadable(message)
        return Source(path.resolve().as_uri(), name, path.read_bytes(), published_on)
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from error


def read(source: Source) -> Iterator[Reading]:
    """Every article of a source, and what of it could not be read."""
    reader = _READERS.get(Path(source.name).suffix.lower())
    if reader is None:
        yield Rejected(source.name, f"its kind is not read; these are: {', '.join(sorted(_READERS))}")
        return
    try:
        text = decode(source.raw)
        if not text.strip():
            yield Rejected(source.name, "it is empty")
            return
        yield from reader(source, text)
    except Unreadable as error:
        yield Rejected(source.name, str(error))


def _prose(source: Source, text: str) -> Iterator[Reading]:
    matter, body = _front_matter(text)
    found = list(articles_in(body, _string(matter, "title")))
    key = _string(matter, "key") or source.name
    for number, printed in enumerate(found, 1):
        own_key = key if len(found) == 1 else f"{key}#{number}"
        day = source.published_on or _day(matter)
        yield Placed(f"{source.place}#{number}", Article(own_key, printed.title, printed.text, day, _string(matter, "source")))


def _front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """The YAML between two --- lines at the head of a file, and the rest."""
    if not text.startswith("---\n") or (end := text.find("\n---\n", 3)) < 0:
        return {}, text
    try:
        matter = yaml.safe_load(text[4 : end + 1])
    except yaml.YAMLError as error:
        message = f"its front matter is not YAML: {str(error).splitlines()[0]}"
        raise Unreadable(message) from error
    return (matter, text[end + 5 :]) if isinstance(matter, dict) else ({}, text)


def _records(source: Source, text: str) -> Iterator[Reading]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield record(_object(line), source.published_on, f"{source.name}#{number}", f"{source.place}#{number}")
            except Unreadable as error:
                yield Rejected(f"{source.name} line {number}", str(error))


def _object(line: str) -> Mapping[str, Any]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        message = f"it is not JSON: {error.msg} at column {error.colno}"
        raise Unreadable(message) from error
    if not isinstance(value, dict):
        message = "it is not a JSON object"
        raise Unreadable(message)
    return value


def record(fields: Mapping[str, Any], published_on: date | None, key: str, place: str) -> Placed:
    """One article of the shape {key?, title?, text, published_on?, source?}; its own key is its place. Raises `Unreadable`."""
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        message = "it has no text"
        raise Unreadable(message)
    own_key = _string(fields, "key")
    printed = next(iter(articles_in(_without_h1(text), _string(fields, "title"))))
    day = published_on or _day(fields)
    article = Article(own_key or key, printed.title, printed.text, day, _string(fields, "source"))
    return Placed(f"key:{own_key}" if own_key else place, article)


def _without_h1(text: str) -> str:
    """A record is one article whatever its text holds, so a line that looks like an H1 is set one level down."""
    head, _, rest = text.lstrip().partition("\n")
    return f"{head}\n" + "\n".join(f"#{line}" if line.startswith("# ") else line for line in rest.split("\n")) if rest else text


def _string(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    return str(value).strip() or None if value is not None else None


def _day(fields: Mapping[str, Any]) -> date | None:
    value = fields.get("published_on")
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError as error:
        message = f"published_on “{value}” is not a day such as 2025-08-26"
        raise Unreadable(message) from error


_READERS: dict[str, Callable[[Source, str], Iterator[Reading]]] = {
    ".md": _prose,
    ".markdown": _prose,
    ".txt": _prose,
    ".jsonl": _records,
    ".ndjson": _records,
}
