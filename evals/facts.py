"""How well facts are read off articles: precision and recall, kind by kind. `python -m evals.facts [FILE]`.

A line of the file holds `text` or the `key` of a sample article, `published_on`, and what a careful reader finds in it.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import typer

from ingest.facts import dates_in, organisations_in, people_in, who_reported
from ingest.layout import repair

_HOME = Path(str(files("evals")))
Found = Counter[tuple[str | None, ...]]
"""What is found or labelled, as tuples that are right or wrong as a whole; the same day may be printed twice."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article and its labels, as the file has them."""

    id: str
    text: str
    published_on: date | None
    labels: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact: how it is read off an article, and what the labels say."""

    name: str
    found: Callable[[Labelled], Found]
    labelled: Callable[[Labelled], Found]


def _people(one: Labelled) -> Found:
    return Counter((person.name,) for person in people_in(one.text))


def _titles(one: Labelled) -> Found:
    return Counter((person.name, person.title) for person in people_in(one.text) if person.title)


def _organisations(one: Labelled) -> Found:
    return Counter((body.name,) for body in organisations_in(one.text))


def _links(one: Labelled) -> Found:
    return Counter((body.name, body.full) for body in organisations_in(one.text) if body.full)


def _mentions(one: Labelled) -> Found:
    return Counter((dated.text,) for dated in dates_in(one.text, one.published_on))


def _days(one: Labelled) -> Found:
    dated = dates_in(one.text, one.published_on)
    return Counter((each.text, _iso(each.first), _iso(each.last)) for each in dated if each.first or each.last)


def _bylines(one: Labelled) -> Found:
    byline = who_reported(one.text)
    return Counter([("".join(byline.text.split()),)] if byline else [])


def _reporters(one: Labelled) -> Found:
    byline = who_reported(one.text)
    if byline is None:
        return Counter()
    return Counter([*(("reporter", name) for name in byline.reporters), *(("correspondent", name) for name in byline.correspondents)])


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _labelled_reporters(one: Labelled) -> Found:
    byline = one.labels["byline"] or {"reporters": [], "correspondents": []}
    return Counter([*(("reporter", name) for name in byline["reporters"]), *(("correspondent", name) for name in byline["correspondents"])])


KINDS = (
    Kind("people", _people, lambda one: Counter((each["name"],) for each in one.labels["people"])),
    Kind(
        "people with their titles",
        _titles,
        lambda one: Counter((each["name"], each["title"]) for each in one.labels["people"] if each["title"]),
    ),
    Kind("organisations", _organisations, lambda one: Counter((each["name"],) for each in one.labels["organisations"])),
    Kind(
        "short names to full",
        _links,
        lambda one: Counter((each["name"], each["full"]) for each in one.labels["organisations"] if "full" in each),
    ),
    Kind("dates found", _mentions, lambda one: Counter((each["text"],) for each in one.labels["dates"])),
    Kind(
        "dates resolved",
        _days,
        lambda one: Counter((each["text"], each["from"], each["to"]) for each in one.labels["dates"] if each["from"] or each["to"]),
    ),
    Kind("bylines", _bylines, lambda one: Counter([("".join(one.labels["byline"]["text"].split()),)] if one.labels["byline"] else [])),
    Kind("reporters and correspondents", _reporters, _labelled_reporters),
)


def load(path: Path) -> list[Labelled]:
    """The labelled articles; those given by key are samples of ours."""
    return [_labelled(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _labelled(row: dict[str, Any]) -> Labelled:
    text = row["text"] if "text" in row else (_HOME / "corpus" / f"{row['key']}.md").read_text("utf-8").split("---\n", 2)[2]
    day = date.fromisoformat(row["published_on"]) if row["published_on"] else None
    return Labelled(row["id"], repair(text), day, row)


def score(kind: Kind, articles: Iterable[Labelled]) -> tuple[int, int, int, list[str]]:
    """How many are found, labelled, and both; and a line for each that is not."""
    found = labelled = both = 0
    wrong = []
    for one in articles:
        has, should = kind.found(one), kind.labelled(one)
        found, labelled, both = found + has.total(), labelled + should.total(), both + (has & should).total()
        wrong += [f"{one.id}: not labelled: {_shown(each)}" for each in has - should]
        wrong += [f"{one.id}: not found: {_shown(each)}" for each in should - has]
    return found, labelled, both, wrong


def _shown(fact: tuple[str | None, ...]) -> str:
    return " | ".join(part or "-" for part in fact)


def main(file: Annotated[Path, typer.Argument(help="Labelled articles.")] = _HOME / "facts" / "articles.jsonl") -> None:
    """Print a table, and under it every difference from the labels."""
    articles = load(file)
    differences = []
    typer.echo(f"{len(articles)} articles\n{'kind':32}{'precision':>10}{'recall':>8}{'found':>7}{'labelled':>10}")
    for kind in KINDS:
        found, labelled, both, wrong = score(kind, articles)
        typer.echo(f"{kind.name:32}{both / (found or 1):>10.3f}{both / (labelled or 1):>8.3f}{found:>7}{labelled:>10}")
        differences += [f"{kind.name}: {line}" for line in wrong]
    typer.echo("\n".join(["", *differences]))


if __name__ == "__main__":
    typer.run(main)
