"""The two indexes, the tables kept unpacked, and the database: each keeps its promise by itself."""

import os
import pickle
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, inspect, select

import ingest.migrations
from ingest.article import Article, Passage
from ingest.database import migrate, opened, sqlite_url, version_of
from ingest.errors import Damaged
from ingest.lexical import LexicalIndex, Term
from ingest.passages import passages_in
from ingest.schema import HEAD, articles, metadata, sketches
from ingest.unpacked import unpacked
from ingest.vectors import ChromaVectors, Embedded, OneLook, collection_name, is_of

NAME = collection_name("toy-1")
SIDES = 8
"""Dimensions of the toy vectors."""


def article(title: str, text: str) -> tuple[Article, Passage]:
    """A short article and its one passage."""
    whole = Article(title, title, text)
    (passage,) = passages_in(whole)
    return whole, passage


FLOOD = article("备汛", "清浦河水位上涨，街道巡堤。")
BOATS = article("龙舟", "芦苇湖龙舟竞渡，街道设观赛点。")
CHESS = article("象棋", "文化馆象棋开赛，象棋协会主办，象棋名家到场。")
EVERY = (FLOOD, BOATS, CHESS)


def ids(hits: Sequence[tuple[str, float]]) -> list[str]:
    """The article titles of hits, best first."""
    titles = {passage.id: whole.title for whole, passage in EVERY}
    return [titles[name] for name, _ in hits]


def any_of(*spellings: str | tuple[str, float]) -> Term:
    """One thing looked for, in any of these spellings."""
    return Term(tuple((one, 1.0) if isinstance(one, str) else one for one in spellings))


# Words


@pytest.fixture
def words(tmp_path: Path) -> LexicalIndex:
    """A word index of three short articles."""
    index = LexicalIndex(tmp_path / "words", make=True)
    index.write(EVERY)
    return index


def test_tokens_that_are_sought_together_count_only_together(words: LexicalIndex):
    """And no more than one of them would, on average."""
    assert ids(words.search([any_of("街道 道设")], 5)) == ["龙舟"]
    assert words.search([any_of("街道 象棋")], 5) == []
    ((_, both),) = words.search([any_of("龙舟 竞渡")], 5)
    each = [score for one in ("龙舟", "竞渡") for _, score in words.search([any_of(one)], 5)]
    assert both == pytest.approx(sum(each) / 2, rel=1e-5)


def test_a_word_finds_the_passages_that_print_it_best_first(words: LexicalIndex):
    """In title, section or text; more of it is better."""
    assert ids(words.search([any_of("象棋")], 5)) == ["象棋"]
    assert set(ids(words.search([any_of("街道")], 5))) == {"备汛", "龙舟"}
    assert ids(words.search([any_of("街道"), any_of("龙舟")], 5)) == ["龙舟", "备汛"]
    assert len(words.search([any_of("街道")], 1)) == 1


def test_what_is_not_printed_is_not_found(words: LexicalIndex):
    """Nor is nothing."""
    assert words.search([any_of("荷花")], 5) == []
    assert words.search([], 5) == []
    assert words.search([Term(())], 5) == []


def test_of_several_spellings_the_best_one_counts_and_not_their_sum(words: LexicalIndex):
    """A passage that prints two translations of one word is not twice as much about it."""
    alone = {token: dict(words.search([any_of(token)], 5)) for token in ("龙舟", "竞渡")}
    (found,) = words.search([any_of("龙舟", "竞渡")], 5)
    both = max(scores[found[0]] for scores in alone.values())
    assert found[1] == pytest.approx(both)
    (summed,) = words.search([any_of("龙舟"), any_of("竞渡")], 5)
    assert summed[1] == pytest.approx(sum(scores[found[0]] for scores in alone.values()))
    assert summed[1] > found[1]


def test_a_spelling_counts_by_its_weight(words: LexicalIndex):
    """A doubtful translation finds, but does not lead."""
    (full,) = words.search([any_of("龙舟")], 5)
    (half,) = words.search([any_of(("龙舟", 0.5))], 5)
    assert half[1] == pytest.approx(full[1] / 2)
    (best,) = words.search([any_of(("龙舟", 0.1), "竞渡")], 5)
    assert best[1] == pytest.approx(dict(words.search([any_of("竞渡")], 5))[best[0]])


