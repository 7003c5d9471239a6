"""The measure of knowing when not: a tiny corpus in which every figure is known beforehand."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from api.settings import Settings
from evals.abstention import Contest, Judged, contests
from evals.cases import BadCases
from evals.cli import app

_TEXTS = {
    "a": "9月2日，青石镇中心小学开学，全校共有学生842人，校长蒋慧敏致辞。",
    "b": "青石镇中心小学的操场在暑假里翻修一新。",
    "c": "白水村修通了进山的公路，全长7公里。",
}


def bench(folder: Path) -> Path:
    """Three documents and two questions, each with a document that answers and one that does not."""
    rows = [
        {"query": "青石镇中心小学有多少名学生", "gold": ["a"], "gold_positive": ["a"], "negatives": ["b"]},
        {"query": "白水村进山的公路有多长", "gold": ["c"], "gold_positive": ["c"], "negatives": ["b"]},
    ]
    (folder / "corpus.jsonl").write_text("\n".join(json.dumps({"id": key, "text": text}) for key, text in _TEXTS.items()), "utf-8")
    (folder / "dev.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return folder


def test_what_is_in_reach_scores_above_what_is_not(tmp_path: Path, cache: Path):
    found = list(contests(bench(tmp_path), [tmp_path], Settings(cache_dir=cache)))
    assert [len(one.judged) for one in found] == [4, 4, 4]
    for own in found[:2]:
        assert own.auroc()[0] == 1.0
        assert own.share_answered(answerable=True) == 1.0
        assert own.refused_at() == 1.0


def test_a_question_that_is_its_own_stranger_is_told_from_nothing(tmp_path: Path, cache: Path):
    """The same questions on both sides: half of the pairs, no more."""
    *_, same = contests(bench(tmp_path), [tmp_path], Settings(cache_dir=cache))
    assert same.auroc()[0] == 0.5


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=1, max_size=30))
def test_the_figure_is_the_share_of_pairs_won(marked: list[tuple[bool, int]]):
    ours, others = ([score for mark, score in marked if mark is kind] for kind in (True, False))
    pairs = [(our > other) + (our == other) / 2 for our in ours for other in others]
    told, low, high = Contest("x", tuple(Judged(mark, score, 0.0, answered=False) for mark, score in marked)).auroc()
    assert told == pytest.approx(sum(pairs) / len(pairs) if pairs else 0.5)
    assert 0 <= low <= high <= 1


def test_the_command_prints_a_line_a_contest(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JIANBAO_CACHE_DIR", str(cache))
    done = CliRunner().invoke(app, ["abstention", str(bench(tmp_path))])
    assert done.exit_code == 0, done.output
    assert "among its own passages" in done.output
    assert "1.000 [" in done.output


@pytest.mark.parametrize("content", ["", "{"])
def test_a_folder_without_questions_is_named(tmp_path: Path, content: str):
    (bench(tmp_path) / "dev.jsonl").write_text(content, "utf-8")
    with pytest.raises(BadCases, match=r"dev\.jsonl"):
        list(contests(tmp_path, [], Settings()))
