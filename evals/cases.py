"""The dataset: questions in JSON lines, each about a known article, with the facts of a right answer and where they are printed."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

Kind = Literal[
    "who", "what", "when", "where", "how_many", "list", "why", "demand", "cross_lingual", "unanswerable", "false_premise"
]  # fmt: skip
Lang = Literal["zh", "en"]
_WITHOUT_ANSWER = ("unanswerable", "false_premise")
_NAMES = ("questions.jsonl", "qa.jsonl")


class BadCases(Exception):
    """A file of cases is not right; the message names each line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what a right answer holds. An unanswerable one has neither facts nor evidence."""

    id: str
    key: str
    kind: Kind
    lang: Lang
    question: str
    answerable: bool
    key_facts: tuple[tuple[str, ...], ...]
    """Every fact must be in a right answer, in any one of its spellings."""
    evidence: tuple[str, ...]
    """Stretches of the article, character by character."""


def load(path: Path) -> list[Case]:
    """The cases of a file, or of the file named questions.jsonl or qa.jsonl in a folder. Raises `BadCases`."""
    file = next((path / name for name in _NAMES if (path / name).exists()), path) if path.is_dir() else path
    if not file.is_file():
        message = f"{path} holds no cases: no {' or '.join(_NAMES)} is there"
        raise BadCases(message)
    cases, faults = [], []
    for number, line in enumerate(file.read_text("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            cases.append(_case(json.loads(line)))
        except (ValueError, TypeError) as error:
            faults.append(f"{file.name} line {number}: {error}")
    faults += [f"{file.name}: two cases are called {name}" for name in _repeated([case.id for case in cases])]
    if faults:
        raise BadCases("\n".join(faults))
    return cases


def _case(row: Mapping[str, Any]) -> Case:
    names = {field.name for field in fields(Case)}
    if set(row) != names:
        message = f"its fields are not {', '.join(sorted(names))}"
        raise ValueError(message)
    if faults := [message for holds, message in _required(row) if not holds]:
        raise ValueError(faults[0])
    return Case(**{**row, "key_facts": tuple(map(tuple, row["key_facts"])), "evidence": tuple(row["evidence"])})


def _required(row: Mapping[str, Any]) -> Iterator[tuple[bool, str]]:
    """What must hold of a row, in the order in which it may be asked, and what is to be said where it does not."""
    for name in ("id", "key", "question"):
        yield _is_text(row[name]), f"its {name} is no text, or empty"
    for name, known in (("kind", get_args(Kind)), ("lang", get_args(Lang))):
        yield row[name] in known, f"its {name} is “{row[name]}”, none of {', '.join(known)}"
    yield isinstance(row["answerable"], bool), "answerable is neither true nor false"
    yield _are(row["evidence"], _is_text), "evidence is no list of texts, or one of them is empty"
    yield _are(row["key_facts"], _is_a_fact), "key_facts is no list of facts, each a list of its spellings"
    answerable = row["answerable"]
    yield (
        answerable == bool(row["key_facts"]) == bool(row["evidence"]),
        "an answerable question has key_facts and evidence, any other has neither",
    )
    yield answerable != (row["kind"] in _WITHOUT_ANSWER), f"its kind is “{row['kind']}”, and answerable is {answerable}"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_a_fact(value: object) -> bool:
    return _are(value, _is_text) and bool(value)


def _are(value: object, good: Callable[[object], bool]) -> bool:
    return isinstance(value, list) and all(map(good, value))


def _repeated(names: Sequence[str]) -> Iterator[str]:
    return (name for name in dict.fromkeys(names) if names.count(name) > 1)


def check_evidence(cases: Sequence[Case], texts: Mapping[str, str]) -> None:
    """Hold every evidence against the text of its article, by key. Raises `BadCases`; blanks do not count, for layout is repaired."""
    faults = []
    for case in cases:
        text = texts.get(case.key)
        if text is None:
            faults.append(f"{case.id}: no article has the key {case.key}")
            continue
        faults += [f"{case.id}: not printed in {case.key}: {one}" for one in case.evidence if bare(one) not in bare(text)]
    if faults:
        raise BadCases("\n".join(faults))


def bare(text: str) -> str:
    """A text without its blanks."""
    return "".join(text.split())
