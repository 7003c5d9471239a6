"""`jianbao ingest --watch` keeps a folder in step: within about two seconds, through every way in which editors and people move files."""

import json
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from pathlib import Path

import pytest
from conftest import SAMPLES, until

from api.services import Services
from ingest.catalogue import Filters
from ingest.errors import Busy, Damaged, NothingToRead
from ingest.library import Library
from ingest.pipeline import Receipt
from ingest.watch import receipts

SOON = 2.0
"""Seconds within which a change is published on an idle machine."""


def wrote(folder: Path, name: str, text: str) -> Path:
    """A newspaper of one article."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"# {name}\n{text}\n", "utf-8")
    return file


def texts(library: Library) -> set[str]:
    """The texts of all published articles; none before there is a catalogue."""
    with suppress(NothingToRead, Damaged):  # the first writer is about to make it
        return {article.text for article in library.catalogue.page(Filters(), 100)}
    return set()


@contextmanager
def watching(library: Library, *words: str, published_on: date | None = None) -> Iterator[list[Receipt]]:
    """A watch at work, and the receipts it has given so far."""
    stop, given = threading.Event(), list[Receipt]()

    def watch() -> None:
        for receipt in receipts(words, library, published_on, stop):
            given.append(receipt)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield given
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two newspapers."""
    news = tmp_path / "news"
    wrote(news, "a.md", "水位上涨。")
    wrote(news, "b/c.txt", "鼓声响起。")
    return news


def test_what_is_new_changed_moved_or_gone_is_so_in_the_catalogue(empty: Services, folder: Path):
    """And nothing else is touched; how soon, `make bench` tells."""
    library = empty.library
    empty.prepare()
    with watching(library, str(folder)) as given:
        until(lambda: texts(library) == {"水位上涨。", "鼓声响起。"}, 20)
        steps: list[tuple[Callable[[], object], set[str]]] = [
            (lambda: wrote(folder, "d.md", "渡口复航。"), {"水位上涨。", "鼓声响起。", "渡口复航。"}),
            (lambda: wrote(folder, "a.md", "水位下降。"), {"水位下降。", "鼓声响起。", "渡口复航。"}),
            (lambda: (folder / "d.md").rename(folder / "e.md"), {"水位下降。", "鼓声响起。", "渡口复航。"}),
            ((folder / "e.md").unlink, {"水位下降。", "鼓声响起。"}),
            (lambda: (folder / "b").rename(folder.parent / "b"), {"水位下降。"}),
            (lambda: (folder.parent / "b").rename(folder / "f"), {"水位下降。", "鼓声响起。"}),
            (lambda: shutil.rmtree(folder / "f"), {"水位下降。"}),
        ]
        for step, then in steps:
            step()
            until(lambda then=then: texts(library) == then, 20)  # type: ignore[misc]
        assert not [one for receipt in given for one in receipt.rejected]


def test_an_editor_that_saves_by_renaming_is_followed(empty: Services, folder: Path):
    """Half-written files under other names are not read."""
    with watching(empty.library, str(folder)):
        until(lambda: len(texts(empty.library)) == 2, 20)
        (folder / ".a.md.tmp").write_text("# a.md\n水位", "utf-8")
        (folder / "a.md~").write_text("# a.md\n水位", "utf-8")
        wrote(folder, "a.swp", "水位平稳。").replace(folder / "a.md")
        until(lambda: texts(empty.library) == {"水位平稳。", "鼓声响起。"}, 20)


def test_an_article_that_another_file_prints_too_stays(empty: Services, folder: Path):
    """Until the last of them is gone."""
    copy = folder / "copy.md"
    shutil.copy(folder / "a.md", copy)
    with watching(empty.library, str(folder)):
        until(lambda: len(texts(empty.library)) == 2, 20)
        (folder / "a.md").unlink()
        wrote(folder, "z.md", "渡口复航。")
        until(lambda: "渡口复航。" in texts(empty.library), 20)
        assert "水位上涨。" in texts(empty.library)
        copy.unlink()
        until(lambda: texts(empty.library) == {"鼓声响起。", "渡口复航。"}, 20)


def test_what_vanished_while_nobody_watched_is_withdrawn_at_the_start(empty: Services, folder: Path):
    """And comes back when the file does."""
    with watching(empty.library, str(folder)):
        until(lambda: len(texts(empty.library)) == 2, 20)
    kept = (folder / "a.md").read_text("utf-8")
    (folder / "a.md").unlink()
    with watching(empty.library, str(folder)):
        until(lambda: texts(empty.library) == {"鼓声响起。"}, 20)
        (folder / "a.md").write_text(kept, "utf-8")
        until(lambda: texts(empty.library) == {"鼓声响起。", "水位上涨。"}, 20)


