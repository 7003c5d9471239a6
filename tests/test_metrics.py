"""The judge is judged: every metric on cases worked out by hand, and every kind of bad case named."""

import json
from pathlib import Path

import pytest
from judged import NOTHING, TEXT, TEXTS, case, citation, given

from api.routes.wire import Answer
from evals.cases import BadCases, Case, check_evidence, load
from evals.means import Marks, mean
from evals.metrics.answers import abstained_rightly, quotes_are_printed, right_article, statements_are_cited
from evals.metrics.found import facts_found

ROW = {
    "id": "case-01",
    "key": "pumps",
    "kind": "how_many",
    "lang": "zh",
    "question": "泵站有多少台水泵？",
    "answerable": True,
    "key_facts": [["13台", "十三台"]],
    "evidence": ["泵站有水泵13台"],
}


def test_a_quote_is_printed_where_it_says_it_is():
    """To the character, in the article that it names."""
    assert quotes_are_printed(given(citations=(citation(1, 0, 8),)), TEXTS) == 1.0


@pytest.mark.parametrize(
    "wrong",
    [
        citation(2, 1, 8, quote=TEXT[0:7]),
        citation(2, 0, 8, quote=TEXT[0:7]),
        citation(2, 0, 8, quote="泵站有水泵14台"),
        citation(2, 0, 8, quote=TEXT[0:8], article_id="b" * 16),
        citation(2, 0, 8, quote=TEXT[0:8], article_id="c" * 16),
    ],
)
def test_a_quote_that_is_off_by_anything_is_not_printed(wrong: dict[str, object]):
    """By its place, its length, a digit or its article: one of two is right, so one half."""
    assert quotes_are_printed(given(citations=(citation(1, 0, 8), wrong)), TEXTS) == 0.5


def test_without_quotes_there_is_nothing_to_be_printed():
    """It does not apply, which is neither 0 nor 1."""
    assert quotes_are_printed(NOTHING, TEXTS) is None


@pytest.mark.parametrize(
    ("statements", "score"),
    [
        ([("甲", [1]), ("乙", [1, 2])], 1.0),
        ([("甲", [1]), ("乙", [])], 0.5),
        ([("甲", [1]), ("乙", [2, 9])], 0.5),
        ([("甲", [9]), ("乙", [])], 0.0),
        ([("甲", [1]), ("乙", [2]), ("丙", []), ("丁", [1])], 0.75),
    ],
)
def test_a_statement_is_cited_by_numbers_that_are_listed(statements: list[tuple[str, list[int]]], score: float):
    """One number that is not in the list spoils its statement."""
    assert statements_are_cited(given(*statements, citations=(citation(1, 0, 3), citation(2, 3, 8)))) == score


def test_without_statements_nothing_needs_a_citation():
    """It does not apply."""
    assert statements_are_cited(NOTHING) is None


@pytest.mark.parametrize(
    ("facts", "score"),
    [
        ([("13台",)], 1.0),
        ([("十三台", "13台")], 1.0),
        ([("14台",)], 0.0),
        ([("13台",), ("1.5亿元",)], 1.0),
        ([("13台",), ("2亿元",)], 0.5),
        ([("13台",), ("14台",), ("15台",), ("泵站", "水站")], 0.5),
    ],
)
def test_a_fact_is_found_in_any_of_its_spellings(facts: list[tuple[str, ...]], score: float):
    """In the statements or in their quotes; each fact counts the same."""
    answer = given(("泵站共有13台水泵。", [1]), citations=(citation(1, 9, 16),))
    assert facts_found(case(*facts), answer) == score


@pytest.mark.parametrize(
    ("fact", "said", "found"),
    [
        ("13", "共13台", True),
        ("13", "13", True),
        ("13", "共130台", False),
        ("13", "共213台", False),
        ("13台", "共213台", False),
        ("共13", "共130台", False),
        ("13", "共130台，其中13台完好", True),
        ("13", "共213台，又130台", False),
        ("台13", "10台13号", True),
        ("台", "13台3号", True),
        ("6.2%", "增长6.2%", True),
        ("6.2%", "增长16.2%", False),
        ("8月", "18月", False),
    ],
)
def test_a_number_is_not_found_within_a_longer_one(fact: str, said: str, found: bool):  # noqa: FBT001  a column of the table
    """Where a fact begins or ends with a digit, no digit may stand beside it; elsewhere it may."""
    assert facts_found(case((fact,)), given((said, []))) == float(found)


