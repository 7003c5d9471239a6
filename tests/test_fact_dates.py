"""Days and periods: resolved where they follow from the words and the day of publication, and saying why where they do not."""

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.routes.wire import ArticleWhole
from ingest.article import Article
from ingest.facts import Dated, dates_in

PUBLISHED = date(2025, 8, 26)
"""A Tuesday."""


def only(text: str, published: date | None = PUBLISHED) -> Dated:
    """The one date of a text."""
    (dated,) = dates_in(text, published)
    return dated


def ends(dated: Dated) -> str:
    """First and last day, as the wire has them; a dot for one that does not follow."""
    return f"{dated.first or '.'} {dated.last or '.'}"


@pytest.mark.parametrize(
    ("text", "printed", "resolved"),
    [
        ("8月24日晚，会议召开。", "8月24日晚", "2025-08-24 2025-08-24"),
        ("8月24日晚上8时30分，会议召开。", "8月24日晚上8时30分", "2025-08-24 2025-08-24"),
        ("8 月 24 日消息。", "8 月 24 日", "2025-08-24 2025-08-24"),
        ("二〇二四年十二月二十日施行。", "二〇二四年十二月二十日", "2024-12-20 2024-12-20"),
        ("2024-12-20 18:30 发布。", "2024-12-20 18:30", "2024-12-20 2024-12-20"),
        ("去年12月20日施行。", "去年12月20日", "2024-12-20 2024-12-20"),
        ("8月24日至26日举行。", "8月24日至26日", "2025-08-24 2025-08-26"),
        ("8月24-26日举行。", "8月24-26日", "2025-08-24 2025-08-26"),
        ("将于12月28日至1月3日举行。", "12月28日至1月3日", "2025-12-28 2026-01-03"),
        ("7月30日到8月2日举行。", "7月30日到8月2日", "2025-07-30 2025-08-02"),
        ("1-8月增长5%。", "1-8月", "2025-01-01 2025-08-31"),
        ("1至8月份增长5%。", "1至8月份", "2025-01-01 2025-08-31"),
        ("前7个月增长5%。", "前7个月", "2025-01-01 2025-07-31"),
        ("2023-2025年实施。", "2023-2025年", "2023-01-01 2025-12-31"),
        ("今年上半年增长。", "今年上半年", "2025-01-01 2025-06-30"),
        ("二季度增长。", "二季度", "2025-04-01 2025-06-30"),
        ("6月下旬演练。", "6月下旬", "2025-06-21 2025-06-30"),
        ("上月增长。", "上月", "2025-07-01 2025-07-31"),
        ("去年增长。", "去年", "2024-01-01 2024-12-31"),
        ("今年以来增长。", "今年以来", "2025-01-01 2025-08-26"),
        ("9月底前完成。", "9月底前", ". 2025-09-30"),
        ("7月25日前必须完成。", "7月25日前", ". 2025-07-25"),
        ("年底前完成。", "年底前", ". 2025-12-31"),
        ("年内投入使用。", "年内", ". 2025-12-31"),
        ("月底前完成。", "月底前", ". 2025-08-31"),
        ("2026年2月底完成。", "2026年2月底", ". 2026-02-28"),
        ("计划明年3月前建成。", "明年3月前", ". 2026-02-28"),
        ("从即日起至2026年2月底。", "即日起至2026年2月底", ". 2026-02-28"),
        ("自9月1日起施行。", "9月1日起", "2025-09-01 ."),
        ("昨日，会议召开。", "昨日", "2025-08-25 2025-08-25"),
        ("今天上午，会议召开。", "今天上午", "2025-08-26 2025-08-26"),
        ("上周五，会议召开。", "上周五", "2025-08-22 2025-08-22"),
        ("下周五前报送。", "下周五前", ". 2025-09-05"),
        ("本周召开。", "本周", "2025-08-25 2025-08-31"),
        ("自刊发之日起30日内联系。", "刊发之日起30日内", "2025-08-26 2025-09-25"),
        ("24日，会议召开。", "24日", "2025-08-24 2025-08-24"),
        ("30日，会议召开。", "30日", "2025-07-30 2025-07-30"),
        ("大会将于30日召开。", "30日", "2025-08-30 2025-08-30"),
    ],
)
def test_a_date_is_resolved_against_the_day_of_publication(text: str, printed: str, resolved: str):
    """First and last day, both inclusive; a deadline has no first day."""
    dated = only(text)
    assert (dated.text, ends(dated)) == (printed, resolved)
    assert dated.basis


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("2025年8月24日，会议召开。", "printed in full"),
        ("8月24日，会议召开。", "the year of publication, 2025"),
        ("上周五，会议召开。", "Friday of the week before publication 2025-08-26"),
        ("去年，收成好。", "the year before that of publication, 2024"),
        ("每周五开放。", "it recurs"),
        ("每月16日开放。", "it recurs"),
        ("每年7月下旬举行。", "it recurs"),
        ("2月30日，会议召开。", "the calendar has no such day"),
        ("8月24日（星期一）召开。", "2025-08-24 is no 星期一"),
        ("8月初，会议召开。", "初 has no set days"),
        ("5个工作日内答复。", "working days need a calendar of holidays"),
        ("三日内报送。", "the day from which it counts is not certain"),
        ("“今天算是开了头。”", "said in a quotation, whose day need not be that of publication"),
        ("农历八月十五日赏月。", "the lunar calendar is not read"),
        ("12月才开工。", "it is still to come in 2025, the year of publication, and the sentence does not look ahead"),
    ],
)
def test_the_basis_says_how_a_day_follows_or_why_it_does_not(text: str, basis: str):
    """In words."""
    assert only(text).basis == basis


