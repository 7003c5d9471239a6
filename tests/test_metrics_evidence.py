"""Metrics of citations, passages, numbers and names, each on cases worked out by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st
from judged import NOTHING, TEXT, case, citation, given, passage

from api.routes.wire import Answer
from evals.metrics.borne import names_are_borne, numbers_are_borne
from evals.metrics.evidence import (
    Place,
    citation_precision,
    citation_recall,
    evidence_retrieved,
    gold_of,
    places,
    reciprocal_rank,
    retrieval_hit,
)
from evals.metrics.spent import cost, latency, tokens
from evals.metrics.values import printed, stated
from evals.record import Row
from ingest.article import Span

PUMPS, MONEY = Place("pumps", Span(2, 8)), Place("pumps", Span(9, 16))
GOLD = [[PUMPS], [MONEY]]
"""有水泵13台 and 投资1.5亿元 of the article on pumps."""


def cited(*spans: tuple[int, int], key: str = "pumps") -> Answer:
    """An answer that cites these stretches."""
    quotes = tuple(citation(number, start, end, key=key) for number, (start, end) in enumerate(spans, 1))
    return given(("甲", [number + 1 for number in range(len(spans))]), citations=quotes)


def test_evidence_is_located_whatever_the_blanks_and_wherever_it_stands():
    """By code points of the text as it is; every place counts."""
    assert places("甲 乙\n丙。甲乙丙", "甲乙 丙") == [Span(0, 5), Span(6, 9)]
    assert places("甲乙", "丙") == []
    assert places("甲乙", " ") == []
    assert places("甲甲甲", "甲甲") == [Span(0, 2), Span(1, 3)]


@generated(st.text(alphabet="甲乙 \n丙", max_size=12), st.text(alphabet="甲乙 ", min_size=1, max_size=3))
def test_a_place_holds_what_was_looked_for(text: str, stretch: str):
    """And begins and ends with a character of it."""
    for place in places(text, stretch):
        assert "".join(place.of(text).split()) == "".join(stretch.split())
        assert place.of(text).strip() == place.of(text)


def test_gold_is_looked_for_in_every_article_of_a_case():
    """Each stretch has all its places."""
    one = replace(case(("13台",)), evidence=("水泵", "校车"), others=("school",))
    assert gold_of(one, {"pumps": TEXT, "school": "校车每天两班，水泵一台。", "other": "水泵"}) == [
        [Place("pumps", Span(3, 5)), Place("school", Span(7, 9))],
        [Place("school", Span(0, 2))],
    ]


def test_a_citation_is_right_where_it_shares_a_character_with_the_evidence():
    """One of three shares none, one is of another article: two of four."""
    assert citation_precision(GOLD, cited((0, 3), (15, 16), (0, 2))) == pytest.approx(2 / 3)
    assert citation_precision(GOLD, cited((2, 8), key="school")) == 0.0
    assert citation_precision(GOLD, NOTHING) is None
    assert citation_precision([], cited((0, 3))) is None


def test_recall_is_the_share_of_the_evidence_that_is_cited():
    """Half, for one of two; twice the same is once; nothing, for no answer."""
    assert citation_recall(GOLD, cited((0, 3), (2, 8))) == 0.5
    assert citation_recall(GOLD, cited((2, 3), (9, 10))) == 1.0
    assert citation_recall(GOLD, NOTHING) == 0.0
    assert citation_recall([], cited((0, 3))) is None


def test_evidence_that_is_printed_twice_may_be_cited_at_either_place():
    """Nobody can tell one from the other."""
    twice = [[PUMPS, Place("school", Span(0, 6))]]
    assert citation_recall(twice, cited((0, 3), key="school")) == 1.0


def test_a_passage_that_holds_half_of_a_stretch_has_found_it():
    """Three of six characters, but not two; the rank is of the first that has."""
    none, two, three = passage(0, 2), passage(0, 4), passage(0, 5)
    assert (retrieval_hit(GOLD, [none, two]), reciprocal_rank(GOLD, [none, two])) == (0.0, 0.0)
    assert (retrieval_hit(GOLD, [none, two, three]), reciprocal_rank(GOLD, [none, two, three])) == (1.0, pytest.approx(1 / 3))
    assert (retrieval_hit(GOLD, []), reciprocal_rank(GOLD, [])) == (0.0, 0.0)
    assert (retrieval_hit([], [three]), reciprocal_rank([], [three])) == (None, None)


def test_all_evidence_is_retrieved_or_a_share_of_it():
    """Halves in two passages do not add up: a writer reads them apart."""
    assert evidence_retrieved(GOLD, [passage(0, 8)]) == 0.5
    assert evidence_retrieved(GOLD, [passage(0, 8), passage(8, 17)]) == 1.0
    assert evidence_retrieved(GOLD, [passage(0, 8, "school")]) == 0.0
    assert evidence_retrieved([], []) is None


NUMBERS = [
    ("投资1.5亿元", {"150000000"}),
    ("150 million yuan", {"150000000"}),
    ("1,200处，２０台", {"1200", "20"}),
    ("四点要求，十三家，二百三十户", {"4", "13", "230"}),
    ("三万人，十五亿元", {"30000", "1500000000"}),
    ("二〇二五年", {"2025"}),
    ("统一部署，一个，千家万户，第三次，万一", set()),
    ("four demands on 24 August 2025", {"4", "24", "8", "2025"}),
    ("May 3rd; it may rain", {"5", "3"}),
    ("增长6.2%", {"6.2"}),
]


@pytest.mark.parametrize(("text", "numbers"), NUMBERS)
def test_a_number_is_stated_however_it_is_written(text: str, numbers: set[str]):
    """And what is no number is none; whatever is stated is also printed."""
    assert stated(text) == set(map(Decimal, numbers))
    assert stated(text) <= printed(text)


def test_numbers_are_borne_by_value():
    """One of two statements says 14, where 13 is printed."""
    quotes = (citation(1, 0, 16),)
    assert numbers_are_borne(given(("水泵13台，十三台，投资150 million", [1]), ("水泵14台", [1]), citations=quotes)) == 0.5
    assert numbers_are_borne(given(("投资1.5万元", [1]), citations=quotes)) == 0.0
    assert numbers_are_borne(given(("水泵13台", []), citations=quotes)) == 0.0
    assert numbers_are_borne(given(("有水泵", []))) == 1.0
    assert numbers_are_borne(NOTHING) is None


def test_numbers_may_stand_in_the_title_or_the_day_of_what_is_cited():
    """A reader sees both beside the quotation."""
    quote = citation(1, 0, 3) | {"title": "投资2.3亿元", "published_on": date(2025, 6, 12)}
    assert numbers_are_borne(given(("6月12日报道，2.3亿元", [1]), citations=(quote,))) == 1.0
    assert numbers_are_borne(given(("6月13日报道", [1]), citations=(quote,))) == 0.0


@pytest.mark.parametrize(
    ("said", "borne"),
    [
        ("张红军要求落实", True),
        ("区委书记张红军到会", True),
        ("张良才要求落实", False),
        ("区委书记张良才到会", False),
        ("Zhang Hongjun asked for it", True),
        ("Hongjun Zhang asked for it", True),
        ("Zhang Liangcai asked for it", False),
        ("Zhang Hongjun (张红军): “张良才说”", True),
        ("会议方面强调落实", True),
        ("The Safety Committee met at Reed Lake", True),
    ],
)
def test_people_are_borne_by_characters_or_by_their_reading(said: str, borne: bool):  # noqa: FBT001  a row of the table
    """A person nobody printed is not; what is no person is none."""
    quote = citation(1, 0, 3, quote="区委书记张红军指出，要落实。" + ("张良才说" if "张良才说" in said else ""))
    assert names_are_borne(given((said, [1]), citations=(quote,))) == float(borne)


def test_names_without_statements_are_not_judged():
    """Half, where one of two is borne."""
    assert names_are_borne(NOTHING) is None
    quote = citation(1, 0, 3, quote="张红军说")
    assert names_are_borne(given(("张红军说", [1]), ("李国强说", [1]), citations=(quote,))) == 0.5


def test_time_tokens_and_money_are_those_of_the_rows():
    """The median of four is the second; what was drawn out has no latency; without a price nothing is known of the cost."""
    rows = [Row(str(ms), "", "who", "zh", "k", "问", latency_ms=ms, tokens=10) for ms in (40.0, 10.0, 30.0, 20.0)]
    drawn = Row("items:k", "", "items", "zh", "k", "", latency_ms=99.0, tokens=5)
    assert (latency([*rows, drawn], 0.5), latency([*rows, drawn], 0.95)) == (20.0, 40.0)
    assert latency([drawn], 0.5) is None
    assert tokens([*rows, drawn]) == 45
    assert cost(rows) is None
    assert cost([replace(rows[0], cost=0.25), replace(rows[1], cost=0.5), drawn]) == 0.75
