"""What stands on the page and in the Markdown of a report, in its order."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals import compare
from evals.judge.findings import kept_in
from evals.metrics.spent import cost, latency, tokens
from evals.record import Record, Row
from evals.report.measures import Group, Measure, failures, groups, kinds, points, questions, score, verdict
from evals.report.plots import Bar, Point
from evals.tables import name_of

_REVISION = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A case in the table of all."""

    id: str
    kind: str
    verdict: str
    attribution: str
    question: str
    """For what was drawn out, the title of its article."""
    score: float | None
    milliseconds: float
    text: str
    """All that may be searched for, in small letters."""


@dataclass(frozen=True, slots=True)
class View:
    """A run, and what stands beside it."""

    title: str
    about: str
    beside: str | None
    groups: Sequence[Group]
    kinds: Sequence[Bar]
    points: Sequence[Point]
    unit: str
    here: Sequence[float]
    """Milliseconds of each question."""
    there: Sequence[float]
    within: Mapping[str, float]
    """Milliseconds in which half of them are answered, and 95 of 100."""
    took: str
    attributions: Sequence[str]
    failures: Sequence[tuple[str, Counter[str]]]
    counted: Sequence[tuple[str, compare.Counted]]
    """By kind, what won and lost against the run beside it."""
    judges: Sequence[str]
    lines: Sequence[Line]
    told: Sequence[tuple[str, str]]

    @property
    def broken(self) -> list[Measure]:
        """What must hold and does not."""
        return [one for group in self.groups for one in group.measures if one.is_broken]

    def choices(self, name: str) -> list[str]:
        """What a column of the table holds, each once."""
        return list(dict.fromkeys(value for line in self.lines if (value := getattr(line, name))))


def view(record: Record, beside: Sequence[Record] = ()) -> View:
    """A run, compared with the first of those beside it. Raises `BadRun` where that is not over the same cases and articles."""
    first = beside[0] if beside else None
    if first:
        compare.check_alike(first.rows, record.rows, (first.run.corpus, record.run.corpus))
    rows, there = record.rows, first.rows if first else ()
    attributions, failed = failures(rows)
    runs = {"this run": rows} | {f"beside{f' {number}' if number > 1 else ''}": one.rows for number, one in enumerate(beside, 1)}
    shown, unit = points(runs)
    return View(
        title=f"Jianbao answers: {name_of(record.run)}",
        about=_about(record),
        beside=_beside(first) if first else None,
        groups=groups(rows, there),
        kinds=kinds(rows, there),
        points=shown,
        unit=unit,
        here=[row.latency_ms for row in questions(rows)],
        there=[row.latency_ms for row in questions(there)],
        within=_within(rows),
        took=_took(rows),
        attributions=attributions,
        failures=failed,
        counted=list(compare.counts(there, rows).items()) if first else [],
        judges=[f"{found.judge}: {line}" for found in kept_in(record) for line in found.told()],
        lines=list(_lines(record)),
        told=list(_told(record)),
    )


def _about(record: Record) -> str:
    asked, run = len(questions(record.rows)), record.run
    right = Counter(verdict(row) for row in questions(record.rows))["right"]
    drawn = len(record.rows) - asked
    unfinished = "" if run.finished else "; the run is not finished"
    return f"{asked} questions over {len(record.articles())} articles, {right} of them answered wholly right; {drawn} extracts{unfinished}"


def _beside(record: Record) -> str:
    return f"{name_of(record.run)}, {_revision(record)}, {record.run.started:%Y-%m-%d %H:%M}"


def _revision(record: Record) -> str:
    run = record.run
    return (
        f"{run.revision[:_REVISION]}{' and changes that are not committed' if run.dirty else ''}"
        if run.revision
        else "outside a repository"
    )


def _within(rows: Sequence[Row]) -> dict[str, float]:
    return {name: found for name, share in (("p50", 0.5), ("p95", 0.95)) if (found := latency(rows, share)) is not None}


def _took(rows: Sequence[Row]) -> str:
    price, times = cost(rows), ", ".join(f"{name} {found:,.0f} ms" for name, found in _within(rows).items()) or "nothing was asked"
    return f"{times}; {tokens(rows):,} tokens" + (f", cost {price:.4f}" if price is not None else "")


def _lines(record: Record) -> Iterator[Line]:
    articles = record.articles()
    for row in record.rows:
        title = articles[row.key].title if row.key in articles else row.key
        said = [said.text for said in row.answer.statements] if row.answer else []
        text = "\n".join((row.case, row.key, title, row.question, *said, *row.differences)).lower()
        yield Line(row.case, row.kind, verdict(row), row.attribution or "", row.question or title, score(row), row.latency_ms, text)


def _told(record: Record) -> Iterator[tuple[str, str]]:
    run = record.run
    yield "revision", _revision(record)
    yield "started", f"{run.started:%Y-%m-%d %H:%M} UTC"
    yield "cases", f"{run.source}, {run.cases}"
    yield "articles", run.corpus
    yield "asked on", str(run.today)
    yield "writer", f"{run.writer}{f', {run.model}' if run.model else ''}"
    yield "search", f"{run.retriever}, vectors of {run.encoder}"
    yield "at once", str(run.concurrency)
    if run.prompts:
        yield "prompts", ", ".join(f"{name}@{version}" for name, version in run.prompts.items())
    yield from ((f"JIANBAO_{name.upper()}", str(value)) for name, value in run.settings.items() if value is not None)
