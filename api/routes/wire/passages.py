"""A search, and the passages it finds."""

from collections.abc import Sequence

from pydantic import Field

from api.brief import Asked, Hit
from api.routes.wire.shapes import Filters, Stretch, Wire


class Search(Wire):
    """A query for passages."""

    query: str = Field(min_length=1, max_length=2000)
    limit: int = Field(10, ge=1, le=50)
    filters: Filters = Field(default_factory=Filters)
    explain: bool = False
    """Whether each passage should say what it was found by."""


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


class Explanation(Wire):
    """What a passage was found by: its share of the best word score, its cosine, the two as fused, the words of the query it prints."""

    words: float
    vector: float
    fused: float
    terms: list[str]


class Explained(Passage):
    """A passage that says what it was found by."""

    explain: Explanation

    @classmethod
    def by(cls, hit: Hit, asked: Asked) -> "Explained":
        """A hit, with what ranking knows of it."""
        words, vector, fused = (round(one, 4) for one in (hit.words, hit.vector, hit.score))
        why = Explanation(words=words, vector=vector, fused=fused, terms=hit.printed_of(asked))
        return cls(**Passage.of(hit).model_dump(), explain=why)


class Passages(Wire):
    """Passages, best first."""

    passages: list[Explained | Passage]

    @classmethod
    def of(cls, hits: Sequence[Hit], explained: Asked | None = None) -> "Passages":
        """All hits; with a query as it was understood, each says what it was found by."""
        return cls(passages=[Explained.by(hit, explained) if explained else Passage.of(hit) for hit in hits])
