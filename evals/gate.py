"""The gate: what must hold of every case, and what may not get worse than the recorded baseline."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evals import items, summaries
from evals.compare import check_alike
from evals.errors import BadRun
from evals.labels import HOME
from evals.means import by_article, difference, mean
from evals.record import Record, Row, Run
from evals.scorers import SCORERS, Asks

BASELINE = HOME / "baseline.json"
MOST = 0.02
"""A loss that closes the gate, however uncertain it is."""
ASKS: Mapping[str, Asks] = {
    **{name: scorer.asks for name, scorer in SCORERS.items()},
    **items.ASKS,
    **{name: what for length in summaries.LENGTHS for name, what in summaries.asks(length).items()},
}
"""Every metric of a run, and what the gate asks of it."""
_HARD = [name for name, what in ASKS.items() if what == "all"]
_SOFT = [name for name, what in ASKS.items() if what == "no loss"]
_NEAR = 1e-9
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Baseline:
    """A run that others may not fall behind: its rows by their scores alone."""

    run: Run
    rows: tuple[Row, ...]


_OF_BASELINE, _OF_ROW, _OF_RUN = TypeAdapter(Baseline), TypeAdapter(Row), TypeAdapter(Run)


def closed_by(record: Record, baseline: Baseline) -> list[str]:
    """Why the gate is closed, a line each; empty where it is open. Raises `BadRun` for a baseline of other cases or articles."""
    check_alike(baseline.rows, record.rows, (baseline.run.corpus, record.run.corpus))
    return [*broken(record.rows), *lost(record.rows, baseline.rows)]


def broken(rows: Sequence[Row]) -> Iterator[str]:
    """What must be 1 for every case, and is not for these."""
    for metric in _HARD:
        below = [row.case for row in rows if (score := row.scores.get(metric)) is not None and score < 1]
        if below:
            more = f" and {len(below) - _SHOWN} more" if len(below) > _SHOWN else ""
            yield f"{metric} must be 1 and is {mean(rows, metric):.3f}: {', '.join(below[:_SHOWN])}{more}"


def lost(rows: Sequence[Row], before: Sequence[Row]) -> Iterator[str]:
    """What fell behind: by more than two points, or by so little and so evenly that the interval of the loss leaves out zero."""
    for metric in _SOFT:
        was, now = mean(before, metric), mean(rows, metric)
        gain = difference(by_article(rows, metric), by_article(before, metric))
        if was is None:
            continue
        if now is None or gain is None:
            yield f"{metric} was {was:.3f}, and there is nothing left to measure it by"
        elif gain.mean < -MOST - _NEAR or gain.high < -_NEAR:
            yield f"{metric} was {was:.3f} and is {now:.3f}: {gain.mean:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]"


def load(file: Path = BASELINE) -> Baseline:
    """A recorded baseline. Raises `BadRun` where there is none, or none that can be read."""
    try:
        return _OF_BASELINE.validate_json(file.read_bytes())
    except OSError as error:
        message = f"{file} cannot be read; `jianbao-eval gate --record` writes it"
        raise BadRun(message) from error
    except ValidationError as error:
        message = f"{file} is no baseline: {error.errors()[0]['msg']}"
        raise BadRun(message) from error


def write(record: Record, file: Path = BASELINE) -> None:
    """Record a run as the baseline, a row a line, so that a review sees which cases changed."""
    rows = ",\n".join(_told(row) for row in record.rows)
    file.write_text(f'{{"run": {_OF_RUN.dump_json(record.run).decode()},\n"rows": [\n{rows}\n]}}\n', "utf-8")


def _told(row: Row) -> str:
    scores = {name: score for name in _SOFT if (score := row.scores.get(name)) is not None}
    weights = {name: weight for name in scores if (weight := row.weights.get(name, 1.0)) != 1}
    kept = replace(Row(row.case, row.digest, row.kind, row.lang, row.key, ""), scores=scores, weights=weights)
    told = _OF_ROW.dump_python(kept, mode="json", exclude_defaults=True)
    return json.dumps(told | {"question": ""}, ensure_ascii=False)
