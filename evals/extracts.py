"""`jianbao-eval items` and `jianbao-eval summaries`: what is drawn out of labelled articles, beside the labels."""

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from evals.labels import OWN, load, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.services import Services

Folder = Annotated[
    Path, typer.Argument(help="A folder with actions.jsonl, summaries.jsonl and articles.jsonl.", show_default="the product's own")
]
Differences = Annotated[bool, typer.Option("--differences", help="Print every difference from the labels.")]

FLOORS = {
    "precision": 0.93,
    "recall": 0.59,
    "assigner": 0.91,
    "owner": 0.9,
    "due": 0.92,
    "short: facts held": 0.42,
    "long: facts held": 0.75,
}
"""Two points under what `jianbao-eval gate` printed on the day the sample articles were labelled.

Recall is low: a third of what is missed is said by people of rare surnames (钟离, 解, 隗, 容), who are not known for speakers; the rest
mostly follows 交办 or 要求 in forms that are not read yet, or is promised in a clause without a subject.
"""
_NEVER = ("too long", "false statements", "novel numbers", "not printed")
NONE = ("fields not printed", *(f"{length}: {what}" for length in ("short", "long") for what in _NEVER))
"""What there may be none of."""


def items(folder: Folder = OWN, differences: Differences = False) -> None:  # noqa: FBT002  typer's flags are booleans
    """Hold action items against hand labels: precision, recall, the fields of what is found, and fields that no article prints."""
    from evals import items as judged  # noqa: PLC0415  after --help is done

    labelled = load(folder)
    with _services(folder) as services:
        added, readings = judged.added_by(services, labelled) if services else ([[] for _ in labelled], [])
    compared = [judged.compare(*pair) for pair in zip(labelled, added, strict=True)]
    if readings:
        counts = f"{sum(map(len, added))} added by the model, {sum(one.dropped for one in readings)} items and fields not borne out"
        typer.echo(f"{counts}; {sum(one.reason is not None for one in readings)} articles by the rules alone")
    typer.echo(f"{len(compared)} articles, {sum(len(one.counted) + len(one.missed) for one in compared)} items that count")
    _print(judged.scores(compared))
    if differences:
        for one in compared:
            typer.echo("\n".join(judged.differences(one)))


def summaries(folder: Folder = OWN, differences: Differences = False) -> None:  # noqa: FBT002  as above
    """Hold summaries against what good ones hold: facts, false statements, length, numbers that no article prints."""
    from evals import summaries as judged  # noqa: PLC0415  after --help is done

    labelled = load(folder)
    with _services(folder) as services:
        for length in ("line", "short", "long"):
            found = judged.judge(labelled, length, services)
            _print(judged.scores(found, length))
            if services:
                typer.echo(f"{sum(one.by_model for one in found)} of {len(found)} with what the model picked")
            if differences:
                for one in found:
                    typer.echo("\n".join([f"{one.article.key}:", one.text, *judged.differences(one), ""]))


@contextmanager
def _services(newspapers: Path) -> "Iterator[Services | None]":
    """The parts with these newspapers read, where the environment names a model."""
    from api.services import build  # noqa: PLC0415  after --help is done
    from api.settings import settings  # noqa: PLC0415  as above
    from ingest.pipeline import ingest  # noqa: PLC0415  as above

    named = settings()
    if named.chat_model is None:
        yield None
        return
    with TemporaryDirectory(prefix="jianbao-eval-") as folder:
        services = build(named.model_copy(update={"data_dir": Path(folder)}))
        ingest(sources(newspapers), services.library)
        yield services
        services.library.close()


def missed() -> list[str]:
    """The bounds that the product's own labels miss."""
    from evals import items as found  # noqa: PLC0415  after --help is done
    from evals import summaries as judged  # noqa: PLC0415  as above

    labelled = load(OWN)
    reached = found.scores([found.compare(one) for one in labelled])
    for length in ("short", "long"):
        reached |= judged.scores(judged.judge(labelled, length), length)
    _print(reached)
    low = [f"{name} is {reached[name]:.3f}, and {floor} is the least" for name, floor in FLOORS.items() if reached[name] < floor]
    return low + [f"{name}: {reached[name]}, and there may be none" for name in NONE if reached[name]]


def _print(scores: dict[str, float]) -> None:
    for name, value in scores.items():
        typer.echo(f"{name:24} {value:.3f}" if isinstance(value, float) else f"{name:24} {value}")
