"""The edition of a day: every article in exactly one, whatever the clock and the zone; printed words, escaped wherever they are shown."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import served, write_in
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from sqlalchemy import create_engine, insert, update

from api.digest.days import NotYet
from api.digest.sheet import page_of, subject_of, text_of
from api.digest.templates import one_line
from api.services import Services, build
from api.settings import Settings
from ingest.calendar import Calendar
from ingest.schema import articles, metadata

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 8, 26)
_MEMO = """---
key: {key}
title: {title}
published_on: 2026-08-26
---
8月26日，云川高新区召开防汛会，{said}。区管委会主任陆启明强调，区水务局要在8月28日前逐一建档。
"""


class Clock:
    """Shows the time it was set to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time."""
        return self.now


def at(services: Services, key: str, moment: datetime) -> None:
    """Let an article have come in at a moment."""
    with services.library.catalogue.engine.begin() as connection:
        connection.execute(update(articles).where(articles.c.key == key).values(read_at=moment))


@pytest.fixture
def desk(tmp_path: Path, cache: Path) -> Services:
    """Parts whose clock stands at half past seven in Shanghai, with three articles of the day before, and one of the day."""
    clock = Clock(datetime(2026, 8, 26, 23, 30, tzinfo=UTC))
    services = build(Settings(data_dir=tmp_path / "data", cache_dir=cache), clock=clock)
    said = ("抽查泵站十二座", "慰问一线民兵三百人", "公布采石场清理名单", "讨论学校避险路线")
    for key, one in zip(("early", "last", "first", "noon"), said, strict=True):
        write_in(services.library, f"{key}.md", _MEMO.format(key=key, title=f"防汛{one}", said=one))
    at(services, "early", datetime(2026, 8, 25, 16, 0, tzinfo=UTC))
    at(services, "noon", datetime(2026, 8, 26, 4, 0, tzinfo=UTC))
    at(services, "last", datetime(2026, 8, 26, 15, 59, 59, tzinfo=UTC))
    at(services, "first", datetime(2026, 8, 26, 16, 0, tzinfo=UTC))
    return services


def keys(services: Services, day: date) -> Sequence[str]:
    """Of the articles in the edition of a day, in order."""
    return [entry.article.key for entry in services.days.edition(day, "zh").entries]


def test_a_day_is_a_day_of_the_newsroom(desk: Services):
    """To the second, and whatever zone the machine is in."""
    assert keys(desk, DAY) == ["early", "noon", "last"]
    assert keys(desk, DAY + timedelta(days=1)) == ["first"]
    assert keys(desk, DAY - timedelta(days=1)) == []


def test_what_comes_after_the_close_is_in_the_next_edition(desk: Services):
    """And the closed one stays as it was."""
    clock = desk.days.clock
    assert isinstance(clock, Clock)
    clock.now = datetime(2026, 8, 26, 8, 0, tzinfo=UTC)
    at(desk, "last", datetime(2026, 8, 27, 1, 0, tzinfo=UTC))
    desk.days.close(DAY)
    write_in(desk.library, "late.md", _MEMO.format(key="late", title="夜间巡堤", said="连夜巡查堤防两遍"))
    at(desk, "late", datetime(2026, 8, 26, 9, 0, tzinfo=UTC))
    assert keys(desk, DAY) == ["early", "noon"]
    assert keys(desk, DAY + timedelta(days=1)) == ["late", "first", "last"]
    desk.days.close(DAY)
    assert keys(desk, DAY) == ["early", "noon"]


def test_a_day_to_come_is_not_closed(desk: Services):
    """Its articles are not there yet."""
    with pytest.raises(NotYet, match="2026-08-28 has not begun"):
        desk.days.close(date(2026, 8, 28))


_MOMENTS = st.datetimes(datetime(2026, 3, 1), datetime(2026, 4, 10), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis adds the zone
_ZONES = st.sampled_from(["Asia/Shanghai", "UTC", "America/New_York", "Pacific/Kiritimati", "Europe/Berlin"]).map(ZoneInfo)


@given(_ZONES, st.lists(_MOMENTS, max_size=12), st.lists(_MOMENTS, max_size=8))
def test_every_article_is_in_exactly_one_edition(zone: ZoneInfo, arrivals: list[datetime], closings: list[datetime]):
    """However often, and however early, the clock lets days be closed."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    calendar = Calendar(engine)
    happened = sorted([(moment, "arrival") for moment in arrivals] + [(moment, "closing") for moment in closings])
    for number, (moment, what) in enumerate(happened):
        if what == "closing":
            calendar.close(moment.astimezone(zone).date(), zone, moment)
            continue
        row = {"id": f"{number:016x}", "key": "", "title": "", "text": "", "read_at": moment, "published": True, "generation": 1}
        with engine.begin() as connection:
            connection.execute(insert(articles), [row])
    days = [date(2026, 2, 26) + timedelta(days=count) for count in range(60)]
    held = [name for day in days for name in calendar.held(day, zone)[0]]
    assert sorted(held) == sorted(f"{number:016x}" for number, (_, what) in enumerate(happened) if what == "arrival")
    engine.dispose()


