"""Labelled articles in a folder: articles.jsonl, actions.jsonl and summaries.jsonl, JSON lines as the gold files have them.

Where a folder has no articles.jsonl, its labels are about the product's sample articles.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from evals.cases import BadCases
from ingest.article import Article
from ingest.read import Placed, Source, files_at, read, source_at

HOME = Path(str(files("evals")))
OWN = HOME / "labelled"
LABELS = ("actions.jsonl", "summaries.jsonl")
_RECORDS = "articles.jsonl"


@dataclass(frozen=True, slots=True)
class Deed:
    """An item as a careful reader sees it. An optional one neither costs nor earns."""

    kind: str
    assigner: str
    owner: str | None
    due_text: str | None
    due_on: date | None
    optional: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a good summary holds, each fact by words that must all occur, and what it must not claim."""

    must_have: tuple[tuple[str, ...], ...]
    must_not_claim: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with its labels."""

    article: Article
    deeds: tuple[Deed, ...]
    wanted: Wanted | None


def load(folder: Path) -> list[Labelled]:
    """The articles of a folder that have labels of their own, or none on purpose. Raises `BadCases`."""
    articles = _articles(folder)
    deeds: dict[str, list[Deed]] = {}
    for row in _rows(folder / LABELS[0]):
        deeds.setdefault(row["key"], []).append(_deed(row))
    wanted = {row["key"]: _wanted(row) for row in _rows(folder / LABELS[1])}
    if unknown := sorted((set(deeds) | set(wanted)) - set(articles)):
        message = f"{folder}: no article has the key {', '.join(unknown)}"
        raise BadCases(message)
    return [Labelled(article, tuple(deeds.get(key, ())), wanted.get(key)) for key, article in articles.items()]


def sources(folder: Path) -> list[Source]:
    """The newspapers that the labels of a folder are about."""
    own = folder / _RECORDS
    return newspapers(own if own.exists() else HOME / "corpus")


def newspapers(corpus: Path) -> list[Source]:
    """What is to be read for the articles that cases or labels are about.

    Records say themselves when they were published: the folder of a run is called by the day of the run, and that is nobody's day.
    """
    found = [source_at(name, path) for name, path in files_at(corpus)]
    return [replace(one, place=f"eval:{one.name}") for one in found] if corpus.name == _RECORDS else found


def _articles(folder: Path) -> dict[str, Article]:
    read_in = (placed for source in sources(folder) for placed in read(source))
    return {placed.article.key: placed.article for placed in read_in if isinstance(placed, Placed)}


def _rows(file: Path) -> Iterator[Mapping[str, Any]]:
    if not file.exists():
        return
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                message = f"{file.name} line {number}: {error}"
                raise BadCases(message) from error


def _deed(row: Mapping[str, Any]) -> Deed:
    due_on = date.fromisoformat(row["due_on"]) if row["due_on"] else None
    return Deed(row["kind"], row["assigner"], row["owner"], row["due_text"], due_on, row["optional"], row["evidence"])


def _wanted(row: Mapping[str, Any]) -> Wanted:
    return Wanted(tuple(tuple(fact["all_of"]) for fact in row["must_have"]), tuple(row["must_not_claim"]))
