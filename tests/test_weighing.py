"""What is weighed against what: intervals over articles, two runs side by side, a run against the baseline."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from judged import RUN

from evals.attribution import Attribution
from evals.compare import changes, check_alike, check_whole, counts
from evals.errors import BadRun
from evals.gate import ASKS, Baseline, broken, closed_by, load, lost, write
from evals.means import Marks, by_article, difference, interval, mean, share_of
from evals.record import Record, Row

SHARES = st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from([None, 0.0, 0.5, 1.0])), min_size=1, max_size=12)


def rows(*scores: tuple[str, float | None], metric: str = "facts found", kind: str = "who") -> list[Row]:
    """A row for each (article, score)."""
    return [Row(f"case-{at}", "", kind, "zh", key, "问", scores={metric: score}) for at, (key, score) in enumerate(scores)]


def record(some: Sequence[Row], corpus: str = RUN.corpus) -> Record:
    """A run of these rows."""
    return Record(Path("run"), replace(RUN, corpus=corpus), tuple(some))


def test_a_mean_counts_each_row_by_its_weight():
    """One of one and one of four: two of five."""
    assert mean([Marks({"m": 1.0}, {"m": 1.0}), Marks({"m": 0.25}, {"m": 4.0}), Marks({"m": None})], "m") == 0.4


def test_the_interval_of_one_article_is_a_point_and_that_of_two_unlike_ones_is_not():
    """Whole articles are drawn: nine good cases of one article are no nine articles."""
    one = interval(by_article(rows(*[("甲", 1.0), ("甲", 0.0)]), "facts found"))
    two = interval(by_article(rows(*[("甲", 1.0)] * 9, ("乙", 0.0)), "facts found"))
    assert one
    assert two
    assert (one.low, one.mean, one.high) == (0.5, 0.5, 0.5)
    assert (two.low, two.mean, two.high) == (0.0, 0.9, 1.0)
    assert interval({}) is None
    assert interval(by_article(rows(("甲", None)), "facts found")) is None


@given(SHARES)
def test_an_interval_holds_its_mean_and_comes_out_the_same_twice(some: list[tuple[str, float | None]]):
    """Every draw starts from the same seed, in whatever order the articles come."""
    sums = by_article(rows(*some), "facts found")
    share = interval(sums)
    assert share == interval(dict(reversed(sums.items())))
    assert share is None or share.low - 1e-9 <= share.mean <= share.high + 1e-9


@given(SHARES)
def test_a_run_has_gained_nothing_on_itself(some: list[tuple[str, float | None]]):
    """In no draw."""
    sums = by_article(rows(*some), "facts found")
    gain = difference(sums, sums)
    assert gain is None or (gain.low, gain.mean, gain.high) == (0, 0, 0)


def test_a_gain_is_paired_by_article():
    """Both runs are far from even, and the gain is the same in every article: it is certain."""
    before = by_article(rows(("甲", 0.0), ("乙", 0.5), ("丙", 0.9)), "facts found")
    after = by_article(rows(("甲", 0.1), ("乙", 0.6), ("丙", 1.0)), "facts found")
    gain = difference(after, before)
    assert gain
    assert (gain.low, gain.mean, gain.high) == pytest.approx((0.1, 0.1, 0.1))


def test_a_share_of_values_is_their_mean():
    """Each is drawn by itself."""
    found = share_of([1.0, 0.0, 1.0, 0.0])
    assert (found.low, found.mean, found.high) == (0.0, 0.5, 1.0)


def test_wins_losses_and_flips_are_counted_by_kind():
    """A half that becomes whole is a win and a flip; one that becomes nothing is a loss and no flip."""
    before = [*rows(("甲", 0.5), ("甲", 0.5), ("甲", 1.0)), replace(rows(("甲", 1.0))[0], case="when-1", kind="when")]
    after = [*rows(("甲", 1.0), ("甲", 0.0), ("甲", 1.0)), replace(rows(("甲", 0.0))[0], case="when-1", kind="when")]
    found = counts(before, after)
    assert (found["who"].rows, found["who"].wins, found["who"].losses, found["who"].flips) == (3, ("case-0",), ("case-1",), ("case-0",))
    assert (found["when"].wins, found["when"].losses, found["when"].flips) == ((), ("when-1",), ("when-1",))


def test_two_runs_are_compared_by_every_metric_that_both_have():
    """With how sure the gain is."""
    (change,) = changes(rows(("甲", 0.0), ("乙", 0.0)), rows(("甲", 0.5), ("乙", 1.0)))
    assert (change.metric, change.before, change.after, change.gain.mean, change.is_certain) == ("facts found", 0.0, 0.75, 0.75, True)
    (change,) = changes(rows(("甲", 0.0), ("乙", 1.0)), rows(("甲", 1.0), ("乙", 1.0)))
    assert not change.is_certain


def test_runs_over_other_cases_or_articles_are_refused_and_the_difference_is_named():
    """By case."""
    one = rows(("甲", 1.0), ("乙", 1.0))
    check_alike(one, list(reversed(one)), ("a", "a"))
    with pytest.raises(BadRun, match="only in the first: case-1"):
        check_alike(one, one[:1], ("a", "a"))
    with pytest.raises(BadRun, match="changed between them: case-0"):
        check_alike(one, [replace(one[0], digest="x"), one[1]], ("a", "a"))
    with pytest.raises(BadRun, match="the articles are others"):
        check_alike(one, one, ("a", "b"))


def test_a_run_that_was_stopped_is_not_compared():
    """It says how to go on with it."""
    with pytest.raises(BadRun, match="run --resume"):
        check_whole(record(rows(("甲", 1.0))))


@pytest.mark.parametrize("metric", [name for name, asks in ASKS.items() if asks == "all"])
def test_what_must_hold_of_every_case_closes_the_gate_by_one(metric: str):
    """However many others hold; the case is named."""
    some = rows(*[("甲", 1.0)] * 99, ("乙", 0.99), metric=metric)
    (line,) = broken(some)
    assert "case-99" in line
    assert metric in line
    assert list(broken(some[:99])) == []


def test_a_loss_closes_the_gate_where_it_is_large_or_where_it_is_certain():
    """More than two points; or every article a little worse. A single small slip of one article in many is chance."""
    before = rows(*[(str(at), 1.0) for at in range(100)])
    one_slips = [replace(before[0], scores={"facts found": 0.5}), *before[1:]]
    three_slip = [*(replace(row, scores={"facts found": 0.0}) for row in before[:3]), *before[3:]]
    all_slip = [replace(row, scores={"facts found": 0.99}) for row in before]
    assert list(lost(before, before)) == []
    assert list(lost(one_slips, before)) == []
    assert "was 1.000 and is 0.970: -0.030" in next(lost(three_slip, before))
    assert "was 1.000 and is 0.990: -0.010" in next(lost(all_slip, before))
    assert list(lost(before, three_slip)) == []


def test_a_metric_that_nothing_is_left_to_measure_closes_the_gate():
    """Nothing cited is no precision, and no pass."""
    before, after = rows(("甲", 1.0), metric="citation precision"), rows(("甲", None), metric="citation precision")
    assert "nothing left" in next(lost(after, before))


def test_what_the_gate_asks_nothing_of_does_not_close_it():
    """Compression, and the parts of abstention."""
    free = [name for name, asks in ASKS.items() if asks == "nothing"]
    assert free
    for metric in free:
        assert closed_by(record(rows(("甲", 0.0), metric=metric)), Baseline(RUN, tuple(rows(("甲", 1.0), metric=metric)))) == []


def test_a_baseline_is_read_as_it_was_recorded(tmp_path: Path):
    """What the gate compares, to the last digit, and weights; a row a line."""
    scores = {"facts found": 2 / 3, "quotes printed": 1.0, "right article": 0.5, "retrieval hit": None}
    items = replace(rows(("乙", 0.5), metric="items: F1")[0], case="items:乙", weights={"items: F1": 7.0})
    some = [replace(rows(("甲", 0.0))[0], scores=scores), items]
    file = tmp_path / "baseline.json"
    write(record(some), file)
    found = load(file)
    assert found.run == RUN
    assert found.rows[0].scores == {"facts found": 2 / 3}
    assert (found.rows[1].scores, found.rows[1].weights) == ({"items: F1": 0.5}, {"items: F1": 7.0})
    assert closed_by(record(some), found) == []
    assert len(file.read_text("utf-8").splitlines()) == 2 + len(some) + 1


def test_a_baseline_that_is_not_there_or_no_baseline_is_named(tmp_path: Path):
    """With what writes one."""
    with pytest.raises(BadRun, match="gate --record"):
        load(tmp_path / "baseline.json")
    (tmp_path / "baseline.json").write_text("{}", "utf-8")
    with pytest.raises(BadRun, match="is no baseline"):
        load(tmp_path / "baseline.json")


def test_a_baseline_of_other_cases_is_refused():
    """A gate that compares apples and pears is open to everything."""
    with pytest.raises(BadRun, match="only in the second: case-1"):
        closed_by(record(rows(("甲", 1.0), ("乙", 1.0))), Baseline(RUN, tuple(rows(("甲", 1.0)))))
    with pytest.raises(BadRun, match="the articles are others"):
        closed_by(record(rows(("甲", 1.0)), "other"), Baseline(RUN, tuple(rows(("甲", 1.0)))))


def test_the_document_names_every_metric_every_place_of_failure_and_every_exit_code():
    """What is not explained cannot be read."""
    text = (ROOT / "docs" / "evals.md").read_text("utf-8")
    tables = "\n".join(line for line in text.splitlines() if line.startswith("|"))
    for metric in ASKS:
        kind, _, name = metric.rpartition(": ")
        assert name in tables, metric
        assert f"{kind}:" in tables or not kind, metric
    for where in get_args(Attribution):
        assert f"| {where} |" in tables
    assert {f"| {code} |" for code in (0, 1, 2)} <= set(re.findall(r"\| \d \|", tables))
