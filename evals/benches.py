"""Folders of documents and questions that others made: what is asked of each, and which documents a right search finds."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.retrieve.kinds import language_of
from evals import cases
from evals.cases import BadCases

_LABELLED = ("articles.jsonl", "qa.jsonl")


@dataclass(frozen=True, slots=True)
class Sought:
    """A question, the ids of the documents that answer it, and the facts that a right answer holds."""

    id: str
    query: str
    language: str
    gold: frozenset[str]
    facts: tuple[tuple[str, ...], ...] = ()
    """Each in any one of its spellings."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Documents, each a line {key, text, published_on?} as `jianbao ingest` reads it, and the questions about them."""

    name: str
    documents: Mapping[str, str]
    sought: tuple[Sought, ...]


def load(folder: Path, questions: str = "dev.jsonl", among: Sequence[Path] = ()) -> Bench:
    """A bench (corpus.jsonl {id, text}, its questions {id, query, gold, answers}) or labelled articles (articles.jsonl, qa.jsonl).

    The documents of further folders stand among its own. Raises `BadCases` where a file is missing or is not so.
    """
    labelled = all((folder / name).exists() for name in _LABELLED)
    sought = _of_cases(folder) if labelled else map(_sought, _rows(folder / questions))
    documents: dict[str, str] = {}
    for one in (*among, folder):
        documents |= _documents(one)
    bench = Bench(folder.resolve().name, documents, tuple(sought))
    if lost := sorted({name for one in bench.sought for name in one.gold - set(documents)}):
        message = f"{folder}: no document has the id {', '.join(lost[:3])}"
        raise BadCases(message)
    return bench


def _documents(folder: Path) -> dict[str, str]:
    file = next((folder / name for name in (_LABELLED[0], "corpus.jsonl") if (folder / name).exists()), folder / "corpus.jsonl")
    lines = {}
    for row in _rows(file):
        record = {"key": row.get("key", row.get("id")), "text": row.get("text"), "published_on": row.get("published_on")}
        lines[str(record["key"])] = json.dumps({name: value for name, value in record.items() if value}, ensure_ascii=False)
    return lines


def _sought(row: Mapping[str, Any]) -> Sought:
    try:
        parts = row["answer_parts"] if "answer_parts" in row else [row.get("answers") or []]
        facts = tuple(tuple(part) for part in parts if part)
        return Sought(str(row["id"]), row["query"], row.get("lang", language_of(row["query"])), frozenset(row["gold"]), facts)
    except (KeyError, TypeError) as error:
        message = f"a question without {error}: {str(row)[:80]}"
        raise BadCases(message) from error


def _of_cases(folder: Path) -> Iterator[Sought]:
    """The questions that their article answers."""
    for case in cases.load(folder):
        if case.answerable:
            yield Sought(case.id, case.question, case.lang, frozenset({case.key}), case.key_facts)


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    if not file.is_file():
        message = f"{file} is not there"
        raise BadCases(message)
    yield from _objects(file.name, file.read_text("utf-8").split("\n"))


def _objects(name: str, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                message = f"{name} line {number}: {error}"
                raise BadCases(message) from error
            if not isinstance(row, dict):
                message = f"{name} line {number}: it is no object"
                raise BadCases(message)
            yield row
