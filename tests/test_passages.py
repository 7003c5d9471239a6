"""Passages: whole sentences of one section, small enough to search by, a list kept with the words that introduce it."""

import json
import re
from itertools import islice, pairwise

import pytest
from conftest import SAMPLES, shared
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.article import Article, Passage
from ingest.layout import HEADING, repair, sections_in
from ingest.passages import CHARACTERS, LONGEST, SCRAP, passages_in
from ingest.sentences import sentences_in

PIECES = (
    "水位上涨。 各街道巡堤， 张红军强调： 会议要求， 一是快； 二是稳。 三是准。 （一）摸底。 （二）整改。 1.建档； 2.销号。 # ## "
    "一、 二、 | “ ” 记者 方牧之"
).split()
LONG = ["水" * 100 + "。", "水" * (LONGEST + 50) + "。", "一是" + "水" * 200 + "；", "二是" + "水" * 240 + "。"]
TEXTS = st.lists(st.sampled_from([*PIECES, *LONG, "\n", "\n## 节\n", "\n## 另节\n"]), max_size=40).map("".join).map(repair)


def cut(text: str) -> tuple[Passage, ...]:
    """The passages of an article with this text."""
    return passages_in(Article("k", "题", text))


def words(text: str) -> list[tuple[str, str]]:
    """Section and text of each passage."""
    return [(passage.section, passage.span.of(text)) for passage in cut(text)]


def keep_their_promises(text: str) -> None:
    """What holds of the passages of any article."""
    passages, sentences = cut(text), sentences_in(text)
    assert [passage.number for passage in passages] == list(range(len(passages)))
    assert all(left.span.end <= right.span.start for left, right in pairwise(passages))
    for sentence in sentences:
        assert sum(passage.span.holds(sentence.span) for passage in passages) == 1
    for passage in passages:
        inside = [sentence for sentence in sentences if passage.span.holds(sentence.span)]
        assert (inside[0].span.start, inside[-1].span.end) == (passage.span.start, passage.span.end)
        assert len(passage.span) <= LONGEST or len(inside) == 1


def mixes_no_sections(text: str) -> None:
    """A passage lies in the one section that it names, and prints no heading but what stands in its sentences."""
    sections = sections_in(text)
    for passage in cut(text):
        homes = [section for section in sections if section.span.start < passage.span.end and passage.span.start < section.span.end]
        assert not any(HEADING.match(line) for line in passage.span.of(text).split("\n"))
        assert [section.title for section in homes] == ([passage.section] if homes else [])
        assert homes or passage.section == ""


@settings(max_examples=400)
@given(TEXTS)
def test_every_sentence_is_in_exactly_one_passage_within_the_bound(text: str):
    """Only a sentence that is longer all by itself may exceed it."""
    keep_their_promises(text)


@settings(max_examples=400)
@given(TEXTS)
@example("## 节\n水位上涨。\n## 另节\n各街道巡堤。")
@example("会议要求：\n## 节\n一是快；二是稳。")
def test_no_passage_mixes_two_sections(text: str):
    """Not even where a list is led in before the heading: the passage would name the wrong section."""
    mixes_no_sections(text)


def test_the_promises_hold_for_news_as_it_is_crawled():
    """Over the labelled articles and the head of the large corpus."""
    for path, most in (("gold/dev/articles.jsonl", None), ("bench/crud10k/corpus.jsonl", 300)):
        with shared(path).open(encoding="utf-8") as lines:
            for line in islice(lines, most):
                text = repair(json.loads(line)["text"])
                keep_their_promises(text)
                mixes_no_sections(text)


def test_the_promises_hold_for_every_sample():
    """The articles that come with the product."""
    for path in SAMPLES.glob("*.md"):
        text = repair(path.read_text(encoding="utf-8").partition("\n---\n")[2])
        keep_their_promises(text)
        mixes_no_sections(text)
        assert cut(text)


def test_a_short_article_is_one_passage():
    """From its first sentence to its last, byline left out."""
    text = "水位上涨。\n各街道巡堤。\n（记者 方牧之）"
    assert words(text) == [("", "水位上涨。\n各街道巡堤。")]


