"""Who reported, at the foot or at the head, and what they are: reporters, correspondents, others."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.facts import Byline, byline_in, bylines_in, who_reported

NEWS = "8月24日晚，会议召开。要做到位、扶到位。"


def reported(text: str) -> Byline:
    """The byline, which is there."""
    found = who_reported(text)
    assert found is not None
    assert found.span.of(text) == found.text
    return found


@pytest.mark.parametrize(
    ("byline", "reporters", "correspondents"),
    [
        ("记者 孙庆辉 通讯员 冯亚旭 文/图", ["孙庆辉"], ["冯亚旭"]),
        ("（记者 孙庆辉）", ["孙庆辉"], []),
        ("（见习记者 孙庆辉 通讯员 冯亚旭 马云静）", ["孙庆辉"], ["冯亚旭", "马云静"]),
        ("（记者孙庆辉 通讯员冯亚旭、马云静）", ["孙庆辉"], ["冯亚旭", "马云静"]),
        ("（全媒体记者 孙庆辉、马云静）（完）", ["孙庆辉", "马云静"], []),
        ("通讯员 冯亚旭　本报记者 孙庆辉", ["孙庆辉"], ["冯亚旭"]),
        ("文/本报记者 孙庆辉　图/马云静", ["孙庆辉"], []),
        ("记者 孙庆辉 实习生 马云静　责任编辑：冯亚旭", ["孙庆辉"], []),
        ("（本报记者 孙庆辉）\n责任编辑：冯亚旭", ["孙庆辉"], []),
        ("（据记者 孙庆辉、通讯员 冯亚旭报道改写）", ["孙庆辉"], ["冯亚旭"]),
        ("据记者 孙庆辉 通讯员 冯亚旭的报道改写", ["孙庆辉"], ["冯亚旭"]),
        ("红星新闻记者 孙庆辉\n编辑 冯亚旭 责编 马云静", ["孙庆辉"], []),
        ("供稿：区应急管理局 审核：马云静", [], []),
        ("编辑 冯亚旭校对 马云静", [], []),
        ("编辑 | 冯亚旭一审 | 马云静", [], []),
    ],
)
def test_the_foot_says_who_reported(byline: str, reporters: list[str], correspondents: list[str]):
    """Whatever else is credited there, and without a word of the news."""
    found = reported(NEWS + byline)
    assert NEWS.endswith("。")
    assert found.span.start >= len(NEWS)
    assert (list(found.reporters), list(found.correspondents)) == (reporters, correspondents)


@pytest.mark.parametrize(
    ("head", "text", "reporters", "correspondents"),
    [
        ("本报讯（记者 孙庆辉 通讯员 冯亚旭）", "（记者 孙庆辉 通讯员 冯亚旭）", ["孙庆辉"], ["冯亚旭"]),
        ("新京报贝壳财经讯（记者孙庆辉）", "（记者孙庆辉）", ["孙庆辉"], []),
        ("中新网郑州8月24日电 (记者 孙庆辉 马云静)", "(记者 孙庆辉 马云静)", ["孙庆辉", "马云静"], []),
        ("四川在线记者 孙庆辉 马云静", "记者 孙庆辉 马云静", ["孙庆辉", "马云静"], []),
        ("辽宁日报讯 记者孙庆辉报道 ", "记者孙庆辉", ["孙庆辉"], []),
        ("海报新闻记者 孙庆辉 通讯员 冯亚旭 德州报道", "记者 孙庆辉 通讯员 冯亚旭", ["孙庆辉"], ["冯亚旭"]),
    ],
)
def test_the_head_says_who_reported(head: str, text: str, reporters: list[str], correspondents: list[str]):
    """In brackets or before the first day."""
    found = reported(head + NEWS)
    assert (found.text, list(found.reporters), list(found.correspondents)) == (text, reporters, correspondents)
    assert byline_in(head + NEWS) is None


def test_who_reported_is_told_before_who_edited():
    """Though the one stands at the head and the other at the foot."""
    text = f"本报讯（记者 孙庆辉）{NEWS}责任编辑：冯亚旭"
    assert reported(text).text == "（记者 孙庆辉）"
    assert [one.text for one in bylines_in(text)] == ["（记者 孙庆辉）", "责任编辑：冯亚旭"]
    closing = byline_in(text)
    assert closing is not None
    assert closing.text == "责任编辑：冯亚旭"


def test_every_credit_says_what_it_is_for():
    """As printed."""
    found = byline_in(f"{NEWS}本报记者 孙庆辉 通讯员 冯亚旭 责任编辑：马云静")
    assert found is not None
    assert [(one.role, one.name) for one in found.credits] == [("本报记者", "孙庆辉"), ("通讯员", "冯亚旭"), ("责任编辑", "马云静")]


def test_names_alone_in_brackets_close_a_text_and_are_nobodys_reporters():
    """Who they are is not said."""
    found = byline_in(f"{NEWS}（孙庆辉 马云静）")
    assert found is not None
    assert ([one.name for one in found.credits], found.reporters, found.correspondents) == (["孙庆辉", "马云静"], (), ())
    assert byline_in(f"{NEWS}（高新区）") is None


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        "",
        "记者从区水务局获悉，水位回落。",
        "水位回落，记者孙庆辉到现场采访。各街道巡堤。",
        "会后，记者采访了三位居民",
        f"{NEWS}\n记者采访",
        f"{NEWS}\n编辑部新设三个岗位",
        f"{NEWS}查看更多责任编辑：",
        f"{NEWS}\n责任编辑：",
        f"{NEWS}（详见第三版）",
    ],
)
def test_where_nobody_is_credited_nobody_reported(text: str):
    """A reporter may be in the story."""
    assert who_reported(text) is None


PIECES = st.sampled_from(
    [
        *"记者 通讯员 责任编辑： 本报 （ ） 孙庆辉 冯亚旭 。 ， 、 / 文 图 文/图 来源：某报 （完） 报道 摄 据 的 编辑 CN070 8月24日".split(
            " "
        ),
        "\n",
        " ",
    ]
)


@settings(max_examples=500)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_bylines_print_what_they_say_and_never_overlap(text: str):
    """In order, without blanks around them; every name is printed in its byline."""
    found = bylines_in(text)
    assert all(one.span.of(text) == one.text == one.text.strip() != "" for one in found)
    assert all(left.span.end <= right.span.start for left, right in pairwise(found))
    assert all(credit.name in one.text for one in found for credit in one.credits)


@pytest.mark.parametrize("piece", ["记者 ", "（记者", "记者 张三 ", "文/图", "编辑", "（记者 张三", "来源：", "水"])
def test_the_time_it_takes_stays_in_step_with_the_text(piece: str):
    """A megabyte of the same."""
    text = piece * (1_000_000 // len(piece))
    began = time.process_time()
    bylines_in.__wrapped__(text)
    assert time.process_time() - began < 30
