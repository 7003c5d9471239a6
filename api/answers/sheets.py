"""Action items as files: CSV and Excel for a desk, iCalendar for a task list. What a newspaper printed never becomes a formula."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO, StringIO
from typing import Literal

from api.answers.action_items import Listed

Format = Literal["csv", "xlsx", "ics"]
_COLUMNS: Mapping[str, tuple[int, Callable[[Listed], str | date | None]]] = {
    "due_on": (12, lambda one: one.item.due_on),
    "due_text": (14, lambda one: one.item.due_text),
    "kind": (12, lambda one: one.item.kind),
    "assigner": (12, lambda one: one.item.assigner),
    "assigner_title": (24, lambda one: one.item.assigner_title),
    "owner": (24, lambda one: one.item.owner),
    "action": (60, lambda one: one.item.action),
    "quote": (60, lambda one: one.quote.text),
    "title": (40, lambda one: one.article.title),
    "published_on": (12, lambda one: one.article.published_on),
    "due_basis": (28, lambda one: one.item.due_basis),
    "key": (20, lambda one: one.article.key),
    "article_id": (18, lambda one: one.article.id),
    "id": (18, lambda one: one.item.id),
}
"""What a row shows, in this order, and how wide it is in characters."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MEDIA_TYPES: Mapping[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar; charset=utf-8",
}


def sheet(items: Sequence[Listed], kind: Format, now: datetime) -> bytes:
    """The items as a file of that kind."""
    if kind == "csv":
        return _csv(items)
    return _xlsx(items) if kind == "xlsx" else _ics(items, now)


def _csv(items: Sequence[Listed]) -> bytes:
    """With the mark by which Excel knows UTF-8. A text that a sheet would calculate is quoted with an apostrophe."""
    lines = StringIO()
    writer = csv.writer(lines)
    writer.writerow(_COLUMNS)
    for item in items:
        writer.writerow([_cell(value(item)) for _, value in _COLUMNS.values()])
    return lines.getvalue().encode("utf-8-sig")


def _cell(value: str | date | None) -> str:
    text = value.isoformat() if isinstance(value, date) else value or ""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _xlsx(items: Sequence[Listed]) -> bytes:
    """A table with its header frozen; every text is written as one, days as days."""
    from xlsxwriter import Workbook  # noqa: PLC0415  only for a sheet

    file = BytesIO()
    with Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet("action items")
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        dated = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        for at, (width, value) in enumerate(_COLUMNS.values()):
            page.set_column(at, at, width, wrapped)
            for row, item in enumerate(items, 1):
                cell = value(item)
                if isinstance(cell, date):
                    page.write_datetime(row, at, datetime.combine(cell, time()), dated)
                elif cell is not None:
                    page.write_string(row, at, cell, wrapped)
        page.freeze_panes(1, 0)
        header = [{"header": name} for name in _COLUMNS]
        page.add_table(0, 0, max(len(items), 1), len(_COLUMNS) - 1, {"name": "action_items", "columns": header})
    return file.getvalue()


def _ics(items: Sequence[Listed], now: datetime) -> bytes:
    """A to-do for each item, due on its last day where that is known."""
    from icalendar import Calendar, Todo  # noqa: PLC0415  only for a calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Jianbao//action items//ZH")
    calendar.add("version", "2.0")
    for one in items:
        todo = Todo()
        todo.add("uid", f"{one.item.id}@jianbao")
        todo.add("dtstamp", now.astimezone(UTC))
        todo.add("summary", f"{one.item.owner}：{one.item.action}" if one.item.owner else one.item.action)
        todo.add("description", f"{one.item.assigner}：{one.quote.text}\n《{one.article.title}》")
        todo.add("categories", [one.item.kind])
        if one.item.due_on:
            todo.add("due", one.item.due_on)
        calendar.add_component(todo)
    return bytes(calendar.to_ical())
