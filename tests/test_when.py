"""Time in a question: which words bound the search and which do not, by a clock that is handed in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import asked, write_in
from hypothesis import given
from hypothesis import strategies as st

from api.answers.question import Question
from api.retrieve.when import time_in
from api.services import Services, build
from api.settings import Settings
from ingest.catalogue import Filters

WEDNESDAY = date(2026, 11, 25)


def days(question: str, today: date = WEDNESDAY) -> tuple[str, str] | None:
    """First and last day that a question means."""
    time, _ = time_in(question, today)
    return (time.first.isoformat(), time.last.isoformat()) if time else None


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("上周开了什么会", "2026-11-16", "2026-11-22"),
        ("上星期五谁去了园区", "2026-11-20", "2026-11-20"),
        ("本周有哪些会议", "2026-11-23", "2026-11-25"),
        ("昨天高新区发生了什么", "2026-11-24", "2026-11-24"),
        ("今天的报道", "2026-11-25", "2026-11-25"),
        ("上个月签约了几个项目", "2026-10-01", "2026-10-31"),
        ("去年的招商情况", "2025-01-01", "2025-12-31"),
        ("今年以来有哪些要求", "2026-01-01", "2026-11-25"),
        ("最近有哪些要求", "2026-10-26", "2026-11-25"),
        ("近三天的消息", "2026-11-22", "2026-11-25"),
        ("8月下旬开了哪些会", "2026-08-21", "2026-08-31"),
        ("12月的会议", "2025-12-01", "2025-12-31"),
        ("去年8月底的会议", "2025-08-21", "2025-08-31"),
        ("郑学文九月份都说了什么", "2026-09-01", "2026-09-30"),
        ("今年九月的会议", "2026-09-01", "2026-09-30"),
        ("2025年一月至六月增长多少", "2025-01-01", "2025-12-31"),
        ("2025年1月至6月增长多少", "2025-01-01", "2025-12-31"),
        ("今年三四月份发生了什么", "2026-01-01", "2026-11-25"),
        ("八月下旬开了哪些会", "2026-08-21", "2026-08-31"),
        ("2025年十二月的会议", "2025-12-01", "2025-12-31"),
        ("2024年2月的会议", "2024-02-01", "2024-02-29"),
        ("陆启明2025年7月提出了什么", "2025-07-01", "2025-07-31"),
        ("2025年增长多少", "2025-01-01", "2025-12-31"),
        ("What happened last week?", "2026-11-16", "2026-11-22"),
        ("what did he ask yesterday", "2026-11-24", "2026-11-24"),
        ("the meetings in late August", "2026-08-21", "2026-08-31"),
        ("What was said in August 2025?", "2025-08-01", "2025-08-31"),
        ("recently announced projects", "2026-10-26", "2026-11-25"),
        ("in the past 3 days", "2026-11-22", "2026-11-25"),
    ],
)
def test_an_expression_means_days(question: str, first: str, last: str):
    assert days(question) == (first, last)


@pytest.mark.parametrize(
    "question",
    [
        "8月27日的会议有多少家企业",
        "2026年3月12日谁到场",
        "on August 27, 2025",
        "12月底前要完成什么",
        "谁要在7月25日前完成加固",
        "十五日前要公布什么",
        "节日前谁检查了市场",
        "上周五前要报什么",
        "明年1月有什么安排",
        "1-8月增长多少",
        "比去年增长多少",
        "《去年今日》是谁写的",
        "离园区最近的车站",
        "会上周启明说了什么",
        "会议提出了哪些要求",
    ],
)
def test_what_is_part_of_the_matter_bounds_nothing(question: str):
    """A day, a deadline, a comparison, a title, a name."""
    assert days(question) is None


def test_words_that_lean_on_the_day_of_asking_are_not_searched_for():
    assert time_in("上周张红军去了哪里", WEDNESDAY)[1] == "  张红军去了哪里"
    assert time_in("8月张红军去了哪里", WEDNESDAY)[1] == "8月张红军去了哪里"


@given(
    st.dates(date(2000, 1, 1), date(2090, 12, 31)),
    st.sampled_from("昨天 前天 上周 本周 上个月 这个月 去年 今年 最近 近三天 过去两周 last#week yesterday recently".split()),
)
def test_no_day_lies_behind_the_day_of_asking(today: date, said: str):
    time, _ = time_in(said.replace("#", " "), today)
    assert time
    assert time.leans
    assert time.first <= time.last <= today


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_last_week_ends_where_this_week_begins(today: date):
    last, this = time_in("上周", today)[0], time_in("本周", today)[0]
    assert last
    assert this
    assert (last.days, last.first.weekday()) == (7, 0)
    assert this.first == last.last + timedelta(1)
    assert this.last == today


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(1, 12), st.sampled_from(["上旬", "中旬", "下旬", ""]))
def test_a_month_without_a_year_is_the_latest_that_has_begun(today: date, month: int, part: str):
    time, _ = time_in(f"{month}月{part}", today)
    assert time
    assert time.first.month == time.last.month == month
    assert time.first.replace(day=1) <= today < time.first.replace(day=1) + timedelta(367)


@given(st.text(max_size=40), st.dates())
def test_any_text_on_any_day_is_read_and_keeps_its_length(question: str, today: date):
    time, rest = time_in(question, today)
    assert len(rest) == len(question)
    assert time is None or time.first <= time.last


MEETINGS = {
    date(2026, 11, 12): "11月12日，青石镇召开森林防火会，镇长宋希文要求每个路口都要有人值守。",
    date(2026, 11, 19): "青石镇召开森林防火会，镇长宋希文要求给每户发放防火手册。",
    date(2026, 11, 24): "11月21日，青石镇召开森林防火会，镇长宋希文要求清理林缘的枯草。",
    None: "青石镇召开森林防火会，镇长宋希文要求备足二号工具。",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Services:
    """Four meetings: the week before last, last week, last week but printed in this one, and one of no day."""
    services = build(
        Settings(data_dir=tmp_path_factory.mktemp("meetings"), cache_dir=cache), clock=lambda: datetime(2026, 11, 24, 17, tzinfo=UTC)
    )
    for day, text in MEETINGS.items():
        matter = f"published_on: {day.isoformat()}\n" if day else ""
        write_in(services.library, f"{day}.md", f"---\ntitle: 青石镇召开森林防火会（{day}）\n{matter}---\n{text}\n")
    return services


def said(question: str, services: Services, filters: Filters = Filters()) -> tuple[str, str]:  # noqa: B008  Filters is frozen
    """All that is quoted, and the note."""
    answer = asked(Question(question, filters=filters), services)
    return "".join(quote.text for quote in answer.citations), answer.note or ""


QUESTION = "宋希文在森林防火会上提出了哪些要求"
DEEDS = ("值守", "防火手册", "枯草", "二号工具")


def told(text: str) -> Sequence[str]:
    """Which of the four meetings a text speaks of."""
    return [deed for deed in DEEDS if deed in text]


def test_without_an_expression_every_meeting_may_answer(desk: Services):
    text, note = said(QUESTION, desk)
    assert told(text)
    assert note == ""


def test_last_week_is_told_by_the_day_of_publication_and_by_the_days_printed(desk: Services):
    """By the clock of Shanghai it is the 25th already: what was printed on the 24th of the 21st counts."""
    text, note = said(f"上周{QUESTION}", desk)
    assert set(told(text)) <= {"防火手册", "枯草"}
    assert told(text)
    assert note == "“上周”按2026-11-16至2026-11-22理解。"


def test_yesterday_was_nothing_and_the_note_says_so(desk: Services):
    text, note = said(f"前天{QUESTION}", desk)
    assert text == ""
    assert "“前天”按2026-11-23理解" in note
    assert "没有找到这段时间的报道" in note
    assert "1篇报道没有日期" in note


def test_what_is_of_no_day_is_not_of_last_year(desk: Services):
    text, note = said(f"去年{QUESTION}", desk)
    assert text == ""
    assert "没有找到这段时间的报道" in note


def test_a_month_of_the_calendar_leaves_out_only_what_is_known_to_be_of_another(desk: Services):
    text, note = said(f"3月{QUESTION}", desk)
    assert set(told(text)) <= {"二号工具"}
    assert "“3月”按2026-03-01至2026-03-31理解" in note


def test_a_day_of_the_calendar_lets_the_next_days_paper_answer(desk: Services):
    text, _ = said(f"11月21日{QUESTION}", desk)
    assert "枯草" in text


def test_days_that_the_caller_names_go_before_those_of_the_question(desk: Services):
    text, note = said(f"上周{QUESTION}", desk, Filters(published_to=date(2026, 11, 13)))
    assert set(told(text)) <= {"值守"}
    assert "理解" not in note


def test_a_filter_that_lets_nothing_through_says_so(desk: Services):
    for filters in (
        Filters(people=("何守田",)),
        Filters(organisations=("铁路局",)),
        Filters(section="附件"),
        Filters(published_to=date(2020, 1, 1)),
    ):
        text, note = said(QUESTION, desk, filters)
        assert text == ""
        assert "符合条件的0篇" in note


@given(st.sampled_from(["上周", "前天", "最近", "去年", "本周", "10月", "11月中旬"]), st.sets(st.sampled_from(["宋希文", "何守田"])))
def test_a_bounded_search_finds_nothing_that_the_unbounded_one_may_not(desk: Services, when: str, people: set[str]):
    filters = Filters(people=tuple(sorted(people)))
    every = {hit.passage.id for hit in desk.retriever.retrieve(QUESTION, 50, filters).hits}
    assert {hit.passage.id for hit in desk.desk.retriever.retrieve(when + QUESTION, 50, filters).hits} <= every


def test_only_passages_of_a_section_are_found(samples: Services):
    filters = Filters(section="会后即作部署", organisations=("高新区",))
    hits = samples.retriever.retrieve("高新区提出了哪些要求", 50, filters).hits
    assert {hit.passage.section for hit in hits} == {"会后即作部署"}
    assert not samples.retriever.retrieve("高新区提出了哪些要求", 50, replace(filters, organisations=("铁路局",))).hits
