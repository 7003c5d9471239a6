"""Articles that are sent, listed and read, and the receipt for them."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from api.routes.wire.shapes import Wire
from ingest import facts, layout, pipeline
from ingest.article import Article, Span


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


class Organisation(Wire):
    """A body the article names, in full or in short; `full` is what a short name stands for, and `basis` says how that is known."""

    name: str
    form: Literal["full", "short"]
    full: str | None
    basis: str | None
    spans: list[Place]


class Dated(Place):
    """A day or a period the article speaks of, both ends inclusive; null where an end does not follow, and `basis` says why."""

    model_config = ConfigDict(serialize_by_alias=True)

    text: str
    first: date | None = Field(serialization_alias="from")
    last: date | None = Field(serialization_alias="to")
    basis: str


class Byline(Place):
    """Who reported, as printed."""

    text: str
    reporters: list[str]
    correspondents: list[str]


class ArticleWhole(ArticleLine):
    """An article with its text and what is printed in it in set forms."""

    source: str | None
    text: str
    sections: list[Section]
    people: list[Person]
    organisations: list[Organisation]
    dates: list[Dated]
    byline: Byline | None

    @classmethod
    def whole(cls, article: Article, sources: Sequence[str]) -> "ArticleWhole":
        """An article with all that is read off its text."""
        return cls(
            **ArticleLine.of(article, sources).model_dump(),
            source=article.source,
            text=article.text,
            sections=[Section(title=one.title, **_place(one.span)) for one in layout.sections_in(article.text)],
            people=[Person(name=one.name, title=one.title, spans=_places(one.spans)) for one in facts.people_in(article.text)],
            organisations=[
                Organisation(name=one.name, form=one.form, full=one.full, basis=one.basis, spans=_places(one.spans))
                for one in facts.organisations_in(article.text)
            ],
            dates=[
                Dated(text=one.text, first=one.first, last=one.last, basis=one.basis, **_place(one.span))
                for one in facts.dates_in(article.text, article.published_on)
            ],
            byline=_byline(article.text),
        )


def _byline(text: str) -> Byline | None:
    found = facts.who_reported(text)
    if found is None:
        return None
    return Byline(text=found.text, reporters=list(found.reporters), correspondents=list(found.correspondents), **_place(found.span))


def _places(spans: Sequence[Span]) -> list[Place]:
    return [Place(**_place(span)) for span in spans]


def _place(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


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
