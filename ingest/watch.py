"""Keep the catalogue in step with folders: what is new or changed is read, what vanishes is withdrawn."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from glob import has_magic
from pathlib import Path
from threading import Event

from ingest.errors import Busy, Damaged, NothingToRead, Unreadable
from ingest.gather import files_named
from ingest.library import Library
from ingest.pipeline import Receipt, ingest, withdraw
from ingest.read import Rejected, Source, source_at
from ingest.readers import READERS

_QUIET = 400
"""Milliseconds without a change after which a file is taken to be written."""
_STEP = 100
_WAKE = 1000
"""Milliseconds after which a round that found the catalogue busy is tried again."""
_ANYWAY = 60.0
"""Seconds after which the folders are looked through without being told: not every file system tells."""

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file as it was found."""

    name: str
    path: Path
    stamp: Stamp


def receipts(words: Sequence[str], library: Library, published_on: date | None = None, stop: Event | None = None) -> Iterator[Receipt]:
    """Read what the words name, then whatever changes there: a receipt whenever something did, until stopped or interrupted.

    While another process writes, changes wait. A folder that is gone as a whole withdraws nothing: it may be a disk unplugged.
    Raises `NothingToRead` where a folder is missing from the start.
    """
    roots = sorted({_base(word) for word in words})
    if missing := next((root for root in roots if not root.is_dir()), None):
        message = f"{missing} does not exist"
        raise NothingToRead(message)
    desk = _Desk(words, library, published_on)
    yield from desk.round(told=True)
    for told in _told(roots, stop):
        yield from desk.round(told=told)


def _told(roots: Sequence[Path], stop: Event | None) -> Iterator[bool]:
    """Whether something may have happened in the folders, about once a second, until stopped; yes as soon as they are watched."""
    from watchfiles import watch  # noqa: PLC0415  only here

    while not (stop and stop.is_set()):
        with suppress(FileNotFoundError):  # one of them is away
            fresh = True
            for changes in watch(
                *roots,
                watch_filter=_concerns,
                debounce=_QUIET,
                step=_STEP,
                rust_timeout=_WAKE,
                yield_on_timeout=True,
                stop_event=stop,
                raise_interrupt=False,
            ):
                yield fresh or bool(changes)
                fresh = False
            return
        yield False
        time.sleep(_WAKE / 1000)


def _concerns(_change: object, path: str) -> bool:
    """Whether a change may be one of newspapers: of a readable file, or of a folder that may hold some."""
    suffix = Path(path).suffix.lower()
    return suffix in READERS or not suffix or Path(path).is_dir()


def _base(word: str) -> Path:
    """The folder that a word names or looks into: before any pattern, above any file."""
    path = Path(word).absolute()
    while has_magic(str(path)) and not path.exists():
        path = path.parent
    return path.parent if path.is_file() or (path.suffix.lower() in READERS and not path.is_dir()) else path


class _Desk:
    """What was found in the last round, against which the next is compared."""

    def __init__(self, words: Sequence[str], library: Library, published_on: date | None) -> None:
        self._words = words
        self._library = library
        self._published_on = published_on
        self._seen: dict[str, _Seen] | None = None
        self._pending = False
        self._looked = 0.0

    def round(self, *, told: bool) -> Iterator[Receipt]:
        """One look at the folders, if there is a reason to look."""
        if not (told or self._pending or time.monotonic() - self._looked > _ANYWAY):
            return
        self._looked = time.monotonic()
        found = _found(self._words)
        self._pending = True
        with suppress(Busy):
            receipt = self._brought_up(found)
            self._pending, self._seen = False, found
            if receipt:
                yield receipt

    def _brought_up(self, found: Mapping[str, _Seen]) -> Receipt | None:
        before = self._seen if self._seen is not None else dict.fromkeys(recorded(self._library, self._words))
        changed = [one for place, one in found.items() if self._seen is None or before.get(place) != one]
        gone = [place for place in before if place not in found and not _out_of_sight(place, self._words)]
        if not (changed or gone):
            return None
        receipt = ingest(_sources(changed, self._published_on), self._library)
        if gone:
            receipt.withdrawn += withdraw(gone, self._library)
        return receipt


def _found(words: Sequence[str]) -> dict[str, _Seen]:
    found: dict[str, _Seen] = {}
    for word in words:
        with suppress(NothingToRead):
            for name, path in files_named(word):
                with suppress(OSError):
                    stat = path.stat()
                    found[path.resolve().as_uri()] = _Seen(name, path, (stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return found


def _sources(seen: Sequence[_Seen], published_on: date | None) -> Iterator[Source | Rejected]:
    for one in seen:
        try:
            yield source_at(one.name, one.path, published_on)
        except Unreadable as error:
            if one.path.exists():
                yield Rejected(one.name, str(error))


def _out_of_sight(place: str, words: Sequence[str]) -> bool:
    """Whether a file is missing because the folder that was named is."""
    return any(not (base := _base(word)).is_dir() and place.startswith(f"{base.resolve().as_uri()}/") for word in words)


def recorded(library: Library, words: Sequence[str]) -> set[str]:
    """The files in the named folders that were read before, whether or not they are there still."""
    folders = tuple(Path(word).resolve().as_uri() + "/" for word in words if Path(word).is_dir())
    try:
        return {file for file in library.catalogue.files() if file.startswith(folders)}
    except (NothingToRead, Damaged):
        return set()
