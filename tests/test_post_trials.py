"""Twenty double starts, and kill -9 at every reader: each has one letter, with the record in SQLite and in PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import SAMPLES, read_in
from post_trials import Count, Moment, killed, started_twice
from servers import postgres

from api.services import Services, build
from api.settings import Settings

STARTS, READERS = 20, 3


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Services]:
    """Parts over a sample article, whose catalogue is in the one or the other."""
    settings = Settings(data_dir=tmp_path_factory.mktemp(request.param), cache_dir=cache)
    if request.param == "sqlite":
        yield _read(settings)
        return
    with postgres() as url:
        services = _read(settings.model_copy(update={"catalogue_url": url}))
        yield services
        services.library.close()


def _read(settings: Settings) -> Services:
    services = build(settings)
    read_in(services.library, SAMPLES / "yunchuan-flood-june.md")
    return services


def test_twenty_double_starts_send_one_letter_each(room: Services, record_property: Callable[[str, object], None]):
    """The later job finds it done."""
    count = started_twice(room, STARTS)
    record_property("counted", str(count))
    assert count == Count(readers=STARTS, letters=STARTS, doubled=0, lost=0, unsure=0)


@pytest.mark.parametrize("moment", ["named", "accepted"])
def test_a_job_killed_at_any_reader_doubles_none_and_loses_none(
    room: Services, moment: Moment, record_property: Callable[[str, object], None]
):
    """A letter whose server had it and whose job never heard so is on record as in doubt, and is not sent again."""
    count = killed(room, READERS, moment)
    record_property("counted", str(count))
    every = READERS * READERS
    assert (count.readers, count.letters, count.doubled, count.lost) == (every, every, 0, 0)
    assert count.unsure == (READERS if moment == "accepted" else 0)
