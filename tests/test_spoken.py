"""People ask in words of their own: what tells little costs little, and what is said is sought as it is printed."""

from pathlib import Path

import pytest
from test_understand import Shelf

from api.brief import Wanted
from api.retrieve.dictionary import Dictionary
from api.retrieve.english import English
from api.retrieve.kinds import content
from api.retrieve.parts import parts
from api.retrieve.spoken import spoken_in
from api.retrieve.understand import understand

SHELF = Shelf(
    "柳河镇为老人上门理发，每月5日在文化馆",
    "柳河大桥维修花费130万元，8月通车",
    "高温天气，工地12时至16时停止作业",
    "受损房屋42间，已全部修缮",
    "The Liuhe River regatta drew 300 rowers and one champion crew",
    *("能不能在领取时看到师傅和车辆都叫好" for _ in range(20)),
)


@pytest.fixture(scope="module")
def english(cache: Path) -> English:
    """With the machine's own dictionary."""
    return English(Dictionary(cache))


def wanted(question: str, english: English) -> dict[str, Wanted]:
    """What is looked for, over the shelf."""
    found = understand(question, None, SHELF, english).asked.wanted  # type: ignore[arg-type]  # the shelf answers what the index is asked
    return {one.label: one for one in found}


@pytest.mark.parametrize(
    ("question", "said", "printed"),
    [
        ("谁给老人剃头？", "剃头", "理发"),
        ("大热天几点到几点不能干活？", "干活", "作业"),
        ("大热天几点到几点不能干活？", "大热天", "高温"),
        ("地震毁了多少间房子？", "房子", "房屋"),
        ("赛艇的冠军是谁？", "冠军", "champion"),
    ],
)
def test_what_people_say_is_sought_as_it_is_printed(question: str, said: str, printed: str, english: English):
    """By the list of spoken words, by a gloss that two words share, and in English."""
    assert printed in wanted(question, english)[said].spellings


def test_a_spoken_word_cuts_no_other():
    """来电 is no part of 未来|电商, nor 上学 of 晚上|学习."""
    assert not list(spoken_in("未来电商怎么发展"))
    assert [span.of("晚上学习") for span, _ in spoken_in("晚上学习")] == ["晚上"]
    assert [span.of("几点来电") for span, _ in spoken_in("几点来电")] == ["来电"]


def test_a_printed_word_is_sought_by_itself_alone(english: English):
    """理发 is printed, so it needs no others."""
    assert wanted("理发在哪里", english)["理发"].spellings == ("理发",)


def test_pieces_across_words_are_no_words():
    """能领 and 傅叫 stand in no dictionary and no article, and their characters everywhere; a rare character may be of a name."""
    assert set(parts("能领", SHELF.frequency, 100)) == set()
    assert "傅叫" not in parts("师傅叫", SHELF.frequency, 100)
    assert "鳕鳎" in parts("鳕鳎", SHELF.frequency, 100)


def test_pronouns_tell_little(english: English):
    """自己 is printed nowhere and costs less than the bridge."""
    found = wanted("他们自己的大桥", english)
    assert found["大桥"].weight > 2 * found["自己"].weight > 0


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("门票贵不贵", "门票 贵"),
        ("工期超没超", "工期 超"),
        ("2025年10月时柳河路通了", "2025年10月 柳河路通"),
        ("培训为期几天", "培训为期"),
        ("隐患是哪一类", "隐患"),
    ],
)
def test_what_only_asks_is_left_out(question: str, left: str):
    assert " ".join(content(question).split()) == left