def test_a_search_may_be_held_to_some_articles(words: LexicalIndex):
    """Their scores are what they are in the whole index; of none, nothing is found."""
    free = dict(words.search([any_of("街道")], 5))
    held = words.search([any_of("街道")], 5, [BOATS[0].id, CHESS[0].id])
    assert ids(held) == ["龙舟"]
    assert held[0][1] == pytest.approx(free[held[0][0]])
    assert words.search([any_of("街道")], 5, []) == []
    assert words.search([any_of("街道")], 5, ["0" * 16]) == []


def test_a_frequency_is_the_number_of_passages(words: LexicalIndex):
    """Not of places in them."""
    assert [words.frequency(token) for token in ("象棋", "街道", "荷花", "")] == [1, 2, 0, 0]


def test_an_article_written_again_is_there_once(words: LexicalIndex):
    """With the passages it has now."""
    words.write([CHESS])
    words.write([CHESS, BOATS])
    assert len(words) == 3
    assert ids(words.search([any_of("象棋")], 5)) == ["象棋"]


def test_a_removed_article_is_found_no_more(words: LexicalIndex):
    """The others are; removing what is not there does nothing."""
    words.remove([BOATS[0].id, "0" * 16])
    assert ids(words.search([any_of("街道")], 5)) == ["备汛"]
    assert words.search([any_of("竞渡")], 5) == []
    assert len(words) == 2


def test_a_frequency_counts_no_passage_that_was_taken_out(words: LexicalIndex):
    """Or a name that is printed nowhere any more would still be looked for."""
    words.write([CHESS])
    words.remove([BOATS[0].id])
    assert [words.frequency(token) for token in ("象棋", "街道", "竞渡")] == [1, 1, 0]


def test_an_open_word_index_sees_what_another_wrote_once_it_is_refreshed(words: LexicalIndex):
    """A server's searcher beside a command's writer."""
    reader = LexicalIndex(words.folder)
    words.remove([BOATS[0].id])
    reader.refresh()
    assert len(reader) == 2
    assert ids(reader.search([any_of("街道")], 5)) == ["备汛"]


def test_a_word_index_that_is_not_there_is_damage_and_is_not_made_in_passing(tmp_path: Path):
    """An empty one would answer that nothing was printed."""
    with pytest.raises(Damaged, match="jianbao reindex"):
        LexicalIndex(tmp_path / "words")
    assert not (tmp_path / "words").exists()


