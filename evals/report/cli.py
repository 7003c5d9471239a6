"""`jianbao-eval report`: a run on one page, or in a few tables of Markdown."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.", show_default=False)]
Against = Annotated[
    list[Path] | None,
    typer.Option(help="Another run over the same cases. Repeatable: costs are shown of all, gains over the first.", show_default=False),
]
Out = Annotated[Path | None, typer.Option(help="The file to write.", show_default="report.html in RUN; Markdown is printed")]
Markdown = Annotated[bool, typer.Option("--markdown", help="Tables for a review in place of the page.")]


def report(run: Folder, against: Against = None, out: Out = None, markdown: Markdown = False) -> None:  # noqa: FBT002  typer's flags are booleans
    """Write a run as one HTML page that fetches nothing: figures with intervals, plots, and every case beside its articles."""
    from evals.record import load  # noqa: PLC0415  after --help is done
    from evals.report.markdown import markdown as tables  # noqa: PLC0415  as above
    from evals.report.page import page  # noqa: PLC0415  as above

    if not markdown and find_spec("matplotlib") is None:
        typer.echo("jianbao-eval: the page has plots, which need `pip install 'jianbao[report]'`; --markdown does without", err=True)
        raise typer.Exit(2)
    record, beside = load(run), [load(one) for one in against or ()]
    written = tables(record, beside) if markdown else page(record, beside)
    if markdown and out is None:
        typer.echo(written, nl=False)
        return
    file = out or run / "report.html"
    file.write_text(written, "utf-8")
    typer.echo(file)
