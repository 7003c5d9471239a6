"""Where a failure arose: the first place on the way from question to answer at which what was needed was lost."""

from collections.abc import Iterator
from typing import Literal

from api.routes.wire import Answer
from evals.metrics.answers import nothing_forbidden
from evals.metrics.evidence import Place, is_cited, is_retrieved
from evals.metrics.found import facts_missing, holds
from evals.scorers import Given

Attribution = Literal[
    "error", "not retrieved", "wrongly abstained", "dropped by the door", "retrieved but not used", "used but wrong", "wrongly answered"
]


def attributed(given: Given) -> Attribution | None:
    """None where nothing failed. What is needed are the stretches of evidence that print a missing fact, or all where none prints it.

    - used but wrong: a statement says what the case forbids; or all that is needed is cited, and a fact is missing all the same
    - wrongly answered: no article answers, and something was said
    - not retrieved: of something needed, no passage holds half
    - dropped by the door: it was retrieved and is not cited, and some claim was dropped (the wire does not say what it cited)
    - wrongly abstained: it was retrieved, nothing was dropped, and nothing was said
    - retrieved but not used: it was retrieved, nothing was dropped, and something else was said
    """
    case, answer = given.case, given.answer
    if nothing_forbidden(case, answer) == 0:
        return "used but wrong"
    if not case.answerable:
        return "wrongly answered" if answer.answered else None
    missing = facts_missing(case, answer)
    return _lost(given, list(_needed(given, missing)), answer) if missing else None


def _needed(given: Given, missing: list[tuple[str, ...]]) -> Iterator[list[Place]]:
    printing = [
        any(holds(evidence, spelling) for fact in missing for spelling in fact) for evidence in given.case.evidence
    ]  # fmt: skip
    yield from (list(stretch) for stretch, prints in zip(given.gold, printing, strict=True) if prints or not any(printing))


def _lost(given: Given, needed: list[list[Place]], answer: Answer) -> Attribution:
    if not all(is_retrieved(stretch, given.passages) for stretch in needed):
        return "not retrieved"
    if all(is_cited(stretch, answer) for stretch in needed):
        return "used but wrong"
    if answer.dropped:
        return "dropped by the door"
    return "retrieved but not used" if answer.answered else "wrongly abstained"
