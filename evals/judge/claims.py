"""What a judge is shown: claims that people have judged already, and the statements of answers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.cases import BadCases, bare
from evals.judge.votes import Exhibit

if TYPE_CHECKING:
    from api.routes.wire import Answer

OWN = Path(str(files("evals"))) / "judge" / "claims.jsonl"
"""About the product's sample articles."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A claim, the printed words it cites, and whether a careful reader finds it borne out by them alone."""

    id: str
    key: str
    claim: str
    cited: tuple[str, ...]
    supported: bool

    @property
    def exhibit(self) -> Exhibit:
        """As a judge is shown it: without the label."""
        return Exhibit(self.id, self.claim, self.cited)


def load(file: Path, texts: Mapping[str, str]) -> list[Labelled]:
    """The claims of a file, whose cited words must be printed in the articles, by key. Raises `BadCases`, which names each fault."""
    if not file.is_file():
        message = f"{file} holds no claims"
        raise BadCases(message)
    claims, faults = [], []
    for number, line in enumerate(file.read_text("utf-8").split("\n"), 1):
        if line.strip():
            try:
                claims.append(_labelled(json.loads(line)))
            except (ValueError, TypeError) as error:
                faults.append(f"{file.name} line {number}: {error}")
    names = [one.id for one in claims]
    faults += [f"{file.name}: two claims are called {name}" for name in dict.fromkeys(names) if names.count(name) > 1]
    if faults := [*faults, *(fault for one in claims for fault in _unprinted(one, texts))]:
        raise BadCases("\n".join(faults))
    return claims


def _labelled(row: Mapping[str, Any]) -> Labelled:
    names = {field.name for field in fields(Labelled)}
    if set(row) != names:
        message = f"its fields are not {', '.join(sorted(names))}"
        raise ValueError(message)
    texts = [row["id"], row["key"], row["claim"], *row["cited"]]
    if not (row["cited"] and isinstance(row["cited"], list) and all(isinstance(text, str) and text.strip() for text in texts)):
        message = "id, key, claim or one of cited is no text, or empty"
        raise ValueError(message)
    if not isinstance(row["supported"], bool):
        message = "supported is neither true nor false"
        raise TypeError(message)
    return Labelled(**{**row, "cited": tuple(row["cited"])})


def _unprinted(one: Labelled, texts: Mapping[str, str]) -> Iterator[str]:
    if one.key not in texts:
        yield f"{one.id}: no article has the key {one.key}"
        return
    yield from (f"{one.id}: not printed in {one.key}: {cited}" for cited in one.cited if bare(cited) not in bare(texts[one.key]))


def stated(case: str, answer: "Answer") -> Iterator[Exhibit]:
    """The statements of an answer, each with the words it cites."""
    by_number = {one.number: one for one in answer.citations}
    for number, said in enumerate(answer.statements, 1):
        cited = [by_number[each] for each in said.citations if each in by_number]
        titles = dict.fromkeys(f"《{one.title}》" + (f"（{one.published_on}）" if one.published_on else "") for one in cited)
        yield Exhibit(f"{case}/{number}", said.text, tuple(one.quote for one in cited), tuple(titles))
