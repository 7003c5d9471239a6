"""Metrics of what is drawn out of articles, each on cases worked out by hand: action items and summaries."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from api.answers.question import Said
from api.answers.summary import Summary
from api.brief import Quote
from api.generate.writer import Credit
from evals.items import Compared, compare, marks, scores
from evals.labels import Deed, Labelled, Wanted
from evals.summaries import beside, ngrams_printed
from evals.summaries import marks as earned
from evals.summaries import scores as summed
from ingest.actions import ActionItem
from ingest.article import Article, Span

TEXT = "陆启明强调，区水务局要三日内逐一建档。各街道要补齐沙袋。要清点库存。"
ARTICLE = Article("flood", "", TEXT, date(2025, 6, 11))


def span(words: str) -> Span:
    """Where they stand."""
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def item(evidence: str, owner: str | None) -> ActionItem:
    """An item as it is drawn out."""
    return ActionItem("instruction", span("陆启明"), span(owner) if owner else None, span(evidence), None, None, None, span(evidence))


def deed(evidence: str, owner: str | None, *, optional: bool = False) -> Deed:
    """An item as it is labelled."""
    return Deed("instruction", "陆启明", owner, None, None, optional, evidence)


FILED, SANDBAGS, COUNTED = "区水务局要三日内逐一建档", "各街道要补齐沙袋", "要清点库存"


def test_items_earn_by_what_is_found_and_what_is_there_to_find():
    """Two of three found are labelled, two of four labelled are found, of two owners one is right; the optional one does not count."""
    compared = Compared(
        ARTICLE,
        (
            (item(FILED, "区水务局"), deed(FILED, "区水务局")),
            (item(SANDBAGS, None), deed(SANDBAGS, "各街道")),
            (item(COUNTED, None), deed(COUNTED, None, optional=True)),
        ),
        (item("强调", None),),
        (deed("甲", None), deed("乙", None)),
    )
    found = marks(compared)
    told = {name.removeprefix("items: "): (score, found.weights[name]) for name, score in found.scores.items()}
    assert told["precision"] == (pytest.approx(2 / 3), 3)
    assert told["recall"] == (0.5, 4)
    assert told["F1"] == (pytest.approx(4 / 7), 7)
    assert told["owner"] == (0.5, 2)
    assert told["assigner"] == told["kind"] == told["due"] == (1.0, 2)
    assert told["fields printed"] == (1.0, 16)


def test_the_mean_over_articles_is_that_over_all_their_items():
    """Three of three and one of two found: four of five, not the mean of 1 and one half."""
    good = Compared(ARTICLE, tuple((item(FILED, None), deed(FILED, None)) for _ in range(3)), (), ())
    half = Compared(ARTICLE, ((item(FILED, None), deed(FILED, None)),), (item("强调", None),), ())
    assert scores([good, half])["items: precision"] == pytest.approx(4 / 5)


def test_an_article_without_items_earns_and_costs_nothing():
    """There is nothing to be a share of; one item too many costs all of the precision, and there is nothing to recall."""
    none = marks(Compared(ARTICLE, (), (), ()))
    assert set(none.scores.values()) == {None}
    surplus = marks(Compared(ARTICLE, (), (item(FILED, None),), ())).scores
    assert (surplus["items: precision"], surplus["items: recall"], surplus["items: F1"]) == (0.0, None, 0.0)


def test_items_are_paired_by_half_of_the_characters_that_either_has():
    """区水务局要逐一建档 has nine characters: five of them are enough, four are not. Blanks of a label do not count."""
    text = "6月11日，云川高新区召开备汛会。区管委会主任陆启明出席。陆启明强调，区水务局要逐一建档。"
    for label, pairs in (("区水务局要", 1), ("区水务局", 0), ("区水务局 要逐一\n建档", 1)):
        compared = compare(Labelled(Article("june", "", text, date(2025, 6, 12)), (deed(label, None),), None))
        assert (len(compared.pairs), len(compared.surplus), len(compared.missed)) == (pairs, 1 - pairs, 1 - pairs)


def test_a_field_that_is_not_printed_is_seen():
    """One of four stretches of the only item is beyond the text."""
    beyond = replace(item(FILED, "区水务局"), owner=Span(len(TEXT), len(TEXT) + 3))
    assert marks(Compared(ARTICLE, (), (beyond,), ())).scores["items: fields printed"] == 0.75


LABELS = Labelled(ARTICLE, (), Wanted((("陆启明", "建档"), ("沙袋",), ("库存",), ("四点",)), ("陆启明要求巡查。",)))


def summary(*statements: str, quotes: tuple[Span, ...] = (Span(0, 5),)) -> Summary:
    """A summary that says this and quotes that."""
    found = Summary(ARTICLE, Credit("extractive"))
    found.statements = [Said(text, (1,), ()) for text in statements]
    found.citations = {Quote(ARTICLE, "", one): number for number, one in enumerate(quotes, 1)}
    return found


def told(one: Summary) -> dict[str, float | None]:
    """What it earns as a short one."""
    return {name.removeprefix("short: "): score for name, score in earned(beside(one, LABELS, "short")).scores.items()}


def test_a_summary_earns_the_facts_all_of_whose_words_it_says():
    """Two of four: the words of the first stand in two statements, those of the last nowhere."""
    found = told(summary("陆启明强调", "逐一建档。补齐沙袋"))
    assert found["facts held"] == 0.5
    assert found["compression"] == pytest.approx(14 / len(TEXT))
    assert found["n-grams printed"] == pytest.approx((2 + 3) / 8)
    assert Counter(found[name] for name in ("within length", "nothing false", "numbers printed", "quotes printed")) == {1.0: 4}


def test_what_a_summary_may_not_do_is_seen():
    """Too long by one; a false statement of the labels; a number that nobody printed; nothing quoted."""
    assert told(summary("字" * 150))["within length"] == 1.0
    assert told(summary("字" * 100, "字" * 51))["within length"] == 0.0
    assert told(summary("陆启明要求 巡查"))["nothing false"] == 0.0
    assert told(summary("五日内建档"))["numbers printed"] == 0.0
    assert told(summary("三日内建档"))["numbers printed"] == 1.0
    assert told(summary("建档", quotes=()))["quotes printed"] == 0.0


def test_runs_of_four_characters_are_printed_or_novel():
    """甲乙丙丁 is printed, 乙丙丁戊 is not; what is shorter has no run; a run does not reach from one statement into the next."""
    assert ngrams_printed(["甲乙 丙丁戊"], "甲乙丙丁。") == 0.5
    assert ngrams_printed(["甲乙", "丙丁"], "甲乙丙丁") is None
    assert ngrams_printed(["甲乙丙丁", "戊己庚辛"], "戊己庚辛甲乙丙丁") == 1.0


def test_the_mean_of_summaries_is_over_articles():
    """One holds half of the facts, one none."""
    found = [beside(one, LABELS, "short") for one in (summary("陆启明", "建档", "沙袋"), summary("无"))]
    assert summed(found, "short")["short: facts held"] == 0.25
