"""The catalogue's database: opened, checked for its schema's version, brought up to date."""

from importlib.resources import files
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import DatabaseError

from ingest.errors import Damaged
from ingest.schema import HEAD

_PRAGMAS = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "PRAGMA busy_timeout=5000")


def sqlite_url(folder: Path) -> URL:
    """The catalogue of a data folder."""
    return URL.create("sqlite", database=str(folder / "catalogue.db"))


def opened(url: str | URL) -> Engine:
    """An engine for the catalogue at a URL; SQLite keeps a write-ahead log, so that readers never wait for the writer."""
    engine = create_engine(make_url(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up)
    return engine


def _set_up(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]  # sqlite3's, by SQLAlchemy's contract
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


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
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
