"""The measure of the search is measured: on the sample articles, with real indexes, against ranks worked out by hand."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ARTICLES, SAMPLES
from typer.testing import CliRunner

from api.settings import Settings
from evals.benches import load
from evals.cases import BadCases
from evals.cli import app
from evals.means import share_of
from evals.plain import PlainSearch
from evals.retrieval import Shelved, figures, shelved, sweep

QUESTIONS = (
    {"id": "q1", "query": "张红军对安委会提出了哪些要求", "gold": ["safety-committee"], "answers": ["七抓七防"]},
    {"id": "q2", "query": "非遗市集有多少个摊位", "gold": ["yunchuan-reed-lake-fair", "fair-again"]},
    {"id": "q3", "query": "What did Zhang Hongjun ask of the safety committee?", "gold": ["safety-committee"], "lang": "en"},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bench over the sample articles, one of which it holds under two ids."""
    bodies = {path.stem: path.read_text("utf-8").split("---\n", 2)[2] for path in sorted(SAMPLES.glob("*.md"))}
    bodies["fair-again"] = bodies["yunchuan-reed-lake-fair"]
    home = tmp_path / "samples"
    home.mkdir()
    (home / "corpus.jsonl").write_text(_lines({"id": name, "text": text} for name, text in bodies.items()), "utf-8")
    (home / "dev.jsonl").write_text(_lines(QUESTIONS), "utf-8")
    return home


def _lines(rows: "Iterator[dict[str, str]] | tuple[dict[str, object], ...]") -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


@pytest.fixture
def shelf(folder: Path, tmp_path: Path, cache: Path) -> Iterator[Shelved]:
    """The bench, read in."""
    with shelved(load(folder), Settings(cache_dir=cache), tmp_path / "kept") as found:
        yield found


def test_an_article_that_comes_twice_is_right_under_either_id(shelf: Shelved):
    """The catalogue holds one, and knows both."""
    (fair,) = [ids for ids in shelf.ids.values() if "fair-again" in ids]
    assert fair == {"fair-again", "yunchuan-reed-lake-fair"}
    assert [shelf.rank(one, shelf.services.retriever) for one in shelf.bench.sought] == [1, 1, 1]


def test_every_way_to_search_is_measured_for_each_language(shelf: Shelved):
    """Plain BM25 finds nothing by English words; the product does."""
    found = figures(shelf)
    rows = {(row.name, row.language): row for row in found.ranked}
    assert {name for name, _ in rows} == {"plain BM25", "words, no sentences", "words", "vectors", "the product"}
    assert (rows["the product", "zh"].questions, rows["the product", "en"].questions) == (2, 1)
    assert rows["plain BM25", "en"].hits[10].mean == 0
    assert rows["the product", "en"].hits[1].mean == rows["the product", "zh"].reciprocal.mean == 1
    assert 0 < found.milliseconds[0] <= found.milliseconds[1]
    assert found.megabytes > 0.1
    assert found.answered[5].mean == 1


def test_an_article_that_prints_the_same_evidence_is_counted_in_a_row_of_its_own(folder: Path, tmp_path: Path, cache: Path):
    """The labelled article is second to its rewriting; either answers."""
    fair, other = "非遗市集设摊位八十个，设在芦湖公园。", "市集综述。非遗市集设摊位八十个，非遗市集摊位八十个为历年最多。"
    case = {"id": "a", "key": "short", "kind": "how_many", "lang": "zh", "question": "非遗市集的摊位有多少个？", "answerable": True}
    case |= {"key_facts": [["八十个"]], "evidence": ["摊位八十个"]}
    (folder / "articles.jsonl").write_text(
        _lines(({"key": "short", "text": "芦湖公园很大。" * 9 + fair}, {"key": "long", "text": other})), "utf-8"
    )
    (folder / "qa.jsonl").write_text(_lines((case,)), "utf-8")
    with shelved(load(folder), Settings(cache_dir=cache), tmp_path / "twice") as found:
        rows = {row.name: row.hits[1].mean for row in figures(found).ranked}
    assert (rows["the product"], rows["same evidence"]) == (0, 1)


def test_what_was_kept_is_not_read_again(shelf: Shelved, folder: Path, tmp_path: Path, cache: Path):
    """The second time costs seconds."""
    before = shelf.services.library.catalogue.generation()
    with shelved(load(folder), Settings(cache_dir=cache), tmp_path / "kept") as again:
        assert again.services.library.catalogue.generation() == before


def test_a_weight_is_judged_by_the_ranks_it_gives(shelf: Shelved):
    """Each of them, on each bench."""
    found = sweep([shelf])
    assert 0.0 in found
    assert all(0 < value <= 1 for (value,) in found.values())


