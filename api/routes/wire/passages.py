"""A search, and the passages it finds."""

from collections.abc import Sequence

from pydantic import Field

from api.brief import Hit
from api.routes.wire.shapes import Filters, Stretch, Wire


class Search(Wire):
    """A query for passages."""

    query: str = Field(min_length=1, max_length=2000)
    limit: int = Field(10, ge=1, le=50)
    filters: Filters = Field(default_factory=Filters)


class Passage(Stretch):
    """A passage that was found."""

    text: str
    score: float

    @classmethod
    def of(cls, hit: Hit) -> "Passage":
        """A hit, without what only ranking needs."""
        article, passage = hit.article, hit.passage
        told = cls.fields_of(article, passage.section, passage.span)
        return cls(**told, text=passage.span.of(article.text), score=round(hit.score, 4))


class Passages(Wire):
    """Passages, best first."""

    passages: list[Passage]

    @classmethod
    def of(cls, hits: Sequence[Hit]) -> "Passages":
        """All hits."""
        return cls(passages=[Passage.of(hit) for hit in hits])
