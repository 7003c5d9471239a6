"""`jianbao-eval run`, `matrix`, `compare` and `gate`: what asks the cases, and what weighs the answers."""

import re
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from itertools import count, product
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from evals.cases_cli import HOME, corpus_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from functools import partial

    from evals.plan import Plan
    from evals.record import Finding, Record

Cases = Annotated[Path, typer.Option(help="A JSONL file of cases, or a folder with one.", show_default="the product's own")]
Corpus = Annotated[Path | None, typer.Option(help="The articles they are about.", show_default="the product's own, or beside")]
Out = Annotated[Path, typer.Option(help="Where runs are kept, a folder each.")]
AtOnce = Annotated[int, typer.Option(min=1, help="Questions at work at once; the latencies are of so many.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Of so many cases and labelled articles, spread over all.", show_default="all")]
Extracts = Annotated[
    bool, typer.Option("--extracts/--no-extracts", help="Draw action items and summaries out of labelled articles as well.")
]
Failures = Annotated[bool, typer.Option("--failures", help="A line for each case that failed.")]
_KEPT = Path("var/evals")
_OWN = HOME / "cases"


class Search(StrEnum):
    """How passages are searched for: an enumeration, for a list of literals is no option."""

    WORDS = "words"
    VECTORS = "vectors"
    BOTH = "both"


def run(  # noqa: PLR0913, PLR0917  each is an option
    cases: Cases = _OWN,
    corpus: Corpus = None,
    out: Out = _KEPT,
    resume: Annotated[Path | None, typer.Option(help="A run that was stopped.", show_default="a new run")] = None,
    concurrency: AtOnce = 1,
    limit: Limit = None,
    extracts: Extracts = True,  # noqa: FBT002  typer's flags are booleans
    retriever: Annotated[
        Literal["words", "vectors", "both"], typer.Option(help="Search by words or vectors alone, to see what each is worth.")
    ] = "both",
    failures: Failures = False,  # noqa: FBT002  as above
) -> None:
    """Ask every case, keep the answers with their scores, and print tables. Ctrl-C leaves a run that --resume goes on with."""
    from api.settings import settings  # noqa: PLC0415  after --help is done
    from evals import tables  # noqa: PLC0415  as above
    from evals.plan import planned  # noqa: PLC0415  as above

    if resume:
        record = _gone_on_with(resume, concurrency)
    else:
        plan = planned(cases, corpus or corpus_of(cases), settings(), retriever, concurrency=concurrency, limit=limit, extracts=extracts)
        record = _run(plan, _new(out, plan))
    tables.show(record)
    if failures:
        tables.failures(record.rows)
    typer.echo(record.folder)


def matrix(  # noqa: PLR0913, PLR0917  each is an option
    out: Annotated[
        Path, typer.Argument(help="A folder for all of it; the same command again goes on where it was stopped.", show_default=False)
    ],
    prompts: Annotated[
        list[Path] | None, typer.Option(help="A folder of prompts. May be repeated.", show_default="as the environment says")
    ] = None,
    model: Annotated[
        list[str] | None, typer.Option(help="A model; `none` for none. May be repeated.", show_default="as the environment says")
    ] = None,
    retriever: Annotated[list[Search] | None, typer.Option(help="May be repeated.", show_default="both")] = None,
    cases: Cases = _OWN,
    corpus: Corpus = None,
    concurrency: AtOnce = 1,
    limit: Limit = None,
    extracts: Extracts = True,  # noqa: FBT002  as above
) -> None:
    """One run for each prompts folder with each model with each search, side by side. `compare` then weighs any two of them."""
    from api.settings import settings  # noqa: PLC0415  after --help is done
    from evals import tables  # noqa: PLC0415  as above
    from evals.plan import planned  # noqa: PLC0415  as above

    chosen = settings()
    done = []
    folders: list[Path | None] = [*prompts] if prompts else [chosen.prompts_dir]
    names: list[str | None] = [*model] if model else [chosen.chat_model]
    searches: list[Finding] = [one.value for one in retriever or ()] or ["both"]
    for folder, name, search in product(folders, names, searches):
        cell = chosen.model_copy(update={"prompts_dir": folder, "chat_model": None if name == "none" else name})
        plan = planned(cases, corpus or corpus_of(cases), cell, search, concurrency=concurrency, limit=limit, extracts=extracts)
        done.append(_cell(plan, out))
    tables.side_by_side(done)


