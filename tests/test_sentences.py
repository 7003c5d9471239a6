"""Sentences: cut where the writer ended them, and an enumeration's items cut too, each with the words that introduce it."""

import json
from itertools import islice, pairwise

import pytest
from conftest import SAMPLES, shared
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.article import Sentence
from ingest.enumerations import lists_in
from ingest.layout import repair
from ingest.sentences import sentences_in

MARKS = (
    "一是 二是 三是 之一是 一要 二要 （一） （二） (三) 1. 2. 3． 4、 ① ② 第一， 第二， 首先， 其次， 最后， 一、 二、 “ ” ‘ ’ 「 」 《 》 "
    "， 。 ； ： ！ ？ …… ） # ## | - 3.5 张红军 强调 要求 记者 编辑： 水位 (A). b.c"
).split()
TEXTS = (st.lists(st.sampled_from([*MARKS, "\n", " ", "水" * 70]), max_size=50).map("".join) | st.text()).map(repair)


def printed(text: str) -> list[str]:
    """The sentences, as printed."""
    return [sentence.span.of(text) for sentence in sentences_in(text)]


def items(text: str) -> list[tuple[str, str | None]]:
    """Every item of every list, once, with its lead-in."""
    found = {sentence.item: None for sentence in sentences_in(text) if sentence.item}
    return [(item.span.of(text), item.lead.of(text) if item.lead else None) for item in found]


def keep_their_promises(text: str, sentences: tuple[Sentence, ...]) -> None:
    """What holds of the sentences of any text."""
    assert all(left.span.end <= right.span.start for left, right in pairwise(sentences))
    for sentence in sentences:
        words = sentence.span.of(text)
        assert len(words) == len(sentence.span) > 0
        assert words == words.strip()
        assert "\n" not in words
        if sentence.item:
            assert sentence.item.span.holds(sentence.span)
            assert len(sentence.item.span.of(text)) == len(sentence.item.span)
        if sentence.lead and sentence.item:
            assert len(sentence.lead) > 0
            assert sentence.lead.end <= sentence.item.list_start <= sentence.item.span.start


@settings(max_examples=500)
@given(TEXTS)
@example("会议要求：首先，抓值守，一是甲，二是乙。其次，抓物资。（记者 张三）")
def test_sentences_stand_in_order_inside_the_text_and_never_overlap(text: str):
    """So do the items and lead-ins they remember."""
    keep_their_promises(text, sentences_in(text))


@settings(max_examples=300)
@given(TEXTS)
def test_an_item_begins_with_its_first_sentence_and_ends_with_its_last(text: str):
    """An item is whole sentences, and two items of one list never overlap."""
    sentences = sentences_in(text)
    found = sorted({sentence.item.span for sentence in sentences if sentence.item})
    assert {span.start for span in found} <= {sentence.span.start for sentence in sentences}
    assert {span.end for span in found} <= {sentence.span.end for sentence in sentences}


@settings(max_examples=300)
@given(TEXTS)
def test_a_list_counts_upward_from_one(text: str):
    """In every style of marker; and it has two items at least."""
    for markers in lists_in(text):
        assert len(markers) > 1
        assert markers[0].ordinal == 1
        assert all(left.ordinal < right.ordinal and left.start < right.start for left, right in pairwise(markers))
        assert len({marker.style for marker in markers}) == 1


def test_the_promises_hold_for_news_as_it_is_crawled():
    """Over the labelled articles and the head of the large corpus."""
    for path, most in (("gold/dev/articles.jsonl", None), ("bench/crud10k/corpus.jsonl", 500)):
        with shared(path).open(encoding="utf-8") as lines:
            for line in islice(lines, most):
                text = repair(json.loads(line)["text"])
                keep_their_promises(text, sentences_in(text))


@pytest.mark.parametrize("mark", ["。", "！", "？", "!", "?", "；", ";", "……", "？！", "！！！"])
def test_a_sentence_ends_with_its_marks(mark: str):
    """All of them, when there are several."""
    assert printed(f"水位上涨{mark}各街道巡堤{mark}") == [f"水位上涨{mark}", f"各街道巡堤{mark}"]


@pytest.mark.parametrize(
    "whole",
    [
        "全年投入3.5亿元，增长0.8个百分点。",
        "系统升级到2.10.3版，Wi-Fi 6.0同步开通。",
        "他说“水位上涨。快走！”，大家便走了。",
        "他喊「水位上涨。快走！」、众人便走了。",
        "他写下“水位。上涨”四个大字。",
        "学习《汛期怎么办？》一书。",
        "水位：18.2米，雨量：36.5毫米。",
    ],
)
def test_a_decimal_or_speech_within_a_sentence_is_not_cut(whole: str):
    """The sentence goes on behind it."""
    assert printed(whole + "下一句。") == [whole, "下一句。"]


