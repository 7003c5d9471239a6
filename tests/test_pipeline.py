"""Newspapers in: what is new is published, what is unchanged costs nothing, and a kill at any moment loses nothing."""

import json
import multiprocessing
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from hashlib import sha256
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
import tantivy
from conftest import read_in, write_in

from api.services import Services, build
from api.settings import Settings
from ingest.article import Article
from ingest.catalogue import Catalogue, Filters
from ingest.embed import Embedder, LocalEncoder
from ingest.errors import Busy, Damaged, NothingToRead
from ingest.lexical import LexicalIndex, Term
from ingest.library import Library
from ingest.pipeline import Receipt, ingest, remove
from ingest.read import Rejected, Source
from ingest.vectors import ChromaVectors

FLOOD = "# 云川备汛\n清浦河水位上涨，各街道连夜巡堤。"
BOATS = "# 龙舟赛开幕\n十二支龙舟队在芦苇湖竞渡。"
CHESS = "# 象棋赛开幕\n六十名棋手在文化馆对弈。"
MANY = 560
"""Records: more than are published together."""


# Newspapers, and what a library makes of them


def paper(name: str, *articles: str, published_on: date | None = None) -> Source:
    """A file that prints these articles."""
    return Source(f"test:{name}", name, "\n".join(articles).encode(), published_on)


def records(name: str, *rows: dict[str, Any] | str) -> Source:
    """A file of JSON lines; a line that is a string already is written as it is."""
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    return Source(f"test:{name}", name, "\n".join(lines).encode())


def states(receipt: Receipt) -> dict[str, str]:
    """What the receipt says of each title."""
    return {one.title: one.state for one in receipt.articles}


def published(library: Library) -> dict[str, Article]:
    """Every published article by its title."""
    return {article.title: article for article in library.catalogue.page(Filters(), 2000)}


def indexed(library: Library) -> tuple[set[str], set[str], set[str]]:
    """The passage ids of the published articles, of Chroma and of tantivy."""
    library.refresh()
    passages = library.catalogue.passages(library.catalogue.matching(Filters()))
    hits = library.lexical._searcher.search(tantivy.Query.all_query(), 10_000).hits
    words = [library.lexical._searcher.doc(address)["id"][0] for _, address in hits]
    vectors = library.vectors._collection.get(include=[])["ids"]
    assert len(words) == len(set(words))
    return {passage.id for passage in passages}, set(vectors), set(words)


def is_whole(library: Library) -> bool:
    """Whether both indexes hold the published passages, all of them and no other, and nothing is left to sweep."""
    passages, vectors, words = indexed(library)
    return passages == vectors == words and not library.catalogue.unsettled()


def found(question: str, services: Services) -> list[str]:
    """The texts that a search finds, best first."""
    return [hit.passage.span.of(hit.article.text) for hit in services.retriever.retrieve(question, 10).hits]


@pytest.fixture(scope="module")
def encoder(cache: Path) -> Embedder:
    """The product's own encoder, loaded once."""
    return LocalEncoder(cache)


@pytest.fixture
def library(tmp_path: Path, encoder: Embedder) -> Library:
    """A library in which nothing was ever read."""
    return Library(tmp_path / "data", encoder)


def again(library: Library) -> Library:
    """The same folder, opened anew."""
    return Library(library.folder, library.embedder)


# New, updated, unchanged


def test_a_first_reading_publishes_everything_as_new(library: Library):
    """With a vector for every passage."""
    receipt = ingest([paper("a.md", FLOOD, BOATS), records("b.jsonl", {"key": "chess", "title": "象棋赛", "text": "对弈。"})], library)
    assert states(receipt) == {"云川备汛": "new", "龙舟赛开幕": "new", "象棋赛": "new"}
    assert (receipt.rejected, receipt.withdrawn, receipt.embedded) == ([], 0, 3)
    assert {one.id for one in receipt.articles} == set(library.catalogue.matching(Filters()))
    assert is_whole(library)


def test_a_run_is_one_generation(library: Library):
    """However many files it reads, as long as they make one batch."""
    ingest([paper("a.md", FLOOD)], library)
    before = library.catalogue.generation()
    ingest([paper("b.md", BOATS), paper("c.md", CHESS)], library)
    assert library.catalogue.generation() == before + 1