@pytest.mark.parametrize(
    "text", ["8月24日晚，开会。", "9月底前完成。", "今年以来增长。", "上周五开会。", "24日开会。", "年底前完成。", "昨日开会。"]
)
def test_without_a_day_of_publication_no_year_is_guessed(text: str):
    """But the words are found."""
    dated = only(text, None)
    assert ends(dated) == ". ."


def test_a_date_printed_in_full_needs_no_day_of_publication():
    """And lends its month to the day after it."""
    first, second = dates_in("2025年8月24日开幕，26日闭幕。", None)
    assert (ends(first), ends(second)) == ("2025-08-24 2025-08-24", "2025-08-26 2025-08-26")


def test_a_day_without_a_month_is_of_the_month_before_it():
    """Of the sentence, though publication is in another month."""
    _, second = dates_in("6月11日部署，13日报齐。", date(2025, 7, 15))
    assert (ends(second), second.basis) == ("2025-06-13 2025-06-13", "the month spoken of before it")


def test_a_day_that_may_be_of_two_months_is_of_neither():
    """The paragraph spoke of June, and publication is in July."""
    *_, last = dates_in("6月11日部署。13日，再次检查。", date(2025, 7, 15))
    assert (ends(last), last.basis) == (". .", "it may be 2025-06-13 or 2025-07-13")


@pytest.mark.parametrize(
    ("text", "published", "resolved"),
    [
        ("12月30日召开。", date(2026, 1, 4), "2025-12-30 2025-12-30"),
        ("12月全市增长4%。", date(2026, 1, 4), "2025-12-01 2025-12-31"),
        ("定于1月5日举行。", date(2025, 12, 30), "2026-01-05 2026-01-05"),
        ("12月28日前完成。", date(2026, 1, 4), ". 2026-12-28"),
    ],
)
def test_new_year_may_lie_between_a_day_and_publication(text: str, published: date, resolved: str):
    """Then the nearest one is meant."""
    assert ends(only(text, published)) == resolved


def test_another_year_in_the_sentence_leaves_a_day_open():
    """Whose year it is, the sentence does not say."""
    _, day = dates_in("2021年遭遇暴雨，7月20日最大。", PUBLISHED)
    assert (ends(day), day.basis) == (". .", "another year, 2021, is printed in the sentence")


def test_dates_in_a_row_share_their_year():
    """2023年3月、5月."""
    _, second = dates_in("2023年3月、5月两次开会。", PUBLISHED)
    assert ends(second) == "2023-05-01 2023-05-31"


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("8月24日晚，会议召开。会议要求三日内报送。", "2025-08-24 2025-08-27"),
        ("8月24日晚，会议召开。会议要求9月底前完成，三日内报清单。", "2025-08-24 2025-08-27"),
        ("8月24日晚，会议召开。7月9日的积水原因，三日内报告。", ". ."),
        ("8月24日晚，会议召开。6月11日的部署会上曾要求三日内报送。", "2025-06-11 2025-06-14"),
        ("8月24日，会议召开。每月16日通报一次，一个月内办结。", ". ."),
    ],
)
def test_a_term_counts_from_the_day_of_the_event(text: str, resolved: str):
    """Unless the sentence speaks of another day."""
    assert next(ends(dated) for dated in dates_in(text, PUBLISHED) if dated.text.endswith("内")) == resolved


