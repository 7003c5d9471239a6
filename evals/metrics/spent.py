"""What a run took: time, tokens, money. They are told beside the scores and are none themselves."""

from collections.abc import Sequence
from math import ceil

from evals.record import Row


def latency(rows: Sequence[Row], share: float) -> float | None:
    """Milliseconds within which such a share of the questions was answered, by the nearest rank: 0.5 is the median. None without questions.

    Errors count, for whoever asked has waited. What was drawn out of articles does not.
    """
    spent = sorted(row.latency_ms for row in rows if row.question)
    return spent[ceil(share * len(spent)) - 1] if spent else None


def tokens(rows: Sequence[Row]) -> int:
    """Sent and received in all, for what failed as well."""
    return sum(row.tokens for row in rows)


def cost(rows: Sequence[Row]) -> float | None:
    """Of all rows that say what they cost; None where none does, for without prices nothing is known."""
    known = [row.cost for row in rows if row.cost is not None]
    return sum(known) if known else None