def test_a_word_index_that_cannot_be_read_is_damage(words: LexicalIndex):
    """Named, with what mends it."""
    (words.folder / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(Damaged, match="jianbao reindex"):
        LexicalIndex(words.folder)


# Vectors


def toy(*lean: int) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    """Unit vectors that lean to these sides; no two are equally far from a third."""
    rows = np.eye(SIDES, dtype=np.float32)[list(lean)] + np.linspace(0.01, 0.3, SIDES, dtype=np.float32) ** 2
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[ChromaVectors]:
    """A collection of three toy vectors."""
    chroma = ChromaVectors(Embedded(tmp_path / "chroma"), NAME)
    chroma.make()
    chroma.write([passage for _, passage in EVERY], toy(0, 1, 2))
    yield chroma
    chroma.close()


def test_the_nearest_vector_comes_first_with_its_cosine(vectors: ChromaVectors):
    """One is the same direction."""
    hits = vectors.search(toy(1)[0], 5)
    cosines = dict(zip(("备汛", "龙舟", "象棋"), (toy(0, 1, 2) @ toy(1)[0]).tolist(), strict=True))
    assert dict(zip(ids(hits), (cosine for _, cosine in hits), strict=True)) == pytest.approx(cosines, abs=1e-5)
    assert ids(hits) == sorted(cosines, key=lambda title: -cosines[title])
    assert len(vectors.search(toy(1)[0], 2)) == 2


def test_a_search_for_neighbours_may_be_held_to_some_articles(vectors: ChromaVectors):
    """Of none, nothing is found."""
    assert ids(vectors.search(toy(1)[0], 5, [FLOOD[0].id])) == ["备汛"]
    assert vectors.search(toy(1)[0], 5, ["0" * 16]) == []
    assert vectors.search(toy(1)[0], 5, []) == []


def test_a_vector_written_again_is_overwritten_and_a_removed_one_is_gone(vectors: ChromaVectors):
    """One passage, one vector."""
    vectors.write([FLOOD[1]], toy(5))
    assert len(vectors) == 3
    assert ids(vectors.search(toy(5)[0], 1)) == ["备汛"]
    vectors.remove([FLOOD[0].id])
    vectors.remove([])
    assert len(vectors) == 2
    assert "备汛" not in ids(vectors.search(toy(5)[0], 5))


def test_vectors_of_two_encoders_never_meet():
    """Their collections have other names."""
    assert is_of(collection_name("usem3-1", 7), "usem3-1")
    assert not is_of(collection_name("usem3-1"), "usem3-2")
    assert not is_of(collection_name("usem3-1"), "usem3")
    assert len({collection_name("a"), collection_name("b"), collection_name("a", 2)}) == 3


def test_a_collection_that_is_not_there_is_damage(tmp_path: Path):
    """Named, with what mends it; an empty one would say that nothing is near."""
    chroma = ChromaVectors(Embedded(tmp_path / "chroma"), NAME)
    with pytest.raises(Damaged, match="jianbao reindex"):
        chroma.search(toy(0)[0], 1)
    chroma.close()


@pytest.mark.parametrize("limit", [1, 2, 3, 60])
@pytest.mark.parametrize("side", range(4))
def test_one_look_finds_what_chromas_client_finds(vectors: ChromaVectors, tmp_path: Path, limit: int, side: int):
    """The same passages in the same order, with the same cosines."""
    glance = CountingLook(tmp_path / "chroma", lambda: NAME)
    assert glance.search(toy(side)[0], limit) == vectors.search(toy(side)[0], limit)
    assert glance.looks == 1


def test_one_look_leaves_a_search_held_to_some_articles_to_the_client(vectors: ChromaVectors, tmp_path: Path):
    """It knows no filters."""
    glance = CountingLook(tmp_path / "chroma", lambda: NAME)
    chosen = [FLOOD[0].id, CHESS[0].id]
    assert glance.search(toy(1)[0], 5, chosen) == vectors.search(toy(1)[0], 5, chosen)
    assert glance.search(toy(1)[0], 5, []) == []
    assert glance.looks == 0


class CountingLook(OneLook):
    """Tells whether it was the engine that answered."""

    looks = 0

    def _look(self, vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        found = super()._look(vector, limit)
        self.looks += 1
        return found


def no_engine() -> ModuleType:
    """A module in which nothing is."""
    return ModuleType("chromadb_rust_bindings")


def another_engine() -> ModuleType:
    """A module in which everything has the right name and takes something else."""
    engine = no_engine()
    engine.MigrationHash = engine.MigrationMode = type("Modes", (), {"MD5": 0, "Validate": 0})
    engine.SqliteDBConfig = engine.Bindings = lambda: None
    return engine


@pytest.mark.parametrize("engine", [no_engine, another_engine, lambda: None])
def test_where_the_engine_is_not_as_we_know_it_the_client_answers(
    vectors: ChromaVectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: Callable[[], ModuleType | None]
):
    """Its interface is not public, so a new Chroma may have changed it; an import is no seam."""
    expected = vectors.search(toy(1)[0], 3)
    monkeypatch.setitem(sys.modules, "chromadb_rust_bindings", engine())
    glance = CountingLook(tmp_path / "chroma", lambda: NAME)
    assert glance.search(toy(1)[0], 3) == expected
    assert glance.looks == 0


# Tables kept unpacked

ALLOWED = ("numpy._core.numeric._frombuffer", "numpy.dtype")
TABLE = {"rows": np.arange(24, dtype=np.float32).reshape(4, 6), "words": ["堤", 3.5]}


class Build:
    """Makes the table, and counts how often."""

    def __init__(self) -> None:
        """Not yet."""
        self.times = 0

    def __call__(self) -> dict[str, object]:
        """The table."""
        self.times += 1
        return TABLE


def same(table: dict[str, object]) -> bool:
    """Whether it is the table."""
    return np.array_equal(table["rows"], TABLE["rows"]) and table["words"] == TABLE["words"]  # type: ignore[arg-type]


def test_a_table_is_built_once_and_then_kept(tmp_path: Path):
    """What is read back is what was built, mapped and not copied; nothing else is left in the folder."""
    build = Build()
    for _ in range(3):
        table = unpacked(tmp_path / "deep" / "cache", "table", build, ALLOWED)
        assert same(table)
    assert build.times == 1
    assert not table["rows"].flags.owndata
    assert not table["rows"].flags.writeable
    assert [path.name for path in (tmp_path / "deep" / "cache").iterdir()] == ["table"]


class Tempting:
    """Unpickles into a command that leaves a mark."""

    def __init__(self, mark: Path) -> None:
        """The file that the command would make."""
        self._mark = mark

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        """Name os.system."""
        return os.system, (f"touch {self._mark}",)


def kept(body: bytes, places: object = ()) -> bytes:
    """A file as it is kept: the pickle, then a table of places, then the length of that table."""
    table = pickle.dumps(((0, len(body)), places))
    return body + table + len(table).to_bytes(8, "little")


def kept_table(table: bytes) -> bytes:
    """A file with any bytes where the table of places should be."""
    return table + len(table).to_bytes(8, "little")


def test_a_tampered_table_executes_nothing(tmp_path: Path):
    """A pickle that names os.system, as the thing itself or where the places of its arrays are listed, is built anew."""
    mark, build = tmp_path / "mark", Build()
    tempting = pickle.dumps(Tempting(mark))
    assert b"system" in tempting
    for whole in (kept(tempting), kept_table(tempting), kept(pickle.dumps({"rows": Tempting(mark)}))):
        (tmp_path / "table").write_bytes(whole)
        assert same(unpacked(tmp_path, "table", build, ALLOWED))
        assert not mark.exists()
    assert build.times == 3
    assert same(unpacked(tmp_path, "table", build, ALLOWED))
    assert build.times == 3


def test_the_temptation_is_real(tmp_path: Path):
    """Or the test above would prove nothing: where os.system is allowed, the command runs."""
    (tmp_path / "table").write_bytes(kept(pickle.dumps(Tempting(tmp_path / "mark"))))
    unpacked(tmp_path, "table", Build(), [f"{os.system.__module__}.system"])
    assert (tmp_path / "mark").exists()


BROKEN = {
    "emptied": b"",
    "a few zeros": b"\0" * 7,
    "zeros": b"\0" * 4096,
    "ones": b"\xff" * 4096,
    "no pickle": kept(b""),
    "half a pickle": kept(pickle.dumps(TABLE)[:-9]),
    "a frame too long": kept(b"\x80\x05\x95\xff\xff\xff\xff\xff\xff\xff\xff."),
    "an unknown memo": kept(b"\x80\x05h\x07."),
    "an array that is not there": kept(b"\x80\x05\x97."),
    "a call that does not fit": kept(b"\x80\x05cnumpy\ndtype\n(K\x01K\x02K\x03K\x04K\x05tR."),
    "half a place": kept(pickle.dumps(TABLE), [(0,)]),
    "a place in words": kept(pickle.dumps(TABLE), [("a", "b")]),
    "a number for places": kept_table(pickle.dumps(7)),
    "three ends": kept_table(pickle.dumps(((0, 1, 2), ()))),
    "ends in words": kept_table(pickle.dumps((("a", "b"), ()))),
    "places that are no pickle": kept_table(b"no pickle at all"),
}


@pytest.mark.parametrize("whole", BROKEN.values(), ids=BROKEN)
def test_a_table_that_cannot_be_read_is_built_anew(tmp_path: Path, whole: bytes):
    """Emptied, cut short, overwritten: it costs time and nothing more. The next start has a good one again."""
    (tmp_path / "table").write_bytes(whole)
    build = Build()
    assert same(unpacked(tmp_path, "table", build, ALLOWED))
    assert same(unpacked(tmp_path, "table", build, ALLOWED))
    assert build.times == 1


@settings(max_examples=200)
@given(st.data())
def test_a_table_cut_short_anywhere_is_built_anew(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject):
    """As by a full disk, though the rename makes that all but impossible."""
    folder = tmp_path_factory.mktemp("cut")
    unpacked(folder, "table", Build(), ALLOWED)
    whole = (folder / "table").read_bytes()
    (folder / "table").write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    build = Build()
    assert same(unpacked(folder, "table", build, ALLOWED))
    assert build.times == 1


def test_a_folder_that_cannot_be_written_costs_time_and_nothing_more(tmp_path: Path):
    """There, a file stands where the folder should be."""
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    build = Build()
    for _ in range(2):
        assert same(unpacked(tmp_path / "cache", "table", build, ALLOWED))
    assert build.times == 2


def test_a_table_that_cannot_be_put_in_its_place_leaves_nothing_behind(tmp_path: Path):
    """There, a folder stands in its place."""
    (tmp_path / "table" / "x").mkdir(parents=True)
    assert same(unpacked(tmp_path, "table", Build(), ALLOWED))
    assert [path.name for path in tmp_path.iterdir()] == ["table"]


# The database


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine for a catalogue that is not there yet."""
    made = opened(sqlite_url(tmp_path))
    yield made
    made.dispose()


def test_the_code_writes_the_newest_schema():
    """HEAD is Alembic's own head, and there is one."""
    config = Config()
    config.set_main_option("script_location", str(Path(ingest.migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_the_migrations_make_exactly_the_tables_of_the_schema(engine: Engine):
    """Alembic sees nothing to add, to drop or to change."""
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_an_empty_database_is_brought_to_the_newest_schema(engine: Engine):
    """And one that is there already is left alone."""
    assert version_of(engine) is None
    migrate(engine)
    assert version_of(engine) == HEAD
    migrate(engine)
    assert version_of(engine) == HEAD


def test_a_migration_that_rebuilds_a_table_keeps_its_rows(engine: Engine):
    """Up, down and up again."""
    migrate(engine)
    with engine.begin() as connection:
        values = {"id": "a", "key": "k", "title": "t", "text": "x", "read_at": datetime(2026, 8, 24, tzinfo=UTC), "published": True}
        connection.execute(insert(articles), values)
        connection.execute(insert(sketches), [{"hash": one, "article_id": "a"} for one in (7, -3)])
    for step in (lambda config: command.downgrade(config, "0002"), lambda config: command.upgrade(config, "head")):
        config = Config()
        config.set_main_option("script_location", str(Path(ingest.migrations.__file__).parent))
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            step(config)
        with engine.connect() as connection:
            assert set(connection.execute(select(sketches.c.hash)).scalars()) == {7, -3}


def test_a_catalogue_that_a_newer_jianbao_wrote_is_refused(engine: Engine, tmp_path: Path):
    """And not touched: what it holds, this one does not know."""
    migrate(engine)
    with sqlite3.connect(tmp_path / "catalogue.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(Damaged, match=rf"schema 9999, and this Jianbao knows {HEAD}: it was written by a newer one"):
        migrate(engine)
    assert version_of(engine) == "9999"


def test_a_file_that_is_no_database_is_damage(engine: Engine, tmp_path: Path):
    """Said in one line, not in SQLAlchemy's many."""
    (tmp_path / "catalogue.db").write_text("no database, but long enough to be looked at\n" * 100, encoding="utf-8")
    with pytest.raises(Damaged, match="the catalogue cannot be read") as raised:
        version_of(engine)
    assert "\n" not in str(raised.value)


def test_the_catalogue_does_not_make_a_reader_wait(engine: Engine, tmp_path: Path):
    """While one connection writes, another reads what was there before."""
    migrate(engine)
    writer = sqlite3.connect(tmp_path / "catalogue.db")
    writer.execute("UPDATE counters SET value = 7")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT value FROM counters").scalar() == 0
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    writer.rollback()
    writer.close()
