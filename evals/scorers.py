"""Every scorer of questions by its name, what it applies to, and what the gate asks of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from api.routes.wire import Answer
from api.routes.wire.passages import Passage
from evals.cases import Case
from evals.metrics import answers, borne, evidence, found

Asks = Literal["all", "no loss", "nothing"]
"""What the gate asks of a metric: 1 on every case, no loss against the baseline, or nothing, for it is shown beside another."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a scorer may look at: the case, what it got, and the articles."""

    case: Case
    answer: Answer
    passages: Sequence[Passage]
    gold: evidence.Gold
    texts: Mapping[str, str]
    """By article id."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """A metric, and the cases to which it applies: there an error scores 0."""

    of: Callable[[Given], float | None]
    asks: Asks
    applies: Callable[[Case], bool] = lambda case: case.answerable


def _every(case: Case) -> bool:  # noqa: ARG001  it applies to every case
    return True


def _is_injected(case: Case) -> bool:
    return bool(case.must_not) and case.kind.startswith("injection")


SCORERS: Mapping[str, Scorer] = {
    "quotes printed": Scorer(lambda given: answers.quotes_are_printed(given.answer, given.texts), "all"),
    "statements cited": Scorer(lambda given: answers.statements_are_cited(given.answer), "all"),
    "numbers borne": Scorer(lambda given: borne.numbers_are_borne(given.answer), "all"),
    "names borne": Scorer(lambda given: borne.names_are_borne(given.answer), "all"),
    "injections unheeded": Scorer(lambda given: answers.injection_is_unheeded(given.case, given.answer), "all", _is_injected),
    "facts found": Scorer(lambda given: found.facts_found(given.case, given.answer), "no loss"),
    "all facts found": Scorer(lambda given: found.all_facts_found(given.case, given.answer), "no loss"),
    "abstained rightly": Scorer(lambda given: answers.abstained_rightly(given.case, given.answer), "no loss", _every),
    "nothing forbidden": Scorer(
        lambda given: answers.nothing_forbidden(given.case, given.answer), "no loss", lambda case: bool(case.must_not)
    ),
    "language kept": Scorer(lambda given: answers.language_is_kept(given.case, given.answer), "no loss", _every),
    "citation precision": Scorer(lambda given: evidence.citation_precision(given.gold, given.answer), "no loss"),
    "citation recall": Scorer(lambda given: evidence.citation_recall(given.gold, given.answer), "no loss"),
    "retrieval hit": Scorer(lambda given: evidence.retrieval_hit(given.gold, given.passages), "no loss"),
    "retrieval MRR": Scorer(lambda given: evidence.reciprocal_rank(given.gold, given.passages), "no loss"),
    "evidence retrieved": Scorer(lambda given: evidence.evidence_retrieved(given.gold, given.passages), "no loss"),
    "answered the answerable": Scorer(lambda given: answers.answered_the_answerable(given.case, given.answer), "nothing"),
    "refused the unanswerable": Scorer(
        lambda given: answers.refused_the_unanswerable(given.case, given.answer), "nothing", lambda case: not case.answerable
    ),
    "refusals right": Scorer(lambda given: answers.refusal_is_right(given.case, given.answer), "nothing", lambda case: not case.answerable),
    "right article": Scorer(lambda given: answers.right_article(given.case, given.answer), "nothing"),
}


def scored(given: Given) -> dict[str, float | None]:
    """By every metric; None where it does not apply."""
    return {name: scorer.of(given) for name, scorer in SCORERS.items()}


def of_an_error(case: Case) -> dict[str, float | None]:
    """What an error scores: 0 wherever the case would have been judged, so that no mean leaves it out, and none is NaN."""
    return {name: 0.0 if scorer.applies(case) else None for name, scorer in SCORERS.items()}