def test_a_folder_that_is_gone_as_a_whole_withdraws_nothing(empty: Services, folder: Path):
    """It may be a disk that was unplugged; when it is back, what it lacks is withdrawn."""
    with watching(empty.library, str(folder)):
        until(lambda: len(texts(empty.library)) == 2, 20)
        away = folder.rename(folder.parent / "away")
        time.sleep(SOON)
        assert len(texts(empty.library)) == 2
        away.rename(folder)
    assert len(texts(empty.library)) == 2


def test_a_folder_that_goes_before_it_is_watched_is_waited_for(empty: Services, folder: Path):
    """Between the first look and the watch it may be unplugged, too."""
    stop = threading.Event()
    given = receipts([str(folder)], empty.library, None, stop)
    assert len(next(given).articles) == 2
    away = folder.rename(folder.parent / "away")

    def bring_back() -> None:
        time.sleep(0.5)
        wrote(away, "d.md", "渡口复航。")
        away.rename(folder)

    thread = threading.Thread(target=bring_back)
    thread.start()
    assert [one.state for one in next(given).articles if one.state != "unchanged"] == ["new"]
    thread.join()
    stop.set()
    assert list(given) == []


def _begun(library: Library, stack: ExitStack) -> bool:
    """Whether writing has begun, to end with the stack: not before a writer of just now is done."""
    try:
        stack.enter_context(library.writing())
    except Busy:
        return False
    return True


def test_a_change_waits_while_another_process_writes(empty: Services, folder: Path):
    """And is published when that is done."""
    with watching(empty.library, str(folder)):
        until(lambda: len(texts(empty.library)) == 2, 20)
        other = Library(empty.library.folder, empty.library.embedder)
        with ExitStack() as stack:
            until(lambda: _begun(other, stack), 20)
            wrote(folder, "d.md", "渡口复航。")
            time.sleep(SOON)
            assert "渡口复航。" not in texts(empty.library)
        until(lambda: "渡口复航。" in texts(empty.library), 20)


def test_one_file_a_pattern_and_an_empty_folder_can_be_watched(empty: Services, folder: Path):
    """With the day that is given."""
    nothing = folder.parent / "nothing"
    nothing.mkdir()
    words = (str(folder / "a.md"), str(folder / "b" / "*.txt"), str(nothing))
    with watching(empty.library, *words, published_on=date(2025, 6, 12)):
        until(lambda: len(texts(empty.library)) == 2, 20)
        wrote(folder, "other.md", "不在其列。")
        wrote(folder, "b/d.txt", "渡口复航。")
        wrote(nothing, "e.md", "河道清淤。")
        until(lambda: texts(empty.library) == {"水位上涨。", "鼓声响起。", "渡口复航。", "河道清淤。"}, 20)
        assert {one.published_on for one in empty.library.catalogue.page(Filters(), 100)} == {date(2025, 6, 12)}


def test_a_folder_that_is_missing_from_the_start_is_named(empty: Services, tmp_path: Path):
    """Nobody waits for a folder that was misspelt."""
    with pytest.raises(NothingToRead, match="nowhere does not exist"):
        next(receipts([str(tmp_path / "nowhere")], empty.library))


def test_the_command_ends_cleanly_by_ctrl_c(tmp_path: Path):
    """Exit code 0; in JSON, it has printed a receipt a line."""
    news = tmp_path / "news"
    shutil.copytree(SAMPLES, news)
    command = [str(Path(sys.executable).parent / "jianbao"), "ingest", str(news), "--watch", "--json", "--data-dir", str(tmp_path / "data")]
    told = tmp_path / "told.jsonl"
    with told.open("w") as out:
        running = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, text=True)
    until(lambda: told.read_text("utf-8").count("\n") == 1, 60)
    wrote(news, "new.md", "渡口复航。")
    until(lambda: told.read_text("utf-8").count("\n") == 2, 20)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=20)
    assert running.returncode == 0, err
    assert [one["title"] for one in json.loads(told.read_text("utf-8").splitlines()[-1])["articles"]] == ["new.md"]
    assert "Traceback" not in err


def test_the_command_refuses_to_watch_what_cannot_be_watched(tmp_path: Path):
    """An address, a pipe."""
    for name in ("http://127.0.0.1:9/feed", "-"):
        command = [str(Path(sys.executable).parent / "jianbao"), "ingest", name, "--watch", "--data-dir", str(tmp_path / "data")]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 2
        assert f"not {name}" in done.stderr
