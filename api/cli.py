"""The command line. What a command does not use, it does not import."""

import gc
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api import digests, extracts, upkeep
from api.options import AsJson, DataDir, From, InSection, Organisations, People, To, day, fail, filters, parts
from ingest.errors import IngestError

if TYPE_CHECKING:
    from datetime import date

    from pydantic import BaseModel

app = typer.Typer(
    name="jianbao",
    help="Reads local-government newspapers and answers from them. Every sentence is tied to the characters that were printed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run a command; what goes wrong on purpose is one line on standard error, not a trace."""
    gc.disable()  # a command is short: a tenth of its start went into collecting what its imports made
    from api.errors import Problem  # noqa: PLC0415  after the collector is off

    try:
        app()
    except SystemExit as end:
        if _is_stopped(end):
            fail("stopped; what was published before stands", 130)
        raise
    except IngestError as error:
        fail(str(error), 1)
    except Problem as problem:
        fail(str(problem) or problem.title, problem.exit_code)


def _is_stopped(end: SystemExit) -> bool:
    """Whether Ctrl-C ended a command: typer makes a silent exit of it."""
    return isinstance(end.__context__, typer.Exit) and isinstance(end.__context__.__cause__, KeyboardInterrupt)


def _print_version(*, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415  only here

        typer.echo(f"jianbao {version('jianbao')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=lambda wanted: _print_version(wanted=wanted), is_eager=True, help="Print the version and end."),
    ] = False,
) -> None:
    """Options of no command."""


@app.command()
def ingest(  # noqa: PLR0913, PLR0917  each is an option
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Files, folders, patterns, http(s) addresses, or - for standard input. Read are Markdown, text, HTML, .docx, .pdf, "
            "JSON lines, RSS and Atom. A folder is walked.",
            show_default=False,
        ),
    ],
    published_on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day these articles were published.", show_default=False),
    ] = None,
    kind: Annotated[Literal["md", "txt", "html", "jsonl"], typer.Option(help="The format of standard input.")] = "md",
    watch: Annotated[bool, typer.Option("--watch", help="Go on: read what is new or changes, withdraw what vanishes.")] = False,  # noqa: FBT002  typer's flags are booleans
    data_dir: DataDir = None,
    as_json: AsJson = False,  # noqa: FBT002  as above
) -> None:
    """Read newspapers into the data folder.

    What was read before and has not changed costs nothing. A file that changed replaces what it held.
    Exit code 1 means that something was rejected; it is named, and everything else is published.
    """
    if watch:
        _watch(names, day(published_on), data_dir, as_json=as_json)
        return
    from api.screen import ingest_with_progress, print_receipt  # noqa: PLC0415  rich loads with it
    from ingest.gather import named  # noqa: PLC0415  with it

    found = named(names, day(published_on), kind)
    services = parts(data_dir)
    receipt = ingest_with_progress(found, services.library)
    services.prepare()
    if as_json:
        from api.routes import wire  # noqa: PLC0415  only for --json

        _print_json(wire.Receipt.of(receipt))
    else:
        print_receipt(receipt)
    if receipt.rejected:
        raise typer.Exit(1)


def _watch(names: list[str], published_on: "date | None", data_dir: Path | None, *, as_json: bool) -> None:
    """Keep the data folder in step with folders, until Ctrl-C; in JSON, a receipt a line."""
    from api.routes import wire  # noqa: PLC0415  as above
    from api.screen import print_receipt, print_receipts  # noqa: PLC0415  as above
    from ingest.fetch import is_address  # noqa: PLC0415  as above
    from ingest.watch import receipts  # noqa: PLC0415  as above

    if bad := next((name for name in names if name == "-" or is_address(name)), None):
        fail(f"--watch follows files and folders, not {bad}", 2)
    gc.enable()
    found = receipts(names, parts(data_dir).library, published_on)
    print_receipts(found, (lambda one: typer.echo(wire.Receipt.of(one).model_dump_json())) if as_json else print_receipt)


