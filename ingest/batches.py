"""Many values for one column, as many at a time as a statement may name."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

_MANY = 500
"""SQLite allows 32,766 variables in a statement, PostgreSQL 65,535."""


def batches(values: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """The distinct values, some hundred at a time."""
    every = sorted(set(values))
    return (every[at : at + _MANY] for at in range(0, len(every), _MANY))


def among(column: ColumnElement[Any], values: Sequence[Any], dialect: str) -> ColumnElement[bool]:
    """Whether a column holds one of the values. SQLite reads them from one JSON text: a statement that names each takes twice as long."""
    if dialect != "sqlite":
        return column.in_(values)
    listed = func.json_each(json.dumps(values)).table_valued("value")
    return column.in_(select(listed.c.value))
