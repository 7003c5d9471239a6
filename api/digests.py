"""The commands of the daily digest: `digest preview`, `digest send`, `digest status`, `digest run`."""

import gc
import signal
import time
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.options import AsJson, DataDir, day, fail, parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from api.digest.post import Order, Sent
    from api.digest.readers import Reader
    from api.services import Services

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

    Exit code 1 means that a letter of this job was put off, refused or is in doubt; `jianbao digest status` says which.
    """
    services = parts(data_dir)
    order = _order(services, day(of), to, even_if_nothing=even_if_nothing, unsure_again=unsure_again)
    _tell_unsubscribed(services, order.asked if dry_run else order.only)
    if dry_run:
        _rehearse(services, order)
        return
    with _until_stopped():
        sent = _sent(services, order)
    _report(sent)
    if not sent.whole:
        raise typer.Exit(1)


@digest.command()
def status(of: Day = None, data_dir: DataDir = None) -> None:
    """Say who got which letter, who did not and why."""
    from api.digest.readers import readers_in  # noqa: PLC0415  after --help is done
    from ingest.ledger import OPEN  # noqa: PLC0415  as above

    services = parts(data_dir)
    found = services.library.ledger.entries(day(of))
    readers = {reader.email for reader in readers_in(_readers_file(services))}
    stopped = services.library.ledger.unsubscribed()
    for one in found:
        why = _why_left(one.reader, readers, stopped) if one.state in OPEN else None
        told = "".join(f"  {said}" for said in (one.reply, why) if said)
        typer.echo(f"{one.day}  {one.state:8}  {one.reader}  {one.message_id}  {one.changed_at:%Y-%m-%d %H:%M:%S} UTC{told}")
    if not found:
        typer.echo("no letter")


@digest.command()
def run(
    at: Annotated[datetime, typer.Option(formats=["%H:%M"], help="When, by the clock of JIANBAO_TIMEZONE.")],
    data_dir: DataDir = None,
) -> None:
    """Stay, and send what waits at that time of each working day; at once, what a machine that was off or asleep then has missed.

    What is put off is tried again every ten minutes. SIGTERM ends it as Ctrl-C does.
    """
    from api.digest.post import NoMailServer  # noqa: PLC0415  after --help is done
    from api.digest.rota import Rota  # noqa: PLC0415  as above
    from api.digest.workdays import workdays_in  # noqa: PLC0415  as above

    gc.enable()
    services = parts(data_dir)
    workdays = workdays_in(services.settings.workdays_file)
    if services.settings.smtp_host is None:
        raise NoMailServer
    readers = {reader.email for reader in _order(services, None, None, even_if_nothing=False, unsure_again=False).readers}

    def sent() -> "Sent":
        done = _sent(services, _order(services, None, None, even_if_nothing=False, unsure_again=False))
        _report(done)
        return done

    with _until_stopped():
        Rota(services.days, workdays, at.time(), sent, time.sleep, lambda said: typer.echo(said, err=True), readers).keep()
    fail("no working day in the next year", 2)


def _order(services: "Services", of: "date | None", to: list[str] | None, *, even_if_nothing: bool, unsure_again: bool) -> "Order":
    from api.digest.post import Order  # noqa: PLC0415  after --help is done
    from api.digest.readers import BadReaders, chosen, readers_in  # noqa: PLC0415  as above

    file = _readers_file(services)
    readers = readers_in(file)
    only = chosen(readers, to or [])
    if not readers and not only:
        message = f"{file} names no reader: add a [[reader]] with an email, or name one by --to"
        raise BadReaders(message)
    return Order(readers, of, only, even_if_nothing, unsure_again)


def _why_left(reader: str, readers: "Collection[str]", stopped: "Collection[str]") -> str | None:
    """Why no job sends what waits for them; None where the next one does."""
    if reader in stopped:
        return "(has unsubscribed)"
    return None if reader in readers else "(not among the readers: sent by --to alone)"


def _readers_file(services: "Services") -> "Path":
    return services.settings.readers_file or services.settings.data_dir / "readers.toml"


def _tell_unsubscribed(services: "Services", readers: "Sequence[Reader]") -> None:
    stopped = services.library.ledger.unsubscribed() if readers else ()
    for reader in readers:
        if reader.email in stopped:
            typer.echo(f"{reader.email} has unsubscribed: no letter")


def _rehearse(services: "Services", order: "Order") -> None:
    from api.digest.post import wanted  # noqa: PLC0415  after --help is done
    from api.digest.sheet import subject_of  # noqa: PLC0415  as above

    lines = [
        f"would send {one} to {reader.email}: {subject_of(edition)}"
        for one in wanted(services.days, order)
        for reader in _who_waits(services, order, one)
        for edition in [services.days.edition(one, reader.language).for_one(reader.interests)]
        if edition.entries or edition.earlier or order.even_if_nothing
    ]
    typer.echo("\n".join(lines or ["nothing would be sent"]))


def _who_waits(services: "Services", order: "Order", of: "date") -> "Sequence[Reader]":
    from ingest.ledger import OPEN  # noqa: PLC0415  after --help is done

    ledger, again = services.library.ledger, (*OPEN, "unsure") if order.unsure_again else OPEN
    none = {*ledger.unsubscribed(), *(entry.reader for entry in ledger.entries(of) if entry.state not in again)}
    return [reader for reader in order.asked if reader.email not in none]


def _sent(services: "Services", order: "Order") -> "Sent":
    import asyncio  # noqa: PLC0415  after --help is done

    from api.digest.post import send as post  # noqa: PLC0415  as above

    async def sent() -> "Sent":
        job = asyncio.current_task()
        assert job  # noqa: S101  it runs within one
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, job.cancel)
        try:
            return await post(services.days, services.settings, order, services.surveyor)
        finally:
            await services.desk.writer.aclose()

    with services.library.posting(services.settings.post_seconds):
        try:
            return asyncio.run(sent())
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None
        finally:
            signal.signal(signal.SIGTERM, _as_by_hand)


def _as_by_hand(*_: object) -> None:
    """SIGTERM is Ctrl-C."""
    raise KeyboardInterrupt


@contextmanager
def _until_stopped() -> "Iterator[None]":
    """Ctrl-C and SIGTERM end a command alike: what is on the way is put on record first."""
    signal.signal(signal.SIGTERM, _as_by_hand)
    try:
        yield
    except KeyboardInterrupt:
        fail("stopped; `jianbao digest status` tells who got what", 130)


def _report(sent: "Sent") -> None:
    for of, subject in sent.subjects.items():
        states = [entry.state for entry in sent.letters if entry.day == of]
        typer.echo(f"{of}  {subject}: {', '.join(f'{states.count(one)} {one}' for one in dict.fromkeys(states)) or 'nothing left to send'}")
    for entry in sent.letters:
        if entry.state != "sent":
            typer.echo(f"{entry.day}  {entry.state}  {entry.reader}: {entry.reply or ''}", err=True)
    if not sent.subjects:
        typer.echo("nothing new: no letter")
