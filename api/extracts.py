"""The commands that draw something out of all articles: `actions`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.options import AsJson, DataDir, From, To, day, fail, parts

if TYPE_CHECKING:
    from api.answers.action_items import Page

Due = Annotated[
    datetime | None,
    typer.Option("--due-before", formats=["%Y-%m-%d"], help="Only items whose last day is known and earlier.", show_default=False),
]


def actions(  # noqa: PLR0913, PLR0917  each is an option
    article: Annotated[str | None, typer.Option(help="Only this article, by its id.", show_default=False)] = None,
    assigner: Annotated[str | None, typer.Option(help="Who asks; part of the name is enough.", show_default=False)] = None,
    owner: Annotated[str | None, typer.Option(help="Who is to do it; part of the name is enough.", show_default=False)] = None,
    published_from: From = None,
    published_to: To = None,
    due_before: Due = None,
    file: Annotated[Path | None, typer.Option(help="Write them into this .csv, .xlsx or .ics file.", show_default=False)] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    cursor: Annotated[str | None, typer.Option(help="Go on behind this item's id.", show_default=False)] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,  # noqa: FBT002  typer's flags are booleans
) -> None:
    """List who is told to do what by when, the newest day first."""
    from api.answers.action_items import listed  # noqa: PLC0415  after --help is done
    from ingest.agenda import Wanted  # noqa: PLC0415  as above

    wanted = Wanted(article, assigner, owner, day(published_from), day(published_to), day(due_before))
    page = listed(parts(data_dir).library, wanted, limit, cursor)
    if as_json:
        from api.routes import wire  # noqa: PLC0415  only for --json

        typer.echo(wire.ActionItems.of(page.items, page.next).model_dump_json(indent=2))
    elif file:
        _write(page, file)
    else:
        _print(page)


def _write(page: "Page", file: Path) -> None:
    from api.routes.sheets import sheet  # noqa: PLC0415  only for a file

    kinds: dict[str, Literal["csv", "xlsx", "ics"]] = {".csv": "csv", ".xlsx": "xlsx", ".ics": "ics"}
    kind = kinds.get(file.suffix.lower())
    if kind is None:
        fail(f"{file} is neither .csv nor .xlsx nor .ics", 2)
    file.write_bytes(sheet(page.items, kind, datetime.now(UTC)))
    typer.echo(f"{file}: {len(page.items)} items")


def _print(page: "Page") -> None:
    """A table, due days first."""
    from rich.console import Console  # noqa: PLC0415  only here
    from rich.table import Table  # noqa: PLC0415  as above

    if not page.items:
        typer.echo("no item")
        return
    table = Table()
    for name in ("due", "owner", "action", "asked by", "article"):
        table.add_column(name, overflow="fold", ratio=3 if name == "action" else 2)
    for one in page.items:
        item = one.item
        due = f"{item.due_text or ''} {f'({item.due_on})' if item.due_on else ''}".strip()
        asked = f"{item.assigner}{' (commits)' if item.kind == 'commitment' else ''}"
        table.add_row(due, item.owner or "–", item.action, asked, one.article.title)
    Console().print(table)
    if page.next:
        typer.echo(f"there are more: --cursor {page.next}")
