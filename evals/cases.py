"""The dataset: questions in JSON lines, each about a known article, with the facts of a right answer and where they are printed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

Kind = Literal[
    "who", "what", "when", "where", "how_many", "list", "why", "demand", "cross_lingual", "unanswerable", "false_premise"
]  # fmt: skip
_NAMES = ("questions.jsonl", "qa.jsonl")


class BadCases(Exception):
    """A file of cases is not right; the message names each line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what a right answer holds. An unanswerable one has neither facts nor evidence."""

    id: str
    key: str
    kind: Kind
    lang: Literal["zh", "en"]
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
    lines = [line for line in file.read_text("utf-8").splitlines() if line.strip()]
    cases, faults = [], []
    for number, line in enumerate(lines, 1):
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
    case = Case(**{**row, "key_facts": tuple(tuple(fact) for fact in row["key_facts"]), "evidence": tuple(row["evidence"])})
    if case.kind not in get_args(Kind):
        message = f"its kind is “{case.kind}”, none of {', '.join(get_args(Kind))}"
        raise ValueError(message)
    if case.answerable != bool(case.key_facts) or case.answerable != bool(case.evidence):
        message = "an answerable question has key_facts and evidence, any other has neither"
        raise ValueError(message)
    return case


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
        faults += [f"{case.id}: not printed in {case.key}: {one}" for one in case.evidence if _bare(one) not in _bare(text)]
    if faults:
        raise BadCases("\n".join(faults))


def _bare(text: str) -> str:
    return "".join(text.split())