def test_an_unchanged_file_is_unchanged(library: Library):
    """And is on the receipt all the same."""
    ingest([paper("a.md", FLOOD, BOATS)], library)
    receipt = ingest([paper("a.md", FLOOD, BOATS)], again(library))
    assert states(receipt) == {"云川备汛": "unchanged", "龙舟赛开幕": "unchanged"}
    assert (receipt.withdrawn, receipt.embedded) == (0, 0)


def test_an_unchanged_file_writes_nothing(library: Library):
    """No generation, no byte of the catalogue or of an index, no vector."""
    ingest([paper("a.md", FLOOD, BOATS)], library)
    with sqlite3.connect(library.folder / "catalogue.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before, generation = written(library.folder), library.catalogue.generation()
    receipt = ingest([paper("a.md", FLOOD, BOATS)], again(library))
    assert receipt.embedded == 0
    assert again(library).catalogue.generation() == generation
    assert written(library.folder) == before
    assert "catalogue.db" in before
    assert len(before) > 5


def written(folder: Path) -> dict[str, tuple[int, str]]:
    """The time and the content of every file; but for an empty log, the readers' shared memory and the lock."""
    files = [file for file in folder.rglob("*") if file.is_file() and not file.name.endswith(("-shm", ".lock"))]
    return {
        file.relative_to(folder).as_posix(): (file.stat().st_mtime_ns, sha256(file.read_bytes()).hexdigest())
        for file in files
        if file.stat().st_size or not file.name.endswith("-wal")
    }


def test_an_edited_article_takes_the_place_of_its_old_self(tmp_path: Path, cache: Path):
    """The old words are found no more; only what was edited is embedded."""
    services = build(Settings(data_dir=tmp_path, cache_dir=cache))
    ingest([paper("a.md", FLOOD, BOATS)], services.library)
    assert found("水位上涨", services)[0] == "清浦河水位上涨，各街道连夜巡堤。"
    old = published(services.library)["云川备汛"].id
    receipt = ingest([paper("a.md", FLOOD.replace("上涨", "回落"), BOATS)], services.library)
    assert states(receipt) == {"云川备汛": "updated", "龙舟赛开幕": "unchanged"}
    assert (receipt.withdrawn, receipt.embedded) == (1, 1)
    assert found("水位回落", services)[0] == "清浦河水位回落，各街道连夜巡堤。"
    assert not [text for text in found("水位上涨", services) if "上涨" in text]
    assert services.library.catalogue.article(old) is None
    assert is_whole(services.library)


def test_an_edited_title_takes_the_place_of_its_old_self_too(library: Library):
    """It is the article of the same place."""
    ingest([paper("a.md", FLOOD)], library)
    receipt = ingest([paper("a.md", FLOOD.replace("云川备汛", "云川防汛"))], library)
    assert states(receipt) == {"云川防汛": "updated"}
    assert set(published(library)) == {"云川防汛"}


def test_the_record_tells_what_took_an_articles_place(library: Library):
    """The one of its title, though the file's order changed; nothing, where it is merely gone."""
    ingest([paper("a.md", FLOOD, BOATS, CHESS)], library)
    old = {title: article.id for title, article in published(library).items()}
    ingest([paper("a.md", BOATS.replace("十二", "十三"), CHESS)], library)
    with sqlite3.connect(library.folder / "catalogue.db") as connection:
        rows = dict(connection.execute("SELECT id, replaced_by FROM articles WHERE NOT published"))
    connection.close()
    assert rows == {old["云川备汛"]: None, old["龙舟赛开幕"]: published(library)["龙舟赛开幕"].id}


def test_an_article_gone_from_its_file_is_withdrawn(tmp_path: Path, cache: Path):
    """Its neighbours, though they moved up, stay as they are."""
    services = build(Settings(data_dir=tmp_path, cache_dir=cache))
    ingest([paper("a.md", FLOOD, BOATS, CHESS)], services.library)
    receipt = ingest([paper("a.md", BOATS, CHESS)], services.library)
    assert (receipt.withdrawn, receipt.embedded) == (1, 0)
    assert set(published(services.library)) == {"龙舟赛开幕", "象棋赛开幕"}
    assert not [text for text in found("清浦河水位上涨", services) if "水位" in text]
    assert is_whole(services.library)


def test_an_article_that_comes_back_is_published_again(library: Library):
    """As it was, under its old id."""
    ingest([paper("a.md", FLOOD)], library)
    (old,) = library.catalogue.matching(Filters())
    ingest([paper("a.md", FLOOD.replace("上涨", "回落"))], library)
    ingest([paper("a.md", FLOOD)], library)
    assert library.catalogue.matching(Filters()) == [old]
    assert is_whole(library)


def test_another_day_given_by_hand_updates_the_day_and_embeds_nothing(library: Library):
    """The words are the same."""
    ingest([paper("a.md", FLOOD, published_on=date(2025, 6, 11))], library)
    receipt = ingest([paper("a.md", FLOOD, published_on=date(2025, 6, 12))], library)
    assert states(receipt) == {"云川备汛": "updated"}
    assert receipt.embedded == 0
    assert published(library)["云川备汛"].published_on == date(2025, 6, 12)


def test_articles_that_change_files_are_neither_withdrawn_nor_embedded(library: Library):
    """Two files trade their articles."""
    ingest([paper("a.md", FLOOD), paper("b.md", BOATS)], library)
    receipt = ingest([paper("a.md", BOATS), paper("b.md", FLOOD)], library)
    assert (receipt.withdrawn, receipt.embedded) == (0, 0)
    assert {title: article.key for title, article in published(library).items()} == {"云川备汛": "b.md", "龙舟赛开幕": "a.md"}
    assert is_whole(library)


# One article, many places


def test_the_same_article_in_two_files_is_one_with_two_sources(library: Library):
    """Read on two days."""
    ingest([paper("a.md", FLOOD)], library)
    receipt = ingest([paper("b.md", FLOOD)], library)
    assert states(receipt) == {"云川备汛": "unchanged"}
    assert receipt.embedded == 0
    (article_id,) = library.catalogue.matching(Filters())
    assert library.catalogue.sources([article_id]) == {article_id: ["a.md", "b.md"]}
    assert is_whole(library)


def test_the_same_article_in_two_files_of_one_run_is_new_once(library: Library):
    """The receipt counts articles, not printings."""
    receipt = ingest([paper("a.md", FLOOD), paper("b.md", FLOOD)], library)
    assert library.catalogue.counted() == (1, 1)
    assert receipt.embedded == 1
    assert [one.state for one in receipt.articles] == ["new", "unchanged"]


def test_an_article_stays_until_the_last_file_drops_it(library: Library):
    """Then it goes."""
    ingest([paper("a.md", FLOOD), paper("b.md", FLOOD)], library)
    assert ingest([paper("a.md", BOATS)], library).withdrawn == 0
    assert set(published(library)) == {"云川备汛", "龙舟赛开幕"}
    assert ingest([paper("b.md", CHESS)], library).withdrawn == 1
    assert set(published(library)) == {"象棋赛开幕", "龙舟赛开幕"}
    assert is_whole(library)


def test_an_undated_copy_does_not_take_the_day_from_an_article(library: Library):
    """It is reported unchanged, so it is unchanged."""
    day = date(2025, 6, 12)
    ingest([paper("a.md", FLOOD, published_on=day)], library)
    assert states(ingest([paper("b.md", FLOOD)], library)) == {"云川备汛": "unchanged"}
    assert published(library)["云川备汛"].published_on == day


def test_an_article_is_called_by_a_file_that_prints_it(library: Library):
    """Not by one that has dropped it since."""
    ingest([paper("a.md", FLOOD)], library)
    ingest([paper("b.md", FLOOD)], library)
    ingest([paper("b.md", BOATS)], library)
    assert published(library)["云川备汛"].key == "a.md"


def test_a_record_with_a_key_replaces_its_old_self_in_another_file(library: Library):
    """Its key is its place."""
    ingest([records("mon.jsonl", {"key": "k1", "title": "备汛", "text": "水位上涨。"})], library)
    receipt = ingest([records("tue.jsonl", {"key": "k1", "title": "备汛", "text": "水位回落。"})], library)
    assert states(receipt) == {"备汛": "updated"}
    assert [article.text for article in published(library).values()] == ["水位回落。"]
    assert is_whole(library)


def test_one_key_in_two_files_of_one_run_is_one_article(library: Library):
    """The later one, whether they are read today or on two days."""
    monday = records("mon.jsonl", {"key": "k1", "title": "备汛", "text": "水位上涨。"})
    tuesday = records("tue.jsonl", {"key": "k1", "title": "备汛", "text": "水位回落。"})
    ingest([monday, tuesday], library)
    assert [article.text for article in published(library).values()] == ["水位回落。"]
    assert is_whole(library)


def test_a_file_named_twice_is_read_once(library: Library):
    """As in `jianbao ingest news news/a.md`."""
    ingest([paper("a.md", FLOOD), paper("b.md", BOATS), paper("a.md", FLOOD)], library)
    assert set(published(library)) == {"云川备汛", "龙舟赛开幕"}
    assert is_whole(library)


# What is refused


def test_two_records_of_one_key_in_one_file_keep_the_first(library: Library):
    """The other is refused by name, for only one can be kept."""
    receipt = ingest([records("a.jsonl", {"key": "k1", "text": "水位上涨。"}, {"key": "k1", "title": "又", "text": "水位回落。"})], library)
    assert [article.text for article in published(library).values()] == ["水位上涨。"]
    (refused,) = receipt.rejected
    assert refused.name == "k1"
    assert "“又” is left out" in refused.reason


def test_a_file_that_cannot_be_read_any_more_leaves_what_it_held(library: Library):
    """Until it can be read again; meanwhile it is refused each time, not passed over as unchanged."""
    ingest([paper("a.md", FLOOD, BOATS)], library)
    for _ in range(2):
        receipt = ingest([paper("a.md", FLOOD, "# 龙舟赛开幕")], library)
        assert [one.name for one in receipt.rejected] == ["a.md"]
        assert (receipt.articles, receipt.withdrawn) == ([], 0)
        assert set(published(library)) == {"云川备汛", "龙舟赛开幕"}
    assert ingest([paper("a.md", FLOOD)], library).withdrawn == 1


def test_a_refused_line_leaves_what_its_file_held(library: Library):
    """The good lines are published; what is missing is not taken for gone."""
    flood, boats = {"key": "flood", "title": "备汛", "text": "水位上涨。"}, {"key": "boats", "title": "龙舟", "text": "竞渡。"}
    ingest([records("a.jsonl", flood, boats)], library)
    receipt = ingest([records("a.jsonl", "{坏", {**boats, "text": "颁奖。"})], library)
    assert [one.name for one in receipt.rejected] == ["a.jsonl line 1"]
    assert {title: article.text for title, article in published(library).items()} == {"备汛": "水位上涨。", "龙舟": "颁奖。"}
    assert ingest([records("a.jsonl", {**boats, "text": "颁奖。"})], library).withdrawn == 1
    assert is_whole(library)


def test_a_refused_line_takes_no_article_away_though_the_lines_moved(library: Library):
    """The article on the broken line was there before, one line higher; nobody said that it is gone."""
    flood, boats, chess = ({"title": title, "text": f"{title}开幕。"} for title in ("备汛", "龙舟", "象棋"))
    ingest([records("a.jsonl", flood, boats, chess)], library)
    ingest([records("a.jsonl", {"title": "新闻", "text": "开幕。"}, flood, '{"title": "龙舟",', chess)], library)
    assert set(published(library)) == {"新闻", "备汛", "龙舟", "象棋"}


def test_a_run_in_which_all_is_refused_publishes_nothing(library: Library):
    """Not even a generation; and where nothing was read before, not even a folder."""
    bad = [paper("a.md", "# 备汛"), Rejected("b.md", "it is larger than 64 MiB")]
    assert [one.name for one in ingest(bad, library).rejected] == ["a.md", "b.md"]
    assert not library.folder.exists()
    ingest([paper("c.md", FLOOD)], library)
    before = library.catalogue.generation()
    assert [one.name for one in ingest(bad, again(library)).rejected] == ["a.md", "b.md"]
    assert library.catalogue.generation() == before


def test_a_file_whose_name_is_no_utf_8_is_read_like_any_other(tmp_path: Path, library: Library):
    """Archives packed on a Chinese Windows leave such names behind."""
    newspapers = tmp_path / "news"
    newspapers.mkdir()
    (newspapers / os.fsdecode("备汛.md".encode("gbk"))).write_text(FLOOD, encoding="utf-8")
    (newspapers / "b.md").write_text(BOATS, encoding="utf-8")
    receipt = read_in(library, newspapers)
    assert states(receipt) == {"云川备汛": "new", "龙舟赛开幕": "new"}
    assert [one.key for one in receipt.articles if one.title == "云川备汛"] == ["备汛.md"]


@pytest.mark.parametrize(
    "sources",
    [
        [paper("a.md", FLOOD), paper("b.md", BOATS, CHESS)],
        [paper("a.md", FLOOD), paper("b.md", "# 龙舟")],
        [paper("b.md", "# 龙舟")],
        [records("a.jsonl", *({"text": f"第{number}号公告。"} for number in range(MANY)))],
    ],
)
def test_progress_adds_up_to_every_byte(library: Library, sources: Sequence[Source]):
    """Published, refused or unchanged: a bar that stops short looks like a hang."""
    total = sum(len(source.raw) for source in sources)
    for _ in range(2):
        told: list[int] = []
        ingest(sources, library, told.append)
        assert sum(told) == total


def test_a_long_file_is_told_of_batch_by_batch(library: Library):
    """Not all at its end."""
    source = records("a.jsonl", *({"text": f"第{number}号公告。"} for number in range(MANY)))
    told: list[int] = []
    ingest([source], library, told.append)
    assert told[0] == pytest.approx(len(source.raw) * 512 / MANY, abs=1)


# Long files


def test_a_line_put_in_at_the_head_of_a_long_file_withdraws_nothing(library: Library):
    """All the others are there before and after, so not for a moment is one of them gone, nor embedded again."""
    rows = [{"title": f"第{number}号", "text": f"第{number}号公告。"} for number in range(MANY)]
    ingest([records("a.jsonl", *rows)], library)
    receipt = ingest([records("a.jsonl", {"title": "新", "text": "新公告。"}, *rows)], library)
    assert library.catalogue.counted()[0] == MANY + 1
    assert (receipt.withdrawn, receipt.embedded) == (0, 1)


def test_a_long_article_and_its_many_passages_are_published_whole(library: Library):
    """More passages than a batch has articles."""
    receipt = write_in(library, "a.md", "# 备汛\n" + "".join(f"第{number}处点位，{'水' * 100}。\n" for number in range(300)))
    assert receipt.embedded > 64
    assert is_whole(library)


# One writer


def hold(folder: Path, line: Connection) -> None:
    """Be the folder's writer until the line is hung up. Runs in another process."""
    with Library(folder, LocalEncoder(folder)).writing():
        line.send("held")
        with suppress(EOFError):
            line.recv()


@contextmanager
def another_writer(folder: Path) -> Iterator[BaseProcess]:
    """Another process holds the folder's lock."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=hold, args=(folder, there), daemon=True)
    process.start()
    there.close()
    try:
        assert here.recv() == "held"
        yield process
    finally:
        here.close()
        process.join()


def test_a_second_writer_is_told_so_at_once_and_readers_go_on(library: Library):
    """It does not wait: the first one holds on until the second has been told."""
    ingest([paper("a.md", FLOOD)], library)
    (article_id,) = library.catalogue.matching(Filters())
    with another_writer(library.folder):
        with pytest.raises(Busy, match="written to by another process"):
            ingest([paper("b.md", BOATS)], library)
        with pytest.raises(Busy):
            remove(article_id, again(library))
        assert set(published(again(library))) == {"云川备汛"}
    assert states(ingest([paper("b.md", BOATS)], library)) == {"龙舟赛开幕": "new"}


def test_a_writer_that_was_killed_bars_nobody(library: Library):
    """Its lock died with it."""
    with another_writer(library.folder) as process:
        process.kill()
        process.join()
        assert states(ingest([paper("a.md", FLOOD)], library)) == {"云川备汛": "new"}


def test_a_second_writer_in_the_same_process_is_told_so_too(library: Library):
    """Such as two requests to one server."""
    with again(library).writing(), pytest.raises(Busy):
        ingest([paper("a.md", FLOOD)], library)


def test_a_library_in_which_nothing_was_read_says_so(library: Library):
    """And looking at it makes nothing."""
    with pytest.raises(NothingToRead, match="run `jianbao ingest PATH` first"):
        _ = library.catalogue
    assert not library.folder.exists()


def test_a_catalogue_of_another_version_is_not_read(library: Library):
    """Nor written to, where it is a newer one."""
    ingest([paper("a.md", FLOOD)], library)
    with sqlite3.connect(library.folder / "catalogue.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(Damaged, match="of schema 9999"):
        _ = again(library).catalogue
    with pytest.raises(Damaged, match="written by a newer one"):
        ingest([paper("b.md", BOATS)], again(library))


# Withdrawn by hand


def test_a_removed_article_is_gone_from_search_and_comes_back_with_its_file(tmp_path: Path, cache: Path):
    """Removing is no ban: who reads the file again means to."""
    services = build(Settings(data_dir=tmp_path, cache_dir=cache))
    ingest([paper("a.md", FLOOD, BOATS)], services.library)
    flood = published(services.library)["云川备汛"].id
    assert remove(flood, services.library)
    assert not remove(flood, services.library)
    assert not remove("0" * 16, services.library)
    assert not [text for text in found("水位上涨", services) if "水位" in text]
    assert is_whole(services.library)
    assert states(ingest([paper("a.md", FLOOD, BOATS)], services.library))["云川备汛"] == "new"
    assert is_whole(services.library)


# Death


class Killed(BaseException):
    """The process is gone: no `except Exception` may hear of it."""


def fall() -> None:
    """Die in this process, as far as a test can."""
    raise Killed


def kill_this_process() -> None:
    """Die for good: no finally, no flush, no close."""
    os.kill(os.getpid(), signal.SIGKILL)


class Fuse:
    """Burns when a deed is done for the n-th time: before it is done, or as soon as it is."""

    def __init__(self, deed: str = "", nth: int = 1, *, after: bool = False, burn: Callable[[], None] = fall) -> None:
        """Without a deed it only takes notes."""
        self.deed, self.nth, self.after, self.burn = deed, nth, after, burn
        self.done: list[str] = []

    def around(self, deed: str, do: Callable[..., Any], *words: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the part takes and gives
        """Do it, unless this is where it ends."""
        self.done.append(deed)
        burns = deed == self.deed and self.done.count(deed) == self.nth
        if burns and not self.after:
            self.burn()
        outcome = do(*words, **named)
        if burns:
            self.burn()
        return outcome


class Fragile:
    """A part of a library that does all it is asked, until the fuse burns."""

    def __init__(self, name: str, part: Any, fuse: Fuse) -> None:  # noqa: ANN401  any part
        self._name, self._part, self._fuse = name, part, fuse

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  any of its attributes
        """The part's own, with the fuse laid round what it can do."""
        own = getattr(self._part, name)
        return partial(self._fuse.around, f"{self._name}.{name}", own) if callable(own) else own


class FragileLibrary(Library):
    """A library whose every part may be its last."""

    def __init__(self, folder: Path, embedder: Embedder, fuse: Fuse) -> None:
        """The fuse runs through all parts."""
        super().__init__(folder, Fragile("embedder", embedder, fuse))
        self._fuse = fuse

    @cached_property
    def catalogue(self) -> Catalogue:
        """The record."""
        return Fragile("catalogue", super().catalogue, self._fuse)

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The word index."""
        return Fragile("lexical", super().lexical, self._fuse)

    @cached_property
    def vectors(self) -> ChromaVectors:
        """The vectors."""
        return Fragile("vectors", super().vectors, self._fuse)


DEEDS = (
    "catalogue.announce",
    "embedder.embed",
    "vectors.write",
    "lexical.write",
    "catalogue.publish",
    "lexical.remove",
    "vectors.remove",
    "catalogue.settle",
)
NOTICES = [{"key": f"n{number}", "title": f"第{number}号", "text": f"第{number}号公告。"} for number in range(MANY)]
OLD = (paper("a.md", FLOOD, BOATS, CHESS), records("b.jsonl", *NOTICES), paper("e.md", FLOOD))
NEW = (
    paper("a.md", BOATS, CHESS.replace("六十", "七十"), "# 赏荷\n芦苇湖荷花盛开。"),
    records("b.jsonl", {**NOTICES[0], "text": "更正。"}, *NOTICES[2:], {"key": "last", "title": "末号", "text": "末号公告。"}),
    records("d.jsonl", *({**row, "key": f"d{row['key']}", "title": f"区{row['title']}"} for row in NOTICES)),
    paper("e.md", FLOOD.replace("上涨", "回落")),
)


@dataclass(frozen=True)
class Editions:
    """What a run starts from, and what it must end with."""

    old: Library
    new: Library


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory, encoder: Embedder) -> Editions:
    """A library with the old edition, and one with the new edition alone. Nobody writes to them, and nobody died over them."""
    old, new = (Library(tmp_path_factory.mktemp(name), encoder) for name in ("old", "new"))
    ingest(OLD, old)
    ingest(NEW, new)
    return Editions(old, new)


def copied(library: Library, folder: Path) -> Library:
    """A copy of the library, in this folder."""
    shutil.copytree(library.folder, folder, ignore=shutil.ignore_patterns("*.lock"))
    return Library(folder, library.embedder)


def test_the_new_edition_takes_every_step_twice(tmp_path: Path, editions: Editions):
    """Or the tests of death would prove nothing."""
    fuse = Fuse()
    ingest(NEW, FragileLibrary(copied(editions.old, tmp_path / "data").folder, editions.old.embedder, fuse))
    assert {deed: fuse.done.count(deed) >= 2 for deed in DEEDS} == dict.fromkeys(DEEDS, True)


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("deed", DEEDS)
def test_death_before_any_step_leaves_the_old_state_or_the_new_and_the_next_run_ends_it(
    tmp_path: Path, editions: Editions, deed: str, nth: int
):
    """In the first batch or the second; then nothing tells that anybody died."""
    library = copied(editions.old, tmp_path / "data")
    with pytest.raises(Killed):
        ingest(NEW, FragileLibrary(library.folder, library.embedder, Fuse(deed, nth)))
    is_old_or_new(again(library), editions)
    ingest(NEW, again(library))
    ends_as(again(library), editions.new)


@pytest.mark.parametrize("deed", ["vectors.make", "catalogue.make_live", *DEEDS[:5]])
def test_death_in_the_very_first_run_is_made_good_by_the_next(library: Library, editions: Editions, deed: str):
    """There is no old state to fall back on, but nothing is seen by halves."""
    with pytest.raises(Killed):
        ingest(NEW, FragileLibrary(library.folder, library.embedder, Fuse(deed)))
    assert set(again(library).catalogue.matching(Filters())) <= set(editions.new.catalogue.matching(Filters()))
    ingest(NEW, again(library))
    ends_as(again(library), editions.new)


def test_a_run_that_dies_again_and_again_still_ends(tmp_path: Path, editions: Editions):
    """Each time at the next step, and never with a chance to sweep in peace."""
    library = copied(editions.old, tmp_path / "data")
    for deed in DEEDS:
        with pytest.raises(Killed):
            ingest(NEW, FragileLibrary(library.folder, library.embedder, Fuse(deed, after=True)))
    ingest(NEW, again(library))
    ends_as(again(library), editions.new)


def test_a_death_can_be_answered_with_the_old_edition(tmp_path: Path, editions: Editions):
    """Whoever takes the change back gets the old state, whole."""
    library = copied(editions.old, tmp_path / "data")
    with pytest.raises(Killed):
        ingest(NEW, FragileLibrary(library.folder, library.embedder, Fuse("catalogue.settle")))
    ingest([*OLD, records("d.jsonl", '{"key": "x", "title": "余", "text": "余下的一篇。"}')], again(library))
    assert set(published(again(library))) == {*published(editions.old), "余"}
    assert is_whole(again(library))


@pytest.mark.parametrize("deed", ["catalogue.withdraw", "lexical.remove", "vectors.remove", "catalogue.settle"])
def test_death_while_an_article_is_removed_shows_it_or_not_and_the_next_run_sweeps(tmp_path: Path, editions: Editions, deed: str):
    """It is not found once it was withdrawn, swept or not."""
    library = copied(editions.old, tmp_path / "data")
    boats = published(library)["龙舟赛开幕"].id
    with pytest.raises(Killed):
        remove(boats, FragileLibrary(library.folder, library.embedder, Fuse(deed, after=True)))
    assert "龙舟赛开幕" not in published(again(library))
    ingest([], again(library))
    assert is_whole(again(library))


def is_old_or_new(library: Library, editions: Editions) -> None:
    """Each file that is published together is seen in one of its two states, each record in one of its two versions."""
    old, new, seen = published(editions.old), published(editions.new), published(library)
    assert ("赏荷" in seen) == (seen["象棋赛开幕"].id == new["象棋赛开幕"].id)
    for title, article in seen.items():
        assert article.id in {edition[title].id for edition in (old, new) if title in edition}
    assert old.keys() & new.keys() <= seen.keys()


def ends_as(library: Library, clean: Library) -> None:
    """The same articles and passages as a library that was never killed, in the catalogue and in both indexes; and all is unchanged."""
    assert {title: article.id for title, article in published(library).items()} == {
        title: article.id for title, article in published(clean).items()
    }
    assert indexed(library) == indexed(clean)
    assert is_whole(library)
    receipt = ingest(NEW, library)
    assert set(states(receipt).values()) == {"unchanged"}
    assert (receipt.embedded, receipt.withdrawn) == (0, 0)


def read_until(folder: Path, cache: Path, deed: str, *, after: bool) -> None:
    """Read the new edition and be killed at the deed. Runs in another process."""
    ingest(NEW, FragileLibrary(folder, LocalEncoder(cache), Fuse(deed, 2, after=after, burn=kill_this_process)))


@pytest.mark.parametrize(
    ("deed", "after"), [("vectors.write", True), ("lexical.write", True), ("catalogue.publish", False), ("catalogue.publish", True)]
)
def test_a_process_that_is_really_killed_leaves_the_same(tmp_path: Path, cache: Path, editions: Editions, deed: str, *, after: bool):
    """With a log not folded in, a lock file, a segment nobody merged."""
    library = copied(editions.old, tmp_path / "data")
    process = multiprocessing.get_context("spawn").Process(target=read_until, args=(library.folder, cache, deed), kwargs={"after": after})
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    is_old_or_new(again(library), editions)
    ingest(NEW, again(library))
    ends_as(again(library), editions.new)


# What a server sees


def read_elsewhere(folder: Path, cache: Path, *sources: Source) -> None:
    """Read newspapers. Runs in another process."""
    ingest(sources, Library(folder, LocalEncoder(cache)))


def elsewhere(folder: Path, cache: Path, *sources: Source) -> None:
    """Another process reads these newspapers."""
    process = multiprocessing.get_context("spawn").Process(target=read_elsewhere, args=(folder, cache, *sources))
    process.start()
    process.join()
    assert process.exitcode == 0


def test_a_server_finds_what_another_process_has_published_since(tmp_path: Path, cache: Path):
    """By its words and by its meaning, without being told to reopen anything; and no more what that process withdrew."""
    server = build(Settings(data_dir=tmp_path, cache_dir=cache))
    ingest([paper("a.md", FLOOD)], server.library)
    assert found("龙舟竞渡", server) == ["清浦河水位上涨，各街道连夜巡堤。"]
    elsewhere(tmp_path, cache, paper("b.md", BOATS))
    hit = server.retriever.retrieve("龙舟竞渡", 1).hits[0]
    assert hit.article.title == "龙舟赛开幕"
    boats, vector = hit.passage.id, server.library.embedder.embed(["龙舟竞渡"])[0]
    assert server.library.vectors.search(vector, 1)[0][0] == boats
    assert [name for name, _ in server.library.lexical.search([Term((("龙舟", 1.0),))], 5)] == [boats]
    elsewhere(tmp_path, cache, paper("b.md", CHESS))
    assert found("龙舟竞渡", server)
    assert not [text for text in found("龙舟竞渡", server) if "龙舟" in text]


def test_a_server_finds_what_another_library_has_published_since(tmp_path: Path, cache: Path, encoder: Embedder):
    """In the same process, as when a folder is opened twice."""
    server, writer = build(Settings(data_dir=tmp_path, cache_dir=cache)), Library(tmp_path, encoder)
    ingest([paper("a.md", FLOOD)], writer)
    assert found("水位", server)
    for source, text in ((paper("b.md", BOATS), "十二支龙舟队在芦苇湖竞渡。"), (paper("b.md", CHESS), "六十名棋手在文化馆对弈。")):
        ingest([source], writer)
        assert found(text, server)[0] == text
    assert not [text for text in found("龙舟竞渡", server) if "龙舟" in text]


def test_what_the_indexes_hold_and_nobody_published_is_not_found(tmp_path: Path, cache: Path):
    """A writer died between the indexes and the catalogue."""
    server = build(Settings(data_dir=tmp_path, cache_dir=cache))
    ingest([paper("a.md", FLOOD)], server.library)
    with pytest.raises(Killed):
        ingest([paper("b.md", BOATS)], FragileLibrary(tmp_path, server.library.embedder, Fuse("catalogue.publish")))
    fresh = build(Settings(data_dir=tmp_path, cache_dir=cache))
    assert len(fresh.library.vectors) == len(fresh.library.lexical) == 2
    for services in (server, fresh):
        assert found("龙舟竞渡", services) == ["清浦河水位上涨，各街道连夜巡堤。"]
        assert services.retriever.retrieve("龙舟竞渡", 5).searched == 1
