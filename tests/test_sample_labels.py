"""The sample articles and what is labelled about them: nothing is labelled that is not printed, and no article goes without labels."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest
from conftest import SAMPLES

from evals.cases import Kind, bare, load
from evals.cases_cli import HOME, texts_in
from evals.labels import OWN
from evals.labels import load as labelled_in

TEXTS = {key: bare(text) for key, text in texts_in(SAMPLES).items()}
WITHOUT_ITEMS = {"yunchuan-reed-lake-fair", "yunchuan-bridge-correction"}
"""A fair, and a correction: nobody is told to do anything."""
OFTEN = {"how_many", "who", "list", "demand", "unanswerable", "false_premise", "cross_lingual", "compare", "several"}


def rows(name: str) -> list[dict[str, Any]]:
    """The lines of a file of labels."""
    return [json.loads(line) for line in (OWN / name).read_text("utf-8").splitlines()]


def test_every_kind_of_question_is_asked_often_enough_to_count():
    """Six times at the least; what is asked for most, twelve times."""
    counted = Counter(case.kind for case in load(HOME / "cases"))
    assert {kind for kind in get_args(Kind) if counted[kind] < (12 if kind in OFTEN else 6)} == set()


def test_every_sample_article_is_asked_about_and_labelled():
    """By questions, by a summary, and by items where there are any."""
    asked = {key for case in load(HOME / "cases") for key in case.keys}
    assert asked == set(TEXTS)
    assert {row["key"] for row in rows("summaries.jsonl")} == set(TEXTS)
    assert {row["key"] for row in rows("actions.jsonl")} == set(TEXTS) - WITHOUT_ITEMS


def test_every_item_is_printed():
    """Who asks, who is to do it, and the words that say so, in which the bound stands."""
    for row in rows("actions.jsonl"):
        for field in ("assigner", "owner", "evidence"):
            assert row[field] is None or bare(row[field]) in TEXTS[row["key"]], row
        assert row["due_text"] is None or bare(row["due_text"]) in bare(row["evidence"]), row
        assert row["due_on"] is None or row["due_text"], row


def test_items_are_told_apart():
    """No two have one name, and none is labelled twice."""
    found = rows("actions.jsonl")
    assert len({row["id"] for row in found}) == len(found)
    assert len({(row["key"], row["evidence"]) for row in found}) == len(found)


def test_what_a_summary_must_hold_is_printed_and_what_it_must_not_claim_is_not():
    """To the letter, as it is looked for."""
    for row in rows("summaries.jsonl"):
        assert 4 <= len(row["must_have"]) <= 8, row["key"]
        assert all(bare(word) in TEXTS[row["key"]] for fact in row["must_have"] for word in fact["all_of"]), row
        assert not any(bare(claim).rstrip("。.") in TEXTS[row["key"]] for claim in row["must_not_claim"]), row


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.md")), ids=lambda path: path.stem)
def test_what_is_invented_says_so(path: Path):
    """Those on Yunchuan are; the others retell what was published."""
    assert f"invented: {str(path.stem.startswith('yunchuan-')).lower()}\n" in path.read_text("utf-8")


def test_labels_are_read_with_their_articles():
    """As the gate reads them."""
    assert {one.article.key for one in labelled_in(OWN)} == set(TEXTS)
    assert sum(len(one.deeds) for one in labelled_in(OWN)) == len(rows("actions.jsonl"))