def test_a_clock_that_jumps_back_makes_no_second_edition(desk: Services):
    """A closed day waits no more."""
    clock = desk.days.clock
    assert isinstance(clock, Clock)
    desk.days.close(DAY)
    desk.days.close(DAY + timedelta(days=1))
    clock.now = datetime(2026, 8, 26, 10, 0, tzinfo=UTC)
    assert desk.days.waiting() == []


def test_days_that_were_missed_wait_for_their_letter(desk: Services):
    """From the first digest on; before it, only today."""
    assert desk.days.waiting() == [date(2026, 8, 27)]
    desk.days.close(DAY - timedelta(days=1))
    assert desk.days.waiting() == [DAY, DAY + timedelta(days=1)]


def test_a_reprint_is_folded_under_what_it_repeats(desk: Services):
    """On the day itself; on a later day it is only named."""
    body = "".join(f"第{number}项是检查{place}的排水沟。" for number, place in enumerate("东西南北中江河湖海山", 1))
    write_in(desk.library, "one.md", _MEMO.format(key="one", title="十处排水沟", said=body))
    write_in(desk.library, "two.md", _MEMO.format(key="two", title="排水沟有十处", said=body))
    for key in ("one", "two"):
        at(desk, key, datetime(2026, 8, 20, 4, 0, tzinfo=UTC))
    (entry,) = desk.days.edition(date(2026, 8, 20), "zh").entries
    assert (entry.article.key, [one.key for one in entry.repeated_by]) == ("one", ["two"])
    at(desk, "two", datetime(2026, 8, 21, 4, 0, tzinfo=UTC))
    later = desk.days.edition(date(2026, 8, 21), "zh")
    assert (later.entries, [one.key for one in later.earlier]) == ([], ["two"])


def test_what_is_to_be_done_stands_by_owner_and_what_is_due_in_the_week(desk: Services):
    """With the printed day."""
    edition = desk.days.edition(DAY, "zh")
    assert [owner for owner, _ in edition.by_owner] == ["区水务局"]
    assert {one.item.due_on for one in edition.due} == {date(2026, 8, 28)}
    assert desk.days.edition(date(2026, 8, 29), "zh").due == []


def test_every_statement_links_to_its_article(desk: Services):
    """In both forms, and nothing is fetched from elsewhere."""
    edition = desk.days.edition(DAY, "zh")
    page = html.fromstring(page_of(edition, "https://news.example"))
    links = {str(link) for link in page.xpath("//a/@href")}
    for entry in edition.entries:
        for quote in (*entry.line.citations, *entry.short.citations):
            link = f"https://news.example/v1/articles/{entry.article.id}?at={quote.span.start}-{quote.span.end}#at"
            assert link in links
            assert link in text_of(edition, "https://news.example")
    assert page.xpath("//img | //script | //link | //@src") == []


def test_an_article_cannot_bring_markup_or_a_header(desk: Services):
    """Its characters are shown as characters."""
    title = '<img src=x onerror="alert(1)">防汛 Bcc: spy@example.com'
    write_in(desk.library, "evil.md", _MEMO.format(key="evil", title=f"'{title}'", said="<a href='https://evil.example'>点此</a>领取"))
    at(desk, "evil", datetime(2026, 8, 20, 4, 0, tzinfo=UTC))
    edition = desk.days.edition(date(2026, 8, 20), "zh")
    page = html.fromstring(page_of(edition, "https://news.example"))
    assert page.xpath("//img") == []
    assert all(str(link).startswith("https://news.example/") for link in page.xpath("//a/@href"))
    assert "<img src=x" in page.text_content()
    assert one_line("a\r\nBcc: x\u2028\u202eb\x00") == "a Bcc: x b"
    assert "\n" not in subject_of(edition)


def test_interests_come_first_and_nothing_is_left_out(desk: Services):
    """What a reader asked for is marked."""
    edition = desk.days.edition(DAY, "zh").for_one(("民兵",))
    assert [entry.article.key for entry in edition.entries] == ["last", "early", "noon"]
    assert edition.entries[0].wanted_for == ("民兵",)


def test_the_edition_is_served_in_three_forms(desk: Services):
    """As `Accept` asks."""
    with served(desk) as client:
        told = client.get(f"/v1/digests/{DAY}").json()
        assert [one["key"] for one in told["articles"]] == ["early", "noon", "last"]
        assert {one["owner"] for one in told["action_items"]} == {"区水务局"}
        for kind in ("text/html", "text/plain"):
            reply = client.get(f"/v1/digests/{DAY}", headers={"Accept": f"{kind}, */*;q=0.1"})
            assert reply.headers["content-type"].startswith(kind)
            assert "抽查泵站" in reply.text
        assert "default-src 'none'" in client.get(f"/v1/digests/{DAY}", headers={"Accept": "text/html"}).headers["content-security-policy"]
        assert client.get("/v1/digests/yesterday").status_code == 422


def test_where_nothing_was_read_the_edition_is_empty(empty: Services):
    """And says so."""
    assert "没有新的报道" in text_of(empty.days.edition(DAY, "zh"), "https://news.example")