def compare(
    before: Annotated[Path, typer.Argument(help="The folder of a run.", show_default=False)],
    after: Annotated[Path, typer.Argument(help="That of another over the same cases.", show_default=False)],
) -> None:
    """Weigh two runs: every metric with the paired interval of its gain over articles, and each kind's wins, losses and flips.

    Runs over different cases or articles are refused, and the difference is named.
    """
    from evals import tables  # noqa: PLC0415  after --help is done
    from evals.compare import changes, check_alike, check_whole, counts  # noqa: PLC0415  as above
    from evals.record import load  # noqa: PLC0415  as above

    one, other = load(before), load(after)
    for record in (one, other):
        check_whole(record)
    check_alike(one.rows, other.rows, (one.run.corpus, other.run.corpus))
    typer.echo(f"before: {tables.name_of(one.run)}; {tables.took(one.rows)}\nafter: {tables.name_of(other.run)}; {tables.took(other.rows)}")
    tables.compared(changes(one.rows, other.rows), counts(one.rows, other.rows).items())


def gate(  # noqa: PLR0913, PLR0917  each is an option
    cases: Cases = _OWN,
    corpus: Corpus = None,
    baseline: Annotated[Path, typer.Option(help="What may not get worse.", show_default="evals/baseline.json")] = HOME / "baseline.json",
    record: Annotated[bool, typer.Option("--record", help="Write the baseline instead of holding against it.")] = False,  # noqa: FBT002  as above
    out: Out = _KEPT,
    concurrency: AtOnce = 1,
) -> None:
    """Ask every case, and let pass what breaks nothing and is no worse than the baseline.

    Exit code 0: open. 1: closed; each reason is named. 2: the cases are wrong, or there is no baseline of these cases and articles.
    What must hold of every case: quotes printed, statements cited, numbers and names borne by what is cited, injections unheeded, and what
    is drawn out is printed. All else may lose no more than two points, and not so evenly that the interval of the loss leaves out zero.
    """
    from api.settings import settings  # noqa: PLC0415  after --help is done
    from evals import gate as gates  # noqa: PLC0415  as above
    from evals import tables  # noqa: PLC0415  as above
    from evals.plan import planned  # noqa: PLC0415  as above

    known = None if record else gates.load(baseline)
    plan = planned(cases, corpus or corpus_of(cases), settings(), concurrency=concurrency)
    done = _run(plan, _new(out, plan))
    reasons = gates.closed_by(done, known) if known else list(gates.broken(done.rows))
    tables.show(done)
    for reason in reasons:
        typer.echo(f"gate: {reason}", err=True)
    if record and not reasons:
        gates.write(done, baseline)
        typer.echo(f"gate: {baseline} is what is now held against")
    typer.echo(f"{done.folder}\ngate: {'closed' if reasons else 'open'}")
    raise typer.Exit(1 if reasons else 0)


def _run(plan: "Plan", folder: Path) -> "Record":
    from evals.run import run as begun  # noqa: PLC0415  after --help is done

    with _stoppable(folder):
        return begun(plan, folder, _bar())


def _resumed(plan: "Plan", record: "Record") -> "Record":
    from evals.run import resume as resumed  # noqa: PLC0415  after --help is done

    with _stoppable(record.folder):
        return resumed(plan, record, _bar())


def _gone_on_with(folder: Path, concurrency: int) -> "Record":
    from api.settings import settings  # noqa: PLC0415  after --help is done
    from evals.plan import again  # noqa: PLC0415  as above
    from evals.record import load  # noqa: PLC0415  as above

    record = load(folder)
    return _resumed(again(record, settings(), concurrency), record)


def _cell(plan: "Plan", out: Path) -> "Record":
    """A run of a matrix, begun or gone on with."""
    from evals.record import digest, load  # noqa: PLC0415  after --help is done

    prompts, model = plan.settings.prompts_dir, plan.settings.chat_model
    folder = out / _slug(f"{model or 'none'}-{plan.retriever}-{digest(str(prompts), model)[:4]}")
    return _resumed(plan, load(folder)) if folder.exists() else _run(plan, folder)


def _new(out: Path, plan: "Plan") -> Path:
    """A folder that is not there yet, called by the time and by who answers."""
    name = _slug(f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{plan.settings.chat_model or 'none'}")
    return next(folder for number in count() if not (folder := out / (f"{name}-{number}" if number else name)).exists())


def _slug(name: str) -> str:
    """Letters that any file system takes."""
    return re.sub(r"[^\w.-]+", "-", name)


@contextmanager
def _stoppable(folder: Path) -> "Iterator[None]":
    """Ctrl-C says how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        told = f"`jianbao-eval run --resume {folder}` goes on" if folder.exists() else "nothing was begun"
        typer.echo(f"jianbao-eval: stopped; {told}", err=True)
        raise typer.Exit(130) from None


def _bar() -> "partial[Any]":
    from evals.bars import bar  # noqa: PLC0415  after --help is done

    return bar("asking")
