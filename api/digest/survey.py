"""The overview of an edition in a model's words: written once, before the first letter, and held against the print whenever it is shown."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from api.answers.overview import Overview, grounded, lines_of
from api.brief import Claim, Language, Line, Quote
from api.errors import WriterFailed
from api.generate.writer import Credit, Usage
from ingest.article import Span
from ingest.library import Library

if TYPE_CHECKING:
    from api.generate.survey import ModelSurveyor

_FEW = 2
"""Articles of which an overview is worth a call."""


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What a model said of a day as far as it is printed; or why nothing of it is shown."""

    overview: Overview
    credit: Credit
    reason: str | None


async def survey(library: Library, day: date, language: Language, quotes: Sequence[Quote], surveyor: "ModelSurveyor") -> None:
    """Have the model write of what these say, unless it did, or failed, before. Its failure is kept too: every letter of a day is alike."""
    if library.shelf.overview(day, language) is not None or len({quote.article.id for quote in quotes}) < _FEW:
        return
    lines = lines_of(quotes)
    claims: list[Claim] = []
    reason = None
    try:
        claims = await surveyor.write(lines, language, Usage())
        if not grounded(claims, lines, language).common:
            reason = "nothing-borne-out"
    except WriterFailed as failure:
        reason = failure.reason
    credit = surveyor.credit
    body = {"model": credit.model, "prompt": credit.prompt, "reason": reason, **_kept(claims, lines)}
    library.shelf.keep_overview(day, language, json.dumps(body, ensure_ascii=False))


def surveyed(library: Library, day: date, language: Language) -> Surveyed | None:
    """What is kept of a day, checked anew: an article that was changed or withdrawn since bears nothing. None where no model was asked."""
    raw = library.shelf.overview(day, language)
    if raw is None:
        return None
    body = json.loads(raw)
    claims = [Claim(tuple(numbers), text) for text, numbers in body["claims"]]
    overview = grounded(claims, list(_lines(library, body["lines"])), language)
    if not overview.common:
        return Surveyed(overview, Credit("extractive"), body["reason"] or "nothing-borne-out")
    return Surveyed(overview, Credit("model", body["model"], body["prompt"]), None)


def _kept(claims: Sequence[Claim], lines: Sequence[Line]) -> dict[str, Any]:
    cited = {number for claim in claims for number in claim.numbers}
    places = [[line.number, line.hit.article.id, line.span.start, line.span.end] for line in lines if line.number in cited]
    return {"claims": [[claim.text, claim.numbers] for claim in claims], "lines": places}


def _lines(library: Library, places: Sequence[tuple[int, str, int, int]]) -> Sequence[Line]:
    articles = library.catalogue.published({name for _, name, _, _ in places})
    there = [(number, articles[name], Span(start, end)) for number, name, start, end in places if name in articles]
    return [line for number, article, span in there for line in lines_of([Quote(article, "", span)], number)]
