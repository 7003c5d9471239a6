"""What passes between the skills: the question as understood, the numbered sentences, a writer's claims, the statements that leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ingest.article import Article, Item, Passage, Span
from ingest.fold import fold

Language = Literal["zh", "en"]
Kind = Literal["demand", "number", "when", "where", "who", "body", "why", "list", "what"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something a good answer must speak of: the question's word, and the printed forms that would be it."""

    label: str
    part_of: str
    """The whole word of the question that it is a part of: 张红军, of 张红."""
    spellings: tuple[str, ...]
    """Folded; any one will do. Empty where no article prints anything of the kind."""
    weight: float
    """How rare it is in the articles: the idf of BM25."""

    def is_in(self, folded: str) -> bool:
        """Whether a folded text prints it."""
        for spelling in self.spellings:  # noqa: SIM110  asked of every line a hundred times, and `any` takes twice as long
            if spelling in folded:
                return True
        return False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was understood."""

    text: str
    language: Language
    kind: Kind
    wanted: tuple[Wanted, ...]
    looked_for: tuple[str, ...]
    """The words of the question that were searched for, as its asker would know them."""
    missing: tuple[str, ...]
    """Those of them that no article prints."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, and how well it fits."""

    passage: Passage
    article: Article
    score: float
    words: float
    """Its share of the best word score, 0 to 1."""
    vector: float
    """Its cosine with the question."""

    def printed_of(self, asked: Asked) -> list[str]:
        """The words of the question that it prints, or its article's title does."""
        printed = fold(f"{self.article.title}\n{self.passage.section}\n{self.passage.span.of(self.article.text)}")
        return list(dict.fromkeys(one.label for one in asked.wanted if one.is_in(printed)))


@dataclass(frozen=True, slots=True)
class Line:
    """What a writer may cite by one number: a printed sentence, or the whole of an enumerated item."""

    number: int
    hit: Hit
    span: Span
    item: Item | None = None

    @property
    def text(self) -> str:
        """Its characters."""
        return self.span.of(self.hit.article.text)

    @property
    def lead(self) -> Span | None:
        """The words that introduce the list it stands in."""
        return self.item.lead if self.item else None

    @property
    def said(self) -> str:
        """Its characters behind those that introduce them: who said it, and what."""
        return (self.lead.of(self.hit.article.text) if self.lead else "") + self.text

    @property
    def listed(self) -> tuple[str, int] | None:
        """Equal for the items of one list."""
        return (self.hit.article.id, self.item.list_start) if self.item else None


@dataclass(frozen=True)
class Brief:
    """What a writer is given: the question, and the sentences it may draw on."""

    asked: Asked
    lines: tuple[Line, ...]

    @cached_property
    def by_number(self) -> Mapping[int, Line]:
        """The lines by their numbers."""
        return {line.number: line for line in self.lines}


@dataclass(frozen=True, slots=True)
class Claim:
    """What a writer proposes, and the numbers of the sentences that should bear it. Without text it proposes the sentences themselves."""

    numbers: tuple[int, ...]
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Printed words. They are read out of an article, never written by a model."""

    article: Article
    section: str
    span: Span

    @property
    def text(self) -> str:
        """Exactly what was printed there."""
        return self.span.of(self.article.text)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer, and the printed words that bear it out."""

    text: str
    quotes: tuple[Quote, ...]
    lead: Quote | None = None
    """The lead-in of the list that the printed words stand in, where the text leaves it out."""
