"""A question about several people is one about each of them, and none is left out unsaid."""

import pytest
from conftest import asked, write_in
from hypothesis import given
from hypothesis import strategies as st
from test_sayers import brief_of

from api.answers.question import _alternately
from api.answers.several import one_by_one
from api.services import Services


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("郑学文和何守田分别提出了什么要求", ("郑学文提出了什么要求", "何守田提出了什么要求")),
        ("何守田、郑学文两人各强调了什么？", ("何守田强调了什么？", "郑学文强调了什么？")),
        ("园区主任郑学文、区林业局局长何守田要求做好什么", ("园区主任郑学文要求做好什么", "园区主任区林业局局长何守田要求做好什么")),
        ("鄭學文與何守田強調了什麼", ("鄭學文強調了什麼", "何守田強調了什麼")),
        ("郑学文提出了什么要求", ()),
        ("郑学文对何守田提出了什么要求", ()),
        ("郑学文和会议提出了什么要求", ()),
        ("郑学文与园区领导要求何守田做什么", ()),
        ("郑学文，你觉得何守田要求什么", ()),
        ("谁对郑学文和何守田提出了要求", ()),
    ],
)
def test_a_row_of_names_is_asked_one_by_one(question: str, parts: tuple[str, ...]):
    """Only of those who are asked about as speakers."""
    assert one_by_one(brief_of(question)) == parts


WORDS = st.sampled_from(["郑学文", "何守田", "和", "、", "与", "分别", "提出了什么要求", "对", "在会上", "强调了什么", "谁"])


@given(st.lists(WORDS, max_size=4).map("".join), st.sampled_from(["和", "、", "与", "以及"]), st.lists(WORDS, max_size=3).map("".join))
def test_every_part_is_made_of_the_question(before: str, joint: str, behind: str):
    """No character is put in."""
    question = f"{before}郑学文{joint}何守田提出了什么要求{behind}"
    parts = one_by_one(brief_of(question))
    assert parts or before or behind
    for part in parts:
        rest = iter(question)
        assert all(char in rest for char in part)


@pytest.mark.parametrize(
    "question",
    ["张红军和张良才分别提出了什么要求", "張紅軍與張良才各提出了哪些要求", "What did Zhang Hongjun and Zhang Liangcai ask for?"],
)
def test_what_each_of_two_said_is_answered(question: str, samples: Services):
    """From the article of each."""
    answer = asked(question, samples)
    assert [quote.article.key for quote in answer.citations] == ["safety-committee"] * 5 + ["party-history"] * 4
    assert len(answer.statements) == 7
    assert answer.note is None


def test_whoever_of_two_did_not_say_it_is_named(samples: Services):
    """And the other's words are his alone."""
    answer = asked("张红军和张良才对安委会分别提出了什么要求", samples)
    assert {quote.article.key for quote in answer.citations} == {"safety-committee"}
    assert answer.note
    assert "没有写到张良才" in answer.note


def test_a_long_row_is_asked_about_as_it_stands():
    """Each of a row is a search, and a call where a model writes."""
    four = "、".join(["郑学文", "何守田"] * 2)
    assert len(one_by_one(brief_of(f"{four}分别提出了什么要求"))) == 4
    assert one_by_one(brief_of(f"{four}、郑学文分别提出了什么要求")) == ()


def test_what_two_said_together_is_answered_once_and_nobody_is_missed(empty: Services):
    """The second's answer stands there already."""
    text = "6月3日，河东园区召开护林会。园区主任郑学文、区林业局局长何守田强调，要在6月底前备好40支水枪。"
    write_in(empty.library, "both.md", f"# 河东园区召开护林会\n\n{text}")
    answer = asked("郑学文和何守田分别强调了什么", empty)
    assert len(answer.statements) == 1
    assert answer.note is None


def test_what_several_found_is_shown_by_its_best_place(samples: Services):
    """One of each in turn, none twice."""
    hits = samples.retriever.retrieve("防汛", 4).hits
    first, second, third, fourth = hits
    assert _alternately([[first, second], [third, first, fourth]]) == (first, third, second, fourth)
