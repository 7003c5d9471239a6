"""The day of publication: by hand, by a field, by the name, by what the page prints; in that order, and never guessed."""

import json
import re
import time
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from conftest import shared
from hypothesis import given
from hypothesis import strategies as st

from ingest.article import Article
from ingest.dates import day_in, day_in_path, day_stated
from ingest.header import Header, header_of
from ingest.read import Placed, Source, read

DAY = date(2025, 6, 12)
TEXT = "云川高新区召开防汛会，水位上涨，各街道巡堤。"


def article(text: str, place: str = "file:///news/a.txt", by_hand: date | None = None) -> Article:
    """The one article of a file at a place."""
    (placed,) = read(Source(place, place.rpartition("/")[2], text.encode(), by_hand))
    assert isinstance(placed, Placed)
    return placed.article


# The order


def test_each_says_the_day_only_where_nothing_before_it_does():
    """By hand, by a field, by the name of the file, by the page's header, by the line that names the printed page."""
    matter, header, imprint = "---\npublished_on: 2025-06-02\n---\n", "2025-06-04 10:00，正文：", "《云川日报》（2025年06月05日 01版）"
    everything = f"{matter}{header}{TEXT}{imprint}"
    place = "file:///2025-06-06/2025-06-03/news.md"
    assert article(everything, place, date(2025, 6, 1)).published_on == date(2025, 6, 1)
    assert article(everything, place).published_on == date(2025, 6, 2)
    assert article(f"{header}{TEXT}{imprint}", place).published_on == date(2025, 6, 3)
    assert article(f"{header}{TEXT}{imprint}").published_on == date(2025, 6, 4)
    assert article(f"{TEXT}{imprint}").published_on == date(2025, 6, 5)
    assert article(TEXT).published_on is None


def test_the_date_of_front_matter_is_its_second_word_for_the_day():
    """Many site generators write date; where it is none, it is no reason to refuse the file."""
    assert article(f"---\ndate: 2025-06-12\n---\n{TEXT}").published_on == DAY
    assert article(f"---\ndate: soon\n---\n{TEXT}").published_on is None


def test_a_records_field_is_its_day():
    """Of a day or of a moment."""
    for value in ("2025-06-12", "2025-06-12T08:30:00", "2025年6月12日", "2025/6/12", "2025-06-11T23:00:00Z"):
        line = json.dumps({"text": TEXT, "published_on": value}, ensure_ascii=False)
        assert article(line, "file:///a.jsonl").published_on == DAY


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 6, 11, 23, 0, tzinfo=UTC), DAY),
        (datetime(2025, 6, 12, 23, 0, tzinfo=timezone(timedelta(hours=-4))), DAY),
        (datetime(2025, 6, 12, 1, 0, tzinfo=timezone(timedelta(hours=8))), DAY),
        (datetime(2025, 6, 12, 23, 59), DAY),  # noqa: DTZ001  a moment that names no place
    ],
)
def test_universal_time_is_read_on_chinas_clocks_and_no_other_time_is(moment: datetime, day: date):
    """A newspaper's own clock is right about its own day."""
    assert day_stated(moment) == day_stated(moment.isoformat()) == day


# Names


@pytest.mark.parametrize(
    "path",
    [
        "2025-06-12.md",
        "20250612.md",
        "2025年6月12日.md",
        "2025.06.12 头版.md",
        "2025_06_12.txt",
        "news20250612.md",
        "云川高新报20250612头版.pdf",
        "nw.D110000renmrb_20250612_1-01.htm",
        "20250612T083000.md",
        "20250612083000.md",
        "2025-06-12/a.md",
        "云川高新报/2025年06月12日/01版/a.md",
        "2025-06-13/20250612.md",
        "2025/06/12/a.md",
        "2025-06/12/content_1.htm",
        "202506/12/a.md",
        "file:///news/2025%E5%B9%B46%E6%9C%8812%E6%97%A5/a.md",
    ],
)
def test_a_name_with_a_day_says_it(path: str):
    """The file's own name first, then the folder nearest to it."""
    assert day_in_path(path) == DAY


