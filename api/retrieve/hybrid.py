"""Words lead, vectors help: the passages of both searches in one order."""

import logging
import threading
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Protocol

from api.brief import Asked, Hit, Language
from api.retrieve.english import English
from api.retrieve.ranking import Candidate, Weights, candidates, diverse, prepare, reranked
from api.retrieve.understand import understand
from api.retrieve.when import Time
from ingest.article import Article, Passage
from ingest.catalogue import Filters
from ingest.embed import LocalEncoder
from ingest.errors import IngestError
from ingest.library import Library
from ingest.vectors import Neighbours

_log = logging.getLogger(__name__)
_CANDIDATES = 120
"""Passages asked of each search: more cost nothing, and most of what the words find then has a cosine of its own."""
_RERANKED = 20
"""Of them, those that are read and put in order by their sentences."""
_AT_ONCE = 4
"""Searches of vectors under way, each beside that of the same question's words."""
_REMEMBERED = 256
"""Questions whose vectors are kept: who searches often asks the same next, or turns to the next page."""
_AT_HAND = 20_000
"""Articles that a server reads before the first question, the newest: 1.6 s of a processor for so many, and eight kilobytes each."""
_SPARE = 10
"""More than are asked for, so that what is folded or repeats another can give way."""


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
    vectors_fit: bool | None = None
    """Whether the vectors are of the encoder in use; None before anybody asked."""

    def without(self, changed: Collection[str], generation: int, number: int) -> "_Shelf":
        """The shelf of a later generation: an article is never edited, it is published or withdrawn."""
        articles = {name: one for name, one in self.articles.items() if name not in changed}
        passages = {name: one for name, one in self.passages.items() if one.article_id in articles}
        return _Shelf(generation, articles, passages, number)


class HybridRetriever:
    """Searches a library; sees what another process publishes as soon as it is published."""

    def __init__(self, library: Library, english: English, neighbours: Neighbours | None = None, weights: Weights = Weights()) -> None:  # noqa: B008  Weights is frozen
        """Use the library's own vectors, or another view of them."""
        self._library = library
        self._english = english
        self._neighbours = neighbours
        self._weights = weights
        self._shelf = _Shelf(-1)
        self._lock = threading.Lock()
        self._vector = lru_cache(_REMEMBERED)(lambda question: library.embedder.embed([question])[0])

    def retrieve(self, question: str, limit: int, filters: Filters = Filters(), language: Language | None = None) -> Found:  # noqa: B008  Filters is frozen
        """Passages by their words, their vectors and their best sentences. Raises `NothingToRead` without a catalogue."""
        shelf = self._current()
        allowed = self._library.catalogue.matching(filters) if filters else None
        searched = shelf.number if allowed is None else len(allowed)
        near = self._beside.submit(self._near, shelf, question, allowed) if searched else None
        understood = understand(question, language, self._library.lexical, self._english)
        if near is None:
            return Found(understood.asked, (), 0)
        words = dict(self._library.lexical.search(understood.terms, _CANDIDATES, allowed))
        found = candidates(words, dict(near.result()), self._weights)
        hits = self._hits(shelf, found, max(_RERANKED, limit + _SPARE), filters.section)
        hits = reranked(understood.asked, hits, self._weights)
        if not filters.article_ids:
            hits = diverse(self._folded(hits), limit)
        return Found(understood.asked, tuple(hits[:limit]), searched)

    def fill(self) -> None:
        """Read the newest articles, and have the local encoder meet their words, before anybody asks."""
        shelf = self._current()
        self._fetch(shelf, self._library.catalogue.newest(_AT_HAND))
        if isinstance(self._library.embedder, LocalEncoder):
            self._library.embedder.meet([article.title for article in shelf.articles.values()])
        for passage in list(shelf.passages.values()):
            prepare(shelf.articles[passage.article_id], passage)

    def close(self) -> None:
        """Wait for the searches of vectors that are under way; the next question begins anew."""
        if pool := self.__dict__.pop("_beside", None):
            pool.shutdown()

    @cached_property
    def _beside(self) -> ThreadPoolExecutor:
        """Where vectors are searched while words are."""
        return ThreadPoolExecutor(_AT_ONCE, "vectors")

    def generation(self) -> int:
        """The catalogue's generation that a question would be answered from now."""
        return self._current().generation

    def _near(self, shelf: _Shelf, question: str, allowed: Sequence[str] | None) -> list[tuple[str, float]]:
        """Of the vectors' search; nothing, and a line in the log, where they cannot be asked: words alone still answer."""
        try:
            if shelf.vectors_fit is None:
                shelf.vectors_fit = self._library.vectors_fit
            if shelf.vectors_fit:
                return (self._neighbours or self._library.vectors).search(self._vector(question), _CANDIDATES, allowed)
            _log.warning("the vectors are of another encoder; words alone answer until `jianbao reindex`")
        except IngestError as error:
            _log.warning("%s; words alone answer until then", error)
        return []

    def _hits(self, shelf: _Shelf, found: Sequence[Candidate], most: int, section: str) -> list[Hit]:
        """The best of the candidates that are published and of such a section, with their articles."""
        hits: list[Hit] = []
        for at in range(0, len(found), most):
            some = found[at : at + most]
            self._fetch(shelf, (article for article, _, _ in (one.passage.partition(":") for one in some)))
            hits += [
                Hit(passage, shelf.articles[passage.article_id], one.score, one.words, one.vector)
                for one in some
                if (passage := shelf.passages.get(one.passage)) and section in passage.section
            ]
            if len(hits) >= most:
                break
        return hits[:most]

    @staticmethod
    def _folded(hits: Sequence[Hit]) -> list[Hit]:
        """Of articles that nearly repeat each other, the passages of the best-placed one alone."""
        shown: dict[str, str] = {}
        return [hit for hit in hits if shown.setdefault(hit.article.repeats or hit.article.id, hit.article.id) == hit.article.id]

    def _fetch(self, shelf: _Shelf, articles: Iterable[str]) -> None:
        """Put these articles on the shelf, with their passages; what is not published stays away."""
        if lacking := set(articles) - shelf.articles.keys():
            found = self._library.catalogue.published(lacking)
            shelf.passages.update({passage.id: passage for passage in self._library.catalogue.passages(found)})
            shelf.articles.update(found)

    def _current(self) -> _Shelf:
        """The shelf of the catalogue's present generation; both indexes are reopened when it has moved."""
        generation = self._library.catalogue.generation()
        with self._lock:
            if self._shelf.generation != generation:
                changed: Collection[str] = ()
                if self._shelf.generation >= 0:
                    self._library.refresh()
                    changed = self._library.catalogue.changed_since(self._shelf.generation)
                self._shelf = self._shelf.without(changed, generation, self._library.catalogue.counted()[0])
            return self._shelf