@pytest.mark.parametrize("quote", ["“水位上涨。快走！”", "「水位上涨。快走！」", "“他喊：‘快走！’”", "（详见附件。）"])
def test_a_closing_mark_stays_with_the_sentence_it_closes(quote: str):
    """And what is spoken is one sentence with who speaks it."""
    first = f"他说：{quote}" if "（" not in quote else f"水位上涨{quote}"
    assert printed(f"{first}大家便走了。") == [first, "大家便走了。"]


def test_an_english_sentence_ends_with_its_full_stop():
    """Not with the one in a number, a version or a title before a name."""
    text = 'The fund holds 3.5 million. Mr. Lu said "wait." No. 7 opened. It rained.'
    assert printed(text) == ["The fund holds 3.5 million.", 'Mr. Lu said "wait."', "No. 7 opened.", "It rained."]


def test_headings_rules_and_bylines_are_no_sentences():
    """Nor are marks that stand alone."""
    text = "# 标题。\n水位上涨。\n---\n| --- | --- |\n。\n## 二、整改\n逐一建档。\n（记者 方牧之 通讯员 葛临溪）"
    assert printed(text) == ["水位上涨。", "逐一建档。"]


@pytest.mark.parametrize(
    "byline",
    ["（记者 方牧之）", "记者 方牧之", "本报记者：方牧之/文 葛临溪/图", "来源：云川高新报", "责任编辑：方牧之", "（全媒体记者 方牧之）"],
)
def test_a_byline_is_left_out_though_it_shares_the_last_line(byline: str):
    """The sentence before it is whole."""
    assert printed(f"水位上涨。各街道巡堤。{byline}") == ["水位上涨。", "各街道巡堤。"]


@pytest.mark.parametrize(
    "last",
    ["会后，记者采访了三位居民", "编辑部新设三个岗位", "来源丰富的活水引入清浦河"],
)
def test_a_last_line_that_merely_begins_like_a_byline_is_a_sentence(last: str):
    """Though nobody ended it with a full stop."""
    assert printed(f"水位上涨。\n{last}") == ["水位上涨。", last]


def test_a_row_of_a_table_is_one_sentence():
    """Its cells say little alone."""
    assert printed("| 涵洞。 | 三处！ |\n| --- | --- |\n| 隧道 | 六处 |") == ["| 涵洞。 | 三处！ |", "| 隧道 | 六处 |"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一是摸清底数，", "二是抓实整改。"),
        ("一是摸清底数；", "二是抓实整改。"),
        ("一要摸清底数，", "二要抓实整改。"),
        ("第一，摸清底数；", "第二，抓实整改。"),
        ("（一）摸清底数。", "（二）抓实整改。"),
        ("(一)摸清底数。", "(二)抓实整改。"),
        ("1.摸清底数；", "2.抓实整改。"),
        ("1. 摸清底数；", "2. 抓实整改。"),
        ("1．摸清底数；", "2．抓实整改。"),
        ("1、摸清底数；", "2、抓实整改。"),
        ("①摸清底数，", "②抓实整改。"),
        ("首先，摸清底数。", "其次，抓实整改。"),
        ("首先要摸清底数，", "最后要抓实整改。"),
    ],
)
def test_an_item_is_a_sentence_that_remembers_who_said_it(first: str, second: str):
    """Whatever the style of its number; the number belongs to it."""
    lead = "陆启明要求："
    assert printed(lead + first + second) == [lead, first, second]
    assert items(lead + first + second) == [(first, lead), (second, lead)]


def test_a_photographs_credit_introduces_nothing():
    """The list keeps the words before the picture."""
    assert items("陆启明要求：\n受访者供图 一是摸清底数；二是抓实整改。") == [
        ("一是摸清底数；", "陆启明要求："),
        ("二是抓实整改。", "陆启明要求："),
    ]
    assert items("发言人陆启明。受访者供图 一是摸清底数；二是抓实整改。") == [("一是摸清底数；", None), ("二是抓实整改。", None)]


@pytest.mark.parametrize("mark", ["一、", "1.", "1. ", "1、", "（一）"])
def test_items_may_stand_one_a_line(mark: str):
    """Even where their lines end without a full stop."""
    first, second = f"{mark}摸清底数", f"{mark.replace('一', '二').replace('1', '2')}抓实整改"
    assert items(repair(f"陆启明要求：\n{first}\n{second}")) == [(first, "陆启明要求："), (second, "陆启明要求：")]


def test_items_with_commas_may_stand_one_a_line_too():
    """The page ends their lines without a mark, and they are not one sentence for that."""
    text = repair("陆启明要求：\n一是摸清底数，逐一建档\n二是抓实整改，逐一销号")
    assert [words for words, _ in items(text)] == ["一是摸清底数，逐一建档", "二是抓实整改，逐一销号"]


def test_an_item_of_several_sentences_is_whole():
    """Each of them remembers the item; with the next number it ends."""
    text = "陆启明要求：（一）摸清底数。逐一建档。（二）抓实整改。"
    assert printed(text) == ["陆启明要求：", "（一）摸清底数。", "逐一建档。", "（二）抓实整改。"]
    assert [words for words, _ in items(text)] == ["（一）摸清底数。逐一建档。", "（二）抓实整改。"]


