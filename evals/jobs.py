"""The rows of a run to be: each question asked through the product's own doors, each labelled article drawn out of."""

import time
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import aclosing
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from api.answers.question import Answer as Told
from api.answers.question import Question, answer
from api.answers.summary import Length
from api.retrieve.hybrid import Found
from api.routes.wire import Answer
from api.routes.wire.passages import Passage
from api.services import Services
from evals import items, summaries
from evals.attribution import attributed
from evals.cases import Case
from evals.labels import Labelled
from evals.means import Marks
from evals.metrics.evidence import gold_of
from evals.metrics.found import facts_missing
from evals.plan import Plan
from evals.record import Row, digest
from evals.scorers import Given, of_an_error, scored
from ingest.article import Article


@dataclass(frozen=True, slots=True)
class Job:
    """A row to be: what is known of it beforehand, what it scores if it fails, and the work that completes it."""

    row: Row
    failed: Marks
    work: Callable[["Desk"], Coroutine[Any, Any, Row]]

    async def done(self, desk: "Desk") -> Row:
        """The whole row. Whatever is raised is the row's error: one case must not end a run of hundreds."""
        started = time.perf_counter()
        try:
            return await self.work(desk)
        except Exception as error:  # noqa: BLE001  as the docstring says
            spent = round((time.perf_counter() - started) * 1000, 2)
            told = f"{type(error).__name__}: {error}"
            return replace(
                self.row, scores=self.failed.scores, weights=self.failed.weights, attribution="error", latency_ms=spent, error=told
            )


@dataclass(frozen=True, slots=True)
class Desk:
    """The product with its articles read in, as it is asked."""

    services: Services
    articles: tuple[Article, ...]
    texts: dict[str, str]
    """By article id."""
    by_key: dict[str, str]


def jobs(plan: Plan) -> list[Job]:
    """All rows of a plan, in order."""
    asked = [_asking(case) for case in plan.cases]
    drawn = [
        job for one in plan.labelled for job in (_listing(one), *(_summing(one, length) for length in summaries.LENGTHS if one.wanted))
    ]
    return [*asked, *drawn]


def _asking(case: Case) -> Job:
    row = Row(case.id, _digest(case), case.kind, case.lang, case.key, case.question)
    return Job(row, Marks(of_an_error(case)), partial(_asked, case, row))


def _digest(case: Case) -> str:
    """Of what a case says; fields that it leaves empty do not count, so that a further one changes no old case."""
    return digest({name: value for name, value in asdict(case).items() if value not in ((), "", None)})


async def _asked(case: Case, row: Row, desk: Desk) -> Row:
    passages: tuple[Passage, ...] = ()
    async with aclosing(answer(Question(case.question), desk.services.desk)) as events:
        async for event in events:
            if isinstance(event, Found):
                passages = tuple(map(Passage.of, event.hits))
            if isinstance(event, Told):
                given = Given(case, Answer.of(event), passages, gold_of(case, desk.by_key), desk.texts)
                return _judged(given, event.dropped_for, row)
    message = "an answer always ends with itself"
    raise AssertionError(message)


def _judged(given: Given, dropped: Mapping[str, int], row: Row) -> Row:
    missing = (f"missing: {' / '.join(fact)}" for fact in facts_missing(given.case, given.answer))
    return replace(
        row,
        answer=given.answer,
        passages=tuple(given.passages),
        scores=scored(given),
        attribution=attributed(given),
        differences=(*missing, *(f"dropped as {reason}: {many}" for reason, many in dropped.items())),
        latency_ms=given.answer.timing_ms["total"],
        tokens=given.answer.usage.prompt_tokens + given.answer.usage.completion_tokens,
        cost=given.answer.usage.cost,
    )


def _listing(one: Labelled) -> Job:
    row = Row(f"items:{one.article.key}", digest(one.deeds), "items", "zh", one.article.key, "")
    counted = float(sum(not deed.optional for deed in one.deeds)) or 1.0
    return Job(row, Marks(dict.fromkeys(items.ASKS, 0.0), dict.fromkeys(items.ASKS, counted)), partial(_listed, one, row))


async def _listed(one: Labelled, row: Row, desk: Desk) -> Row:
    added, _ = await items.added_by(desk.services, one.article)
    found = items.compare(one, added)
    return _marked(row, items.marks(found), items.differences(found))


def _summing(one: Labelled, length: Length) -> Job:
    row = Row(f"{length}:{one.article.key}", digest(one.wanted), length, "zh", one.article.key, "")
    return Job(row, Marks(dict.fromkeys(summaries.asks(length), 0.0)), partial(_summed, one, length, row))


async def _summed(one: Labelled, length: Length, row: Row, desk: Desk) -> Row:
    found = await summaries.judged(desk.services, one, length)
    return _marked(row, summaries.marks(found), summaries.differences(found))


def _marked(row: Row, marks: Marks, differences: Iterable[str]) -> Row:
    return replace(row, scores=marks.scores, weights=marks.weights, differences=tuple(differences))
