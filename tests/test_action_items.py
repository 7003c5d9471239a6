"""Action items in the catalogue, over HTTP and on the command line."""

import csv
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import httpx2
import openpyxl
import pytest
from conftest import ROOT, SAMPLES, over, served, write_in
from icalendar import Calendar

from api.answers.action_items import Listed, listed
from api.answers.sheets import sheet
from api.brief import Quote
from api.ground.printed import is_printed
from api.services import Services
from api.settings import Settings
from ingest.agenda import Kept, Wanted
from ingest.article import Article, Span
from ingest.database import opened, sqlite_url
from ingest.pipeline import remove

_BIN = Path(sys.executable).parent
_ALL = 1000
_MEMO = """---
key: memo
title: 云川高新区备汛
published_on: 2025-06-12
---
6月11日，云川高新区召开备汛会。区管委会主任陆启明强调，区水务局要在6月底前逐一建档。{more}
"""


def items(services: Services, wanted: Wanted = Wanted(), limit: int = _ALL) -> Sequence[Listed]:  # noqa: B008  it is frozen
    """All items that are wanted."""
    return listed(services.library, wanted, limit).items


def test_every_item_quotes_the_article_that_it_names(samples: Services):
    """Character by character; and each field is printed there."""
    found = items(samples)
    assert len(found) > 40
    for one in found:
        text = one.article.text
        assert text[one.quote.span.start : one.quote.span.end] == one.quote.text
        assert is_printed((one.item.action, one.item.due_text), one.quote.text)
        assert is_printed((one.item.assigner, one.item.owner), text)


def test_pages_follow_one_another_without_a_gap(samples: Services):
    """However small they are; the newest day comes first."""
    whole = [one.item.id for one in items(samples)]
    pages, cursor = [], None
    while True:
        page = listed(samples.library, Wanted(), 7, cursor)
        pages += [one.item.id for one in page.items]
        if page.next is None:
            break
        cursor = page.next
    assert pages == whole
    assert len(set(whole)) == len(whole)
    days = [one.article.published_on or date.min for one in items(samples)]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        (Wanted(owner="区水务局"), lambda one: "区水务局" in one.item.owner),
        (Wanted(assigner="陆启明"), lambda one: one.item.assigner == "陆启明"),
        (Wanted(published_from=date(2025, 9, 1)), lambda one: one.article.published_on >= date(2025, 9, 1)),
        (Wanted(published_to=date(2025, 7, 1)), lambda one: one.article.published_on <= date(2025, 7, 1)),
        (Wanted(due_before=date(2025, 7, 1)), lambda one: one.item.due_on < date(2025, 7, 1)),
    ],
)
def test_filters_let_through_what_they_say_and_all_of_it(samples: Services, wanted: Wanted, holds: Any):  # noqa: ANN401  a lambda
    """What is not known is let through by none of them."""
    found = {one.item.id for one in items(samples, wanted)}
    assert found
    rest = {one.item.id: one for one in items(samples)}
    assert all(holds(rest[name]) for name in found)
    for name in set(rest) - found:
        one = rest[name]
        known = one.item.owner and one.item.due_on and one.article.published_on
        assert not known or not holds(one)


def test_a_percent_sign_in_a_filter_is_itself(samples: Services):
    """It is no wildcard."""
    assert items(samples, Wanted(owner="%")) == []


def test_an_edited_article_takes_its_items_along(empty: Services):
    """And one that is removed leaves none."""
    write_in(empty.library, "memo.md", _MEMO.format(more=""))
    assert [one.item.owner for one in items(empty)] == ["区水务局"]
    write_in(empty.library, "memo.md", _MEMO.format(more="各街道要补齐沙袋。"))
    assert [one.item.owner for one in items(empty)] == ["区水务局", "各街道"]
    (article,) = {one.article.id for one in items(empty)}
    remove(article, empty.library)
    assert items(empty) == []
    write_in(empty.library, "memo.md", _MEMO.format(more="各街道要补齐沙袋。"))
    assert len(items(empty)) == 2


def test_a_day_that_is_found_out_later_dates_the_items(empty: Services):
    """The same text, read again with its day of publication."""
    write_in(empty.library, "memo.md", _MEMO.format(more="").replace("published_on: 2025-06-12\n", ""))
    assert [one.item.due_on for one in items(empty)] == [None]
    write_in(empty.library, "memo.md", _MEMO.format(more=""))
    assert [one.item.due_on for one in items(empty)] == [date(2025, 6, 30)]


def test_articles_read_before_the_rules_were_are_read_when_items_are_asked_for(tmp_path: Path, cache: Path):
    """Once: what today's edition of the rules has read is not read again."""
    services = over(SAMPLES, Settings(data_dir=tmp_path, cache_dir=cache))
    whole = [one.item.id for one in items(services)]
    with sqlite3.connect(tmp_path / "catalogue.db") as catalogue:
        catalogue.execute("DELETE FROM action_items")
        catalogue.execute("UPDATE readings SET reader = 'rules-0' WHERE rowid % 2")
        catalogue.execute("DELETE FROM readings WHERE NOT rowid % 2")
    catalogue.close()
    assert services.library.agenda.unread()
    services.library.agenda.read_up_to = -1
    assert [one.item.id for one in items(services)] == whole
    assert services.library.agenda.unread() == []


def test_nothing_read_is_no_item(empty: Services):
    """And no error."""
    assert listed(empty.library, Wanted(), 10).items == ()