@pytest.mark.parametrize("text", ["", "# 备汛", "（记者 方牧之）", "———"])
def test_an_article_without_a_sentence_has_no_passage(text: str):
    """There is nothing to find in it."""
    assert cut(text) == ()


def test_a_passage_is_filled_with_sentences_as_far_as_they_fit():
    """And not one more; nothing is cut to fill it."""
    sentence = "水" * 149 + "。"
    assert [len(passage.span) for passage in cut(sentence * 5)] == [450, 300]


def test_a_sentence_that_is_too_long_stands_alone_and_whole():
    """Its neighbours are not drawn in."""
    long = "水" * LONGEST + "。"
    assert words(f"水位上涨。{long}各街道巡堤。") == [("", "水位上涨。"), ("", long), ("", "各街道巡堤。")]


def test_a_scrap_joins_its_neighbour():
    """What is left at an article's end, or stands before a long sentence: one sentence under a headline is found before what tells more."""
    full = "水" * (CHARACTERS - 1) + "。"
    assert words(f"{full}各街道巡堤。") == [("", f"{full}各街道巡堤。")]
    assert words(f"水位上涨。{full}") == [("", f"水位上涨。{full}")]
    assert len(cut(full + "水" * (SCRAP - 1) + "。")) == 2


@settings(max_examples=400)
@given(TEXTS)
def test_no_scrap_is_left_beside_a_neighbour_that_has_room(text: str):
    """Of the same section."""
    passages, sections = cut(text), sections_in(text)
    for left, right in pairwise(passages):
        apart = any(left.span.end <= section.span.start <= right.span.start for section in sections)
        assert apart or min(len(left.span), len(right.span)) >= SCRAP or right.span.end - left.span.start > LONGEST


def test_each_section_has_passages_of_its_own_that_name_it():
    """Though both would fit in one; the heading's words are the passage's section, not its text."""
    text = "备汛会召开。\n## 一、摸底\n逐一建档。\n## 二、整改\n逐一销号。"
    assert words(text) == [("", "备汛会召开。"), ("一、摸底", "逐一建档。"), ("二、整改", "逐一销号。")]


def test_two_sections_of_one_name_are_two():
    """Such as 要求 under each of two topics."""
    text = "## 要求\n逐一建档。\n## 要求\n逐一销号。"
    assert words(text) == [("要求", "逐一建档。"), ("要求", "逐一销号。")]


def test_a_list_stays_with_its_lead_where_both_fit():
    """A new passage begins before the lead rather than between it and its items."""
    filler = "水" * 399 + "。"
    text = f"{filler}陆启明要求，一是{'水' * 100}，二是{'水' * 100}。各街道巡堤。"
    first, second = words(text)
    assert first == ("", filler)
    assert second[1].startswith("陆启明要求，一是")
    assert second[1].endswith("各街道巡堤。")


def test_a_lead_on_a_line_of_its_own_stays_with_its_list_too():
    """As drafters set them."""
    filler = "水" * 399 + "。"
    text = f"{filler}\n陆启明要求：\n（一）{'水' * 100}。\n（二）{'水' * 100}。"
    assert words(text)[1][1].startswith("陆启明要求：\n（一）")
    assert "（二）" in words(text)[1][1]


def test_a_list_too_long_for_one_passage_is_cut_between_sentences():
    """Its lead stays with the items that fit."""
    text = "陆启明要求，" + "".join(f"{number}是{'水' * 198}，" for number in "一二三四") + "。"
    assert [re.findall("[一二三四]是|要求", part) for _, part in words(text)] == [["要求", "一是", "二是"], ["三是", "四是"]]


def test_two_lists_are_not_kept_together_as_one():
    """The second has a lead of its own to stay with."""
    text = f"甲要求，一是{'水' * 120}，二是{'水' * 120}。\n乙要求，一是{'水' * 130}，二是{'水' * 130}。"
    assert [part[:4] for _, part in words(text)] == ["甲要求，", "乙要求，"]


def test_a_passage_is_known_by_its_article_and_its_number():
    """The same in both indexes, and the same again tomorrow."""
    article = Article("k", "题", "水位上涨。" * 150)
    assert [passage.id for passage in passages_in(article)] == [f"{article.id}:0", f"{article.id}:1"]
    assert passages_in(article) == passages_in(Article("another", "题", article.text))
