"""What a person names on the command line → sources: files, folders, patterns, addresses, standard input."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from glob import glob, has_magic
from hashlib import sha256
from pathlib import Path

from ingest.errors import NothingToRead, Unreadable
from ingest.fetch import fetched, is_address
from ingest.read import LARGEST_FILE, Rejected, Source, files_at, source_at
from ingest.readers import READERS

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Named:
    """Something to read that has not been read yet."""

    name: str
    size: int
    """Bytes; 0 where nobody knows before it is fetched."""
    take: Callable[[], Iterable[Source | Rejected]]


def named(words: Iterable[str], published_on: date | None = None, kind: str = "md") -> list[Named]:
    """Everything the words name, in their order. Raises `NothingToRead` where one names nothing.

    `kind` is the format of standard input: md, txt, html or jsonl.
    """
    return [one for word in words for one in _named(word, published_on, kind)]


def _named(word: str, published_on: date | None, kind: str) -> Iterator[Named]:
    if word == STDIN:
        yield Named("standard input", 0, partial(_standard_input, published_on, f".{kind}"))
    elif is_address(word):
        yield Named(word, 0, partial(_fetched, word, published_on))
    else:
        for name, path in files_named(word):
            yield Named(name, _size(path), partial(_read, name, path, published_on))


def files_named(word: str) -> list[tuple[str, Path]]:
    """The files at a path or a pattern, with their names. Raises `NothingToRead`."""
    path = Path(word)
    if path.exists() or not has_magic(word):
        return files_at(path)
    matches = sorted(glob(word, recursive=True))  # noqa: PTH207  a pattern may begin with a root, which Path.glob refuses
    found = [pair for match in matches for pair in _matched(Path(match))]
    if not found:
        message = f"{word} fits no file that is read"
        raise NothingToRead(message)
    return found


def _matched(path: Path) -> Iterator[tuple[str, Path]]:
    """A file that a pattern fits, if it can be read, or what a folder that it fits holds; none of it was named one by one."""
    if path.is_dir() or path.suffix.lower() in READERS:
        try:
            yield from files_at(path)
        except NothingToRead:
            return


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _read(name: str, path: Path, published_on: date | None) -> Iterator[Source | Rejected]:
    try:
        yield source_at(name, path, published_on)
    except Unreadable as error:
        yield Rejected(name, str(error))


def _fetched(address: str, published_on: date | None) -> Iterator[Source | Rejected]:
    try:
        yield from fetched(address, published_on)
    except Unreadable as error:
        yield Rejected(address, str(error))


def _standard_input(published_on: date | None, kind: str) -> Iterator[Source | Rejected]:
    """What is sent in stands for itself: nothing that is sent in later takes its place."""
    raw = sys.stdin.buffer.read(LARGEST_FILE + 1)
    name = f"standard input{kind}"
    if len(raw) > LARGEST_FILE:
        yield Rejected(name, f"it is larger than {LARGEST_FILE // 2**20} MiB")
    else:
        yield Source(f"stdin:{sha256(raw).hexdigest()}", name, raw, published_on, kind)
