"""Files → articles. What reads a format is chosen by the ending of the file's name; the day of publication, by what knows it best."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from ingest.article import Article
from ingest.dates import day_in_path
from ingest.errors import NothingToRead, Unreadable
from ingest.readers import MANY, READERS
from ingest.readers.jsonlines import sheet_of
from ingest.readers.sheet import Sheet, Spoilt
from ingest.split import Printed, articles_in, the_article_in

LARGEST_FILE = 64 * 2**20
"""Bytes. A larger file is refused by name: it is no day's newspaper."""
_EDITION = b"2"
"""Raised whenever the same bytes come to be read in another way, so that files read before are read again."""


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
    kind: str | None = None
    """The ending of a name (.html) where its own says nothing; None: its own."""

    @property
    def ending(self) -> str:
        """What its reader is chosen by."""
        return self.kind or Path(self.name).suffix.lower()

    @property
    def is_many(self) -> bool:
        """Whether each of its articles stands for itself, so that they need not be published together."""
        return READERS.get(self.ending) in MANY

    @property
    def digest(self) -> str:
        """Equal digests mean equal readings."""
        told = (_EDITION, self.name.encode(), self.ending.encode(), str(self.published_on).encode(), self.raw)
        return sha256(b"\0".join(told)).hexdigest()


def files_at(path: Path) -> list[tuple[str, Path]]:
    """The readable files at a path with their names, in order; a folder is walked. Raises `NothingToRead`."""
    if not path.exists():
        message = f"{path} does not exist"
        raise NothingToRead(message)
    if path.is_file():
        return [(_spelt(path.name), path)]
    found = sorted(file for file in path.rglob("*") if file.suffix.lower() in READERS and file.is_file() and not _hidden(file, path))
    if not found:
        message = f"{path} holds no article: no {', '.join(sorted(READERS))} file is in it"
        raise NothingToRead(message)
    return [(_spelt(file.relative_to(path).as_posix()), file) for file in found]


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)


def _spelt(name: str) -> str:
    """The name as it can be kept and printed: archives packed on a Chinese Windows leave names in GB 18030 behind."""
    raw = os.fsencode(name)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", "backslashreplace")


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
    reader = READERS.get(source.ending)
    if reader is None:
        yield Rejected(source.name, f"its kind is not read; these are: {', '.join(sorted(READERS))}")
        return
    try:
        for sheet in reader(source.raw):
            yield from _readings(source, sheet)
    except Unreadable as error:
        yield Rejected(source.name, str(error))


def _readings(source: Source, sheet: Sheet | Spoilt) -> Iterator[Reading]:
    if isinstance(sheet, Spoilt):
        yield Rejected(f"{source.name} {sheet.where}", sheet.reason)
    elif sheet.one:
        yield _one(source, sheet)
    else:
        found = list(articles_in(sheet.text, sheet.title))
        for number, printed in enumerate(found, 1):
            yield _placed(source, sheet, printed, "" if len(found) == 1 else f"#{number}")


def _one(source: Source, sheet: Sheet) -> Reading:
    """The one article of a sheet. A line or an entry that holds none costs only itself. Raises `Unreadable` for a whole file."""
    try:
        return _placed(source, sheet, the_article_in(sheet.text, sheet.title), f"#{sheet.mark}" if sheet.mark else "")
    except Unreadable as error:
        if sheet.where:
            return Rejected(f"{source.name} {sheet.where}", str(error))
        raise


def _placed(source: Source, sheet: Sheet, printed: Printed, mark: str) -> Placed:
    day = source.published_on or sheet.published_on or _day_in_name(source) or sheet.printed_on or printed.published_on
    key = sheet.key if sheet.key and (sheet.mark or not mark) else f"{sheet.key or source.name}{mark}"
    article = Article(key, printed.title, printed.text, day, sheet.source or printed.source)
    return Placed(sheet.place or f"{source.place}{mark or '#1'}", article)


def _day_in_name(source: Source) -> date | None:
    """The day in the name of the file or of a folder around it; in what was sent, only in its name."""
    return day_in_path(source.place if source.place.startswith(("file:", "http:", "https:")) else source.name)


def record(fields: Mapping[str, Any], published_on: date | None, key: str, place: str) -> Placed:
    """One article of the shape {key?, title?, text, published_on?, source?}; its own key is its place. Raises `Unreadable`."""
    sheet = sheet_of(fields, 1)
    sheet = replace(sheet, mark=None, place=sheet.place or place)
    return _placed(Source(place, key, b"", published_on), sheet, the_article_in(sheet.text, sheet.title), "")
