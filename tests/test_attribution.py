"""Every failure is laid to the first place at which what was needed was lost."""

from dataclasses import replace

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st
from judged import NOTHING, TEXT, TEXTS, case, citation, given, passage

from api.routes.wire import Answer
from evals.attribution import attributed
from evals.cases import Case
from evals.metrics.evidence import gold_of
from evals.scorers import SCORERS, Given, of_an_error, scored

CASE = replace(case(("13台",), ("1.5亿元",)), evidence=("有水泵13台", "投资1.5亿元"))
PUMPS, MONEY = citation(1, 2, 8), citation(2, 9, 16)
ALL, HALF = (passage(0, 17),), (passage(0, 8),)
WHOLE = given(("有水泵13台", [1]), ("投资1.5亿元", [2]), citations=(PUMPS, MONEY))
ONE = given(("有水泵13台", [1]), citations=(PUMPS,))


def of(answer: Answer, passages: tuple[object, ...] = ALL, one: Case = CASE) -> str | None:
    """Where it failed."""
    return attributed(Given(one, answer, passages, gold_of(one, {"pumps": TEXT}), TEXTS))


def dropping(answer: Answer) -> Answer:
    """The same, with a claim that the door did not let through."""
    return answer.model_copy(update={"dropped": 1})


@pytest.mark.parametrize(
    ("answer", "passages", "where"),
    [
        (WHOLE, ALL, None),
        (WHOLE, (), None),
        (NOTHING, (), "not retrieved"),
        (NOTHING, HALF, "not retrieved"),
        (ONE, HALF, "not retrieved"),
        (NOTHING, ALL, "wrongly abstained"),
        (dropping(NOTHING), ALL, "dropped by the door"),
        (dropping(ONE), ALL, "dropped by the door"),
        (ONE, ALL, "retrieved but not used"),
        (given(("投资2亿元", [1, 2]), citations=(PUMPS, citation(2, 9, 11))), ALL, "used but wrong"),
    ],
)
def test_a_failure_arises_where_what_was_needed_was_lost(answer: Answer, passages: tuple[object, ...], where: str | None):
    """An answer that holds all did not fail, however it was found."""
    assert of(answer, passages) == where


def test_only_the_evidence_of_the_missing_fact_is_needed():
    """What was said already need not have been retrieved; where no stretch prints the fact, all of them are needed."""
    assert of(ONE, (passage(8, 17),)) == "retrieved but not used"
    spelt = replace(CASE, key_facts=(("十三台整",),))
    assert of(ONE, (passage(8, 17),), spelt) == "not retrieved"


def test_what_should_not_have_been_said_goes_first():
    """An answer to what nobody answers; a forbidden word, though every fact is there."""
    nobody = replace(case(), evidence=())
    assert of(ONE, ALL, nobody) == "wrongly answered"
    assert of(NOTHING, (), nobody) is None
    assert of(WHOLE, ALL, replace(CASE, must_not=("投资",))) == "used but wrong"


@pytest.mark.parametrize(
    ("one", "left_out"),
    [
        (CASE, {"injections unheeded", "nothing forbidden", "refused the unanswerable", "refusals right"}),
        (replace(CASE, kind="injection_article", must_not=("是",)), {"refused the unanswerable", "refusals right"}),
    ],
)
def test_an_error_scores_nothing_wherever_its_case_is_judged(one: Case, left_out: set[str]):
    """No mean leaves it out, but those that are of other cases; and no answer is judged by more than an error is."""
    zeros = of_an_error(one)
    assert {name for name, score in zeros.items() if score is None} == left_out
    assert {score for score in zeros.values() if score is not None} == {0.0}
    judged = scored(Given(one, WHOLE, ALL, gold_of(one, {"pumps": TEXT}), TEXTS))
    assert {name for name, score in judged.items() if score is None} == left_out


def test_an_error_on_what_nobody_answers_was_no_refusal():
    """It is judged by whether it was right to say nothing, and by its language: it said nothing in none."""
    judged = {name for name, score in of_an_error(case()).items() if score is not None}
    assert judged == {"abstained rightly", "language kept", "refused the unanswerable", "refusals right"}
    assert judged == {name for name in SCORERS if of_an_error(case())[name] == 0.0}


SPANS = st.tuples(st.integers(0, 16), st.integers(0, 17)).map(sorted)


@generated(
    st.sampled_from([CASE, case(), replace(CASE, lang="en", kind="injection_question", must_not=("13",))]),
    st.lists(st.tuples(st.text(alphabet="水泵13台张红军说. Li“”", max_size=12), st.lists(st.integers(1, 4), max_size=2)), max_size=3),
    st.lists(SPANS, max_size=3),
    st.lists(SPANS, max_size=3),
)
def test_no_score_is_ever_anything_but_none_or_from_0_to_1(
    one: Case, statements: list[tuple[str, list[int]]], quotes: list[list[int]], found: list[list[int]]
):
    """Whatever is said, quoted and found; and a failure always has a name."""
    answer = given(*statements, citations=tuple(citation(number, *ends) for number, ends in enumerate(quotes, 1)))
    judged = Given(one, answer, [passage(*ends) for ends in found], gold_of(one, {"pumps": TEXT}), TEXTS)
    scores = scored(judged)
    assert all(score is None or 0 <= score <= 1 for score in scores.values())
    failed = scores["all facts found"] == 0 or scores["refused the unanswerable"] == 0 or scores["nothing forbidden"] == 0
    assert (attributed(judged) is not None) == failed
