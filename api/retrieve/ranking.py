"""The order of passages: words lead, vectors help, and a sentence that speaks of what is asked and holds its kind of thing counts."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from api.brief import Asked, Hit
from api.cues import holds
from api.sorts import Sort, printed, sort_of
from ingest.article import Article, Passage
from ingest.fold import fold

_ENDS = re.compile(r"[!?;\n]|(?<!\d)\.(?!\d)|(?<=\d)\.(?=\D)")
"""Of a folded text: full stops of either width, but for decimal points."""
_ALIKE = 0.7
"""The share of the shorter passage's characters, in sentences that both print, from which it gives way to the one placed before it."""
_EXACT: frozenset[Sort] = frozenset({"person", "count", "money", "share"})
"""The sorts that are told more exactly than by their kind: an amount of money is no number of people."""
_EXACTLY = 0.4
_ARTICLES, _PASSAGES = 32_768, 65_536
"""Whose folded text and sentences are kept: three kilobytes a passage at most."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts for how much (docs/decisions/0002). What counts nothing is not looked at."""

    words: float = 1.0
    """Times the word score divided by its maximum."""
    vector: float = 0.6
    """Times the cosine: what was measured for the local encoder; `jianbao-eval weights` measures it for another."""
    sentence: float = 0.25
    """Times what the best sentence covers of the question, twice where it holds the kind of thing asked for, or more (`_EXACTLY`)."""
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
    total = sum(one.weight for one in asked.wanted) or 1.0
    holding = _Holding(asked, fold(asked.text), sort_of(asked))
    articles = {hit.article.id: hit.article for hit in hits}
    sought_in = {name: list(_printed(asked, article)) for name, article in articles.items()}
    scored = []
    for hit in hits:
        sought = sought_in[hit.article.id]
        told = weights.sentence * _best_sentence(sought, hit, holding) + weights.article * sum(one.weight for one in sought)
        scored.append(replace(hit, score=hit.score + told / total))
    return sorted(scored, key=lambda hit: (-hit.score, hit.passage.id))


class _Sought(NamedTuple):
    """Of something wanted, what an article prints of it."""

    spellings: tuple[str, ...]
    weight: float


def _printed(asked: Asked, article: Article) -> Iterator[_Sought]:
    """All that is wanted and that the article prints."""
    title, text = _folded(article.title), _folded(article.text)
    for one in asked.wanted:
        if here := tuple(spelling for spelling in one.spellings if spelling in text or spelling in title):
            yield _Sought(here, one.weight)


@dataclass(frozen=True, slots=True)
class _Holding:
    """What a sentence should hold."""

    asked: Asked
    question: str
    """Folded."""
    sort: Sort

    def best_of(self, covering: Iterable[tuple[float, str]]) -> float:
        """Of sentences, each with what it covers, the most that one is worth; those that cover most come first."""
        exactly = _EXACTLY if self.sort in _EXACT else 0.0
        best = 0.0
        for share, sentence in covering:
            if share * (2 + exactly) <= best:
                break
            worth = share * (1 + holds(self.asked.kind, sentence, self.question))
            if exactly and worth + share * exactly > best and printed(self.sort, sentence, self.asked):
                worth += share * exactly
            best = max(best, worth)
        return best


@lru_cache(maxsize=_ARTICLES)
def _folded(text: str) -> str:
    return fold(text)


def _best_sentence(sought: Sequence[_Sought], hit: Hit, holding: _Holding) -> float:
    """The weight of what one sentence prints, more where it holds the kind of thing asked for; of the best one."""
    sentences = (*_sentences(f"{_folded(hit.article.title)}\n{_folded(hit.passage.section)}"), *_sentences_of(hit))
    covered = [0.0] * len(sentences)
    for one in sought:
        for at, sentence in enumerate(sentences):
            for spelling in one.spellings:
                if spelling in sentence:
                    covered[at] += one.weight
                    break
    return holding.best_of(sorted(zip(covered, sentences, strict=True), reverse=True))


def _sentences_of(hit: Hit) -> tuple[str, ...]:
    return _sentences(hit.passage.span.of(_folded(hit.article.text)))


@lru_cache(maxsize=_PASSAGES)
def _sentences(folded: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in _ENDS.split(folded) if len(one) > 1)


def prepare(article: Article, passage: Passage) -> None:
    """Cut a passage into what ranking reads, before anybody asks."""
    _sentences(passage.span.of(_folded(article.text)))


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
