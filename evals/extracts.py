"""`jianbao-eval items` and `jianbao-eval summaries`: what is drawn out of labelled articles, beside the labels."""

import asyncio
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from evals.cases import BadCases
from evals.labels import LABELS, OWN, load, sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from api.answers.summary import Length
    from api.services import Services
    from evals.items import Compared
    from evals.labels import Labelled
    from evals.summaries import Judged
    from ingest.agenda import Reading

Folder = Annotated[
    Path, typer.Argument(help="A folder with actions.jsonl, summaries.jsonl and articles.jsonl.", show_default="the product's own")
]
Differences = Annotated[bool, typer.Option("--differences", help="Print every difference from the labels.")]


def items(folder: Folder = OWN, differences: Differences = False) -> None:  # noqa: FBT002  typer's flags are booleans
    """Hold action items against hand labels: precision, recall, the fields of what is found, and fields that no article prints."""
    from evals import items as judged  # noqa: PLC0415  after --help is done

    labelled = _labelled(folder, LABELS[0])
    with _services(folder) as services:
        found = asyncio.run(_compared(services, labelled))
    compared = [one for one, _, _ in found]
    if readings := [reading for _, _, reading in found if reading]:
        added, dropped = sum(many for _, many, _ in found), sum(one.dropped for one in readings)
        counts = f"{added} added by the model, {dropped} items and fields not borne out"
        typer.echo(f"{counts}; {sum(one.reason is not None for one in readings)} articles by the rules alone")
    typer.echo(f"{len(compared)} articles, {sum(len(one.counted) + len(one.missed) for one in compared)} items that count")
    _print(judged.scores(compared))
    if differences:
        for one in compared:
            typer.echo("\n".join(judged.differences(one)))


def summaries(folder: Folder = OWN, differences: Differences = False) -> None:  # noqa: FBT002  as above
    """Hold summaries against what good ones hold: facts, false statements, length, what of them no article prints."""
    from evals import summaries as judged  # noqa: PLC0415  after --help is done

    labelled = [one for one in _labelled(folder, LABELS[1]) if one.wanted]
    lengths: tuple[Length, ...] = ("line", *judged.LENGTHS)
    with _services(folder) as services:
        by_length = asyncio.run(_judged(services, labelled, lengths))
    for length, found in by_length.items():
        _print(judged.scores(found, length))
        if services.picker:
            typer.echo(f"{sum(one.by_model for one in found)} of {len(found)} with what the model picked")
        if differences:
            for one in found:
                typer.echo("\n".join([f"{one.article.key}:", one.text, *judged.differences(one), ""]))


def _labelled(folder: Path, name: str) -> "list[Labelled]":
    """The labelled articles. Raises `BadCases` where the labels are lacking that are to be held against."""
    if not (folder / name).is_file():
        message = f"{folder} holds no labels: no {name} is there"
        raise BadCases(message)
    return load(folder)


async def _compared(services: "Services", labelled: "list[Labelled]") -> "list[tuple[Compared, int, Reading | None]]":
    from evals import items as judged  # noqa: PLC0415  after --help is done

    found = []
    for one in labelled:
        added, reading = await judged.added_by(services, one.article)
        found.append((judged.compare(one, added), len(added), reading))
    await services.desk.writer.aclose()
    return found


async def _judged(services: "Services", labelled: "list[Labelled]", lengths: "tuple[Length, ...]") -> "dict[Length, list[Judged]]":
    from evals import summaries as judged  # noqa: PLC0415  after --help is done

    found = {length: [await judged.judged(services, one, length) for one in labelled] for length in lengths}
    await services.desk.writer.aclose()
    return found


@contextmanager
def _services(newspapers: Path) -> "Iterator[Services]":
    """The parts, with these newspapers read."""
    from api.services import build  # noqa: PLC0415  after --help is done
    from api.settings import settings  # noqa: PLC0415  as above
    from ingest.pipeline import ingest  # noqa: PLC0415  as above

    with TemporaryDirectory(prefix="jianbao-eval-") as folder:
        services = build(settings().model_copy(update={"data_dir": Path(folder)}))
        ingest(sources(newspapers), services.library)
        try:
            yield services
        finally:
            services.library.close()


def _print(scores: "Mapping[str, float | None]") -> None:
    for name, value in scores.items():
        typer.echo(f"{name:24} {'–' if value is None else f'{value:.3f}'}")