@pytest.mark.parametrize(("fact", "said"), [("13", "13.5亿元"), ("5亿元", "1.5亿元"), ("200", "1,200处"), ("1", "1,200处")])
def test_a_number_is_not_found_in_a_part_of_a_decimal_or_a_grouped_one(fact: str, said: str):
    """A point or a comma between digits belongs to the number."""
    assert facts_found(case((fact,)), given((said, []))) == 0.0


@pytest.mark.parametrize(("fact", "said"), [("13", "共13. 又"), ("13", "13, 14"), ("13", "第13，14台")])
def test_a_mark_behind_a_number_ends_it(fact: str, said: str):
    """A full stop or a comma without a digit behind it is no part of it."""
    assert facts_found(case((fact,)), given((said, []))) == 1.0


def test_a_fact_does_not_run_over_from_one_statement_into_the_next():
    """Each is read for itself."""
    assert facts_found(case(("水泵13台",)), given(("水泵", []), ("13台", []))) == 0.0


def test_facts_of_an_unanswered_question_are_not_found():
    """Silence scores nothing where there was an answer."""
    assert facts_found(case(("13台",)), NOTHING) == 0.0


def test_a_question_without_an_answer_has_no_facts_to_find():
    """It does not apply, whatever was said."""
    assert facts_found(case(), NOTHING) is None
    assert facts_found(case(), given(("13台", []))) is None


@pytest.mark.parametrize(
    ("one", "answer", "score"),
    [
        (case(("13台",)), given(("13台", [])), 1.0),
        (case(("13台",)), given(("错", [])), 1.0),
        (case(("13台",)), NOTHING, 0.0),
        (case(), NOTHING, 1.0),
        (case(), given(("13台", [])), 0.0),
    ],
)
def test_to_abstain_is_right_where_no_article_answers_and_nowhere_else(one: Case, answer: Answer, score: float):
    """Whether the answer is right is another metric's business."""
    assert abstained_rightly(one, answer) == score


def test_the_right_article_is_the_one_the_case_is_about():
    """The share of the quotes that come from it."""
    right, wrong = citation(1, 0, 3), citation(2, 0, 3, article_id="b" * 16, key="school")
    assert right_article(case(("13台",)), given(("甲", [1]), citations=(right,))) == 1.0
    assert right_article(case(("13台",)), given(("甲", [1]), citations=(right, wrong))) == 0.5
    assert right_article(case(("13台",)), given(("甲", [1]), citations=(wrong,))) == 0.0


def test_without_an_answer_or_a_quote_no_article_is_right_or_wrong():
    """It does not apply."""
    assert right_article(case(("13台",)), NOTHING) is None
    assert right_article(case(), given(("甲", [1]), citations=(citation(1, 0, 3),))) is None


def test_a_mean_is_over_the_rows_to_which_a_metric_applies():
    """None where it applies to none."""
    rows = [Marks({"m": score, "n": None}) for score in (1.0, None, 0.0, 0.5)]
    assert mean(rows, "m") == 0.5
    assert mean(rows, "n") is None
    assert mean([], "m") is None


def written(folder: Path, *rows: object) -> Path:
    """A file of cases, one row a line; a row that is text stands there as it is."""
    file = folder / "questions.jsonl"
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return file


def faults(path: Path) -> list[str]:
    """What is wrong with the cases at a path."""
    with pytest.raises(BadCases) as caught:
        load(path)
    return str(caught.value).splitlines()


def test_good_cases_are_read(tmp_path: Path):
    """From a file, or from the folder that holds it; blank lines do not count."""
    unanswerable = ROW | {"id": "case-02", "kind": "unanswerable", "answerable": False, "key_facts": [], "evidence": []}
    file = written(tmp_path, ROW, "", unanswerable, " ")
    assert [one.id for one in load(file)] == ["case-01", "case-02"]
    assert load(tmp_path) == load(file)
    assert load(file)[0].key_facts == (("13台", "十三台"),)


def test_the_products_own_cases_are_good():
    """They are read, and there are some of each sort."""
    own = load(Path(__file__).parent.parent / "evals" / "cases")
    assert {one.answerable for one in own} == {True, False}
    assert {one.lang for one in own} == {"zh", "en"}


def without(field: str) -> dict[str, object]:
    """A case that lacks a field."""
    return {name: value for name, value in ROW.items() if name != field}


