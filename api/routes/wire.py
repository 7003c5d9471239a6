"""What goes over the wire, in every route, in SSE and in the command line's --json alike."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.answers import question as answers
from api.brief import Hit, Quote
from ingest import catalogue, facts, layout, pipeline
from ingest.article import Article


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


class Turn(Wire):
    """Something said before."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=20_000)


class Question(Wire):
    """A question, in Chinese or English."""

    question: str
    language: Literal["auto", "zh", "en"] = "auto"
    filters: Filters = Field(default_factory=Filters)
    history: list[Turn] = Field(default_factory=list, max_length=50)

    def to_answers(self) -> answers.Question:
        """The same, as answers know it."""
        history = [answers.Turn(turn.role, turn.content) for turn in self.history]
        return answers.Question(self.question, None if self.language == "auto" else self.language, self.filters.to_catalogue(), history)


class Search(Wire):
    """A query for passages."""

    query: str = Field(min_length=1, max_length=2000)
    limit: int = Field(10, ge=1, le=50)
    filters: Filters = Field(default_factory=Filters)


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


class Statement(Wire):
    """A sentence of an answer, and the numbers of the citations that bear it."""

    text: str
    citations: list[int]


class StatementEvent(Statement):
    """A statement while it streams, with those of its citations that were not sent before."""

    new_citations: list[Citation]

    @classmethod
    def of_said(cls, said: answers.Said) -> "StatementEvent":
        """A statement as it leaves."""
        new = [Citation.of(number, quote) for number, quote in said.new]
        return cls(text=said.text, citations=list(said.citations), new_citations=new)


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


class Writer(Wire):
    """Who wrote, and whether it had to be stood in for."""

    kind: Literal["extractive", "model"]
    model: str | None
    prompt: str | None
    fell_back: bool
    reason: str | None = None
    """Why the model was stood in for: timeout, unreachable, rate-limited, truncated, no-labels, nothing-borne-out …"""


class Usage(Wire):
    """What the model cost; `cached` when nothing was spent because the answer was known."""

    prompt_tokens: int
    completion_tokens: int
    calls: int
    cached: bool = False


class Answer(Wire):
    """An answer: what the articles say, sentence by sentence, each with its printed words; or that they do not say."""

    id: str
    question: str
    language: Literal["zh", "en"]
    answered: bool
    statements: list[Statement]
    citations: list[Citation]
    note: str | None
    dropped: int
    writer: Writer
    usage: Usage
    timing_ms: dict[str, float]

    @classmethod
    def of(cls, answer: answers.Answer) -> "Answer":
        """An answer as it is sent."""
        credit, usage = answer.credit, answer.usage
        return cls(
            id=answer.id,
            question=answer.question,
            language=answer.language,
            answered=answer.answered,
            statements=[Statement(text=said.text, citations=list(said.citations)) for said in answer.statements],
            citations=[Citation.of(number, quote) for quote, number in answer.citations.items()],
            note=answer.note,
            dropped=answer.dropped,
            writer=Writer(
                kind=credit.kind,
                model=credit.model,
                prompt=credit.prompt,
                fell_back=answer.fell_back,
                reason=answer.reason,
            ),
            usage=Usage(prompt_tokens=usage.prompt_tokens, completion_tokens=usage.completion_tokens, calls=usage.calls),
            timing_ms=answer.timing_ms,
        )


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


class Health(Wire):
    """The process lives."""

    status: Literal["ok"]


class Ready(Wire):
    """Whether questions can be answered, and with what."""

    ready: bool
    trouble: str | None
    articles: int
    passages: int
    generation: int
    encoder: str
    writer: Literal["extractive", "model"]
    model: str | None
    vocabulary: str


class FieldTrouble(Wire):
    """A field that is wrong."""

    field: str
    reason: str


class Problem(Wire):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[FieldTrouble] | None = None
