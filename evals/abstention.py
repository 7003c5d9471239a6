"""How well the product knows when the articles do not say: the same questions with what answers them in reach, and out of it."""

import asyncio
import json
import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api.answers.desk import laid_out
from api.brief import Brief
from api.generate.writer import Usage
from api.ground.assurance import assurance
from api.ground.sayers import said_by_them
from api.retrieve.hybrid import Found
from api.retrieve.understand import understand
from api.services import Services, build
from api.settings import Settings
from evals.cases import BadCases
from ingest.catalogue import Filters
from ingest.pipeline import ingest
from ingest.read import Source

_MORE = 42
"""Passages found beyond those of a desk, so that enough are left when all that answer are put out of reach."""
_DRAWS = 1000
_ANSWERED = 0.95
"""The share of answerable questions that are answered where refusals of off-topic ones are counted."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A question asked once: whether what was in reach answers it, how sure the product was, and whether it answered."""

    answerable: bool
    assurance: float
    word_score: float
    """The best passage's own, for comparison."""
    answered: bool


@dataclass(frozen=True, slots=True)
class Contest:
    """Questions that can be answered against questions that cannot."""

    name: str
    judged: tuple[Judged, ...]

    def share_answered(self, *, answerable: bool) -> float:
        """Of the answerable ones, or of the others."""
        some = [one.answered for one in self.judged if one.answerable == answerable]
        return sum(some) / len(some) if some else 0.0

    def auroc(self) -> tuple[float, float, float]:
        """How often an answerable one scores higher than another, and the 95 % interval of a thousand draws."""
        return _with_interval([(one.answerable, one.assurance) for one in self.judged])

    def auroc_of_words(self) -> tuple[float, float, float]:
        """The same of the best word score alone."""
        return _with_interval([(one.answerable, one.word_score) for one in self.judged])

    def refused_at(self, share: float = _ANSWERED) -> float:
        """Of the others, those that score below what all but so many of the answerable ones reach."""
        scores = sorted(one.assurance for one in self.judged if one.answerable)
        bound = scores[round((1 - share) * len(scores))]
        others = [one.assurance < bound for one in self.judged if not one.answerable]
        return sum(others) / len(others)


def contests(folder: Path, off_topic: Sequence[Path], settings: Settings, read: Path | None = None) -> Iterator[Contest]:
    """Every contest that the folder's files allow.

    `dev.jsonl` {query, gold, gold_positive, negatives} allows two: each question among its own passages, and among all, with those that
    answer it in reach and out of it. `qa.jsonl` {question, answerable} allows one. The questions of an off-topic folder, which nothing
    here answers, stand against those that are answered. `read` is a data folder that holds the articles already.
    """
    with TemporaryDirectory(prefix="jianbao-eval-") as fresh:
        services = build(settings.model_copy(update={"data_dir": read or Path(fresh)}))
        if read is None:
            ingest(_sources(folder), services.library)
        asked = partial(_judged, services)
        answered: list[Judged] = []
        if (folder / "qa.jsonl").exists():
            rows = [asked(row["question"], answerable=row["answerable"]) for row in _rows(folder / "qa.jsonl")]
            yield Contest(f"{folder.name}: answerable or not", tuple(rows))
            answered = [one for one in rows if one.answerable]
        elif "negatives" in _rows(folder / "dev.jsonl")[0]:
            among_own, among_all = zip(*_in_and_out_of_reach(folder, services), strict=True)
            yield Contest(f"{folder.name}: among its own passages", tuple(one for pair in among_own for one in pair))
            yield Contest(f"{folder.name}: among all", tuple(one for pair in among_all for one in pair))
            answered = [pair[0] for pair in among_all]
        else:
            answered = [asked(row["query"], answerable=True) for row in _rows(folder / "dev.jsonl")]
        for other in off_topic:
            strangers = tuple(asked(row["query"], answerable=False) for row in _rows(other / "dev.jsonl"))
            yield Contest(f"{folder.name}: off the topic ({other.name})", (*answered, *strangers))


