"""The commands of the daily digest: `digest preview`, `digest send`, `digest status`, `digest run`."""

import time
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.errors import Problem
from api.options import AsJson, DataDir, day, fail, parts
from ingest.errors import IngestError

if TYPE_CHECKING:
    from datetime import date

    from api.digest.post import Order, Sent
    from api.services import Services

_STEP, _PAUSE, _ATTEMPTS = 30.0, 600.0, 6
"""Seconds between two looks at the clock, seconds between two attempts, attempts of a day."""

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
    from api.digest.sheet import cut_of, page_of, text_of  # noqa: PLC0415  after --help is done

    services = parts(data_dir)
    edition = services.days.edition(day(of) or services.days.today, language)
    if as_json or form == "json":
        from api.routes import wire  # noqa: PLC0415  only for JSON

        typer.echo(wire.Digest.of(edition).model_dump_json(indent=2))
    else:
        address, first = services.settings.public_url, edition.for_one(())
        typer.echo((page_of if form == "html" else text_of)(first, address, cut=cut_of(first, address)))


@digest.command()
def send(  # noqa: PLR0913, PLR0917  each is an option
    of: Annotated[
        datetime | None,
        typer.Option("--day", formats=["%Y-%m-%d"], help="Unset: all days up to today that wait for their letter.", show_default=False),
    ] = None,
    to: Annotated[list[str] | None, typer.Option(help="Only this address, of a reader or any other. May be repeated.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say who would get what, and do nothing.")] = False,  # noqa: FBT002  typer's flags are booleans
    even_if_nothing: Annotated[bool, typer.Option("--even-if-nothing", help="Send a letter that says that nothing is new.")] = False,  # noqa: FBT002  as above
    unsure_again: Annotated[bool, typer.Option("--unsure-again", help="Send again what may have been accepted.")] = False,  # noqa: FBT002  as above
    data_dir: DataDir = None,
) -> None:
    """Mail the edition once to each reader. The day is closed by it: what comes in afterwards is for the next.

    Exit code 1 means that a letter was put off, refused or is in doubt; `jianbao digest status` says which.
    """
    services = parts(data_dir)
    order = _order(services, day(of), to, even_if_nothing=even_if_nothing, unsure_again=unsure_again)
    if dry_run:
        _rehearse(services, order)
        return
    sent = _sent(services, order)
    _report(sent)
    if not sent.whole:
        raise typer.Exit(1)


@digest.command()
def status(of: Day = None, data_dir: DataDir = None) -> None:
    """Say who got which letter, who did not and why."""
    found = parts(data_dir).library.ledger.entries(day(of))
    for one in found:
        told = f"  {one.reply}" if one.reply else ""
        typer.echo(f"{one.day}  {one.state:8}  {one.reader}  {one.message_id}  {one.changed_at:%Y-%m-%d %H:%M:%S} UTC{told}")
    if not found:
        typer.echo("no letter")


@digest.command()
def run(
    at: Annotated[datetime, typer.Option(formats=["%H:%M"], help="When, by the clock of JIANBAO_TIMEZONE.")],
    data_dir: DataDir = None,
) -> None:
    """Stay, and send what waits at that time of each working day. What is put off is tried again every ten minutes."""
    from api.digest.workdays import workdays_in  # noqa: PLC0415  after --help is done

    services = parts(data_dir)
    workdays = workdays_in(services.settings.workdays_file)
    while True:
        due = workdays.after(services.days.clock(), at.time(), services.settings.timezone)
        if due is None:
            fail("no working day in the next year", 2)
        typer.echo(f"next: {due:%Y-%m-%d %H:%M %Z}")
        _wait_until(due, services)
        _keep_at_it(services)


def _order(services: "Services", of: "date | None", to: list[str] | None, *, even_if_nothing: bool, unsure_again: bool) -> "Order":
    from api.digest.post import Order  # noqa: PLC0415  after --help is done
    from api.digest.readers import chosen, readers_in  # noqa: PLC0415  as above

    settings = services.settings
    file = settings.readers_file or settings.data_dir / "readers.toml"
    readers = readers_in(file)
    only = chosen(readers, to or [])
    if not readers and not only:
        fail(f"{file} names no reader: add a [[reader]] with an email, or name one by --to", 2)
    return Order(readers, of, only, even_if_nothing, unsure_again)


def _rehearse(services: "Services", order: "Order") -> None:
    from api.digest.post import wanted  # noqa: PLC0415  after --help is done
    from api.digest.sheet import subject_of  # noqa: PLC0415  as above

    stopped = services.library.ledger.unsubscribed()
    for one in wanted(services.days, order):
        for reader in order.only or order.readers:
            edition = services.days.edition(one, reader.language).for_one(reader.interests)
            if reader.email not in stopped and (edition.entries or edition.earlier or order.even_if_nothing):
                typer.echo(f"would send {one} to {reader.email}: {subject_of(edition)}")


def _sent(services: "Services", order: "Order") -> "Sent":
    import asyncio  # noqa: PLC0415  after --help is done

    from api.digest.post import send as post  # noqa: PLC0415  as above

    async def sent() -> "Sent":
        try:
            return await post(services.days, services.settings, order, services.surveyor)
        finally:
            await services.desk.writer.aclose()

    with services.library.posting(services.settings.post_seconds):
        return asyncio.run(sent())


def _report(sent: "Sent") -> None:
    for of, subject in sent.subjects.items():
        states = [entry.state for entry in sent.letters if entry.day == of]
        typer.echo(f"{of}  {subject}: {', '.join(f'{states.count(one)} {one}' for one in dict.fromkeys(states)) or 'no reader'}")
    for entry in sent.letters:
        if entry.state != "sent":
            typer.echo(f"{entry.day}  {entry.state}  {entry.reader}: {entry.reply or ''}", err=True)
    if not sent.subjects:
        typer.echo("nothing new: no letter")


def _wait_until(due: datetime, services: "Services") -> None:
    """In short steps, so that a clock that is set, or a machine that slept, is noticed."""
    while (left := (due - services.days.clock()).total_seconds()) > 0:
        time.sleep(min(left, _STEP))


def _keep_at_it(services: "Services") -> None:
    """What goes wrong is told and ends nothing: tomorrow is another day."""
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE)
        try:
            sent = _sent(services, _order(services, None, None, even_if_nothing=False, unsure_again=False))
        except (Problem, IngestError) as error:
            typer.echo(f"jianbao: {error}", err=True)
            continue
        _report(sent)
        if all(entry.state in {"sent", "refused", "unsure"} for entry in sent.letters):
            return
