"""The order of passages: words lead, vectors help, and a sentence that speaks of what is asked and holds its kind of thing counts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from api.brief import Asked, Hit
from api.cues import holds
from ingest.fold import fold

_ENDS = re.compile(r"[!?;\n]|(?<!\d)\.(?!\d)|(?<=\d)\.(?=\D)")
"""Of a folded text: full stops of either width, but for decimal points."""
_ALIKE = 0.7
"""The share of the shorter passage's characters, in sentences that both print, from which it gives way to the one placed before it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts for how much (docs/decisions/0002). What counts nothing is not looked at."""

    words: float = 1.0
    """Times the word score divided by its maximum."""
    vector: float = 0.4
    """Times the cosine: what was measured for the local encoder; `jianbao-eval weights` measures it for another."""
    sentence: float = 0.25
    """Times what the best sentence covers of the question, twice where it holds the kind of thing asked for."""
    article: float = 0.2
    """Times what the whole article covers of it."""


class Candidate(NamedTuple):
    """A passage by its id, and what the two searches say of it."""

    passage: str
    words: float
    """Its share of the best word score, 0 to 1."""
    vector: float
    """Its cosine; of a passage that the vectors did not find, the least that was found."""
    score: float


def candidates(words: Mapping[str, float], near: Mapping[str, float], weights: Weights) -> list[Candidate]:
    """All that was found, best first. Both kinds of score come as the indexes give them."""
    best = max(words.values(), default=0.0) or 1.0
    least = min(near.values(), default=0.0)
    found = []
    for name in {**(words if weights.words else {}), **(near if weights.vector else {})}:
        share, cosine = words.get(name, 0.0) / best, near.get(name, least)
        found.append(Candidate(name, share, cosine, weights.words * share + weights.vector * cosine))
    return sorted(found, key=lambda one: (-one.score, one.passage))


def reranked(asked: Asked, hits: Sequence[Hit], weights: Weights) -> list[Hit]:
    """The same passages, their best sentences and the articles around them counted."""
    question = fold(asked.text)
    total = sum(one.weight for one in asked.wanted) or 1.0
    scored = []
    for hit in hits:
        around = _covered(asked, _folded(hit.article.title), _folded(hit.article.text))
        told = weights.sentence * _best_sentence(asked, hit, question) + weights.article * around
        scored.append(replace(hit, score=hit.score + told / total))
    return sorted(scored, key=lambda hit: (-hit.score, hit.passage.id))


def _covered(asked: Asked, title: str, text: str) -> float:
    """The weight of what an article prints of all that is asked for."""
    return sum(one.weight for one in asked.wanted if one.is_in(title) or one.is_in(text))


@lru_cache(maxsize=2048)
def _folded(text: str) -> str:
    return fold(text)


def _best_sentence(asked: Asked, hit: Hit, question: str) -> float:
    """The weight of what one sentence prints, doubled where it holds the kind of thing asked for; of the best one."""
    sentences = (*_sentences(f"{hit.article.title}\n{hit.passage.section}"), *_sentences_of(hit))
    covered = [0.0] * len(sentences)
    for one in asked.wanted:
        for at, sentence in enumerate(sentences):
            for spelling in one.spellings:
                if spelling in sentence:
                    covered[at] += one.weight
                    break
    best = 0.0
    for share, sentence in zip(covered, sentences, strict=True):
        if 2 * share > best:
            best = max(best, share * (1 + holds(asked.kind, sentence, question)))
    return best


def _sentences_of(hit: Hit) -> tuple[str, ...]:
    return _sentences(hit.passage.span.of(hit.article.text))


@lru_cache(maxsize=8192)
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in _ENDS.split(fold(text)) if len(one) > 1)


def diverse(hits: Sequence[Hit], limit: int) -> list[Hit]:
    """So many passages, best first; those that say what a better one says come only where too few others are left."""
    first: list[Hit] = []
    behind: list[Hit] = []
    for hit in hits:
        if len(first) == limit:
            break
        (behind if any(_repeats(hit, other) for other in first) else first).append(hit)
    return [*first, *behind][:limit]


def _repeats(one: Hit, other: Hit) -> bool:
    """Whether most of what the shorter passage says stands sentence by sentence in the other."""
    own, others = set(_sentences_of(one)), set(_sentences_of(other))
    shorter = min(own, others, key=_length)
    return _length(own & others) >= _ALIKE * _length(shorter) > 0


def _length(sentences: Iterable[str]) -> int:
    return sum(map(len, sentences))
