"""Runs: what is kept of them outlives a kill, and is read back as it was written or not at all."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from judged import RUN

from evals.cases import Case
from evals.errors import BadRun
from evals.record import Record, Row, begin, digest, load, mend, unlike
from ingest.article import Article

CASE = Case("case-01", "pumps", "how_many", "zh", "泵站有多少台水泵？", True, (("13台", "十三台"),), ("泵站有水泵13台",))  # noqa: FBT003  as in the file
ROW = Row("case-01", digest(CASE), "how_many", "zh", "pumps", CASE.question, scores={"facts found": 0.5, "right article": None})


def begun(folder: Path) -> Record:
    """A run of one case over one article."""
    article = Article("pumps", "泵站", "泵站有水泵13台。", date(2026, 8, 24))
    return begin(folder / "run", RUN, [CASE], [article])


def test_a_run_is_read_as_it_was_written(tmp_path: Path):
    """With its rows, its cases and its articles."""
    record = begun(tmp_path)
    record.add(ROW)
    found = load(record.folder)
    assert (found.run, found.rows) == (RUN, (ROW,))
    assert found.asked() == [CASE]
    assert found.articles()["pumps"].text == "泵站有水泵13台。"
    assert found.close(datetime(2026, 8, 24, 10, tzinfo=UTC)).run == replace(RUN, finished=datetime(2026, 8, 24, 10, tzinfo=UTC))


def test_a_row_that_was_cut_off_is_not_there_and_the_next_one_is_whole(tmp_path: Path):
    """Killed in the middle of a line, at any byte of it: inside a character as well."""
    record = begun(tmp_path)
    record.add(ROW)
    rows = record.folder / "rows.jsonl"
    whole = rows.read_bytes()
    other = replace(ROW, case="case-02")
    for cut in range(1, len(whole)):
        rows.write_bytes(whole + whole[:cut])
        assert load(record.folder).rows == (ROW,)
        mend(record.folder)
        record.add(other)
        assert load(record.folder).rows == (ROW, other)


def test_a_case_that_failed_is_asked_again_and_its_later_row_stands(tmp_path: Path):
    """An error is no answer."""
    record = begun(tmp_path)
    record.add(replace(ROW, error="TimeoutError"))
    assert load(record.folder).done == frozenset()
    record.add(ROW)
    assert load(record.folder).done == {"case-01"}
    assert load(record.folder).rows == (ROW,)


def test_what_is_no_run_is_named(tmp_path: Path):
    """By file, line and field."""
    with pytest.raises(BadRun, match=r"holds no run: run\.json"):
        load(tmp_path)
    record = begun(tmp_path)
    with pytest.raises(BadRun, match="is there already"):
        begun(tmp_path)
    (record.folder / "rows.jsonl").write_text('\n{"case": 7}\n', "utf-8")
    with pytest.raises(BadRun, match=r"rows\.jsonl line 2: case: "):
        load(record.folder)
    (record.folder / "run.json").write_text("{", "utf-8")
    with pytest.raises(BadRun, match=r"run\.json: "):
        load(record.folder)


def test_unlike_cases_are_named():
    """What one has alone, what the other has alone, what changed."""
    assert unlike([("a", "1"), ("b", "1")], [("a", "1"), ("b", "1")]) == []
    assert unlike([("a", "1"), ("b", "1"), ("c", "1")], [("b", "2"), ("c", "1"), ("d", "1")]) == [
        "only in the first: a",
        "only in the second: d",
        "changed between them: b",
    ]
    assert unlike([(str(number), "") for number in range(7)], []) == ["only in the first: 0, 1, 2, 3, 4 and 2 more"]


def test_a_digest_changes_with_what_it_is_of():
    """And with nothing else."""
    assert digest("a", 1) == digest("a", 1) != digest("a", 2)