def test_the_same_day_is_the_one_spoken_of_before_it():
    """Within the paragraph."""
    _, same = dates_in("7月9日大雨，当天转移214户。", PUBLISHED)
    assert ends(same) == "2025-07-09 2025-07-09"
    assert only("\n当天转移214户。").basis == "no day is printed before it in the paragraph"


def test_a_weekday_and_the_day_beside_it_must_agree():
    """下周一（9月1日）."""
    week, day = dates_in("下周一（9月1日）开学。", PUBLISHED)
    assert ends(week) == ends(day) == "2025-09-01 2025-09-01"
    week, _ = dates_in("下周一（9月8日）开学。", PUBLISHED)
    assert (ends(week), week.basis) == (". .", "it would be 2025-09-01, but another day is printed beside it")


def test_a_deadline_that_was_set_in_another_week_stays_open():
    """Whose 下周五 it is, that of the meeting or that of the newspaper, is not printed."""
    *_, due = dates_in("8月24日，会议召开。下周五前报送。", PUBLISHED)
    assert ends(due) == ". ."


@pytest.mark.parametrize(
    "text",
    [
        "近日，会议召开。",
        "12个月，24小时，20多年，第24届。",
        "每周一次，三周五次。",
        "光明日报报道，明日之星闪耀。",
        "5号楼、3号线。",
        "2000年代，2023款，2024年级。",
        "《2025年工作方案》印发。",
        "版本3.8.24发布，得分5.24。",
        "去年同期为39件。",
        "10日元，24日本人。",
    ],
)
def test_what_is_no_date_is_not_taken_for_one(text: str):
    """A number, a name, a title."""
    assert dates_in(text, PUBLISHED) == ()


def test_to_go_somewhere_is_no_deadline():
    """8月26日前往 is no 8月26日前."""
    assert ends(only("8月26日前往现场。")) == "2025-08-26 2025-08-26"


def test_the_calendar_has_an_end():
    """An article of the year 9999 has no next year."""
    assert ends(only("明年完成。", date(9999, 12, 31))) == ". ."
    assert ends(only("下月完成。", date(9999, 12, 31))) == ". ."


def test_the_wire_says_from_and_to():
    """As the contract has it."""
    article = Article("k", "t", "会议要求9月底前完成。（记者 方牧之）", PUBLISHED)
    whole = ArticleWhole.whole(article, ["k"]).model_dump(mode="json")
    assert whole["dates"] == [
        {"start": 4, "end": 8, "text": "9月底前", "from": None, "to": "2025-09-30", "basis": "the year of publication, 2025"}
    ]
    assert whole["byline"] == {"start": 11, "end": 19, "text": "（记者 方牧之）", "reporters": ["方牧之"], "correspondents": []}


PIECES = st.sampled_from(
    "8月 24日 2025年 今年 去年 前 底 至 - 到 以来 起 内 三日 上周五 下周 当天 每周五 12月31日 2月30日 年底 月底 一季度 晚 "
    "，。 、 （ ） \n “ ” 农历 "
    "十二月三十一日 1-8月 两年 会上 将 9999年 0年 即日起 99".split(" ")
)


@settings(max_examples=500)
@given(st.lists(PIECES, max_size=20).map("".join), st.none() | st.dates(date(1900, 1, 1), date(9999, 12, 31)))
def test_dates_print_what_they_say_in_order(text: str, published: date | None):
    """Without overlap; the first day is no later than the last, and there is always a reason."""
    found = dates_in(text, published)
    assert [dated.span.of(text) for dated in found] == [dated.text for dated in found]
    assert all(left.span.end <= right.span.start for left, right in pairwise(found))
    assert all(dated.first <= dated.last for dated in found if dated.first and dated.last)
    assert all(dated.basis for dated in found)


@pytest.mark.parametrize("piece", ["8月24日", "1", "月", "一二三", "1-", "8月1日25日", "今年", "每", "《", "2025年12月"])
def test_the_time_it_takes_stays_in_step_with_the_text(piece: str):
    """A megabyte of the same, within half a minute of a slow machine."""
    text = piece * (1_000_000 // len(piece))
    began = time.process_time()
    dates_in.__wrapped__(text, PUBLISHED)
    assert time.process_time() - began < 30
