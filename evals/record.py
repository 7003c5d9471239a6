"""What is kept of a run: who answered over which articles and cases, and a row for each case, written as soon as it is there.

A run is a folder. `run.json` says what was run, `rows.jsonl` what came of each case; `questions.jsonl`, `articles.jsonl`,
`actions.jsonl` and `summaries.jsonl` are cases, articles and labels as they were, so a run can be read when they have changed since, and
asked again like any folder of cases.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from api.routes.wire import Answer
from api.routes.wire.passages import Passage
from evals import cases
from evals.cases import Case
from evals.errors import BadRun
from evals.labels import LABELS
from ingest.article import Article

Part = TypeVar("Part")
Finding = Literal["words", "vectors", "both"]
"""How passages are searched for; both is the product."""
_RUN, _ROWS, _CASES, _ARTICLES = "run.json", "rows.jsonl", "questions.jsonl", "articles.jsonl"


@dataclass(frozen=True, slots=True)
class Run:
    """What was run."""

    started: datetime
    finished: datetime | None
    """None while it goes on, and where it was stopped."""
    revision: str | None
    """The commit of the product; None outside a repository."""
    dirty: bool
    """Whether files differed from that commit."""
    source: str
    """Where the cases came from."""
    cases: str
    """A hash of all that the rows are judged by: questions, facts, evidence, labels."""
    corpus: str
    """A hash of the articles."""
    today: date
    """The day of the asking, by which 上周 is understood: the day after the last article, and not that of the clock."""
    writer: Literal["extractive", "model"]
    model: str | None
    retriever: Finding
    encoder: str
    """Whose vectors were searched."""
    prompts: Mapping[str, str]
    """Every prompt and its version."""
    settings: Mapping[str, Any]
    """Those that may change an answer; no key, no password, no address with one in it."""
    concurrency: int
    """Questions at work at once: the latencies are of so many."""
    limit: int | None = None
    """Of so many cases and labelled articles; None: of all."""


@dataclass(frozen=True, slots=True)
class Row:
    """A case and what came of it. What was drawn out of an article is a row as well, of the kind items, short or long."""

    case: str
    """Its id; items:KEY, short:KEY and long:KEY for what was drawn out."""
    digest: str
    """Of all that it is judged by: any change to it is another case."""
    kind: str
    lang: str
    key: str
    """Of the article that it is about; rows of one article stand or fall together when intervals are drawn."""
    question: str
    """Empty for what was drawn out."""
    answer: Answer | None = None
    """As it went over the wire; None for an error, and for what was drawn out."""
    passages: tuple[Passage, ...] = ()
    """As retrieved, best first."""
    scores: Mapping[str, float | None] = field(default_factory=dict)
    """By metric, each between 0 and 1, the more the better; None where the metric does not apply."""
    weights: Mapping[str, float] = field(default_factory=dict)
    """How much a score counts in the mean, where that is not 1: precision by what was found, recall by what was there to find."""
    attribution: str | None = None
    """Where a failure arose (`evals.attribution`); None where nothing failed."""
    differences: tuple[str, ...] = ()
    """What is missing or wrong, and what the door dropped for which reason, a line each."""
    latency_ms: float = 0.0
    tokens: int = 0
    """Sent and received, of the model."""
    cost: float | None = None
    """By the prices of the settings; None without them."""
    error: str | None = None
    """What was raised in place of an answer."""


@dataclass(frozen=True, slots=True)
class Printed:
    """An article as it was when it was asked about: citations count into this text."""

    key: str
    title: str
    published_on: date | None
    text: str

    @classmethod
    def of(cls, article: Article) -> "Printed":
        """What a run keeps of an article."""
        return cls(article.key, article.title, article.published_on, article.text)


_OF_RUN, _OF_ROW, _OF_ARTICLE = TypeAdapter(Run), TypeAdapter(Row), TypeAdapter(Printed)


@dataclass(frozen=True, slots=True)
class Record:
    """A run as it stands in its folder."""

    folder: Path
    run: Run
    rows: tuple[Row, ...]
    """One a case, in the order in which they came."""

    @property
    def done(self) -> frozenset[str]:
        """The cases that need not be asked again: errors are."""
        return frozenset(row.case for row in self.rows if row.error is None)

    def asked(self) -> list[Case]:
        """The cases as they were asked."""
        return cases.load(self.folder / _CASES)

    def articles(self) -> dict[str, Printed]:
        """The articles as they were, by key."""
        return {one.key: one for one in _lines(self.folder / _ARTICLES, _OF_ARTICLE)}

    def add(self, row: Row) -> None:
        """Write a row behind the others: what is written stays, whatever happens next."""
        with (self.folder / _ROWS).open("ab") as file:
            file.write(_OF_ROW.dump_json(row) + b"\n")

    def close(self, at: datetime) -> "Record":
        """The whole run, marked as finished."""
        _write_run(self.folder, replace(self.run, finished=at))
        return load(self.folder)


def begin(folder: Path, run: Run, asked: Sequence[Case], articles: Iterable[Article], labels: Path | None = None) -> Record:
    """A new folder for a run, with the labels of another folder. Raises `BadRun` where there is one already."""
    try:
        folder.mkdir(parents=True)
    except FileExistsError as error:
        message = f"{folder} is there already"
        raise BadRun(message) from error
    _write_lines(folder / _CASES, (json.dumps(asdict(case), ensure_ascii=False).encode() for case in asked))
    _write_lines(folder / _ARTICLES, (_OF_ARTICLE.dump_json(Printed.of(article)) for article in articles))
    for name in LABELS:
        if labels and (labels / name).exists():
            copyfile(labels / name, folder / name)
    (folder / _ROWS).touch()
    _write_run(folder, run)
    return Record(folder, run, ())


def load(folder: Path) -> Record:
    """The run in a folder. Raises `BadRun`, which names the file and the line. A last line that was cut off is not there.

    Of two rows of a case the later one stands: it was asked again.
    """
    run = _read(folder / _RUN, _bytes(folder / _RUN), _OF_RUN)
    rows = {row.case: row for row in _lines(folder / _ROWS, _OF_ROW)}
    return Record(folder, run, tuple(rows.values()))


def mend(folder: Path) -> None:
    """Take away a last row that was cut off, so that another can follow."""
    file = folder / _ROWS
    whole, end, cut = _bytes(file).rpartition(b"\n")
    if cut:
        with file.open("r+b") as rows:
            rows.truncate(len(whole + end))


def digest(*parts: object) -> str:
    """Eight hexadecimal digits of the SHA-256 of the parts as JSON."""
    return sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()[:8]


def unlike(one: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]]) -> list[str]:
    """How the cases of one differ from those of another, both as (id, digest): a line each, the first few by name."""
    left, right = dict(one), dict(other)
    told = {
        "only in the first": [name for name in left if name not in right],
        "only in the second": [name for name in right if name not in left],
        "changed between them": [name for name in left if right.get(name, left[name]) != left[name]],
    }
    return [f"{what}: {_few(names)}" for what, names in told.items() if names]


def _few(names: Sequence[str], most: int = 5) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _lines(file: Path, kind: TypeAdapter[Part]) -> list[Part]:
    *whole, _cut = _bytes(file).split(b"\n")
    return [_read(file, line, kind, number) for number, line in enumerate(whole, 1) if line.strip()]


def _read(file: Path, raw: bytes, kind: TypeAdapter[Part], number: int | None = None) -> Part:
    try:
        return kind.validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        at = ".".join(map(str, first["loc"]))
        message = f"{file}{f' line {number}' if number else ''}: {f'{at}: ' if at else ''}{first['msg']}"
        raise BadRun(message) from error


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"{file.parent} holds no run: {file.name} cannot be read"
        raise BadRun(message) from error


def _write_run(folder: Path, run: Run) -> None:
    beside = folder / f"{_RUN}.new"
    beside.write_bytes(_OF_RUN.dump_json(run, indent=1) + b"\n")
    beside.replace(folder / _RUN)


def _write_lines(file: Path, lines: Iterable[bytes]) -> None:
    file.write_bytes(b"".join(line + b"\n" for line in lines))
