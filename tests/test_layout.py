"""Layout is repaired, and nothing but layout: paragraphs whole, one a line, every printed character where it was."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from conftest import SAMPLES, shared
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.article import Span
from ingest.layout import repair, sections_in

MARKS = "张红军 强调 ， 。 ； ： ！ ？ “ ” 、 …… ） （一） 1. 2、 - * > # ## | 一是 3.5 % the and é Ａ 記".split()
BLANKS = ["\n", "\n\n", "\r\n", "\r", " ", "  ", "\t", "\u3000\u3000", "\xa0", "\x85", "\u2028", "\x0b", "\x1f"]
PRINTED = st.lists(st.sampled_from([*MARKS, *BLANKS, "水" * 30]), max_size=40).map("".join) | st.text()
SLICE = 1000
"""Articles of the large corpus that are read: every one more costs a test run its time."""


def without_blanks(text: str) -> str:
    """The printed characters alone."""
    return "".join(text.split())


def texts_in(path: Path) -> Iterator[str]:
    """The text of every record."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


@settings(max_examples=500)
@given(PRINTED)
@example("陆启明着重强\n\n调,一是快")
@example("# 甲\u2028|乙|\x1c丙，\x85丁")
def test_only_white_space_may_change(printed: str):
    """Whatever the page held."""
    assert without_blanks(repair(printed)) == without_blanks(printed)


@settings(max_examples=500)
@given(PRINTED)
@example("|甲，\n乙|\n丙")
@example("1.\n甲，\n-\n乙，")
def test_a_repaired_text_needs_no_more_repair(printed: str):
    """So an article read back from its own text is the same article."""
    assert repair(repair(printed)) == repair(printed)


@settings(max_examples=300)
@given(PRINTED)
def test_a_repaired_text_is_paragraphs_one_a_line(printed: str):
    """No blank line, no blank at a line's end, no two blanks together."""
    lines = repair(printed).split("\n")
    assert lines == [""] or all(line and line == " ".join(line.split()) for line in lines)


def test_not_one_character_of_a_labelled_article_changes():
    """The property again, over news as it is crawled."""
    for text in texts_in(shared("gold/dev/articles.jsonl")):
        assert without_blanks(repair(text)) == without_blanks(text)
        assert repair(repair(text)) == repair(text)


def test_not_one_character_of_a_crawled_article_changes():
    """The property again, over the head of the large corpus."""
    for text in islice(texts_in(shared("bench/crud10k/corpus.jsonl")), SLICE):
        assert without_blanks(repair(text)) == without_blanks(text)
        assert repair(repair(text)) == repair(text)


def test_not_one_character_of_a_sample_changes():
    """The property again, over the articles that come with the product."""
    for path in SAMPLES.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert without_blanks(repair(text)) == without_blanks(text)


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        ("会上，张红军着重强\n\n调了三件事。", "会上，张红军着重强调了三件事。"),
        ("会上，张红军着重强\r\n\r\n调了三件事。", "会上，张红军着重强调了三件事。"),
        ("水位上涨，\n各街道连夜巡堤，\n无人受伤。", "水位上涨，各街道连夜巡堤，无人受伤。"),
        ("他说：“水位上涨\n很快。”", "他说：“水位上涨很快。”"),
        ("全长" + "一" * 30 + "\n公里。", "全长" + "一" * 30 + "公里。"),
        ("The levee, they said,\nheld all night.", "The levee, they said, held all night."),
        ("工程造价, 约\n3.5亿元。", "工程造价, 约3.5亿元。"),
    ],
)
def test_a_sentence_broken_over_paragraphs_is_joined(printed: str, whole: str):
    """Without a blank between Han characters, with one between two words."""
    assert repair(printed) == whole


def test_words_of_latin_script_are_not_run_together():
    """An accent is no reason to glue a word to the next."""
    assert repair("The fair, held in a café\nand a park, opened.") == "The fair, held in a café and a park, opened."


@pytest.mark.parametrize(
    "printed",
    [
        "水位上涨。\n各街道巡堤。",
        "“水位上涨。”\n各街道巡堤。",
        "会上提出三件事：\n修路、架桥、植树。",
        "云川高新报\n本报讯，水位上涨。",
        "# 云川召开会议，部署防汛\n水位上涨。",
        "水位上涨，巡堤\n## 二、整改\n水位下降。",
        "| 点位，名称 | 数量 |\n| --- | --- |\n| 涵洞，隧道 | 3.5 |",
        "水位上涨，巡堤\n| 点位 | 数量 |\n水位下降。",
    ],
)
def test_paragraphs_headings_and_tables_stay_apart(printed: str):
    """A line that was ended, or that is no prose, goes on nowhere."""
    assert repair(printed) == printed


@pytest.mark.parametrize("mark", ["- ", "* ", "> ", "1.", "2、", "3）", "（一）", "(二)", "三、", "①", "第一，", "一是"])
def test_an_item_of_a_list_is_never_joined_to_the_line_before_it(mark: str):
    """Though that line was left open, as list lines are."""
    printed = f"会议提出，各单位要做好以下工作\n{mark}摸清底数，建立台账"
    assert repair(printed) == printed


def test_a_number_that_begins_a_broken_line_is_no_item():
    """3.5 is a quantity, not the third item."""
    assert repair("工程投资，共计\n3.5亿元。") == "工程投资，共计3.5亿元。"


@pytest.mark.parametrize("blanks", ["  ", "\u3000\u3000", "\t\t", "\xa0\xa0", " \u3000 "])
def test_a_run_of_blanks_after_a_full_stop_ends_a_paragraph(blanks: str):
    """Crawled pages lose their line ends, but keep the indent."""
    assert repair(f"水位上涨。{blanks}各街道巡堤。") == "水位上涨。\n各街道巡堤。"


@pytest.mark.parametrize(
    ("printed", "repaired"),
    [("| 涵洞。  隧道 |    3.5 |", "| 涵洞。 隧道 | 3.5 |"), ("# 备汛。\u3000\u3000巡堤", "# 备汛。 巡堤")],
)
def test_blanks_in_a_row_of_a_table_or_in_a_heading_end_nothing(printed: str, repaired: str):
    """A full stop in a cell is not the end of its row."""
    assert repair(printed) == repaired


@pytest.mark.parametrize("blanks", [" ", "  ", "\u3000\u3000", "\t"])
def test_blanks_inside_a_sentence_are_one_blank(blanks: str):
    """They end nothing there."""
    assert repair(f"水位{blanks}上涨。") == "水位 上涨。"


def test_a_section_is_a_heading_and_all_under_it():
    """Up to the next heading, of whatever level; what stands before the first belongs to none."""
    text = "水位上涨。\n## 一、摸底\n逐一建档。\n### 备注 #1\n无。"
    first, second = sections_in(text)
    assert (first.title, first.span.of(text)) == ("一、摸底", "## 一、摸底\n逐一建档。\n")
    assert (second.title, second.span) == ("备注 #1", Span(text.index("###"), len(text)))


def test_a_hash_without_a_blank_is_no_heading():
    """Such as the tag of a social network."""
    assert sections_in("#防汛# 水位上涨。\n####### 七级\n#\n") == ()
