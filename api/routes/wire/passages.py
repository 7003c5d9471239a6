"""A search, and the passages it finds."""

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from api.brief import Hit
from api.routes.wire.shapes import Filters, Wire


class Search(Wire):
    """A query for passages."""

    query: str = Field(min_length=1, max_length=2000)
    limit: int = Field(10, ge=1, le=50)
    filters: Filters = Field(default_factory=Filters)


class Passage(Wire):
    """A passage that was found; `text` is `text[start:end]` of the article."""

    article_id: str
    key: str
    title: str
    published_on: date | None
    section: str
    start: int
    end: int
    text: str
    score: float

    @classmethod
    def of(cls, hit: Hit) -> "Passage":
        """A hit, without what only ranking needs."""
        article, passage = hit.article, hit.passage
        return cls(
            article_id=article.id,
            key=article.key,
            title=article.title,
            published_on=article.published_on,
            section=passage.section,
            start=passage.span.start,
            end=passage.span.end,
            text=passage.span.of(article.text),
            score=round(hit.score, 4),
        )


class Passages(Wire):
    """Passages, best first."""

    passages: list[Passage]

    @classmethod
    def of(cls, hits: Sequence[Hit]) -> "Passages":
        """All hits."""
        return cls(passages=[Passage.of(hit) for hit in hits])