@pytest.mark.parametrize(
    "path",
    [
        "a.md",
        "2025.md",
        "2025-06.md",
        "8月26日.md",
        "2025-13-12.md",
        "20250631.md",
        "2025-06-12至2025-06-13.md",
        "000_2fcdea20250612df4c.txt",
        "13820250612.md",
        "202506121.md",
        "content_20250612123456789.md",
        "20250612b/a1b20250612.md",
        "06/12/a.md",
        "2025/06/a.md",
    ],
)
def test_a_name_without_one_whole_day_says_none(path: str):
    """Not half a day, not two, not the digits of a hash or a number."""
    assert day_in_path(path) is None


@given(st.dates(date(1949, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d"]))
def test_every_day_is_read_back_from_its_spellings(day: date, spelling: str):
    """In a name and in a line."""
    written = day.strftime(spelling)
    assert day_in_path(f"news/{written}/a.md") == day
    assert spelling == "%Y%m%d" or day_in(f"发布时间：{written} 10:00") == day


@given(st.text(max_size=60))
def test_no_name_is_fatal(name: str):
    """Whatever it holds."""
    assert day_in_path(name) is None or isinstance(day_in_path(name), date)


# Headers


@pytest.mark.parametrize(
    ("header", "day", "source"),
    [
        ("2025-06-12 23:14:45，正文：", DAY, None),
        ("2025-06-12，正文：", DAY, None),
        ("[2025/06/12  16:52]，正文：         ", DAY, None),
        ("[\t\t\t2025年06月12日\t\t]，正文：", DAY, None),
        ("来源：云川日报  |  2025年06月12日 11:24:29，正文：       ", DAY, "云川日报"),
        ("2025-06-12 22:32:56来源: 云川日报客户端   \t云川      \t举报     ，正文：", DAY, "云川日报客户端"),
        ("2025-06-12 16:55 \xa0来源：                              云川新闻网                      \xa0      ，正文：", DAY, "云川新闻网"),
        ("http://www.example.cn\xa0\xa0\xa0\xa02025年06月12日 21:20\xa0\xa0\xa0\xa0来源：云川新闻网，正文：", DAY, "云川新闻网"),
        ("云川经纬网 > 新闻 > 社会      2025-06-12 16:24:09  ，正文：", DAY, "云川经纬网"),
        ("云川网                    2025-06-12 09:32            ，正文：\t\t", DAY, "云川网"),
        ("发布时间：2025-06-12 08:10:44，正文：", DAY, None),
        ("2025年06月12日 17:36:53 来自河南，正文：", DAY, None),
        ("202506/12 21:51:50，正文：", DAY, None),
        ("202506/1216:24:11，正文：", DAY, None),
        ("25-06-12 22:00，正文：", DAY, None),
        ("06-12 11:35，正文：", None, None),
        ("06/12，正文：", None, None),
        ("记者：李某，正文：", None, None),
        ("，正文：", None, None),
        ("时间：2025-06-12 19:59:00　来源：云川日报\n", DAY, "云川日报"),
        ("2025年6月12日\n", DAY, None),
        ("2025-06-12 星期四\n来源：云川日报 作者：李某\n", DAY, "云川日报"),
        ("2025-06-13 2025-06-12\n", None, None),
        ("2025-06-13 发布时间：2025-06-12 来源：云川日报\n", DAY, "云川日报"),
        ("发布时间：2025-06-12 更新时间：2025-06-13，正文：", DAY, None),
        ("来源：云川日报\n浏览次数：37\n发布日期：2025/6/12\n", DAY, "云川日报"),
    ],
)
def test_a_header_is_stripped_and_gives_the_day_and_the_source(header: str, day: date | None, source: str | None):
    """With its mark or without; a day without a year is none."""
    found = article(header + TEXT)
    assert (found.text, found.published_on, found.source) == (TEXT, day, source)


def test_a_header_may_stand_under_the_title():
    """Where pages print it; the title is none of it."""
    for text in (
        f"云川备汛\n2025-06-12 10:00 来源：云川日报\n\n{TEXT}",
        f"# 云川备汛\n\n2025-06-12 10:00 来源：云川日报\n{TEXT}",
        f"标题：云川备汛\n来源：云川日报\n时间：2025-06-12\n正文：{TEXT}",
        f"云川备汛\n2025-06-12 来源：云川日报\n正文：\n{TEXT}",
    ):
        found = article(text)
        assert (found.title, found.text, found.published_on, found.source) == ("云川备汛", TEXT, DAY, "云川日报")


@pytest.mark.parametrize(
    "text",
    [
        "2025年6月12日，云川高新区召开防汛会。",
        "6月12日，云川高新区召开防汛会。",
        "8月26日\n云川高新区召开防汛会。",
        "通知全文如下，正文：各单位要巡堤。",
        "来源丰富的活水引入清浦河，2025年6月12日通水。",
        "记者：水位涨了多少？\n张某：3.5米。",
        "会议要求加强值守。时间：2025-06-12，正文：各单位要巡堤。",
        "2025-06-12",
    ],
)
def test_what_only_looks_like_a_header_stays(text: str):
    """A day in a sentence is news, not a page's."""
    found = article(text)
    assert found.published_on is None or text == "2025-06-12"
    assert "".join(text.split()) in found.title + "".join(found.text.split())


def test_a_dateline_says_the_day_where_it_names_its_year():
    """Most name none; and it stays, for it was printed."""
    assert article("新华社云川2025年6月12日电 水位上涨。").published_on == DAY
    assert article("新华社云川6月12日电 水位上涨。").published_on is None
    assert article("新华社云川2025年6月12日电 水位上涨。").text.startswith("新华社")


def test_a_masthead_dates_every_article_under_it():
    """And is no article; one with a day of its own keeps it."""
    text = f"云川高新报 2025年6月12日 星期四\n第12版\n\n# 备汛\n{TEXT}\n# 龙舟\n2025-06-11 来源：云川日报\n鼓声响起。\n"
    found = [placed.article for placed in read(Source("p", "a.md", text.encode())) if isinstance(placed, Placed)]
    assert [(one.title, one.published_on) for one in found] == [("备汛", DAY), ("龙舟", date(2025, 6, 11))]


@given(st.text(max_size=80))
def test_a_header_ends_within_its_text(text: str):
    """Whatever the text."""
    for written in (text, f"2025-06-12 {text}", f"{text}，正文：{text}"):
        found = header_of(written)
        assert 0 <= found.end <= len(written)
        assert found == Header() or found.end


# What is at hand


def records(path: str) -> list[dict[str, str | None]]:
    """Every line of a file under ../shared."""
    return [json.loads(line) for line in shared(path).read_text("utf-8").splitlines()]


def test_every_labelled_article_has_the_day_of_its_header():
    """And no other."""
    for one in records("gold/dev/articles.jsonl"):
        day = article(str(one["text"])).published_on
        assert (day.isoformat() if day else None) == one["published_on"], one["key"]


def test_no_crawled_article_keeps_its_header_and_each_whole_day_is_found():
    """Over ten thousand of them."""
    for one in records("bench/crud10k/corpus.jsonl"):
        text = str(one["text"])
        head = re.match(r"[^。]{0,400}?正文：", text)
        found = article(text)
        assert not head or "正文：" not in found.text[:20], text[:80]
        assert not head or not re.search(r"20\d\d[-/年]\d", head[0]) or found.published_on, text[:80]
        assert "".join(found.text.split()) in "".join(text.split())


@pytest.mark.parametrize(
    "text", ["2025-06-12 " * 90_000, "来源：" * 300_000, "，正文" * 300_000, "\u3000" * 900_000 + "正文：", "时间：\n" * 200_000]
)
def test_a_hostile_header_costs_no_time(text: str):
    """A megabyte, in well under a second."""
    start = time.perf_counter()
    header_of(text)
    day_in_path(text)
    assert time.perf_counter() - start < 1, Path(__file__).name