def test_over_http_the_same_as_on_the_command_line(samples: Services):
    """Field by field."""
    with served(samples) as client:
        sent = client.get("/v1/action-items", params={"owner": "区水务局"}).json()
    command = [str(_BIN / "jianbao"), "actions", "--owner", "区水务局", "--json", "--data-dir", str(samples.library.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == sent
    assert set(sent["items"][0]) >= {
        "id", "article_id", "title", "kind", "assigner", "owner", "action", "due_text", "due_on", "citation", "writer",
    }  # fmt: skip


@pytest.mark.parametrize("field", ["article_id=7", "published_from=soon", "format=pdf", "limit=0", "cursor=x", "due_before=1"])
def test_a_wrong_filter_is_named(samples: Services, field: str):
    """As problem+json."""
    with served(samples) as client:
        reply = client.get(f"/v1/action-items?{field}")
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["errors"][0]["field"] == field.partition("=")[0]


def test_files_hold_every_item(samples: Services):
    """However many they are, unless a limit is asked for."""
    with served(samples) as client:
        rows = list(csv.DictReader(StringIO(_get(client, "csv").content.decode("utf-8-sig"))))
        book = openpyxl.load_workbook(BytesIO(_get(client, "xlsx").content))
        todos = Calendar.from_ical(_get(client, "ics").content).walk("VTODO")
        few = client.get("/v1/action-items", params={"format": "csv", "limit": 3}).content.decode().splitlines()
    whole = items(samples)
    assert len(rows) == len(todos) == len(whole)
    assert len(few) == 4
    page = book.active
    assert page is not None
    assert (page.max_row, page.freeze_panes) == (len(whole) + 1, "A2")
    assert list(page.tables) == ["action_items"]
    for row, todo, one in zip(rows, todos, whole, strict=True):
        assert row["due_on"] == (one.item.due_on.isoformat() if one.item.due_on else "")
        assert ("DUE" in todo) == (one.item.due_on is not None)
        assert "DUE" not in todo or todo.decoded("DUE") == one.item.due_on
    dated = [cell for (cell,) in page.iter_rows(min_row=2, max_col=1) if cell.value is not None]
    assert dated
    assert all(cell.is_date for cell in dated)


def test_a_file_of_the_command_holds_every_item_too(samples: Services, tmp_path: Path):
    """Though the screen shows fifty; and where it cannot be written, a line says so."""
    command = [str(_BIN / "jianbao"), "actions", "--data-dir", str(samples.library.folder), "--file"]
    done = subprocess.run([*command, str(tmp_path / "items.csv")], capture_output=True, text=True, check=True)
    rows = list(csv.DictReader(StringIO((tmp_path / "items.csv").read_text("utf-8-sig"))))
    assert len(rows) == len(items(samples)) > 50
    assert "there are more" not in done.stdout
    failed = subprocess.run([*command, str(tmp_path / "nowhere" / "items.csv")], capture_output=True, text=True, check=False)
    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)


def _get(client: httpx2.Client, kind: str) -> httpx2.Response:
    reply = client.get("/v1/action-items", params={"format": kind})
    assert reply.status_code == 200
    assert f"action-items.{kind}" in reply.headers["content-disposition"]
    return reply


@pytest.mark.parametrize("start", ["=1+1", "+86", "-2", "@SUM(A1)", "\tx", "=HYPERLINK(1)"])
def test_what_was_printed_never_becomes_a_formula(start: str):
    """Neither in CSV nor in Excel."""
    article = Article("k", start, f"{start}会议要求建档", date(2025, 1, 1))
    kept = Kept("0" * 16, article.id, "instruction", start, start, start, start, start, None, start, Span(0, len(article.text)))
    one = Listed(kept, Quote(article, "", kept.evidence))
    now = opened_at()
    (row,) = csv.DictReader(StringIO(sheet([one], "csv", now).decode("utf-8-sig")))
    assert not any(str(value).startswith(("=", "+", "-", "@", "\t")) for value in row.values())
    page = openpyxl.load_workbook(BytesIO(sheet([one], "xlsx", now))).active
    assert page is not None
    assert [cell.data_type for cell in page[2] if cell.data_type == "f"] == []
    assert start.strip() in {str(cell.value).strip() for cell in page[2]}


def opened_at() -> datetime:
    """Some moment."""
    return datetime(2025, 1, 1, tzinfo=UTC)


def test_an_empty_sheet_is_a_sheet():
    """With its header."""
    page = openpyxl.load_workbook(BytesIO(sheet([], "xlsx", opened_at()))).active
    assert page is not None
    assert page["A1"].value == "due_on"
    assert Calendar.from_ical(sheet([], "ics", opened_at())).walk("VTODO") == []


def test_the_catalogue_answers_from_an_index(samples: Services):
    """A page is read in order, not sorted."""
    engine = opened(sqlite_url(samples.library.folder))
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT * FROM action_items ORDER BY day DESC, article_id DESC, number LIMIT 50"
        ).fetchall()
    engine.dispose()
    assert any("action_items_in_order" in str(row) for row in plan)


def test_the_readme_shows_what_the_extracts_print(tmp_path: Path):
    """Character by character."""
    shown = re.search(r"<!-- docs/extracts.sh -->\n```console\n(.*?)\n```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert shown
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JIANBAO_", "OPENAI_")) and name != "COLUMNS"}
    environment = kept | {"BIN": str(_BIN), "JIANBAO_DATA_DIR": str(tmp_path / "data"), "TMPDIR": str(tmp_path)}
    done = subprocess.run(["sh", "docs/extracts.sh"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)  # noqa: S607
    assert done.stdout.strip() == shown[1]
