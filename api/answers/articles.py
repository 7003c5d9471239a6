"""The articles themselves: listed, read whole, taken in and taken out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.errors import NoSuchArticle, NothingAccepted
from ingest.article import Article
from ingest.catalogue import Filters, Version
from ingest.errors import NothingToRead
from ingest.library import Library
from ingest.pipeline import Receipt, ingest, remove
from ingest.read import Source


@dataclass(frozen=True, slots=True)
class Page:
    """Articles with the keys under which each was read, and the cursor of the page behind them."""

    articles: Sequence[tuple[Article, Sequence[str]]]
    next: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """An article as an id names it, and the id of what took its place since then."""

    article: Article
    newer: str | None


def listed(library: Library, filters: Filters, limit: int, after: str | None) -> Page:
    """A page of articles, the newest day first; empty where nothing was ever read."""
    try:
        catalogue = library.catalogue
    except NothingToRead:
        return Page((), None)
    found = catalogue.page(filters, limit + 1, after)
    shown = found[:limit]
    sources = catalogue.sources(article.id for article in shown)
    return Page([(article, sources.get(article.id, ())) for article in shown], shown[-1].id if len(found) > limit else None)


def whole(library: Library, article_id: str) -> tuple[Article, Sequence[str]]:
    """One article and the keys under which it was read. Raises `NoSuchArticle`."""
    article = library.catalogue.article(article_id)
    if article is None:
        raise _missing(article_id)
    return article, library.catalogue.sources([article_id]).get(article_id, ())


def as_named(library: Library, article_id: str) -> Standing:
    """The very text of an id, even after a correction: offsets that were quoted hold. Raises `NoSuchArticle` once it is withdrawn."""
    versions = history(library, article_id)
    now = next((one.article.id for one in reversed(versions) if one.published), None)
    if now is None:
        raise _missing(article_id)
    return Standing(next(one.article for one in versions if one.article.id == article_id), None if now == article_id else now)


def id_of(library: Library, name: str) -> str:
    """The id that a person means: itself, or that of the article that was read under a key. Raises `NoSuchArticle`."""
    if not (ids := library.catalogue.called(name)):
        return name
    if len(ids) > 1:
        message = f"{len(ids)} articles are called {name}: {', '.join(sorted(ids))}"
        raise NoSuchArticle(message)
    return ids[0]


def history(library: Library, article_id: str) -> list[Version]:
    """What an article replaced and what replaced it, the oldest first. Raises `NoSuchArticle`."""
    versions = library.catalogue.history(article_id)
    if not versions:
        raise _missing(article_id)
    return versions


def taken_in(library: Library, sources: Iterable[Source]) -> Receipt:
    """Publish what was sent. Raises `NothingAccepted` where none of it can be read, `Busy` where another writes."""
    receipt = ingest(sources, library)
    if not receipt.articles:
        raise NothingAccepted("; ".join(f"{one.name}: {one.reason}" for one in receipt.rejected))
    return receipt


def taken_out(library: Library, article_id: str) -> None:
    """Withdraw one article. Raises `NoSuchArticle`, and `Busy` where another writes."""
    if not remove(article_id, library):
        raise _missing(article_id)


def _missing(article_id: str) -> NoSuchArticle:
    return NoSuchArticle(f"no article has the id {article_id}")
