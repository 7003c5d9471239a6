"""How well the product finds: any bench through its own ingestion and its own search, beside plain BM25 in the same run."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from api.answers.question import Answer, Question, answer
from api.retrieve.hybrid import HybridRetriever, Retriever
from api.retrieve.ranking import Weights
from api.services import Services, build
from api.settings import Settings
from evals.benches import Bench, Sought
from evals.means import Share, share_of
from evals.metrics.found import holds
from evals.plain import PlainSearch
from ingest.catalogue import Filters
from ingest.pipeline import ingest

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEPTH = 10
"""Articles looked at for each question."""
SENTENCES = (1, 3, 5)
"""Statements within which the answer is looked for."""
ABLATION: Mapping[str, Weights] = {
    "words, no sentences": Weights(vector=0, sentence=0, article=0),
    "words": Weights(vector=0),
    "vectors": Weights(words=0, sentence=0, article=0),
}
"""The product's search with parts of it left out."""
_PASSAGES = 20
"""Passages asked for, so that they are of ten articles."""
_EVERYTHING = 1_000_000
_WEIGHTS = (0.0, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.5)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One way to search: hit@1, @3, @5, @10 and MRR@10 over the questions of one language."""

    name: str
    language: str
    questions: int
    hits: Mapping[int, Share]
    reciprocal: Share


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is measured on a bench."""

    ranked: Sequence[Ranked]
    milliseconds: tuple[float, float]
    """Of the product's search: the median, and what 95 of 100 stay below."""
    megabytes: float
    """Of catalogue, vectors and word index."""
    answered: Mapping[int, Share]
    """The share of the facts of an answer that so many first sentences hold; empty where the bench has none."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A bench that was read in, and under which ids each of its articles was: the same text may come twice."""

    bench: Bench
    services: Services
    ids: Mapping[str, frozenset[str]]

    def rank(self, one: Sought, retriever: Retriever) -> int:
        """The place of the first right article among ten; 0 where it is not there."""
        return _first(self.found(one, retriever), one.gold)

    def found(self, one: Sought, retriever: Retriever) -> list[frozenset[str]]:
        """The ten best articles, each by the ids it had."""
        hits = retriever.retrieve(one.query, _PASSAGES).hits
        return [self.ids[name] for name in dict.fromkeys(hit.article.id for hit in hits)][:DEPTH]

    def searching(self, weights: Weights) -> HybridRetriever:
        """The product's search with these weights."""
        return HybridRetriever(self.services.library, self.services.english, weights=weights)


@contextmanager
def shelved(bench: Bench, settings: Settings, home: Path | None = None) -> Iterator[Shelved]:
    """The bench read into a folder of its own; one that is kept holds what was read, so that the next time costs seconds."""
    with TemporaryDirectory(prefix="jianbao-bench-") as folder:
        services = build(settings.model_copy(update={"data_dir": home or Path(folder), "chat_model": None}))
        ingest([bench.source], services.library)
        catalogue = services.library.catalogue
        sources = catalogue.sources(article.id for article in catalogue.page(Filters(), _EVERYTHING))
        try:
            yield Shelved(bench, services, {name: frozenset(keys) for name, keys in sources.items()})
        finally:
            services.library.close()


def figures(shelf: Shelved, shown: Callable[[Sequence[Sought]], Iterable[Sought]] = iter) -> Figures:
    """Every way to search in turn, then the answers; `shown` may draw a bar around the questions."""
    sought = shelf.bench.sought
    plain = PlainSearch({name: one.text for name, one in shelf.bench.documents.items()})
    ranks = {"plain BM25": [_first((frozenset({name}) for name in plain.ranked(one.query, DEPTH)), one.gold) for one in sought]}
    for name, weights in ABLATION.items():
        retriever = shelf.searching(weights)
        ranks[name] = [shelf.rank(one, retriever) for one in shown(sought)]
    spent: list[float] = []
    shelf.services.warm_up("一")
    found = [_timed(shelf, one, spent) for one in shown(sought)]
    ranks["the product"] = [_first(names, one.gold) for names, one in zip(found, sought, strict=True)]
    if any(one.also for one in sought):
        ranks["same evidence"] = [_first(names, one.gold | one.also) for names, one in zip(found, sought, strict=True)]
    rows = [_ranked(name, language, sought, places) for language in ("zh", "en") for name, places in ranks.items()]
    pace = (float(np.percentile(spent, 50)), float(np.percentile(spent, 95)))
    return Figures([row for row in rows if row.questions], pace, _megabytes(shelf.services.library.folder), _answered(shelf, shown))


def sweep(shelves: Sequence[Shelved]) -> dict[float, list[float]]:
    """For each weight of the vectors, MRR@10 on each bench: what a weight for another encoder is chosen by."""
    return {
        weight: [
            _reciprocal([shelf.rank(one, shelf.searching(Weights(vector=weight))) for one in shelf.bench.sought]).mean()
            for shelf in shelves
        ]
        for weight in _WEIGHTS
    }


def _ranked(name: str, language: str, sought: Sequence[Sought], places: Sequence[int]) -> Ranked:
    own = np.array([place for one, place in zip(sought, places, strict=True) if one.language == language])
    if not len(own):
        return Ranked(name, language, 0, {}, Share(0, 0, 0))
    hits = {depth: share_of(((own > 0) & (own <= depth)).astype(np.float64)) for depth in (1, 3, 5, DEPTH)}
    return Ranked(name, language, len(own), hits, share_of(_reciprocal(own)))


def _reciprocal(places: "Sequence[int] | NDArray[np.int64]") -> "NDArray[np.float64]":
    own = np.asarray(places)
    return np.where(own > 0, 1 / np.maximum(own, 1), 0.0)


def _first(articles: Iterable[frozenset[str]], right: frozenset[str]) -> int:
    """The place of the first that has a right id; 0 where none has."""
    return next((at for at, names in enumerate(articles, 1) if names & right), 0)


def _timed(shelf: Shelved, one: Sought, spent: list[float]) -> list[frozenset[str]]:
    start = time.perf_counter()
    found = shelf.found(one, shelf.services.desk.retriever)
    spent.append((time.perf_counter() - start) * 1000)
    return found


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20


def _answered(shelf: Shelved, shown: Callable[[Sequence[Sought]], Iterable[Sought]]) -> dict[int, Share]:
    with_facts = [one for one in shelf.bench.sought if one.facts]
    if not with_facts:
        return {}
    said = [(one, _said(one.query, shelf.services)) for one in shown(with_facts)]
    return {most: share_of([_held(one, statements[:most]) for one, statements in said]) for most in SENTENCES}


def _said(query: str, services: Services) -> list[str]:
    """What the writer without a model states, statement by statement, with what it quotes."""

    async def given() -> Answer:
        events = [event async for event in answer(Question(query), services.desk)]
        return next(event for event in events if isinstance(event, Answer))

    found = asyncio.run(given())
    return ["\n".join([one.text, *(quote.text for _, quote in one.new)]) for one in found.statements]


def _held(one: Sought, statements: Sequence[str]) -> float:
    text = "\n".join(statements)
    return sum(any(holds(text, spelling) for spelling in fact) for fact in one.facts) / len(one.facts)
