"""The commands of the daily digest: `digest preview`, `digest send`, `digest status`, `digest run`."""

from datetime import datetime
from typing import Annotated, Literal

import typer

from api.options import AsJson, DataDir, day, parts

digest = typer.Typer(help="The day's edition: what came in, what is to be done, what is due; shown, or mailed once to each reader.")
Day = Annotated[
    datetime | None,
    typer.Option("--day", formats=["%Y-%m-%d"], help="A day of JIANBAO_TIMEZONE; unset: today.", show_default=False),
]


@digest.command()
def preview(
    of: Day = None,
    language: Annotated[Literal["zh", "en"], typer.Option(help="en: printed Chinese within an English frame.")] = "zh",
    form: Annotated[Literal["text", "html", "json"], typer.Option("--format", help="How it is printed.")] = "text",
    data_dir: DataDir = None,
    as_json: AsJson = False,  # noqa: FBT002  typer's flags are booleans
) -> None:
    """Print the edition of a day as it would be mailed. Nothing is sent, and nothing is put on record."""
    from api.digest.sheet import page_of, text_of  # noqa: PLC0415  after --help is done

    services = parts(data_dir)
    edition = services.days.edition(day(of) or services.days.today, language)
    if as_json or form == "json":
        from api.routes import wire  # noqa: PLC0415  only for JSON

        typer.echo(wire.Digest.of(edition).model_dump_json(indent=2))
    else:
        typer.echo((page_of if form == "html" else text_of)(edition, services.settings.public_url))
