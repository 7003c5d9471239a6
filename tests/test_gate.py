"""The gate is open to the build as it is, and closed to builds that are broken on purpose, each in its own way."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from llama import served_at_random

from api.answers import cautious, question
from api.brief import Asked, Hit, Language, Statement
from api.generate import extractive
from api.retrieve import hybrid
from api.retrieve.ranking import Weights, reranked
from api.routes.wire import shapes
from api.routes.wire.questions import Answer
from api.settings import Settings
from evals.gate import Baseline, broken, closed_by
from evals.plan import Plan, planned
from evals.record import Record
from evals.run import run

_FEW = 40
Break = Callable[[pytest.MonkeyPatch], None]


def plan(cache: Path, limit: int = _FEW, **settings: object) -> Plan:
    """A few of the product's own cases, over all of its articles."""
    return planned(ROOT / "evals" / "cases", ROOT / "evals" / "corpus", Settings(cache_dir=cache, **settings), limit=limit)  # type: ignore[arg-type]  by name


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Record:
    """What the build as it is makes of them."""
    return run(plan(cache), tmp_path_factory.mktemp("runs") / "sound")


@pytest.fixture(scope="module")
def baseline(sound: Record) -> Baseline:
    """The same, recorded."""
    return Baseline(sound.run, sound.rows)


def _quote_beside(patch: pytest.MonkeyPatch) -> None:
    """Every offset is one too high."""
    right = shapes.Stretch.fields_of
    patch.setattr(
        shapes.Stretch, "fields_of", lambda *told: (found := right(*told)) | {"start": found["start"] + 1, "end": found["end"] + 1}
    )


def _cite_less(patch: pytest.MonkeyPatch) -> None:
    """The last statement of an answer loses its citations on the way out."""
    right = Answer.of

    def of(_: type[Answer], answer: question.Answer) -> Answer:
        whole = right(answer)
        if whole.statements:
            whole.statements[-1].citations.clear()
        return whole

    patch.setattr(Answer, "of", classmethod(of))


def _behind_the_door(words: str) -> Break:
    """Something is added to what the door let through."""

    def add(patch: pytest.MonkeyPatch) -> None:
        right = question.framed

        def framed(statement: Statement, language: Language, before: Statement | None) -> str:
            return right(statement, language, before) + words

        patch.setattr(question, "framed", framed)

    return add


def _never_abstain(patch: pytest.MonkeyPatch) -> None:
    """Whatever was found is answer enough."""
    patch.setattr(cautious, "is_enough", lambda *_, **__: True)
    patch.setattr(cautious, "mismatch", lambda *_: False)
    patch.setattr(cautious, "unaddressed", lambda *_: False)
    patch.setattr(cautious, "denied", lambda *_: None)
    patch.setattr(cautious, "holds_the_sort", lambda *_: True)
    patch.setattr(extractive, "ENOUGH", 0.0)


def _find_worse(patch: pytest.MonkeyPatch) -> None:
    """The best passages come last."""

    def reversed_(asked: Asked, hits: Sequence[Hit], weights: Weights) -> list[Hit]:
        return list(reversed(reranked(asked, hits, weights)))

    patch.setattr(hybrid, "reranked", reversed_)


def _always_abstain(patch: pytest.MonkeyPatch) -> None:
    """Nothing is ever answer enough."""
    patch.setattr(cautious, "is_enough", lambda *_, **__: False)


def _raise_at_times(patch: pytest.MonkeyPatch) -> None:
    """Questions of an odd length are never answered."""
    right = question.laid_out

    def laid_out(asked: Asked, hits: Sequence[Hit]) -> Any:  # noqa: ANN401  as it comes
        if len(asked.text) % 2:
            raise ArithmeticError
        return right(asked, hits)

    patch.setattr(question, "laid_out", laid_out)


BROKEN: dict[str, tuple[Break, str]] = {
    "wrong offset": (_quote_beside, "quotes printed must be 1"),
    "dropped citation": (_cite_less, "statements cited must be 1"),
    "invented number": (_behind_the_door("，共计9876处。"), "numbers borne must be 1"),
    "never abstaining": (_never_abstain, "abstained rightly was"),
    "worse retriever": (_find_worse, "retrieval MRR was"),
    "invented name": (_behind_the_door("秦无名强调了这一点。"), "names borne must be 1"),
    "always abstaining": (_always_abstain, "facts found was"),
    "raising at times": (_raise_at_times, "quotes printed must be 1"),
}
"""What is broken, and what the gate says of it."""


def test_the_gate_is_open_to_the_build_as_it_is(sound: Record, baseline: Baseline, cache: Path, tmp_path: Path):
    """Nothing that must hold is broken, and asking once more changes nothing."""
    assert list(broken(sound.rows)) == []
    assert closed_by(run(plan(cache), tmp_path / "again"), baseline) == []


@pytest.mark.parametrize("name", BROKEN)
def test_the_gate_is_closed_to_a_broken_build(name: str, baseline: Baseline, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """And it says what is broken."""
    break_it, reason = BROKEN[name]
    break_it(monkeypatch)
    found = closed_by(run(plan(cache), tmp_path / "broken"), baseline)
    assert any(line.startswith(reason) for line in found), found


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a real server whose model says nothing sensible."""
    with served_at_random(tmp_path_factory.mktemp("llama")) as url:
        yield url


def test_a_model_that_says_nothing_sensible_breaks_nothing_that_must_hold(endpoint: str, cache: Path, tmp_path: Path):
    """Every case answered and every article drawn out of with its help: the hard part of the gate is open."""
    record = run(
        plan(cache, 6, chat_model="random", openai_base_url=endpoint, openai_api_key="none", answer_seconds=10),
        tmp_path / "random",
    )
    assert record.run.writer == "model"
    assert sum(row.tokens for row in record.rows) > 0
    assert not any(row.error for row in record.rows)
    assert list(broken(record.rows)) == []


def test_a_row_that_scores_below_one_where_all_must_hold_is_enough(sound: Record):
    """The hard part looks at every row, questions and extracts alike."""
    for at, row in enumerate(sound.rows):
        metric = "quotes printed" if row.question else next(name for name in row.scores if name.endswith("printed"))
        worse = replace(row, scores={**row.scores, metric: 0.5})
        assert any(row.case in line for line in broken([*sound.rows[:at], worse, *sound.rows[at + 1 :]]))
