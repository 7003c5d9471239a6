"""Articles that are sent, listed and read, and the receipt for them."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import Field

from api.routes.wire.shapes import Wire
from ingest import facts, layout, pipeline
from ingest.article import Article


class ArticleSent(Wire):
    """An article that a caller sends; sent again under the same key, it replaces what was sent before."""

    text: str = Field(min_length=1)
    title: str | None = None
    published_on: date | None = None
    key: str | None = None
    source: str | None = None


class ArticleLine(Wire):
    """An article in a list."""

    id: str
    key: str
    title: str
    published_on: date | None
    sources: list[str]

    @classmethod
    def of(cls, article: Article, sources: Sequence[str]) -> "ArticleLine":
        """An article and the keys under which it was read."""
        return cls(
            id=article.id,
            key=article.key,
            title=article.title,
            published_on=article.published_on,
            sources=list(sources),
        )


class Articles(Wire):
    """A page of articles; `next` is the cursor of the page after it."""

    articles: list[ArticleLine]
    next: str | None


class Place(Wire):
    """A stretch of the article's text, in code points."""

    start: int
    end: int


class Section(Place):
    """A printed heading and what stands under it."""

    title: str


class Person(Wire):
    """A person the article names with a title, and where."""

    name: str
    title: str | None
    spans: list[Place]


class Byline(Place):
    """Who reported, as printed."""

    text: str


class ArticleWhole(ArticleLine):
    """An article with its text and what is printed in it in set forms."""

    source: str | None
    text: str
    sections: list[Section]
    people: list[Person]
    byline: Byline | None

    @classmethod
    def whole(cls, article: Article, sources: Sequence[str]) -> "ArticleWhole":
        """An article with all that is read off its text."""
        byline = facts.byline_in(article.text)
        return cls(
            **ArticleLine.of(article, sources).model_dump(),
            source=article.source,
            text=article.text,
            sections=[Section(title=one.title, start=one.span.start, end=one.span.end) for one in layout.sections_in(article.text)],
            people=[
                Person(name=one.name, title=one.title, spans=[Place(start=span.start, end=span.end) for span in one.spans])
                for one in facts.people_in(article.text)
            ],
            byline=Byline(text=byline.text, start=byline.span.start, end=byline.span.end) if byline else None,
        )


class Received(Wire):
    """An article on the receipt."""

    id: str
    key: str
    title: str
    published_on: date | None
    state: Literal["new", "updated", "unchanged"]


class Rejected(Wire):
    """What could not be read, and why."""

    name: str
    reason: str


class Receipt(Wire):
    """What came of everything that was sent."""

    articles: list[Received]
    rejected: list[Rejected]

    @classmethod
    def of(cls, receipt: pipeline.Receipt) -> "Receipt":
        """A receipt as it is sent."""
        return cls(
            articles=[
                Received(id=one.id, key=one.key, title=one.title, published_on=one.published_on, state=one.state)
                for one in receipt.articles
            ],
            rejected=[Rejected(name=one.name, reason=one.reason) for one in receipt.rejected],
        )
