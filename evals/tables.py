"""Runs on a screen: a table of metrics, one of kinds, one of two runs side by side."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table

from evals.gate import ASKS
from evals.means import by_article, interval, mean
from evals.metrics.spent import cost, latency, tokens

if TYPE_CHECKING:
    from evals.compare import Changed, Counted
    from evals.record import Record, Row, Run

_BY_KIND = (
    "facts found",
    "all facts found",
    "abstained rightly",
    "citation precision",
    "citation recall",
    "retrieval hit",
    "retrieval MRR",
)
_WIDE = 200
_MEANT = {"all": "every case", "no loss": "no loss", "nothing": ""}


def name_of(run: "Run") -> str:
    """Who answered, in a few words."""
    search = "" if run.retriever == "both" else f", {run.retriever} alone"
    return f"{run.model or 'no model'}{search}"


def show(record: "Record") -> None:
    """All of a run: metrics with their intervals, the questions by kind, where failures arose, what it took."""
    rows, run = record.rows, record.run
    questions = [row for row in rows if row.question]
    _print(_metrics(rows), f"{len(questions)} questions, {len(rows) - len(questions)} extracts; {name_of(run)}")
    if questions:
        _print(_kinds(questions), "by kind of question")
    failed = Counter(row.attribution for row in rows if row.attribution)
    typer.echo(f"failures: {', '.join(f'{many} {what}' for what, many in failed.most_common()) or 'none'}")
    typer.echo(f"errors: {sum(row.error is not None for row in rows)}; {took(rows)}")


def took(rows: Sequence["Row"]) -> str:
    """Time, tokens and money."""
    half, most, money = latency(rows, 0.5), latency(rows, 0.95), cost(rows)
    pace = f"{half:.0f} ms (p50), {most:.0f} ms (p95)" if half is not None and most is not None else "no questions"
    return f"{pace}; {tokens(rows)} tokens{'' if money is None else f', at {money:.4f}'}"


def failures(rows: Iterable["Row"]) -> None:
    """A line for each row that failed, and for what was drawn out otherwise than it is labelled."""
    for row in rows:
        if row.attribution or (row.differences and not row.question):
            what = row.error or "; ".join(row.differences)
            typer.echo(f"{row.case} ({row.kind}): {row.attribution or 'differs'}{': ' if what else ''}{what}")


def side_by_side(runs: Sequence["Record"]) -> None:
    """A row a run, the main metrics in columns."""
    table = Table("run", "who", *_BY_KIND, "ms (p50)", "tokens")
    for one in runs:
        table.add_row(
            one.folder.name,
            name_of(one.run),
            *(shown(mean(one.rows, metric)) for metric in _BY_KIND),
            shown(latency(one.rows, 0.5), ".0f"),
            str(tokens(one.rows)),
        )
    _print(table)


def compared(changes: Iterable["Changed"], counts: "Iterable[tuple[str, Counted]]") -> None:
    """What two runs differ by; a star where the interval leaves out zero."""
    table = Table("metric", "before", "after", "gain", "95 %", "")
    for one in changes:
        within = f"{one.gain.low:+.3f} … {one.gain.high:+.3f}"
        table.add_row(one.metric, shown(one.before), shown(one.after), f"{one.gain.mean:+.3f}", within, "*" if one.is_certain else "")
    _print(table)
    table = Table("kind", "rows", "wins", "losses", "flips", "which")
    for kind, counted in counts:
        which = ", ".join((*(f"+{name}" for name in counted.wins), *(f"-{name}" for name in counted.losses)))
        table.add_row(kind, str(counted.rows), *(str(len(some)) for some in (counted.wins, counted.losses, counted.flips)), which)
    _print(table)


def shown(value: float | None, how: str = ".3f") -> str:
    """A number, or a dash where there is none."""
    return "–" if value is None else format(value, how)


def _metrics(rows: Sequence["Row"]) -> Table:
    table = Table("metric", "mean", "95 %", "rows", "the gate asks")
    for metric, asks in ASKS.items():
        share, many = interval(by_article(rows, metric)), sum(row.scores.get(metric) is not None for row in rows)
        if share:
            table.add_row(metric, shown(share.mean), f"{share.low:.3f} … {share.high:.3f}", str(many), _MEANT[asks])
    return table


def _kinds(rows: Sequence["Row"]) -> Table:
    table = Table("kind", "questions", *_BY_KIND)
    for kind in dict.fromkeys(row.kind for row in rows):
        some = [row for row in rows if row.kind == kind]
        table.add_row(kind, str(len(some)), *(shown(mean(some, metric), ".2f") for metric in _BY_KIND))
    return table


def _print(table: Table, title: str | None = None) -> None:
    """As wide as it needs to be where nobody watches: a pipe has no width."""
    table.title = title
    console = Console()
    (console if console.is_terminal else Console(width=_WIDE)).print(table)
