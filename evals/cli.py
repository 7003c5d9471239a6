"""`jianbao-eval`: how good the answers are, case by case and in sum; and the gate that a change must pass."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evals import cases_cli, cases_new, extracts, runs
from evals.bars import bar
from evals.cases import BadCases
from evals.errors import BadRun
from evals.judge.cli import judge
from evals.report.cli import report

if TYPE_CHECKING:
    from evals.means import Share
    from evals.retrieval import Figures

app = typer.Typer(name="jianbao-eval", add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def main() -> None:
    """Run a command; bad cases and runs are named, not traced."""
    try:
        app()
    except (BadCases, BadRun) as error:
        typer.echo(f"jianbao-eval: {error}", err=True)
        sys.exit(2)


@app.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    """Judge the product's answers on labelled questions. Without a command: `run`.

    The writer is the one that the environment names, as for `jianbao ask`: without JIANBAO_CHAT_MODEL, no model.
    """
    if context.invoked_subcommand is None:
        runs.run()


@app.command()
def abstention(
    folder: Annotated[Path, typer.Argument(help="articles.jsonl with qa.jsonl, or corpus.jsonl with dev.jsonl.", show_default=False)],
    off_topic: Annotated[
        list[Path] | None,
        typer.Option(help="A folder whose dev.jsonl asks what nothing here answers. May be repeated.", show_default=False),
    ] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Articles that are read already.", show_default="read anew")] = None,
) -> None:
    """Print how well answerable questions are told from others, by how sure the product is, beside the best word score alone."""
    from api.settings import settings  # noqa: PLC0415  after --help is done
    from evals.abstention import contests  # noqa: PLC0415  as above

    typer.echo(f"{'':44}{'AUROC':>22}{'words alone':>22}{'answered':>10}{'refused':>9}{'refused at .95':>16}")
    for one in contests(folder, off_topic or (), settings(), data_dir):
        told, words = ("{:.3f} [{:.3f}, {:.3f}]".format(*figures) for figures in (one.auroc(), one.auroc_of_words()))
        kept, refused = one.share_answered(answerable=True), 1 - one.share_answered(answerable=False)
        typer.echo(f"{one.name:44}{told:>22}{words:>22}{kept:>10.3f}{refused:>9.3f}{one.refused_at():>16.3f}")


@app.command()
def retrieval(
    folder: Annotated[Path, typer.Argument(help="corpus.jsonl and its questions, or articles.jsonl and qa.jsonl.")],
    questions: Annotated[str, typer.Option(help="The file of questions beside corpus.jsonl.")] = "dev.jsonl",
    among: Annotated[list[Path] | None, typer.Option(help="Further folders whose documents stand among its own.")] = None,
    limit: Annotated[int | None, typer.Option(help="Of so many questions, spread over all.", show_default="all")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Where what was read is kept for the next time.", show_default="nowhere")] = None,
) -> None:
    """Measure the search on a bench: hits, pace and size, beside plain BM25, with parts of it left out; and answers without a model."""
    from api.settings import settings  # noqa: PLC0415  after --help is done
    from evals.benches import load as bench_at  # noqa: PLC0415  as above
    from evals.retrieval import figures, shelved  # noqa: PLC0415  as above

    bench = bench_at(folder, questions, among or (), limit)
    with shelved(bench, settings(), data_dir) as shelf:
        _figures(bench.name, len(bench.documents), figures(shelf, bar("searching")))


@app.command()
def weights(
    folders: Annotated[list[Path], typer.Argument(help="Benches, each as for `retrieval`.")],
    data_dir: Annotated[Path | None, typer.Option(help="Where what was read is kept, a folder a bench.", show_default="nowhere")] = None,
    limit: Annotated[int | None, typer.Option(help="Of so many questions of each.", show_default="all")] = None,
) -> None:
    """Choose JIANBAO_VECTOR_WEIGHT for the encoder that the environment names: MRR@10 on each bench for every weight."""
    from contextlib import ExitStack  # noqa: PLC0415  after --help is done

    from api.settings import settings  # noqa: PLC0415  as above
    from evals.benches import load as bench_at  # noqa: PLC0415  as above
    from evals.retrieval import shelved, sweep  # noqa: PLC0415  as above

    with ExitStack() as kept:
        benches = [bench_at(folder, limit=limit) for folder in folders]
        shelves = [kept.enter_context(shelved(one, settings(), data_dir and data_dir / one.name)) for one in benches]
        found = sweep(shelves)
    typer.echo(f"{'weight':>8}" + "".join(f"{one.name:>12}" for one in benches) + f"{'mean':>12}")
    for weight, each in found.items():
        typer.echo(f"{weight:8.1f}" + "".join(f"{value:12.3f}" for value in (*each, sum(each) / len(each))))
    typer.echo(f"JIANBAO_VECTOR_WEIGHT={max(found, key=lambda weight: sum(found[weight]))}")


def _figures(name: str, documents: int, found: "Figures") -> None:
    typer.echo(f"{name}: {documents} documents, {found.megabytes:.0f} MB; a search takes {_pace(found.milliseconds)}")
    typer.echo(f"{'':24}" + "".join(f"{column:>18}" for column in ("hit@1", "hit@3", "hit@5", "hit@10", "MRR@10")))
    for row in found.ranked:
        shares = (*row.hits.values(), row.reciprocal)
        typer.echo(f"{row.name + ', ' + row.language:24}" + "".join(f"{_within(share):>18}" for share in shares) + f"   n={row.questions}")
    for most, share in found.answered.items():
        typer.echo(f"facts of the answer in the first {most} sentence{'' if most == 1 else 's'}: {_within(share)}")


def _pace(milliseconds: tuple[float, float]) -> str:
    return f"{milliseconds[0]:.1f} ms (p50), {milliseconds[1]:.1f} ms (p95)"


def _within(share: "Share") -> str:
    return f"{share.mean:.3f} {share.low:.2f}–{share.high:.2f}"


for _command in (runs.run, runs.matrix, runs.compare, runs.gate, extracts.items, extracts.summaries, judge, report):
    app.command()(_command)
cases_cli.app.command("new")(cases_new.new)
app.add_typer(cases_cli.app, name="cases")