def _in_and_out_of_reach(folder: Path, services: Services) -> Iterator[tuple[tuple[Judged, Judged], tuple[Judged, Judged]]]:
    catalogue = services.library.catalogue
    ids = {key: name for name, keys in catalogue.sources(catalogue.matching(Filters())).items() for key in keys}
    for row in _rows(folder / "dev.jsonl"):
        right = {ids[key] for key in row["gold_positive"]}
        wrong = {ids[key] for key in row["negatives"]} - right
        asked = partial(_judged, services, row["query"])
        own = asked(answerable=True, among=right | wrong), asked(answerable=False, among=wrong)
        yield own, (asked(answerable=True), asked(answerable=False, without=right | {ids[key] for key in row["gold"]}))


def _judged(
    services: Services, question: str, *, answerable: bool, among: Iterable[str] = (), without: frozenset[str] | set[str] = frozenset()
) -> Judged:
    filters, limit = Filters(article_ids=tuple(sorted(among))), services.settings.passages
    found = services.retriever.retrieve(question, limit + (_MORE if without else 0), filters)
    hits = [hit for hit in found.hits if hit.article.id not in without][:limit]
    brief = said_by_them(laid_out(found.asked, hits))
    sure = assurance(brief, cosines=services.settings.embedding_model is None)
    return Judged(answerable, sure, _word_score(found, services, {hit.article.id for hit in hits}), asyncio.run(_answers(brief, services)))


def _word_score(found: Found, services: Services, articles: set[str]) -> float:
    terms = understand(found.asked.text, None, services.library.lexical, services.english).terms
    scored = services.library.lexical.search(terms, 1, sorted(articles))
    return scored[0][1] if scored else 0.0


async def _answers(brief: Brief, services: Services) -> bool:
    """Whether the writer without a model claims anything."""
    return bool([claim async for claim in services.desk.stand_in.write(brief, Usage())])


def _with_interval(marked: Sequence[tuple[bool, float]]) -> tuple[float, float, float]:
    draw = random.Random(0)  # noqa: S311  a sample, no secret
    drawn = sorted(_auroc(draw.choices(marked, k=len(marked))) for _ in range(_DRAWS))
    return _auroc(marked), drawn[_DRAWS * 25 // 1000], drawn[_DRAWS * 975 // 1000 - 1]


def _auroc(marked: Sequence[tuple[bool, float]]) -> float:
    """The share of pairs of one of each sort in which the marked one scores higher; ties count half."""
    others = sorted(score for mark, score in marked if not mark)
    ours = [score for mark, score in marked if mark]
    if not others or not ours:
        return 0.5
    return sum(bisect_left(others, score) + bisect_right(others, score) for score in ours) / (2 * len(others) * len(ours))


def _sources(folder: Path) -> Iterator[Source]:
    file = next((folder / name for name in ("articles.jsonl", "corpus.jsonl") if (folder / name).exists()), folder / "corpus.jsonl")
    lines = ({"key": row.get("key", row.get("id")), "text": row["text"], "published_on": row.get("published_on")} for row in _rows(file))
    kept = ({name: value for name, value in line.items() if value} for line in lines)
    yield Source("eval:articles", "articles.jsonl", "\n".join(json.dumps(line, ensure_ascii=False) for line in kept).encode())


def _rows(file: Path) -> list[dict[str, Any]]:
    """The objects of a file, a line each. Raises `BadCases`."""
    if not file.is_file():
        message = f"{file} is not there"
        raise BadCases(message)
    try:
        rows = [json.loads(line) for line in file.read_text("utf-8").split("\n") if line.strip()]
    except ValueError as error:
        message = f"{file}: {error}"
        raise BadCases(message) from error
    if not rows:
        message = f"{file} holds no questions"
        raise BadCases(message)
    return rows
