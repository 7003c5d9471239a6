"""The options that commands share, and what they choose."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from datetime import date

    from api.services import Services
    from api.settings import Settings
    from ingest.catalogue import Filters

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="The data folder (else JIANBAO_DATA_DIR, else ./var).", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as the HTTP service sends it.")]
From = Annotated[
    datetime | None,
    typer.Option("--from", formats=["%Y-%m-%d"], help="Only articles published on or after this day.", show_default=False),
]
To = Annotated[
    datetime | None,
    typer.Option("--to", formats=["%Y-%m-%d"], help="Only articles published on or before this day.", show_default=False),
]
People = Annotated[
    list[str] | None,
    typer.Option("--person", help="Only articles that print this name. May be repeated.", show_default=False),
]
Organisations = Annotated[
    list[str] | None,
    typer.Option("--organisation", help="Only articles that print this body's name. May be repeated.", show_default=False),
]
InSection = Annotated[str, typer.Option("--section", help="Only passages under a heading that has this in it.", show_default=False)]


def parts(data_dir: Path | None, *, once: bool = False) -> "Services":
    """The parts, over this data folder if it is named."""
    from api.services import build  # noqa: PLC0415  after --help is done

    found = chosen()
    return build(found.model_copy(update={"data_dir": data_dir}) if data_dir else found, once=once)


def chosen() -> "Settings":
    """The settings; one that is wrong is named and ends the command."""
    from pydantic import ValidationError  # noqa: PLC0415  after --help is done

    from api.settings import settings  # noqa: PLC0415  as above

    try:
        return settings()
    except ValidationError as error:
        wrong = "; ".join(f"{_variable(one['loc'])}: {one['msg']}" for one in error.errors())
        fail(f"a setting is wrong: {wrong}", 2)


def _variable(location: tuple[int | str, ...]) -> str:
    name = "_".join(str(part) for part in location).upper()
    return name if name.startswith("OPENAI") else f"JIANBAO_{name}"


def filters(
    published_from: datetime | None,
    published_to: datetime | None,
    people: list[str] | None,
    organisations: list[str] | None = None,
    section: str = "",
) -> "Filters":
    """The articles, and the sections of them, that the options let through."""
    from ingest.catalogue import Filters  # noqa: PLC0415  after --help is done

    if published_from and published_to and published_from > published_to:
        fail("--from is later than --to", 2)
    people, organisations = people or [], organisations or []
    return Filters(day(published_from), day(published_to), tuple(people), organisations=tuple(organisations), section=section)


def day(moment: datetime | None) -> "date | None":
    """The day of an option."""
    return moment.date() if moment else None


def fail(message: str, code: int) -> NoReturn:
    """One line on standard error, and the end."""
    typer.echo(f"jianbao: {message}", err=True)
    sys.exit(code)
