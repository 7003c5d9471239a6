"""Citations and passages beside the gold: the stretches of the articles that a right answer stands on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.routes.wire import Answer
from api.routes.wire.passages import Passage
from api.routes.wire.shapes import Citation
from evals.cases import Case
from ingest.article import Span

_ENOUGH = 0.5
"""Of a stretch, what a passage must hold to have found it: passages are cut, and a few characters at the end of one answer nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in an article, by its key."""

    key: str
    span: Span

    def shared(self, other: Citation | Passage) -> int:
        """The characters that a citation or passage has of it."""
        return max(0, min(self.span.end, other.end) - max(self.span.start, other.start)) if self.key == other.key else 0


Gold = Sequence[Sequence[Place]]
"""For each stretch of evidence, every place where it is printed: any one of them will do."""


def gold_of(case: Case, texts: Mapping[str, str]) -> Gold:
    """Where the evidence of a case is printed in its articles, given by key. Blanks do not count, for layout is repaired."""
    return [[Place(key, span) for key in case.keys for span in places(texts.get(key, ""), evidence)] for evidence in case.evidence]


def places(text: str, stretch: str) -> list[Span]:
    """Every place where a text prints a stretch, whatever the blanks within."""
    kept = [at for at, char in enumerate(text) if not char.isspace()]
    bare, wanted = "".join(text[at] for at in kept), "".join(stretch.split())
    found, at = [], bare.find(wanted) if wanted else -1
    while at >= 0:
        found.append(Span(kept[at], kept[at + len(wanted) - 1] + 1))
        at = bare.find(wanted, at + 1)
    return found


def citation_precision(gold: Gold, answer: Answer) -> float | None:
    """The share of citations that share a character with the evidence. None without citations or evidence.

    The lead-in of a list counts as wrong where the evidence leaves it out, so 1 is not to be expected of demands.
    """
    if not gold or not answer.citations:
        return None
    return sum(any(_touches(one, stretch) for stretch in gold) for one in answer.citations) / len(answer.citations)


def citation_recall(gold: Gold, answer: Answer) -> float | None:
    """The share of stretches of evidence with which a citation shares a character; 0 for no answer. None without evidence."""
    return sum(is_cited(stretch, answer) for stretch in gold) / len(gold) if gold else None


def retrieval_hit(gold: Gold, passages: Sequence[Passage]) -> float | None:
    """1 where a passage holds half of some stretch of evidence or more, else 0. None without evidence."""
    return float(any(is_retrieved(stretch, passages) for stretch in gold)) if gold else None


def reciprocal_rank(gold: Gold, passages: Sequence[Passage]) -> float | None:
    """1 over the place of the first passage that holds half of a stretch of evidence or more, 0 without such. None without evidence."""
    if not gold:
        return None
    return next((1 / rank for rank, one in enumerate(passages, 1) if any(is_retrieved(stretch, [one]) for stretch in gold)), 0.0)


def evidence_retrieved(gold: Gold, passages: Sequence[Passage]) -> float | None:
    """The share of stretches of evidence of which a passage holds half or more: several articles need several. None without evidence."""
    return sum(is_retrieved(stretch, passages) for stretch in gold) / len(gold) if gold else None


def is_retrieved(stretch: Sequence[Place], passages: Sequence[Passage]) -> bool:
    """Whether one passage holds half of it or more, at one of its places."""
    return any(place.shared(one) >= _ENOUGH * len(place.span) for one in passages for place in stretch)


def is_cited(stretch: Sequence[Place], answer: Answer) -> bool:
    """Whether a citation shares a character with it, at one of its places."""
    return any(_touches(one, stretch) for one in answer.citations)


def _touches(one: Citation, stretch: Sequence[Place]) -> bool:
    return any(place.shared(one) for place in stretch)
