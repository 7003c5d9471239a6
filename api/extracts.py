"""The commands that draw something out of articles: `actions` and `summarize`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.options import AsJson, DataDir, From, People, To, day, fail, filters, parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.answers.action_items import Beside, Page
    from api.answers.question import Said
    from api.answers.summary import Summaries, Wish
    from api.brief import Quote
    from api.services import Services
    from ingest.agenda import Wanted

_SCREEN, _FILE = 50, 10_000
"""Items shown, and items in a file, at most, where no limit is asked for."""
Due = Annotated[
    datetime | None,
    typer.Option("--due-before", formats=["%Y-%m-%d"], help="Only items whose last day is known and earlier.", show_default=False),
]


def actions(  # noqa: PLR0913, PLR0917  each is an option
    article: Annotated[str | None, typer.Option(help="Only this article, by its id or name.", show_default=False)] = None,
    assigner: Annotated[str | None, typer.Option(help="Who asks; part of the name is enough.", show_default=False)] = None,
    owner: Annotated[str | None, typer.Option(help="Who is to do it; part of the name is enough.", show_default=False)] = None,
    published_from: From = None,
    published_to: To = None,
    due_before: Due = None,
    file: Annotated[Path | None, typer.Option(help="Write them into this .csv, .xlsx or .ics file.", show_default=False)] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, max=_FILE, help=f"{_SCREEN} unless asked for; a file holds all.", show_default=False)
    ] = None,
    cursor: Annotated[str | None, typer.Option(help="Go on behind this item's id.", show_default=False)] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,  # noqa: FBT002  typer's flags are booleans
) -> None:
    """List who is told to do what by when, the newest day first."""
    from api.answers.action_items import listed  # noqa: PLC0415  after --help is done
    from api.answers.articles import id_of, whole  # noqa: PLC0415  as above
    from ingest.agenda import Wanted  # noqa: PLC0415  as above

    services = parts(data_dir)
    only = whole(services.library, id_of(services.library, article))[0].id if article else None
    wanted = Wanted(only, assigner, owner, day(published_from), day(published_to), day(due_before))
    _catch_up(services)
    page = listed(services.library, wanted, limit or (_FILE if file else _SCREEN), cursor, _read_beside(services, wanted))
    if as_json:
        from api.routes import wire  # noqa: PLC0415  only for --json

        typer.echo(wire.ActionItems.of(page.items, page.next, page.dropped).model_dump_json(indent=2))
    elif file:
        _write(page, file)
    else:
        _print(page)


def _catch_up(services: "Services") -> None:
    """Read what an archive left unread, under a bar."""
    from api.answers.action_items import catch_up  # noqa: PLC0415  after --help is done
    from api.screen import with_count  # noqa: PLC0415  as above

    if services.library.exists:
        with_count("reading", lambda tell: catch_up(services.library, tell))


def _read_beside(services: "Services", wanted: "Wanted") -> "Beside | None":
    """Let the model read all that match and that it has not read, under a bar."""
    if services.duties is None:
        return None
    import asyncio  # noqa: PLC0415  only with a model

    from api.answers.beside import read_beside  # noqa: PLC0415  as above
    from api.screen import with_count  # noqa: PLC0415  as above

    async def read(tell: "Callable[[int, int], None]") -> "Beside | None":
        try:
            return await read_beside(services.library, wanted, services.duties, services.in_turn, tell=tell)
        finally:
            await services.desk.writer.aclose()

    return with_count("reading", lambda tell: asyncio.run(read(tell)))


def _write(page: "Page", file: Path) -> None:
    from api.answers.sheets import sheet  # noqa: PLC0415  only for a file
    from api.screen import counted  # noqa: PLC0415  as above

    kinds: dict[str, Literal["csv", "xlsx", "ics"]] = {".csv": "csv", ".xlsx": "xlsx", ".ics": "ics"}
    kind = kinds.get(file.suffix.lower())
    if kind is None:
        fail(f"{file} is neither .csv nor .xlsx nor .ics", 2)
    try:
        file.write_bytes(sheet(page.items, kind, datetime.now(UTC)))
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror}", 1)
    typer.echo(f"{file}: {counted(len(page.items), 'item')}")
    _say_that_there_are_more(page)


def _print(page: "Page") -> None:
    """A table, due days first."""
    from rich.console import Console  # noqa: PLC0415  only here
    from rich.table import Table  # noqa: PLC0415  as above

    if not page.items:
        typer.echo("no item")
        return
    table = Table()
    for name in ("due", "owner", "action", "asked by", "article"):
        table.add_column(name, overflow="fold", ratio=3 if name == "action" else None)
    for one in page.items:
        item = one.item
        due = "\n".join(part for part in (item.due_text, str(item.due_on or "")) if part)
        asked = f"{item.assigner}{' (commits)' if item.kind == 'commitment' else ''}"
        table.add_row(due, item.owner or "–", item.action, asked, one.article.key)
    Console().print(table)
    _say_that_there_are_more(page)


def _say_that_there_are_more(page: "Page") -> None:
    if page.next:
        typer.echo(f"there are more: --cursor {page.next}")


def summarize(  # noqa: PLR0913, PLR0917  each is an option
    article_ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ARTICLE]...", help="By id or name, as `jianbao articles` prints them; none: all that match.", show_default=False
        ),
    ] = None,
    length: Annotated[Literal["line", "short", "long"], typer.Option(help="At most 60, 150 or 400 characters an article.")] = "short",
    language: Annotated[Literal["zh", "en"], typer.Option(help="en: printed Chinese within an English frame.")] = "zh",
    published_from: From = None,
    published_to: To = None,
    person: People = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,  # noqa: FBT002  typer's flags are booleans
) -> None:
    """Sum up articles in their own words; of several, say what they share and what each adds."""
    from dataclasses import replace  # noqa: PLC0415  after --help is done

    from api.answers.articles import id_of  # noqa: PLC0415  as above
    from api.answers.summary import Wish  # noqa: PLC0415  as above

    services = parts(data_dir)
    ids = tuple(id_of(services.library, name) for name in article_ids or ())
    chosen = replace(filters(published_from, published_to, person), article_ids=ids)
    whole = _summed_up(services, Wish(chosen, length, language))
    if as_json:
        from api.routes import wire  # noqa: PLC0415  only for --json

        typer.echo(wire.Summaries.of(whole).model_dump_json(indent=2))
    else:
        _print_summaries(whole)


def _summed_up(services: "Services", wish: "Wish") -> "Summaries":
    """All of them; with a model, under a bar."""
    import asyncio  # noqa: PLC0415  after --help is done

    from api.answers.summary import Begun, Summaries, Summary, summarise  # noqa: PLC0415  as above
    from api.screen import with_count  # noqa: PLC0415  as above

    async def last(tell: "Callable[[int, int], None]") -> Summaries:
        done = whole = 0
        async for event in summarise(services.library, wish, services.in_turn, services.picker):
            if isinstance(event, Begun):
                whole = len(event.articles)
            if isinstance(event, Summary):
                done += 1
                tell(done, whole)
            if isinstance(event, Summaries):
                await services.desk.writer.aclose()
                return event
        message = "summaries always end with themselves"
        raise AssertionError(message)

    if services.picker is None:
        return asyncio.run(last(lambda *_: None))
    return with_count("summing up", lambda tell: asyncio.run(last(tell)))


def _print_summaries(whole: "Summaries") -> None:
    """Each under its title, with where its words are printed; then the overview."""
    for summary in whole.summaries:
        stood_in = f" (the model was stood in for: {summary.reason})" if summary.reason else ""
        typer.echo(f"{summary.article.title} ({summary.article.key}){stood_in}")
        _print_statements(summary.statements, summary.citations)
    if whole.overview:
        typer.echo("what they share")
        if not whole.overview.common:
            typer.echo("  nothing that most of them print")
        _print_statements(whole.overview.common, whole.overview.citations)
        typer.echo("what each adds")
        for article, said in whole.overview.adds:
            typer.echo(f"  {article.title}")
            _print_statements(said, whole.overview.citations)
    if not whole.summaries:
        typer.echo("no article")
    if whole.left_out:
        typer.echo(f"{whole.left_out} more match; choose fewer with --from, --to or --person")


def _print_statements(statements: "list[Said]", citations: "dict[Quote, int]") -> None:
    places = {number: quote for quote, number in citations.items()}
    for said in statements:
        where = ", ".join(
            f"{places[number].article.key} {places[number].span.start}-{places[number].span.end}" for number in said.citations
        )
        typer.echo(f"  {said.text}  [{where}]")
