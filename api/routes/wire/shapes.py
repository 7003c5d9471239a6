"""What every wire model is, and the shapes they share."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.brief import Quote
from ingest import catalogue


class Wire(BaseModel):
    """A field that is not known is an error, not a silence."""

    model_config = ConfigDict(extra="forbid")


class Filters(Wire):
    """Which articles may answer. Days are inclusive; every person named must be printed in the article."""

    published_from: date | None = None
    published_to: date | None = None
    people: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(default_factory=list, max_length=50)
    article_ids: list[Annotated[str, Field(pattern="^[0-9a-f]{16}$")]] = Field(default_factory=list, max_length=500)

    @model_validator(mode="after")
    def _in_order(self) -> "Filters":
        if self.published_from and self.published_to and self.published_from > self.published_to:
            message = "published_from is later than published_to"
            raise ValueError(message)
        return self

    def to_catalogue(self) -> catalogue.Filters:
        """The same, as the catalogue knows it."""
        return catalogue.Filters(self.published_from, self.published_to, tuple(self.people), tuple(self.article_ids))


class Citation(Wire):
    """Printed words: `quote` is `text[start:end]` of the article, counted in Unicode code points."""

    number: int
    article_id: str
    key: str
    title: str
    published_on: date | None
    section: str
    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, number: int, quote: Quote) -> "Citation":
        """A quote under its number."""
        article = quote.article
        return cls(
            number=number,
            article_id=article.id,
            key=article.key,
            title=article.title,
            published_on=article.published_on,
            section=quote.section,
            start=quote.span.start,
            end=quote.span.end,
            quote=quote.text,
        )
