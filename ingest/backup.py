"""The catalogue into one file and back, on a live service. The indexes are not in it: they are rebuilt."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import delete, insert, update

from ingest.catalogue import Catalogue
from ingest.database import migrate, opened
from ingest.errors import Damaged, NothingToRead, NotWritable, Unreadable
from ingest.library import Library
from ingest.rebuild import Rebuilt, built_from
from ingest.schema import counters, live, unsettled

_NOT_OURS = "this catalogue is a database server's: back it up and restore it with the server's own tools, then run `jianbao reindex`"


def backup(library: Library, file: Path) -> int:
    """Write a consistent copy of the catalogue; returns its size in bytes.

    Raises `Unreadable` where the file exists, `NotWritable` where it cannot be written.
    """
    if file.exists():
        message = f"{file} exists already; a backup overwrites nothing"
        raise Unreadable(message)
    if library.is_shared:
        raise Unreadable(_NOT_OURS)
    if not library.exists:
        message = f"no article has been read into {library.folder} yet, so there is nothing to back up"
        raise NothingToRead(message)
    try:
        with sqlite3.connect(library.folder / "catalogue.db") as catalogue:
            catalogue.execute("VACUUM INTO ?", (str(file),))
    except sqlite3.OperationalError as error:
        message = f"{file} cannot be written: {error}"
        raise NotWritable(message) from error
    return file.stat().st_size


def restore(library: Library, file: Path, progress: Callable[[int, int], None] = lambda _done, _all: None) -> Rebuilt:
    """Put a backup in the place of the catalogue. Answers go on from the old one until the new indexes are whole.

    Raises `NothingToRead` or `Damaged` where the file is no backup; nothing is changed then.
    """
    if not file.is_file():
        message = f"{file} does not exist"
        raise NothingToRead(message)
    if library.is_shared:
        raise Unreadable(_NOT_OURS)
    with library.writing(rebuilding=True):
        copy = library.folder / "restoring.db"
        try:
            _copy(file, copy)
            engine = opened(f"sqlite:///{copy}")
            migrate(engine)
            rebuilt = built_from(Catalogue(engine), library, progress)
            _prepare(Catalogue(engine), rebuilt, library.catalogue.generation() + 1)
            engine.dispose()
            _copy(copy, library.folder / "catalogue.db")
        finally:
            for left in library.folder.glob("restoring.db*"):
                left.unlink()
    library.refresh()
    return rebuilt


def _prepare(catalogue: Catalogue, rebuilt: Rebuilt, generation: int) -> None:
    """Have the copy name the new indexes, under a generation that every process will see as new."""
    with catalogue.engine.begin() as connection:
        connection.execute(delete(unsettled))
        connection.execute(delete(live))
        connection.execute(insert(live), [{"index": index, "name": name} for index, name in rebuilt.names.items()])
        connection.execute(update(counters).where(counters.c.name == "generation").values(value=generation))


def _copy(source: Path, target: Path) -> None:
    """Copy one database over another in a single transaction of the other."""
    try:
        with sqlite3.connect(f"file:{source}?mode=ro", uri=True) as old, sqlite3.connect(target) as new:
            if old.execute("PRAGMA quick_check").fetchone() != ("ok",):
                message = f"{source} is damaged"
                raise Damaged(message)
            old.backup(new)
    except sqlite3.DatabaseError as error:
        message = f"{source} is no backup of a catalogue: {error}"
        raise Damaged(message) from error
