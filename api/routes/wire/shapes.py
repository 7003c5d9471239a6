"""What every wire model is, and the shapes they share."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.brief import Quote
from ingest import catalogue
from ingest.article import Article, Span


class Wire(BaseModel):
    """A field that is not known is an error, not a silence."""

    model_config = ConfigDict(extra="forbid")


class Filters(Wire):
    """Which articles may answer. Days are inclusive; every person and organisation named must be printed in the article."""

    published_from: date | None = None
    published_to: date | None = None
    people: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(default_factory=list, max_length=50)
    article_ids: list[Annotated[str, Field(pattern="^[0-9a-f]{16}$")]] = Field(default_factory=list, max_length=500)

    organisations: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(default_factory=list, max_length=50)
    section: str = Field("", max_length=200)
    """Part of a section's title."""

    @model_validator(mode="after")
    def _in_order(self) -> "Filters":
        if self.published_from and self.published_to and self.published_from > self.published_to:
            message = "published_from is later than published_to"
            raise ValueError(message)
        return self

    def to_catalogue(self) -> catalogue.Filters:
        """The same, as the catalogue knows it."""
        return catalogue.Filters(
            published_from=self.published_from,
            published_to=self.published_to,
            people=tuple(self.people),
            article_ids=tuple(self.article_ids),
            organisations=tuple(self.organisations),
            section=self.section,
        )


class Stretch(Wire):
    """A stretch `text[start:end]` of an article, counted in Unicode code points."""

    article_id: str
    key: str
    title: str
    published_on: date | None
    section: str
    start: int
    end: int

    @staticmethod
    def fields_of(article: Article, section: str, span: Span) -> dict[str, Any]:
        """What is told of every stretch."""
        return {
            "article_id": article.id,
            "key": article.key,
            "title": article.title,
            "published_on": article.published_on,
            "section": section,
            "start": span.start,
            "end": span.end,
        }


class Citation(Stretch):
    """Printed words: `quote` is exactly what stands at the stretch."""

    number: int
    quote: str

    @classmethod
    def of(cls, number: int, quote: Quote) -> "Citation":
        """A quote under its number."""
        return cls(**cls.fields_of(quote.article, quote.section, quote.span), number=number, quote=quote.text)
