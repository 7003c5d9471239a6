"""Folders of documents and questions that others made: what is asked of each, and which documents a right search finds."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.retrieve.kinds import language_of
from evals import cases
from evals.cases import BadCases, bare
from ingest.read import Source

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
    also: frozenset[str] = frozenset()
    """Other documents that print the same evidence: of one event several papers write."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Documents by their ids, and the questions about them."""

    name: str
    documents: Mapping[str, "Document"]
    sought: tuple[Sought, ...]

    @property
    def source(self) -> Source:
        """The documents as JSON lines, as `jianbao ingest` reads them."""
        lines = []
        for name, one in self.documents.items():
            day = {"published_on": one.published_on} if one.published_on else {}
            lines.append(json.dumps({"key": name, "text": one.text, **day}, ensure_ascii=False))
        return Source(f"bench:{self.name}", "corpus.jsonl", "\n".join(lines).encode())


@dataclass(frozen=True, slots=True)
class Document:
    """A document as its folder has it."""

    text: str
    published_on: str | None = None


def load(folder: Path, questions: str = "dev.jsonl", among: Sequence[Path] = (), limit: int | None = None) -> Bench:
    """A bench (corpus.jsonl {id, text}, its questions {id, query, gold, answers}) or labelled articles (articles.jsonl, qa.jsonl).

    The documents of further folders stand among its own; a limit takes so many questions, spread over all of them. Raises
    `BadCases` where a file is missing or is not so.
    """
    labelled = all((folder / name).exists() for name in _LABELLED)
    documents = {name: one for home in (*among, folder) for name, one in _documents(home)}
    sought = tuple(_of_cases(folder, documents) if labelled else map(_sought, _rows(folder / questions)))
    bench = Bench(folder.resolve().name, documents, sought[:: max(1, len(sought) // limit)][:limit] if limit else sought)
    if lost := sorted({name for one in bench.sought for name in one.gold - set(documents)}):
        message = f"{folder}: no document has the id {', '.join(lost[:3])}"
        raise BadCases(message)
    return bench


def _documents(folder: Path) -> Iterator[tuple[str, Document]]:
    labelled = folder / _LABELLED[0]
    for row in _rows(labelled if labelled.exists() else folder / "corpus.jsonl"):
        name, text = row.get("key", row.get("id")), row.get("text")
        if not isinstance(name, str) or not isinstance(text, str):
            message = f"{folder}: a document without an id or a text: {str(row)[:80]}"
            raise BadCases(message)
        yield name, Document(text, row.get("published_on"))


def _sought(row: Mapping[str, Any]) -> Sought:
    try:
        parts = row["answer_parts"] if "answer_parts" in row else [row.get("answers") or []]
        facts = tuple(spellings for part in parts if (spellings := tuple(filter(None, part))))
        return Sought(str(row["id"]), row["query"], row.get("lang", language_of(row["query"])), frozenset(row["gold"]), facts)
    except (KeyError, TypeError) as error:
        message = f"a question without {error}: {str(row)[:80]}"
        raise BadCases(message) from error


def _of_cases(folder: Path, documents: Mapping[str, Document]) -> Iterator[Sought]:
    """The questions that their article answers."""
    texts = {name: bare(one.text) for name, one in documents.items()}
    for case in cases.load(folder):
        if case.answerable:
            evidence = [bare(one) for one in case.evidence]
            same = (name for name, text in texts.items() if all(one in text for one in evidence))
            also = {*case.others, *same} - {case.key}
            yield Sought(case.id, case.question, case.lang, frozenset({case.key}), case.key_facts, frozenset(also))


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
