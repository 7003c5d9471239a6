"""The dataset: questions in JSON lines, each about known articles, with the facts of a right answer and where they are printed."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

Kind = Literal[
    "who", "what", "when", "where", "how_many", "list", "why", "demand",
    "compare", "several", "temporal", "negation",
    "cross_lingual", "traditional", "typo", "colloquial",
    "injection_article", "injection_question", "unanswerable", "false_premise",
]  # fmt: skip
Lang = Literal["zh", "en"]
_WITHOUT_ANSWER = ("unanswerable", "false_premise")
_WITH_OR_WITHOUT = ("injection_article", "injection_question")
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
    """Stretches of the articles, character by character."""
    others: tuple[str, ...] = ()
    """Further articles in which evidence stands: the answer needs them, or they print it, too."""
    must_not: tuple[str, ...] = ()
    """What no answer may say: the word or the false fact that an injection asks for."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Every article that the answer may come from."""
        return (self.key, *self.others)


def load(path: Path) -> list[Case]:
    """The cases of a file, or of the file named questions.jsonl or qa.jsonl in a folder. Raises `BadCases`."""
    cases, faults = read(path)
    if faults:
        raise BadCases("\n".join(faults))
    return cases


def read(path: Path) -> tuple[list[Case], list[str]]:
    """The cases that are well formed, and a fault for each line that is not. Raises `BadCases` where there is no file."""
    file = file_at(path)
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
    return cases, faults + [f"{file.name}: two cases are called {name}" for name in _repeated([case.id for case in cases])]


def file_at(path: Path) -> Path:
    """The file of cases at a path: itself, or the one in a folder, whether it is there yet or not."""
    return next((path / name for name in _NAMES if (path / name).exists()), path / _NAMES[0]) if path.is_dir() else path


def has_answer(kind: str) -> bool | None:
    """Whether the articles answer a question of this kind; None where they may or may not."""
    return None if kind in _WITH_OR_WITHOUT else kind not in _WITHOUT_ANSWER


def _case(row: Mapping[str, Any]) -> Case:
    if not _NEEDED <= set(row) <= _NEEDED | _OPTIONAL:
        message = f"its fields are not {', '.join(sorted(_NEEDED))}, and at most {', '.join(sorted(_OPTIONAL))} beside them"
        raise ValueError(message)
    if faults := [message for holds, message in _required(row) if not holds]:
        raise ValueError(faults[0])
    listed = {name: tuple(row.get(name, ())) for name in ("evidence", "others", "must_not")}
    return Case(**{**row, **listed, "key_facts": tuple(map(tuple, row["key_facts"]))})


def _required(row: Mapping[str, Any]) -> Iterator[tuple[bool, str]]:
    """What must hold of a row, in the order in which it may be asked, and what is to be said where it does not."""
    for name in ("id", "key", "question"):
        yield _is_text(row[name]), f"its {name} is no text, or empty"
    for name, known in (("kind", get_args(Kind)), ("lang", get_args(Lang))):
        yield row[name] in known, f"its {name} is “{row[name]}”, none of {', '.join(known)}"
    yield isinstance(row["answerable"], bool), "answerable is neither true nor false"
    for name in ("evidence", "others", "must_not"):
        yield _are(row.get(name, []), _is_text), f"{name} is no list of texts, or one of them is empty"
    yield row["key"] not in row.get("others", []), "its key stands among others again"
    yield _are(row["key_facts"], _is_a_fact), "key_facts is no list of facts, each a list of its spellings"
    answerable = row["answerable"]
    yield (
        answerable == bool(row["key_facts"]) == bool(row["evidence"]),
        "an answerable question has key_facts and evidence, any other has neither",
    )
    yield (
        row["kind"] in _WITH_OR_WITHOUT or answerable != (row["kind"] in _WITHOUT_ANSWER),
        f"its kind is “{row['kind']}”, and answerable is {answerable}",
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_a_fact(value: object) -> bool:
    return _are(value, _is_text) and bool(value)


def _are(value: object, good: Callable[[object], bool]) -> bool:
    return isinstance(value, list) and all(map(good, value))


def _repeated(names: Sequence[str]) -> Iterator[str]:
    return (name for name in dict.fromkeys(names) if names.count(name) > 1)


def check_evidence(cases: Sequence[Case], texts: Mapping[str, str]) -> None:
    """Hold every evidence against the texts of its articles, by key. Raises `BadCases`; blanks do not count, for layout is repaired."""
    if faults := [fault for case in cases for fault in _unprinted(case, texts)]:
        raise BadCases("\n".join(faults))


def check(cases: Sequence[Case], texts: Mapping[str, str]) -> list[str]:
    """Every fault that shows only beside the articles or beside the other cases, in the order of the cases."""
    asked = [bare(case.question) for case in cases]
    faults = [fault for case in cases for fault in (*_unprinted(case, texts), *_idle(case, texts), *_unborne(case))]
    return faults + [f"asked twice: {question}" for question in _repeated(asked)]


def _unprinted(case: Case, texts: Mapping[str, str]) -> Iterator[str]:
    unknown = [key for key in case.keys if key not in texts]
    yield from (f"{case.id}: no article has the key {key}" for key in unknown)
    if not unknown:
        printed = [bare(texts[key]) for key in case.keys]
        where = " or ".join(case.keys)
        yield from (f"{case.id}: not printed in {where}: {one}" for one in case.evidence if not any(bare(one) in text for text in printed))


def _idle(case: Case, texts: Mapping[str, str]) -> Iterator[str]:
    """Further articles that print none of the evidence."""
    for key in case.others:
        if key in texts and case.evidence and not any(bare(one) in bare(texts[key]) for one in case.evidence):
            yield f"{case.id}: no evidence stands in {key}"


def _unborne(case: Case) -> Iterator[str]:
    """Facts that the evidence states in none of their spellings, and what may not be said though the evidence says it."""
    evidence = "\n".join(map(bare, case.evidence))
    for fact in case.key_facts:
        if not any(bare(spelling) in evidence for spelling in fact):
            yield f"{case.id}: in no spelling in its evidence: {' / '.join(fact)}"
    yield from (f"{case.id}: may not be said, and stands in its evidence: {one}" for one in case.must_not if bare(one) in evidence)


def bare(text: str) -> str:
    """Without blanks, for layout is repaired."""
    return "".join(text.split())


_NEEDED = {field.name for field in fields(Case) if field.default is MISSING}
_OPTIONAL = {field.name for field in fields(Case)} - _NEEDED
