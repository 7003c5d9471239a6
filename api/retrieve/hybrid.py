"""Words lead, vectors help: the passages of both searches in one order."""

import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from api.brief import Asked, Hit, Language
from api.retrieve.english import English
from api.retrieve.understand import understand
from api.retrieve.when import Time
from ingest.article import Article, Passage
from ingest.catalogue import Filters
from ingest.errors import IngestError
from ingest.library import Library
from ingest.vectors import Neighbours

_log = logging.getLogger(__name__)
VECTOR_WEIGHT = 0.4
"""Of the cosine, beside the word score divided by its maximum: the best of the sweep in docs/decisions/0002."""
_CANDIDATES = 60
"""Passages asked of each search, so that what is withdrawn or folded can be left out and enough remain."""


@dataclass(frozen=True, slots=True)
class Found:
    """The question as understood, the passages that may answer it, and among how many articles they were sought."""

    asked: Asked
    hits: tuple[Hit, ...]
    searched: int
    time: Time | None = None
    """The time that bounded the search, where the question names one."""
    undated: int = 0
    """Articles that were left out because nobody knows whether they are of that time."""


class Retriever(Protocol):
    """What answers need of a search."""

    def retrieve(self, question: str, limit: int, filters: Filters = ..., language: Language | None = None) -> Found:
        """The best passages for a question, best first."""
        ...


@dataclass(slots=True)
class _Shelf:
    """What was read of one generation of the catalogue."""

    generation: int
    articles: dict[str, Article] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)
    number: int = 0


class HybridRetriever:
    """Searches a library; sees what another process publishes as soon as it is published."""

    def __init__(self, library: Library, english: English, neighbours: Neighbours | None = None) -> None:
        """Use the library's own vectors, or another view of them."""
        self._library = library
        self._english = english
        self._neighbours = neighbours
        self._shelf = _Shelf(-1)
        self._lock = threading.Lock()

    def retrieve(self, question: str, limit: int, filters: Filters = Filters(), language: Language | None = None) -> Found:  # noqa: B008  Filters is frozen
        """Passages by word score over its maximum plus VECTOR_WEIGHT times the cosine. Raises `NothingToRead` without a catalogue."""
        shelf = self._current()
        understood = understand(question, language, self._library.lexical, self._english)
        allowed = self._library.catalogue.matching(filters) if filters else None
        searched = shelf.number if allowed is None else len(allowed)
        if not searched:
            return Found(understood.asked, (), 0)
        words = dict(self._library.lexical.search(understood.terms, _CANDIDATES, allowed))
        near = dict(self._near(question, allowed))
        hits = [hit for hit in self._hits(shelf, words, near) if filters.section in hit.passage.section]
        if not filters.article_ids:
            hits = self._folded(hits)
        return Found(understood.asked, tuple(hits[:limit]), searched)

    def generation(self) -> int:
        """The catalogue's generation that a question would be answered from now."""
        return self._current().generation

    def _near(self, question: str, allowed: Sequence[str] | None) -> list[tuple[str, float]]:
        """Of the vectors' search; nothing, and a line in the log, where they cannot be asked: words alone still answer."""
        try:
            if self._library.vectors_fit:
                vector = self._library.embedder.embed([question])[0]
                return (self._neighbours or self._library.vectors).search(vector, _CANDIDATES, allowed)
            _log.warning("the vectors are of another encoder; words alone answer until `jianbao reindex`")
        except IngestError as error:
            _log.warning("%s; words alone answer until then", error)
        return []

    def _hits(self, shelf: _Shelf, words: dict[str, float], near: dict[str, float]) -> list[Hit]:
        best = max(words.values(), default=0.0) or 1.0
        furthest = min(near.values(), default=0.0)
        self._fetch(shelf, {name.partition(":")[0] for name in (*words, *near)})
        hits = []
        for name in {**words, **near}:
            passage = shelf.passages.get(name)
            if passage is None:
                continue
            share, cosine = words.get(name, 0.0) / best, near.get(name, furthest)
            hits.append(Hit(passage, shelf.articles[passage.article_id], share + VECTOR_WEIGHT * cosine, share, cosine))
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))

    @staticmethod
    def _folded(hits: Sequence[Hit]) -> list[Hit]:
        """Of articles that nearly repeat each other, the passages of the best-placed one alone."""
        shown: dict[str, str] = {}
        return [hit for hit in hits if shown.setdefault(hit.article.repeats or hit.article.id, hit.article.id) == hit.article.id]

    def _fetch(self, shelf: _Shelf, article_ids: Iterable[str]) -> None:
        """Put the articles and their passages on the shelf; what is not published stays away."""
        lacking = [one for one in article_ids if one not in shelf.articles]
        if lacking:
            found = self._library.catalogue.published(lacking)
            passages = {passage.id: passage for passage in self._library.catalogue.passages(found)}
            shelf.passages.update(passages)
            shelf.articles.update(found)

    def _current(self) -> _Shelf:
        """The shelf of the catalogue's present generation; both indexes are reopened when it has moved."""
        generation = self._library.catalogue.generation()
        with self._lock:
            if self._shelf.generation != generation:
                if self._shelf.generation >= 0:
                    self._library.refresh()
                self._shelf = _Shelf(generation, number=self._library.catalogue.counted()[0])
            return self._shelf
