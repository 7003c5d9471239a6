"""A question, and its answer in one piece or statement by statement."""

from typing import Literal

from pydantic import Field

from api.answers import question as answers
from api.answers import understood
from api.generate.writer import Credit
from api.routes.wire.shapes import Citation, Filters, Wire


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
        history = [understood.Turn(turn.role, turn.content) for turn in self.history]
        return answers.Question(self.question, None if self.language == "auto" else self.language, self.filters.to_catalogue(), history)


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


class Writer(Wire):
    """Who wrote, and whether it had to be stood in for."""

    kind: Literal["extractive", "model"]
    model: str | None
    prompt: str | None
    fell_back: bool
    rung: Literal["json_schema", "json_object", "prompt"] | None = Field(None, exclude_if=lambda rung: rung is None)
    """What held the model to a shape, where one was asked for."""
    reason: str | None = None
    """Why the model was stood in for: timeout, unreachable, rate-limited, truncated, no-labels, nothing-borne-out …"""

    @classmethod
    def of(cls, credit: Credit, reason: str | None, *, fell_back: bool | None = None) -> "Writer":
        """Who is credited. Unless told, a reason means that somebody stood in."""
        return cls(
            kind=credit.kind,
            model=credit.model,
            prompt=credit.prompt,
            rung=credit.rung,
            fell_back=reason is not None if fell_back is None else fell_back,
            reason=reason,
        )


class Usage(Wire):
    """What the model cost; `cached` when nothing was spent because the answer was known."""

    prompt_tokens: int
    completion_tokens: int
    calls: int
    cached: bool = False
    cost: float | None = Field(None, exclude_if=lambda cost: cost is None)
    """By the prices of the settings; left out without them."""


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
        usage = answer.usage
        return cls(
            id=answer.id,
            question=answer.question,
            language=answer.language,
            answered=answer.answered,
            statements=[Statement(text=said.text, citations=list(said.citations)) for said in answer.statements],
            citations=[Citation.of(number, quote) for quote, number in answer.citations.items()],
            note=answer.note,
            dropped=answer.dropped,
            writer=Writer.of(answer.credit, answer.reason, fell_back=answer.fell_back),
            usage=Usage(
                prompt_tokens=usage.prompt_tokens,
                completion_tokens=usage.completion_tokens,
                calls=usage.calls,
                cached=usage.cached,
                cost=usage.cost,
            ),
            timing_ms=answer.timing_ms,
        )