def test_documents_of_other_folders_stand_among_its_own(folder: Path, tmp_path: Path):
    """Labelled articles, in a crowd."""
    article = {"key": "pumps", "published_on": "2025-06-03", "text": "柳渡街道检修三座排水泵站。"}
    case = {"id": "a", "key": "pumps", "kind": "how_many", "lang": "zh", "question": "泵站几座？", "answerable": True}
    case |= {"key_facts": [["三座"]], "evidence": ["三座排水泵站"]}
    nothing = case | {"id": "b", "kind": "unanswerable", "answerable": False, "key_facts": [], "evidence": []}
    labelled = tmp_path / "labelled"
    labelled.mkdir()
    (labelled / "articles.jsonl").write_text(json.dumps(article, ensure_ascii=False), "utf-8")
    (labelled / "qa.jsonl").write_text(_lines((case, nothing)), "utf-8")
    with (folder / "corpus.jsonl").open("a", encoding="utf-8") as more:
        more.write("\n" + json.dumps({"id": "reprint", "text": "本报讯：三座\n排水泵站检修完毕。"}, ensure_ascii=False))
    bench = load(labelled, among=[folder])
    assert [one.also for one in bench.sought] == [{"reprint"}]
    assert [one.gold for one in bench.sought] == [{"pumps"}]
    assert len(bench.documents) == ARTICLES + 3
    assert '"published_on": "2025-06-03"' in bench.source.raw.decode()


def test_an_empty_answer_is_none(folder: Path):
    """Benches have them."""
    rows = (
        {**QUESTIONS[0], "answers": ["", "七抓七防"]},
        {**QUESTIONS[1], "answers": [""]},
        {**QUESTIONS[2], "answer_parts": [["a"], ["b", "c"]]},
    )
    (folder / "dev.jsonl").write_text(_lines(rows), "utf-8")
    assert [one.facts for one in load(folder).sought] == [(("七抓七防",),), (), (("a",), ("b", "c"))]


def test_a_limit_takes_questions_from_all_over(folder: Path):
    """Not the first ones."""
    assert [one.id for one in load(folder, limit=1).sought] == ["q1"]
    (folder / "dev.jsonl").write_text(_lines(tuple({**QUESTIONS[0], "id": f"q{at}"} for at in range(10))), "utf-8")
    assert [one.id for one in load(folder, limit=5).sought] == ["q0", "q2", "q4", "q6", "q8"]


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        ("dev.jsonl", '{"id": "x", "query": "问", "gold": ["nowhere"]}', "nowhere"),
        ("dev.jsonl", '{"id": "x", "gold": []}', "query"),
        ("dev.jsonl", "{", "dev.jsonl line 1"),
        ("dev.jsonl", "[]", "no object"),
        ("corpus.jsonl", '{"id": "x"}', "without an id or a text"),
    ],
)
def test_what_is_wrong_with_a_bench_is_named(folder: Path, file: str, line: str, said: str):
    """Which file, and what."""
    (folder / file).write_text(line, "utf-8")
    with pytest.raises(BadCases, match=said):
        load(folder)


def test_a_folder_without_documents_is_named(tmp_path: Path):
    """By the file that is not there."""
    with pytest.raises(BadCases, match=r"corpus\.jsonl is not there"):
        load(tmp_path)


def test_plain_search_ranks_by_the_words_of_whole_documents():
    """In either script and width."""
    plain = PlainSearch({"a": "泵站检修完毕", "b": "校车开行，泵站通电，校车每天两班"})
    assert plain.ranked("校车", 5) == ["b"]
    assert plain.ranked("檢修泵站", 5)[0] == "a"
    assert plain.ranked("？！", 5) == []


def test_an_interval_holds_its_mean_and_shrinks_with_more_questions():
    """And is the same every time."""
    few, many = share_of([0.0, 1.0] * 10), share_of([0.0, 1.0] * 1000)
    assert few.low < few.mean == 0.5 < few.high
    assert many.high - many.low < few.high - few.low
    assert share_of([0.0, 1.0] * 10) == few
    assert share_of([1.0] * 5) == share_of([1.0] * 50)


def test_the_command_prints_the_table(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path):
    """A line for each way to search, with its bounds, and what a weight for the encoder would be."""
    monkeypatch.setenv("JIANBAO_CACHE_DIR", str(cache))
    done = CliRunner().invoke(app, ["retrieval", str(folder), "--data-dir", str(tmp_path / "data" / "samples")])
    assert done.exit_code == 0, done.output
    assert f"samples: {ARTICLES + 1} documents" in done.output
    assert "the product, zh" in done.output
    assert "1.000 1.00–1.00" in done.output
    done = CliRunner().invoke(app, ["weights", str(folder), "--data-dir", str(tmp_path / "data")])
    assert done.exit_code == 0, done.output
    assert "JIANBAO_VECTOR_WEIGHT=" in done.output
