"""The figures of a run: its metrics by what the gate asks of them, its kinds of question, where failures arose, what it cost."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from evals import compare, items
from evals.cases import Kind
from evals.gate import ASKS
from evals.means import Share, by_article, interval
from evals.record import Row
from evals.report.plots import Bar, Point
from evals.scorers import SCORERS
from evals.summaries import LENGTHS

Verdict = Literal["right", "partly", "wrong", "error"]
_SCORE = "score"
_WHOLE = 1.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric of a run, and of the run beside it."""

    name: str
    must_hold: bool
    rows: int
    """To which it applies."""
    here: Share
    there: float | None = None
    gain: Share | None = None
    """How much higher it is here, with its paired interval."""

    @property
    def is_broken(self) -> bool:
        """Whether it must hold of every case, and does not."""
        return self.must_hold and self.here.mean < _WHOLE


@dataclass(frozen=True, slots=True)
class Group:
    """Metrics that are read together."""

    title: str
    about: str
    measures: tuple[Measure, ...]

    @property
    def holds(self) -> bool:
        """Whether all of it must hold, and does: nothing of that need be read."""
        return all(one.must_hold and not one.is_broken for one in self.measures)


def groups(rows: Sequence[Row], beside: Sequence[Row] = ()) -> list[Group]:
    """Every metric that applies to some row, each in one group."""
    gains = {one.metric: one for one in compare.changes(beside, rows)} if beside else {}
    found = [measure for name in ASKS if (measure := _measured(name, rows, gains.get(name)))]
    soft = [one for one in found if not one.must_hold]
    parted = (
        ("What must hold of every case", "Less than 1 is a bug, and closes the gate.", [one for one in found if one.must_hold]),
        ("Answers", "Intervals are drawn over articles: cases about one stand or fall together.", _named(soft, *SCORERS)),
        ("Action items", "Beside labels: what is found, and the fields of what is found.", _named(soft, *items.ASKS)),
        ("Summaries", "Beside labels, of two lengths. Of compression, less is not better.", _named(soft, *map("{}: ".format, LENGTHS))),
    )
    return [Group(title, about, tuple(some)) for title, about, some in parted if some]


def _named(measures: Sequence[Measure], *beginnings: str) -> list[Measure]:
    return [one for one in measures if one.name.startswith(beginnings)]


def _measured(name: str, rows: Sequence[Row], change: compare.Changed | None) -> Measure | None:
    here = interval(by_article(rows, name))
    applying = sum(row.scores.get(name) is not None for row in rows)
    known = (change.before, change.gain) if change else (None, None)
    return Measure(name, ASKS[name] == "all", applying, here, *known) if here else None


def verdict(row: Row) -> Verdict:
    """What came of a row, in a word. Where nothing was to be found and nothing was, that is right."""
    if row.error:
        return "error"
    if row.attribution is None and score(row) in {None, _WHOLE}:
        return "right"
    return "partly" if 0 < (score(row) or 0) < _WHOLE else "wrong"


def score(row: Row) -> float | None:
    """What a row comes to in one number; None where nothing applies to it."""
    return None if all(value is None for value in row.scores.values()) else compare.telling(row)


def questions(rows: Sequence[Row]) -> list[Row]:
    """Those that asked something; others were drawn out of an article."""
    return [row for row in rows if row.question]


def kinds(rows: Sequence[Row], beside: Sequence[Row] = ()) -> list[Bar]:
    """What each kind of question scores."""
    there = _by_kind(beside)
    return [
        Bar(kind, len(some), here, interval(_scores(there[kind])) if kind in there else None)
        for kind, some in _by_kind(rows).items()
        if (here := interval(_scores(some)))
    ]


def points(runs: Mapping[str, Sequence[Row]]) -> tuple[list[Point], str]:
    """Each run by what a question costs and scores, and the kinds of the first; and the unit of the cost.

    Money where every run knows what it cost, else tokens where any were spent, else time.
    """
    asked = {name: questions(rows) for name, rows in runs.items()}
    unit, spent = _currency([row for rows in asked.values() for row in rows])
    whole = [_point(name, rows, spent, is_run=True) for name, rows in asked.items()]
    parts = [_point(kind, rows, spent) for kind, rows in _by_kind(next(iter(asked.values()), [])).items()]
    return [one for one in (*whole, *parts) if one], unit


def _currency(rows: Sequence[Row]) -> tuple[str, Callable[[Row], float]]:
    if rows and all(row.cost is not None for row in rows):
        return "cost of a question", lambda row: row.cost or 0.0
    if any(row.tokens for row in rows):
        return "tokens of a question", lambda row: row.tokens
    return "milliseconds of a question (no tokens were spent)", lambda row: row.latency_ms


def _point(name: str, rows: Sequence[Row], spent: Callable[[Row], float], *, is_run: bool = False) -> Point | None:
    score = interval(_scores(rows))
    return Point(name, sum(map(spent, rows)) / len(rows), score, is_run) if score else None


def failures(rows: Sequence[Row]) -> tuple[list[str], list[tuple[str, Counter[str]]]]:
    """Where failures arose, the most frequent first, and how often of each kind."""
    everywhere = Counter(row.attribution for row in rows if row.attribution)
    kinds_of = dict.fromkeys([*get_args(Kind), *(row.kind for row in rows)])
    counts = {kind: Counter(row.attribution for row in rows if row.kind == kind and row.attribution) for kind in kinds_of}
    return [name for name, _ in everywhere.most_common()], [(kind, counted) for kind, counted in counts.items() if counted]


def _by_kind(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The questions of each kind, in the order of the kinds."""
    asked = questions(rows)
    return {kind: some for kind in get_args(Kind) if (some := [row for row in asked if row.kind == kind])}


def _scores(rows: Sequence[Row]) -> Mapping[str, tuple[float, float]]:
    return by_article([replace(row, scores={_SCORE: compare.telling(row)}, weights={}) for row in rows], _SCORE)