@app.command()
def ask(  # noqa: PLR0913, PLR0917  each is an option
    question: Annotated[str, typer.Argument(help="In Chinese or English.", show_default=False)],
    language: Annotated[Literal["auto", "zh", "en"], typer.Option(help="The language of the answer; auto: the question's own.")] = "auto",
    published_from: From = None,
    published_to: To = None,
    person: People = None,
    organisation: Organisations = None,
    section: InSection = "",
    data_dir: DataDir = None,
    as_json: AsJson = False,  # noqa: FBT002  as above
) -> None:
    """Answer a question from the articles.

    Every statement names the printed words that bear it. "The articles do not say" is an answer, too: exit code 0.
    """
    import asyncio  # noqa: PLC0415  with the rest

    from api.answers.question import Question  # noqa: PLC0415  after --help is done
    from api.screen import answered  # noqa: PLC0415  as above

    chosen = filters(published_from, published_to, person, organisation, section)
    services = parts(data_dir, once=True)
    asked = Question(question, None if language == "auto" else language, chosen)
    answer = asyncio.run(answered(asked, services.desk, quiet=as_json))
    if as_json:
        from api.routes import wire  # noqa: PLC0415  as above

        _print_json(wire.Answer.of(answer))


@app.command()
def search(  # noqa: PLR0913, PLR0917  each is an option
    query: Annotated[str, typer.Argument(help="Words, names, a question.", show_default=False)],
    limit: Annotated[int, typer.Option(min=1, max=50)] = 10,
    published_from: From = None,
    published_to: To = None,
    person: People = None,
    organisation: Organisations = None,
    section: InSection = "",
    explain: Annotated[bool, typer.Option("--explain", help="Say what each passage was found by.")] = False,  # noqa: FBT002  as above
    data_dir: DataDir = None,
    as_json: AsJson = False,  # noqa: FBT002  as above
) -> None:
    """Print the passages that fit best, without an answer."""
    from api.screen import print_hits  # noqa: PLC0415  after --help is done

    chosen = filters(published_from, published_to, person, organisation, section)
    found = parts(data_dir, once=True).retriever.retrieve(query, limit, chosen)
    explained = found.asked if explain else None
    if as_json:
        from api.routes import wire  # noqa: PLC0415  as above

        _print_json(wire.Passages.of(found.hits, explained))
    else:
        print_hits(found.hits, explained)


@app.command()
def articles(  # noqa: PLR0913, PLR0917  each is an option
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    published_from: From = None,
    published_to: To = None,
    person: People = None,
    cursor: Annotated[str | None, typer.Option(help="Go on behind this article id.", show_default=False)] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,  # noqa: FBT002  as above
) -> None:
    """List the articles that were read, the newest day first."""
    from api.answers.articles import listed  # noqa: PLC0415  after --help is done
    from api.screen import print_articles  # noqa: PLC0415  as above

    page = listed(parts(data_dir).library, filters(published_from, published_to, person), limit, cursor)
    if as_json:
        from api.routes import wire  # noqa: PLC0415  as above

        _print_json(wire.Articles(articles=[wire.ArticleLine.of(*pair) for pair in page.articles], next=page.next))
    else:
        print_articles(page)


@app.command()
def remove(
    article: Annotated[str, typer.Argument(help="Its id or name, as `jianbao articles` prints it.", show_default=False)],
    data_dir: DataDir = None,
) -> None:
    """Take an article out: no answer draws on it any more."""
    from api.answers.articles import id_of, taken_out  # noqa: PLC0415  after --help is done

    library = parts(data_dir).library
    taken_out(library, id_of(library, article))
    typer.echo(f"{article} is out")


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8000,
    data_dir: DataDir = None,
) -> None:
    """Serve questions over HTTP; the page /docs describes and tries every route."""
    from api.serving import run  # noqa: PLC0415  FastAPI loads with it

    gc.enable()
    run(parts(data_dir), host, port)


def _print_json(data: "BaseModel") -> None:
    typer.echo(data.model_dump_json(indent=2))


_EXTRACTS = (extracts.actions, extracts.summarize)
_UPKEEP = (upkeep.doctor, upkeep.reindex, upkeep.backup, upkeep.restore, upkeep.history, upkeep.fetch_vocabulary)
for _command in _EXTRACTS + _UPKEEP:
    app.command()(_command)
app.add_typer(digests.digest, name="digest")
