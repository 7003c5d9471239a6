"""Which stretches say most of what an article speaks of, in so many characters: each concept counts once, so nothing is said twice."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from api.generate.gist.concepts import Concept, concepts_in
from api.generate.gist.stretches import legible, stretches_in
from ingest.actions import ActionItem, items_in, promise
from ingest.article import Span
from ingest.facts import organisations_in, people_in
from ingest.sentences import sentences_in

EDITION = "gist-4"
"""Raised whenever the same article comes to be summed up in another way."""
_EARLY, _DEMANDED, _TOTAL, _WHOLE, _GOES_ON, _ATTENDANCE = 0.5, 1.25, 1.25, 1.1, 0.9, 0.2
"""What an early stretch counts more, one that demands something, one that tells a total, one that ends its sentence; and less, a deed
that goes on with another, and a row of those who attended."""
_PICKED = 1.05
"""What a stretch counts more that a model would have the summary speak of: chosen in docs/decisions/0011."""
_BETWEEN = frozenset("，,；;")
_TOTALS = re.compile(r"(?:总(?:投资|额|量|数|长|面积|计)|累计|合计|一共|共|全[区市县省])[^，。；]{0,10}\d")
_ATTENDS = re.compile(r"(?:参加|出席|列席|陪同)[^，。]{0,12}$|(?:、[^、，。]{2,4}){3,}、")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch, the concepts it holds, and what they count there."""

    span: Span
    holds: frozenset[str]
    factor: float


@dataclass(frozen=True, slots=True)
class Gist:
    """An article as choosing sees it."""

    weights: dict[str, float]
    named: frozenset[str]
    stretches: tuple[Stretch, ...]


@lru_cache(maxsize=256)
def gist_of(text: str) -> Gist:
    """Its stretches and what they hold."""
    sentences = [sentence for sentence in sentences_in(text) if text[sentence.span.start] != "|"]
    lead = sentences[min(1, len(sentences) - 1)].span.end if sentences else 0
    names = [*(person.name for person in people_in(text)), *(body.name for body in organisations_in(text))]
    items = items_in(text)
    deeds = [item.evidence for item in items]
    concepts = concepts_in(text, lead, [item.due for item in items if item.due])
    spans = {span: (number, sentence.span.end) for number, sentence in enumerate(sentences) for span in stretches_in(text, sentence, names)}
    told = (legible(text, item.evidence) for item in items if _says_whose(text, item))
    going_on = {whole for whole in told if whole and whole not in spans}
    spans |= dict.fromkeys(going_on, (len(sentences), -1))
    holds = _holding(spans, concepts)
    found = (Stretch(span, holds[span], _factor(text, span, number, end, deeds)) for span, (number, end) in spans.items())
    named = frozenset(one.name for one in concepts if one.named)
    return Gist({one.name: one.weight for one in concepts}, named, tuple(found))


def chosen(text: str, characters: int, *, most: int | None = None, known: Collection[str] = (), picked: Sequence[Span] = ()) -> list[Span]:
    """The stretches that fit and say most for their length (a single one: most of all), in printed order.

    `known` are concepts that need not be said, `picked` is what somebody else would speak of. Where no stretch stands alone, it is
    the beginning.
    """
    gist = gist_of(text)
    said, taken, left = set(known), list[Stretch](), characters
    while most is None or len(taken) < most:
        fitting = [one for one in gist.stretches if len(one.span) <= left and not _touches(one.span, taken)]
        best = max(fitting, key=lambda one: _vote(one, picked) * _gain(one, gist, said) / (1 if most == 1 else len(one.span)), default=None)
        if best is None or _gain(best, gist, said) <= 0:
            break
        taken.append(best)
        said |= best.holds
        left -= len(best.span) + 1
    return list(_joined(text, sorted(one.span for one in taken))) or ([] if known else _beginning(text, characters))


def _joined(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Neighbours with only a comma between are one: each was taken with a character to spare."""
    whole: Span | None = None
    for span in spans:
        if whole and text[whole.end : span.start] in _BETWEEN:
            whole = Span(whole.start, span.end)
            continue
        if whole:
            yield whole
        whole = span
    if whole:
        yield whole


def _gain(one: Stretch, gist: Gist, said: Collection[str]) -> float:
    return one.factor * sum(gist.weights[name] for name in one.holds if name not in said)


def _vote(one: Stretch, picked: Sequence[Span]) -> float:
    return _PICKED if any(span.holds(one.span) for span in picked) else 1.0


def _touches(span: Span, taken: Sequence[Stretch]) -> bool:
    return any(span.start < one.span.end and one.span.start < span.end for one in taken)


def _factor(text: str, span: Span, number: int, end: int, deeds: Sequence[Span]) -> float:
    early = 1 + _EARLY / (1 + number)
    total = _TOTAL if _TOTALS.search(text, span.start, span.end) else 1.0
    demanded = _DEMANDED if any(deed.start < span.end and span.start < deed.end for deed in deeds) else 1.0
    whole = _GOES_ON if end < 0 else _WHOLE if end - span.end <= 1 else 1.0
    return early * demanded * total * whole * (_ATTENDANCE if _ATTENDS.search(text, span.start, span.end) else 1.0)


def _says_whose(text: str, item: ActionItem) -> bool:
    """A demand may stand without a subject; behind 将 alone nobody knows who promises."""
    return item.kind == "instruction" or not promise.WILL.match(text, item.evidence.start)


def _holding(spans: Collection[Span], concepts: Sequence[Concept]) -> dict[Span, frozenset[str]]:
    """The concepts that each stretch prints whole."""
    places = sorted((place, one.name) for one in concepts for place in one.places)
    starts = [place.start for place, _ in places]
    return {
        span: frozenset(
            name for place, name in places[bisect_left(starts, span.start) : bisect_left(starts, span.end)] if place.end <= span.end
        )
        for span in spans
    }


def _beginning(text: str, characters: int) -> list[Span]:
    """The first sentences that fit; of a first one that does not, as much as does."""
    fitting: list[Span] = []
    for sentence in sentences_in(text):
        if sum(map(len, fitting)) + len(sentence.span) > characters:
            break
        fitting.append(sentence.span)
    first = next(iter(sentences_in(text)), None)
    return fitting or ([Span(first.span.start, first.span.start + characters)] if first else [])
