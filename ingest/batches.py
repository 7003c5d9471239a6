"""Many values for one column, as many at a time as a statement may name."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

_MANY = 500
"""SQLite allows 32,766 variables in a statement, PostgreSQL 65,535."""


def batches(values: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """The distinct values, some hundred at a time."""
    every = sorted(set(values))
    return (every[at : at + _MANY] for at in range(0, len(every), _MANY))
