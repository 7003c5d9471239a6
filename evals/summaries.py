"""How good summaries are: the facts they hold, false statements they make, how short they are, numbers that no article prints."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from api.answers.summary import CHARACTERS, Length, Summary, Wish, summed_up, summed_up_by
from api.ground.numerals import values_in
from api.services import Services
from evals.labels import Labelled, bare
from ingest.article import Article
from ingest.catalogue import Filters
from ingest.embed import LocalEncoder
from ingest.library import Library


@dataclass(frozen=True, slots=True)
class Judged:
    """A summary beside what it should hold."""

    article: Article
    text: str
    missing: tuple[tuple[str, ...], ...]
    claims: tuple[str, ...]
    """False statements that it makes."""
    coverage: float
    novel: int
    """Numbers that the article does not state."""
    is_printed: bool
    """Whether every citation is exactly what the article prints there."""
    by_model: bool


def judge(labelled: Sequence[Labelled], length: Length, services: Services | None = None) -> list[Judged]:
    """Sum up every article that has labels for it; with services, by their model, in their catalogue."""
    if services:
        return asyncio.run(_judged_by(services, labelled, length))
    with TemporaryDirectory(prefix="jianbao-eval-") as folder:
        library = Library(Path(folder), LocalEncoder(Path(folder), 1))
        with library.writing(rebuilding=True):
            pass
        return [_judged(summed_up(library, one.article, Wish(Filters(), length)), one) for one in labelled if one.wanted]


async def _judged_by(services: Services, labelled: Sequence[Labelled], length: Length) -> list[Judged]:
    wish, wanted = Wish(Filters(), length), [one for one in labelled if one.wanted]
    try:
        parts = services.picker, services.library
        return [_judged(await summed_up_by(*parts, one.article, wish, services.in_turn), one) for one in wanted]
    finally:
        await services.desk.writer.aclose()


def _judged(summary: Summary, one: Labelled) -> Judged:
    assert one.wanted  # noqa: S101  only such are judged
    text = "\n".join(said.text for said in summary.statements)
    facts = one.wanted.must_have
    missing = tuple(fact for fact in facts if not all(word in text for word in fact))
    claims = tuple(claim for claim in one.wanted.must_not_claim if bare(claim).rstrip("。") in bare(text))
    printed = all(quote.text in one.article.text for quote in summary.citations) and bool(summary.citations)
    novel = len(values_in(text) - values_in(one.article.text))
    return Judged(one.article, text, missing, claims, 1 - len(missing) / len(facts), novel, printed, summary.credit.kind == "model")


def scores(judged: Sequence[Judged], length: Length) -> dict[str, float]:
    """Over all articles."""
    many = len(judged) or 1
    return {
        f"{length}: facts held": sum(one.coverage for one in judged) / many,
        f"{length}: compression": sum(len(one.text) / len(one.article.text) for one in judged) / many,
        f"{length}: too long": sum(len(one.text.replace("\n", "")) > CHARACTERS[length] for one in judged),
        f"{length}: false statements": sum(len(one.claims) for one in judged),
        f"{length}: novel numbers": sum(one.novel for one in judged),
        f"{length}: not printed": sum(not one.is_printed for one in judged),
    }


def differences(one: Judged) -> Iterator[str]:
    """What is missing, and what is false."""
    yield from (f"{one.article.key}: missing: {' and '.join(fact)}" for fact in one.missing)
    yield from (f"{one.article.key}: claims: {claim}" for claim in one.claims)
