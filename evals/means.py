"""Means over cases, and how far to trust them: intervals by drawing whole articles, for cases about one article stand or fall together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from evals.record import Row

_DRAWS = 1000
_SEED = 7
_BOUNDS = (2.5, 97.5)
Sums = Mapping[str, tuple[float, float]]
"""Article → the sum of its weighted scores, and of the weights."""


class Scored(Protocol):
    """Scores by metric, and their weights where these are not 1."""

    @property
    def scores(self) -> Mapping[str, float | None]:
        """None where a metric does not apply."""
        ...

    @property
    def weights(self) -> Mapping[str, float]:
        """Precision counts by what was found, recall by what was there to find: the mean is then that over all items together."""
        ...


@dataclass(frozen=True, slots=True)
class Marks:
    """What one article earned."""

    scores: Mapping[str, float | None]
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Share:
    """A mean, and the bounds within which it falls in 95 of 100 draws of as many."""

    mean: float
    low: float
    high: float


def mean(rows: Iterable[Scored], metric: str) -> float | None:
    """The weighted mean of the rows to which the metric applies; None where it applies to none."""
    total, weight = _summed(rows, metric)
    return total / weight if weight else None


def by_article(rows: Iterable["Row"], metric: str) -> Sums:
    """What the rows of each article come to; those to which the metric does not apply weigh nothing."""
    of_one: dict[str, list[Row]] = {}
    for row in rows:
        of_one.setdefault(row.key, []).append(row)
    return {key: _summed(some, metric) for key, some in of_one.items()}


def interval(sums: Sums) -> Share | None:
    """The mean with its bootstrap interval over articles, in whatever order they come. None where nothing weighs anything."""
    parts = _columns([sums], sorted(sums))[0]
    return _share(_ratio(parts[None])[0], _ratio(parts[_draws(len(sums))])) if parts[:, 1].any() else None


def difference(new: Sums, old: Sums) -> Share | None:
    """How much higher the new mean is than the old, with its paired interval: both are drawn by the same articles.

    None where either has nothing to weigh.
    """
    left, right = _columns([new, old], sorted({*new, *old}))
    if not (left[:, 1].any() and right[:, 1].any()):
        return None
    draws = _draws(len(left))
    return _share(_ratio(left[None])[0] - _ratio(right[None])[0], _ratio(left[draws]) - _ratio(right[draws]))


def share_of(values: "Sequence[float] | NDArray[np.float64]") -> Share:
    """The mean with its bootstrap interval, every value drawn by itself."""
    found = interval({f"{at:09}": (float(value), 1.0) for at, value in enumerate(values)})
    return found or Share(0.0, 0.0, 0.0)


def _summed(rows: Iterable[Scored], metric: str) -> tuple[float, float]:
    applying = [(score, row.weights.get(metric, 1.0)) for row in rows if (score := row.scores.get(metric)) is not None]
    return sum(score * weight for score, weight in applying), sum(weight for _, weight in applying)


def _columns(sides: Sequence[Sums], articles: Sequence[str]) -> "list[NDArray[np.float64]]":
    return [np.array([side.get(key, (0.0, 0.0)) for key in articles], dtype=np.float64).reshape(-1, 2) for side in sides]


def _draws(articles: int) -> "NDArray[np.int64]":
    return np.random.default_rng(_SEED).integers(0, articles, (_DRAWS, articles))


def _ratio(drawn: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Of each draw; NaN for one that has nothing to weigh, which is then left out."""
    totals = drawn.sum(axis=1)
    ratios = np.full(len(totals), np.nan)
    np.divide(totals[:, 0], totals[:, 1], out=ratios, where=totals[:, 1] > 0)
    return ratios


def _share(whole: np.float64, drawn: "NDArray[np.float64]") -> Share:
    low, high = np.percentile(drawn[~np.isnan(drawn)], _BOUNDS)
    return Share(float(whole), float(low), float(high))
