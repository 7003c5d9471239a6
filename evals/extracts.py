"""`jianbao-eval items` and `jianbao-eval summaries`: what is drawn out of labelled articles, beside the labels."""

from pathlib import Path
from typing import Annotated

import typer

from evals.labels import OWN, load

Folder = Annotated[
    Path, typer.Argument(help="A folder with actions.jsonl, summaries.jsonl and articles.jsonl.", show_default="the product's own")
]
Differences = Annotated[bool, typer.Option("--differences", help="Print every difference from the labels.")]


def items(folder: Folder = OWN, differences: Differences = False) -> None:  # noqa: FBT002  typer's flags are booleans
    """Hold action items against hand labels: precision, recall, the fields of what is found, and fields that no article prints."""
    from evals import items as judged  # noqa: PLC0415  after --help is done

    compared = [judged.compare(one) for one in load(folder)]
    typer.echo(f"{len(compared)} articles, {sum(len(one.counted) + len(one.missed) for one in compared)} items that count")
    for name, value in judged.scores(compared).items():
        typer.echo(f"{name:20} {value:.3f}" if isinstance(value, float) else f"{name:20} {value}")
    if differences:
        for one in compared:
            typer.echo("\n".join(judged.differences(one)))
