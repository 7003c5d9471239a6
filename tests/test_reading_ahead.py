"""Action items of an archive: read behind its publication, before anybody asks or when somebody does."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import SAMPLES, over, served, until
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from api.answers.action_items import catch_up, listed
from api.reading_ahead import reading_ahead
from api.services import Services, build
from api.settings import Settings
from ingest import pipeline
from ingest.actions import items_in
from ingest.agenda import Wanted
from ingest.errors import NotWritable
from ingest.pipeline import remove
from ingest.schema import readings

_ALL = 1000


@pytest.fixture
def archive(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """The samples, of which only the first two were read at once."""
    monkeypatch.setattr(pipeline, "_BATCH", 2)
    services = over(SAMPLES, Settings(data_dir=tmp_path, cache_dir=cache))
    assert services.library.agenda.unread()
    yield services
    services.library.close()


def _ids(services: Services) -> list[str]:
    return [one.item.id for one in listed(services.library, Wanted(), _ALL).items]


def test_whoever_asks_gets_all(archive: Services, samples: Services):
    """As if they had been read at once."""
    assert _ids(archive) == _ids(samples)
    assert archive.library.agenda.unread() == []


def test_a_server_reads_them_before_anybody_asks(archive: Services):
    """No request is made."""
    with served(archive):
        until(lambda: not archive.library.agenda.unread())


def test_a_database_that_fails_ends_neither_the_reading_nor_the_server(archive: Services, monkeypatch: pytest.MonkeyPatch):
    """It is tried again, and what was unread is read then."""
    failures = iter([OperationalError("SELECT", {}, Exception("gone"))])
    generation = archive.library.catalogue.generation

    def failing() -> int:
        if failure := next(failures, None):
            raise failure
        return generation()

    monkeypatch.setattr("api.reading_ahead._LATER", 0.01)
    monkeypatch.setattr(archive.library, "catalogue", archive.library.catalogue)
    monkeypatch.setattr(archive.library.catalogue, "generation", failing)

    async def read() -> None:
        async with reading_ahead(archive.library):
            while archive.library.agenda.unread():  # noqa: ASYNC110  it is read on another thread
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(read(), 30))


def test_they_are_read_while_another_writes(archive: Services):
    """An ingest of hours keeps nobody from them."""
    with archive.library.writing():
        assert _ids(archive)
    assert archive.library.agenda.unread() == []


def test_what_was_read_before_an_end_stays(archive: Services, monkeypatch: pytest.MonkeyPatch):
    """Ctrl-C between two batches."""
    monkeypatch.setattr("api.answers.action_items._BATCH", 3)
    before = len(archive.library.agenda.unread())

    def tell(done: int, whole: int) -> None:
        assert whole == before
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        catch_up(archive.library, tell)
    assert len(archive.library.agenda.unread()) == before - 3


def test_two_at_once_keep_each_item_once(archive: Services, samples: Services):
    """Two machines over one catalogue: each with an agenda of its own."""
    others = [build(archive.settings) for _ in range(3)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda other: catch_up(other.library), others))
    assert _ids(archive) == _ids(samples)
    for other in others:
        other.library.close()


def test_an_article_that_went_meanwhile_keeps_nothing(archive: Services):
    """Nor does one whose day was found out meanwhile, for its items are dated by it."""
    article, moved = archive.library.catalogue.published(archive.library.agenda.unread()[:2]).values()
    assert remove(article.id, archive.library)
    read = items_in(article.text, article.published_on) + items_in(moved.text, moved.published_on)
    archive.library.agenda.keep([(article, read), (replace(moved, published_on=date(1999, 1, 1)), read)])
    with archive.library.engine.connect() as connection:
        kept = set(connection.execute(select(readings.c.article_id)).scalars())
    assert not kept & {article.id, moved.id}


def test_what_cannot_be_kept_is_an_error_that_says_so(archive: Services):
    """Nothing is listed that would not be whole."""
    event.listen(archive.library.engine, "begin", lambda connection: connection.exec_driver_sql("PRAGMA query_only=ON"))
    with pytest.raises(NotWritable, match="readonly database"):
        _ids(archive)


def test_the_command_reads_them_too(archive: Services):
    """And prints them."""
    command = [str(Path(sys.executable).parent / "jianbao"), "actions", "--limit", "1000", "--data-dir", str(archive.library.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout
    assert archive.library.agenda.unread() == []
