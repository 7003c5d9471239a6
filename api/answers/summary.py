"""Sum up articles in printed words: one, several, or all that match."""

import time
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from api.answers.overview import Overview, overview_of
from api.answers.question import InTurn, Said
from api.answers.telling import Teller, statement_of
from api.brief import Language, Quote
from api.errors import NoSuchArticle, WriterFailed
from api.generate.gist.choosing import EDITION, chosen
from api.generate.picking import ModelPicker, chooses
from api.generate.writer import Credit, Usage
from ingest.article import Article, Span
from ingest.catalogue import Filters
from ingest.errors import NothingToRead
from ingest.library import Library

Length = Literal["line", "short", "long"]
CHARACTERS: dict[Length, int] = {"line": 60, "short": 150, "long": 400}
"""The most that a summary has, all its statements together."""
MOST = 100
"""Articles summed up at once; of more, the newest."""
_TRIES = 8
_PICKS = "picks"
"""In the place of a length: what was picked serves every length."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be summed up, and how."""

    filters: Filters
    length: Length = "short"
    language: Language = "zh"


@dataclass(frozen=True, slots=True)
class Begun:
    """What will be summed up, in this order."""

    articles: Sequence[Article]
    left_out: int
    """Articles that match and are not summed up, for there are too many."""


@dataclass(slots=True)
class Summary:
    """What is said of one article."""

    article: Article
    credit: Credit
    statements: list[Said] = field(default_factory=list)
    citations: dict[Quote, int] = field(default_factory=dict)
    reason: str | None = None
    """Why the model was stood in for, where one was to pick."""


@dataclass(frozen=True, slots=True)
class Summaries:
    """All of them, and the overview of several."""

    summaries: Sequence[Summary]
    overview: Overview | None
    left_out: int
    """As above."""


Event = Begun | Said | Summary | Summaries


async def summarise(library: Library, wish: Wish, in_turn: InTurn, picker: ModelPicker | None = None) -> AsyncGenerator[Event, None]:
    """What there is to do, the statements of each summary and then the summary; last all of them.

    Raises `NoSuchArticle` for an id that nothing has.
    """
    articles, left_out = await in_turn(partial(matching, library, wish.filters))
    yield Begun(articles, left_out)
    done: list[Summary] = []
    for article in articles:
        summary = await summed_up_by(picker, library, article, wish, in_turn)
        for said in summary.statements:
            yield said
        yield summary
        done.append(summary)
    yield Summaries(done, await in_turn(partial(overview_of, articles, wish.language)), left_out)


async def summed_up_by(picker: ModelPicker | None, library: Library, article: Article, wish: Wish, in_turn: InTurn) -> Summary:
    """One article, with what the model picks of it; where it fails, as without a model, and the summary says why."""
    if picker is None:
        return await in_turn(partial(summed_up, library, article, wish))
    try:
        picks = await _picks(picker, library, article, in_turn)
    except WriterFailed as failure:
        summary = await in_turn(partial(summed_up, library, article, wish))
        summary.reason = failure.reason
        return summary
    summary = await in_turn(partial(summed_up, library, article, wish, picks, picker.name))
    summary.credit = picker.credit
    return summary


async def _picks(picker: ModelPicker, library: Library, article: Article, in_turn: InTurn) -> Sequence[Span]:
    """What the model picked before, or picks now, within its seconds. Raises `WriterFailed`, for a while without asking again."""
    if known := await in_turn(partial(library.shelf.find, article.id, _PICKS, picker.name)):
        return _a_choice(article, known)
    if reason := picker.lately.why(article.id):
        raise WriterFailed(reason)
    try:
        picks = await picker.picked(article.text, Usage(), time.monotonic() + picker.seconds)
    except WriterFailed as failure:
        picker.lately.failed(article.id, failure.reason)
        raise
    await in_turn(partial(library.shelf.keep, article.id, _PICKS, picker.name, picks))
    return _a_choice(article, picks)


def _a_choice(article: Article, picks: Sequence[Span]) -> Sequence[Span]:
    """What was picked, kept or fresh. Raises `WriterFailed` where it is only the article's beginning, or most of it."""
    if not chooses(article.text, picks):
        raise WriterFailed("no-choice")
    return picks


def matching(library: Library, filters: Filters) -> tuple[list[Article], int]:
    """The articles, those named in the order of their names, others the newest first; and how many are left out."""
    try:
        catalogue = library.catalogue
    except NothingToRead:
        return [], 0
    if missing := sorted(set(filters.article_ids) - catalogue.known(filters.article_ids)):
        message = f"no article has the id {', '.join(missing)}"
        raise NoSuchArticle(message)
    found, total = catalogue.page(filters, MOST), len(catalogue.matching(filters))
    by_id = {article.id: article for article in found}
    ordered = [by_id[name] for name in dict.fromkeys(filters.article_ids) if name in by_id] if filters.article_ids else found
    return ordered, total - len(ordered)


def summed_up(library: Library, article: Article, wish: Wish, picked: Sequence[Span] = (), writer: str = EDITION) -> Summary:
    """One article within the length, as it was chosen before, if it was. An English frame takes of the length, so less is said."""
    limit = CHARACTERS[wish.length]
    spans = library.shelf.find(article.id, wish.length, writer)
    if spans is None:
        spans = _chosen(article, limit, wish.length, picked)
        library.shelf.keep(article.id, wish.length, writer, spans)
    summary = _told(article, spans, wish.language)
    room = limit
    for attempt in range(1, _TRIES + 1):
        if (over := _over(summary, limit)) <= 0 or len(spans) <= 1:
            break
        room = max(1, room - over * attempt)
        spans = _chosen(article, room, wish.length, picked)
        summary = _told(article, spans, wish.language)
    while _over(summary, limit) > 0 and len(spans) > 1:
        spans = spans[:-1]
        summary = _told(article, spans, wish.language)
    return summary


def _over(summary: Summary, limit: int) -> int:
    return sum(len(said.text) for said in summary.statements) - limit


def _chosen(article: Article, characters: int, length: Length, picked: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(chosen(article.text, characters, most=1 if length == "line" else None, picked=picked))


def _told(article: Article, spans: Sequence[Span], language: Language) -> Summary:
    summary = Summary(article, Credit("extractive"))
    teller = Teller(summary.citations, language, titled=False)
    summary.statements = list(teller.all([statement_of(article, span) for span in spans]))
    return summary