def test_a_list_ends_with_its_paragraph():
    """The next one is nobody's item."""
    text = "陆启明要求，一是摸清底数，二是抓实整改。\n会后，大家参观了现场。"
    assert [sentence.item is None for sentence in sentences_in(text)] == [True, False, False, True]


def test_a_list_may_have_more_than_ten_items():
    """十一 follows 十."""
    numbers = "一 二 三 四 五 六 七 八 九 十 十一 十二".split()
    text = "要求：" + "，".join(f"{number}是办第{number}件事" for number in numbers) + "。"
    assert len(items(text)) == 12
    assert items(text)[-1] == ("十二是办第十二件事。", "要求：")


@pytest.mark.parametrize(
    "prose",
    [
        "会上强调，一是要高度重视。",
        "任务之一是修路，二是以后的事。",
        "要统一是非标准，唯一是此处。",
        "他说：“一是快，二是稳。”",
        "路长3.5公里，桥长1.2公里。",
        "会议指出，二是抓实整改，三是备足物资。",
        "会议指出，一是抓实整改，三是备足物资。",
        "最后，大家参观了现场。",
        "星期一要开会，星期二要下乡。",
        "其中1.2亿元用于修路。2.5亿元用于架桥。",
    ],
)
def test_what_only_looks_like_a_number_is_prose(prose: str):
    """A lone 一是, a 之一是, a decimal, a list that has no first, speech."""
    assert lists_in(prose) == () or items(prose) == []
    assert all(sentence.item is None for sentence in sentences_in(prose + "下一句。"))


def test_two_lists_of_one_style_are_two():
    """The second begins again at 一."""
    text = "甲部门要求，一是快，二是稳。\n乙部门要求，一是准，二是省。"
    assert [lead for _, lead in items(text)] == ["甲部门要求，"] * 2 + ["乙部门要求，"] * 2
    assert len({sentence.item.list_start for sentence in sentences_in(text) if sentence.item}) == 2


def test_what_the_next_speaker_says_in_the_same_paragraph_is_no_item_of_the_former():
    """Or an answer would put the words of one mouth into another."""
    text = "张红军要求，一是快，二是稳。李明要求，一是准，二是省。"
    assert items(text) == [
        ("一是快，", "张红军要求，"),
        ("二是稳。", "张红军要求，"),
        ("一是准，", "李明要求，"),
        ("二是省。", "李明要求，"),
    ]
    assert next(sentence.item for sentence in sentences_in(text) if sentence.span.of(text) == "李明要求，") is None


def test_a_list_far_from_its_beginning_is_another():
    """两千字 between 一是 and 二是 is no enumeration."""
    assert lists_in("一是快。" + "水" * 2000 + "。二是稳。") == ()


@pytest.mark.parametrize(
    ("before", "lead"),
    [
        ("张红军强调，", "张红军强调，"),
        ("水位上涨。张红军强调，", "张红军强调，"),
        ("水位上涨。张红军要求：\n", "张红军要求："),
        ("张红军强调了下面几点。\n", "张红军强调了下面几点。"),
        ("水位上涨。\n", None),
        ("云川高新报\n", None),
        ("水位上涨。", None),
        ("", None),
    ],
)
def test_a_list_is_led_in_by_the_open_words_before_it_or_by_who_speaks(before: str, lead: str | None):
    """Any other sentence before it introduces nothing."""
    assert {found for _, found in items(before + "一是快，二是稳。")} == {lead}


def test_the_items_of_a_list_in_a_list_are_led_in_by_the_item_they_stand_in():
    """Each on its own line, as drafters set them."""
    text = "陆启明要求：\n（一）加强值守：1.领导带班；2.专人值守。\n（二）备足物资。"
    assert [(sentence.span.of(text), sentence.lead and sentence.lead.of(text)) for sentence in sentences_in(text)] == [
        ("陆启明要求：", None),
        ("（一）加强值守：", "陆启明要求："),
        ("1.领导带班；", "（一）加强值守："),
        ("2.专人值守。", "（一）加强值守："),
        ("（二）备足物资。", "陆启明要求："),
    ]


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("（一）加强值守：1.领导带班；2.专人值守。", "（二）备足物资。"),
        ("首先，加强值守，一是领导带班，二是专人值守。", "其次，备足物资。"),
    ],
)
def test_a_list_in_a_list_ends_where_the_outer_one_goes_on(inner: str, outer: str):
    """All in one paragraph: the next outer item belongs to whoever leads in the outer list."""
    assert items(f"陆启明要求：{inner}{outer}")[-1] == (outer, "陆启明要求：")


def test_every_sample_article_keeps_the_promises():
    """The articles that come with the product."""
    for path in SAMPLES.glob("*.md"):
        text = repair(path.read_text(encoding="utf-8"))
        keep_their_promises(text, sentences_in(text))
