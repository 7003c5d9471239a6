"""The catalogue's database: opened, checked for its schema's version, brought up to date."""

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import DatabaseError

from ingest.errors import Busy, Damaged
from ingest.schema import HEAD

_LOCKS = {"writing": 7_312_026, "posting": 7_312_027}
"""The numbers of our locks among those of a PostgreSQL database: any, but always the same."""
_PAUSE = 0.2
"""Seconds between two looks at a lock that PostgreSQL keeps."""
_PRAGMAS = ("PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "PRAGMA busy_timeout=5000", "PRAGMA cache_size=-16384")


def sqlite_url(folder: Path) -> URL:
    """The catalogue of a data folder; where we may not write, opened so that SQLite does not try to."""
    file = folder / "catalogue.db"
    if not file.exists() or os.access(folder, os.W_OK):
        return URL.create("sqlite", database=str(file))
    query = {"mode": "ro", "uri": "true"} | ({} if file.with_name("catalogue.db-shm").exists() else {"immutable": "1"})
    return URL.create("sqlite", database=f"file:{file}", query=query)


def opened(url: str | URL) -> Engine:
    """An engine for the catalogue at a URL. SQLite keeps a write-ahead log (`migrate`), so that readers never wait for the writer."""
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+pg8000")
    engine = create_engine(parsed)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: object, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # sqlite3's, by SQLAlchemy's contract
    cursor = connection.cursor()  # type: ignore[attr-defined]  # as above
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """Begin for ourselves: left to it, Python's sqlite3 commits before every change of the schema."""
    connection.exec_driver_sql("BEGIN")


def version_of(engine: Engine) -> str | None:
    """The migration the database stands at, None for one that is empty. Raises `Damaged` where it is no database of ours."""
    try:
        if not inspect(engine).has_table("alembic_version"):
            return None
        with engine.connect() as connection:
            version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return version
    except DatabaseError as error:
        message = f"the catalogue cannot be read: {error.orig}"
        raise Damaged(message) from error


@contextmanager
def exclusively(engine: Engine, folder: Path, work: str = "writing", wait: float = 0) -> Iterator[None]:
    """Be the one at this work, by a lock file beside SQLite, an advisory lock in PostgreSQL. Raises `Busy` after so many seconds."""
    if engine.dialect.name == "sqlite":
        try:
            with FileLock(folder / f"{work}.lock", timeout=wait):
                yield
        except Timeout as error:
            message = f"{folder} is being written to by another process: wait for it to end, then run this again"
            raise Busy(message) from error
        return
    with engine.connect() as connection:
        if not _locked(connection, _LOCKS[work], wait):
            message = "the catalogue is being written to by another process: wait for it to end, then run this again"
            raise Busy(message)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCKS[work]})


def _locked(connection: Connection, key: int, wait: float) -> bool:
    end = time.monotonic() + wait
    while not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar():
        if time.monotonic() >= end:
            return False
        time.sleep(_PAUSE)
    return True


def migrate(engine: Engine) -> None:
    """Bring the schema to HEAD. Raises `Damaged` where a newer Jianbao wrote it."""
    standing = version_of(engine)
    if standing == HEAD:
        return
    if standing is not None and standing > HEAD:
        message = f"the catalogue is of schema {standing}, and this Jianbao knows {HEAD}: it was written by a newer one"
        raise Damaged(message)
    from alembic import command  # noqa: PLC0415  half a second, and rarely needed
    from alembic.config import Config  # noqa: PLC0415  as above

    config = Config()
    config.set_main_option("script_location", str(files("ingest").joinpath("migrations")))
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA journal_mode=WAL")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
