"""What the command line shows a person."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TypeVar

import typer

from api.answers.articles import Page
from api.answers.question import Answer, Desk, Question, Said, answer
from api.brief import Asked, Hit
from ingest.gather import Named
from ingest.library import Library
from ingest.pipeline import Receipt, ingest

T = TypeVar("T")


def ingest_with_progress(named: Sequence[Named], library: Library) -> Receipt:
    """Ingest with a bar on standard error, if that is a terminal."""
    from rich.console import Console  # noqa: PLC0415  only here
    from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415  as above

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not typer.get_text_stream("stderr").isatty()) as bar:
        task = bar.add_task("reading", total=sum(one.size for one in named) or None)
        sources = (source for one in named for source in one.take())
        return ingest(sources, library, lambda done: bar.advance(task, done))


def print_receipts(receipts: Iterable[Receipt], show: Callable[[Receipt], None]) -> None:
    """Show every receipt as it comes, until Ctrl-C, which ends it as it should."""
    typer.echo("watching; Ctrl-C ends it", err=True)
    with suppress(KeyboardInterrupt):
        for receipt in receipts:
            show(receipt)
    typer.echo("watching no more; what was published stands", err=True)


def with_count(what: str, work: Callable[[Callable[[int, int], None]], T]) -> T:
    """Do work that tells how many of how many are done, under a bar on standard error, if that is a terminal."""
    from rich.console import Console  # noqa: PLC0415  only here
    from rich.progress import Progress  # noqa: PLC0415  as above

    with Progress(console=Console(stderr=True), transient=True, disable=not typer.get_text_stream("stderr").isatty()) as bar:
        task = bar.add_task(what, total=None)
        return work(lambda done, whole: bar.update(task, completed=done, total=whole))


def counted(number: int, what: str) -> str:
    """1 article, 2 articles."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def print_receipt(receipt: Receipt) -> None:
    """One line an article, one a rejection, and the sum."""
    for one in receipt.articles:
        if one.state != "unchanged":
            typer.echo(f"{one.state:>9}  {one.id}  {one.title}")
    for rejected in receipt.rejected:
        typer.echo(f" rejected  {rejected.name}: {rejected.reason}", err=True)
    states = [one.state for one in receipt.articles]
    counts = ", ".join(f"{states.count(state)} {state}" for state in ("new", "updated", "unchanged"))
    typer.echo(
        f"{counted(len(states), 'article')}: {counts}; {receipt.withdrawn} withdrawn, {len(receipt.rejected)} rejected; "
        f"{counted(receipt.embedded, 'passage')} embedded"
    )


async def answered(question: Question, desk: Desk, *, quiet: bool) -> Answer:
    """The whole answer; unless quiet, its statements are printed as they come, then where they were printed."""
    whole: Answer | None = None
    async for event in answer(question, desk):
        if isinstance(event, Said) and not quiet:
            typer.echo(event.text + "".join(f"[{number}]" for number in event.citations))
        if isinstance(event, Answer):
            whole = event
    await desk.writer.aclose()
    assert whole is not None  # noqa: S101  an answer always ends with itself
    if not quiet:
        _print_rest(whole)
    return whole


def _print_rest(whole: Answer) -> None:
    if whole.note:
        typer.echo(whole.note)
    if whole.citations:
        typer.echo("")
    for quote, number in whole.citations.items():
        day = f" {quote.article.published_on.isoformat()}" if quote.article.published_on else ""
        typer.echo(f"[{number}] {quote.article.title}{day} ({quote.article.key}, {quote.span.start}-{quote.span.end})")
    if whole.fell_back:
        typer.echo(f"(the model was stood in for: {whole.reason})", err=True)


def print_hits(hits: Sequence[Hit], explained: Asked | None = None) -> None:
    """Passages with their scores, best first; with a query as it was understood, also what each was found by."""
    if not hits:
        typer.echo("nothing found")
    for hit in hits:
        section = f" · {hit.passage.section}" if hit.passage.section else ""
        typer.echo(f"{hit.score:.3f}  {hit.article.title}{section} ({hit.article.key})\n       {hit.passage.span.of(hit.article.text)}")
        if explained:
            typer.echo(f"       words {hit.words:.2f}, cosine {hit.vector:.2f}: {', '.join(hit.printed_of(explained)) or 'no word of it'}")
        typer.echo("")


def print_articles(page: Page) -> None:
    """A table: id, day, title, keys."""
    for article, sources in page.articles:
        day = article.published_on.isoformat() if article.published_on else "undated   "
        typer.echo(f"{article.id}  {day}  {article.title}  ({', '.join(sources)})")
    if page.next:
        typer.echo(f"there are more: --cursor {page.next}")
    if not page.articles:
        typer.echo("no article")