BAD_ROWS = [
    pytest.param("{not json", "Expecting", id="no JSON"),
    pytest.param("[1, 2]", "fields", id="a list"),
    pytest.param('"text"', "fields", id="a text"),
    pytest.param("7", "", id="a number"),
    pytest.param("null", "", id="null"),
    pytest.param(without("question"), "its fields are not", id="a field too few"),
    pytest.param(ROW | {"note": "x"}, "its fields are not", id="a field too many"),
    pytest.param(ROW | {"kind": "riddle"}, "riddle", id="an unknown kind"),
    pytest.param(ROW | {"lang": "fr"}, "fr", id="an unknown language"),
    pytest.param(ROW | {"key_facts": []}, "an answerable question has key_facts and evidence", id="answerable without facts"),
    pytest.param(ROW | {"evidence": []}, "an answerable question has key_facts and evidence", id="answerable without evidence"),
    pytest.param(ROW | {"answerable": False}, "an answerable question has key_facts and evidence", id="unanswerable with facts"),
    pytest.param(ROW | {"answerable": False, "key_facts": [], "evidence": []}, "kind", id="unanswerable, but of another kind"),
    pytest.param(ROW | {"kind": "false_premise"}, "kind", id="answerable, but of a kind that is not"),
    pytest.param(ROW | {"answerable": "yes"}, "answerable", id="answerable is no truth value"),
    pytest.param(ROW | {"key_facts": None}, "", id="no list of facts"),
    pytest.param(ROW | {"key_facts": [7]}, "", id="a fact that is a number"),
    pytest.param(ROW | {"key_facts": ["13台"]}, "key_facts", id="a fact that is no list of spellings"),
    pytest.param(ROW | {"key_facts": [[]]}, "key_facts", id="a fact without a spelling"),
    pytest.param(ROW | {"key_facts": [[""]]}, "key_facts", id="a fact with an empty spelling"),
    pytest.param(ROW | {"evidence": "泵站有水泵13台"}, "evidence", id="evidence that is no list"),
    pytest.param(ROW | {"evidence": [""]}, "evidence", id="empty evidence"),
    pytest.param(ROW | {"question": ""}, "question", id="an empty question"),
    pytest.param(ROW | {"question": 7}, "question", id="a question that is no text"),
]


@pytest.mark.parametrize(("row", "named"), BAD_ROWS)
def test_a_bad_line_is_named_and_so_is_what_is_wrong_with_it(row: object, named: str, tmp_path: Path):
    """By file and line, among good ones."""
    found = faults(written(tmp_path, ROW | {"id": "case-00"}, row))
    assert len(found) == 1
    assert found[0].startswith("questions.jsonl line 2: ")
    assert named in found[0]


def test_a_line_is_counted_as_an_editor_counts_it(tmp_path: Path):
    """Blank lines before it are lines."""
    assert faults(written(tmp_path, ROW, "", "", "{"))[0].startswith("questions.jsonl line 4: ")


def test_every_bad_line_is_named(tmp_path: Path):
    """Not the first alone, so that one look mends all."""
    assert len(faults(written(tmp_path, "{", ROW, "{", ROW | {"id": "case-02", "kind": "riddle"}))) == 3


def test_two_cases_of_one_name_are_named(tmp_path: Path):
    """Once, however often it is used."""
    assert faults(written(tmp_path, ROW, ROW, ROW)) == ["questions.jsonl: two cases are called case-01"]


def test_a_folder_without_cases_and_a_path_that_is_not_there_are_named(tmp_path: Path):
    """With the names that were looked for."""
    for path in (tmp_path, tmp_path / "nowhere"):
        (fault,) = faults(path)
        assert str(path) in fault
        assert "questions.jsonl or qa.jsonl" in fault


def test_evidence_must_be_printed_in_its_article():
    """Blanks do not count, for layout is repaired; anything else does, and a key that no article has."""
    one = case(("13台",))
    check_evidence([one], {"pumps": f"前言。\n泵站有水泵\n13台， 投资1.5亿元。\n{TEXT}"})
    with pytest.raises(BadCases, match="case-01: not printed in pumps: 泵站"):
        check_evidence([one], {"pumps": TEXT.replace("13", "14")})
    with pytest.raises(BadCases, match="case-01: no article has the key pumps"):
        check_evidence([one], {"school": TEXT})


def test_every_evidence_that_is_not_printed_is_named():
    """Line by line."""
    cases = [case(("13台",)), case(("13台",), key="school")]
    with pytest.raises(BadCases) as caught:
        check_evidence(cases, {"pumps": "别的话。"})
    assert len(str(caught.value).splitlines()) == 2
