"""What front matter and records say of an article: its key, title, day and source."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ingest.dates import day_stated
from ingest.decode import printable
from ingest.errors import Unreadable


def words_in(fields: Mapping[str, Any], name: str) -> str | None:
    """The words of a field; None where it is absent or blank. Numbers are words here: nobody quotes them. Raises `Unreadable`."""
    value = fields.get(name)
    return printable(str(value)).strip() or None if value is not None else None


def day_in_field(fields: Mapping[str, Any]) -> date | None:
    """The day that `published_on` states. Raises `Unreadable` where it states none."""
    value = fields.get("published_on")
    if value is None:
        return None
    if day := day_stated(value):
        return day
    message = f"published_on “{value}” is not a day such as 2025-08-26"
    raise Unreadable(message)
