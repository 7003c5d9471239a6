"""Answer a question, one supported statement at a time."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Protocol, TypeVar
from uuid import uuid4

from api import glossary
from api.answers.desk import laid_out
from api.answers.orders import fair_part
from api.answers.phrases import framed, not_as_asked, nothing_found, of_follow_up, of_orders, of_time
from api.answers.several import one_by_one
from api.answers.understood import Rewriter, Turn, Understanding
from api.brief import Brief, Claim, Hit, Language, Quote, Statement
from api.errors import BadQuestion, WriterFailed
from api.generate.writer import Credit, Usage, Writer
from api.ground.door import Dropped, borne_out
from api.ground.latin import Rendered
from api.ground.sayers import said_by_them
from api.retrieve.hybrid import Found, Retriever
from api.retrieve.kinds import language_of
from ingest.catalogue import Filters

T = TypeVar("T")
_REWRITES = 4
"""Of the seconds for an answer, the part that a rewrite of the question may take."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and of which articles."""

    text: str
    language: Language | None = None
    """None: the language it is asked in."""
    filters: Filters = Filters()  # noqa: RUF009  Filters is frozen
    history: Sequence[Turn] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as it leaves: its text, and the numbers of its citations."""

    text: str
    citations: tuple[int, ...]
    new: tuple[tuple[int, Quote], ...]
    """Those of its citations that were not given before."""


@dataclass(slots=True)
class Answer:
    """All that was said, and how it came about."""

    question: str
    language: Language
    credit: Credit
    """Who wrote it; the stand-in where it wrote any part."""
    id: str = field(default_factory=lambda: uuid4().hex)
    statements: list[Said] = field(default_factory=list)
    citations: dict[Quote, int] = field(default_factory=dict)
    note: str | None = None
    dropped: int = 0
    dropped_for: Counter[str] = field(default_factory=Counter)
    """How many claims fell for which reason."""
    fell_back: bool = False
    reason: str | None = None
    """Why the model's words were not used; None where they were, or where there is no model."""
    usage: Usage = field(default_factory=Usage)
    timing_ms: dict[str, float] = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        """Whether anything was said."""
        return bool(self.statements)


Event = Found | Said | Answer


class InTurn(Protocol):
    """Runs pieces of blocking work, a few at a time."""

    async def __call__(self, work: Callable[[], T]) -> T:
        """What the work returns. Raises `NotNow` when too much waits already."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Who finds, who writes, and who writes when that one cannot."""

    retriever: Retriever
    writer: Writer
    stand_in: Writer
    passages: int
    seconds: float
    characters: int
    in_turn: "InTurn"
    """Runs blocking work without holding up the event loop."""
    rendered: Rendered = glossary.printed_for
    """What newspapers print for an English term: a claim may name it so."""
    rewriter: Rewriter | None = None
    """None: a follow-up is understood by rule."""
    learn: Callable[[int, int], None] = lambda *_: None
    """Told of each reply how many of its own sentences were borne out, and how many were not."""


async def answer(question: Question, desk: Desk) -> AsyncGenerator[Event, None]:
    """Passages first, then statements as they pass the door, last the whole answer.

    Raises `BadQuestion` for an empty or overlong question. A model that fails, or whose claims all fall, is stood in for.
    """
    started = time.perf_counter()
    whole, usage = _asked(question.text, desk.characters), Usage()
    fair = fair_part(whole)
    text = fair or whole
    alone = await _standing_alone(text, question, desk, usage)
    understood = replace(question, text=alone or text, language=question.language or language_of(text))
    found, parts = await _looked_up(understood, desk, fair=bool(fair))
    yield found
    told = _Told(Answer(whole, found.asked.language, desk.writer.credit, usage=usage), desk.rendered)
    told.answer.timing_ms["retrieve"] = _since(started)
    notes = [of_follow_up(alone, found.asked.language)] if alone else []
    for left, (part, brief) in zip(range(len(parts), 0, -1), parts, strict=True):
        now = time.perf_counter()
        async for said in _written(desk, told.of(said_by_them(brief)), now + (started + desk.seconds - now) / left):
            yield said
        notes += _notes(part, question, brief, answered=told.borne > 0)
    told.answer.note = ("" if found.asked.language == "zh" else " ").join(dict.fromkeys(notes)) or None
    if text != whole:
        told.answer.note = of_orders(text, found.asked.language, told.answer.note)
    told.answer.timing_ms["total"] = _since(started)
    yield told.answer


async def _looked_up(question: Question, desk: Desk, *, fair: bool) -> tuple[Found, list[tuple[Found, Brief]]]:
    """What is found for a question, and for each of those it asks about in a row; nothing is laid out for one that only orders."""

    async def look(words: str) -> tuple[Found, Brief]:
        found = await desk.in_turn(lambda: desk.retriever.retrieve(words, desk.passages, question.filters, question.language))
        return found, laid_out(found.asked, found.hits if fair else ())

    found, brief = await look(question.text)
    parts = [await look(part) for part in one_by_one(brief)]
    if not parts:
        return found, [(found, brief)]
    return replace(found, hits=_alternately([part.hits for part, _ in parts])), parts


def _alternately(several: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """The best of each, then the second of each; what several found comes once."""
    found: dict[str, Hit] = {}
    for hit in (hit for row in zip_longest(*several) for hit in row if hit):
        found.setdefault(hit.passage.id, hit)
    return tuple(found.values())


async def _standing_alone(text: str, question: Question, desk: Desk, usage: Usage) -> str | None:
    """A follow-up with what it leans on put in, by the model where it keeps to what was said, else by rule; None for any other question."""
    if not question.history:
        return None
    understanding = Understanding(desk.retriever, desk.passages, desk.rewriter, desk.seconds / _REWRITES, desk.rendered)
    by_rule = await desk.in_turn(lambda: understanding.rule(text, question.history))
    return by_rule and (await understanding.model(text, question.history, usage) or by_rule)


def _notes(found: Found, question: Question, brief: Brief, *, answered: bool) -> Iterator[str]:
    """How the question's time was understood; where nothing was said, what was looked for and what is not as it was asked."""
    if found.time:
        yield of_time(found.time, found.asked.language, nothing=not found.hits, undated=found.undated)
    if not answered:
        filtered = bool(question.filters or (found.time and found.time.leans))
        yield nothing_found(found.asked, found.searched, filtered=filtered) + not_as_asked(brief)


async def _written(desk: Desk, told: "_Told", deadline: float) -> AsyncIterator[Said]:
    """What the writer says; where it fails, or where nothing of what it claims is borne out, what its stand-in says."""
    answer, reason = told.answer, None
    try:
        async for claim in _until(deadline, desk.writer.write(told.brief, told.answer.usage)):
            if said := told.say(claim):
                yield said
    except WriterFailed as failure:
        reason = failure.reason
    if not answer.usage.cached:
        desk.learn(told.prose[True], told.prose[False])
    if desk.writer is desk.stand_in:
        answer.reason = reason
        return
    if not reason and told.fallen and not told.borne:
        reason = "nothing-borne-out"
    if reason:
        answer.fell_back, answer.reason, answer.credit = True, reason, desk.stand_in.credit
        async for claim in desk.stand_in.write(told.brief, told.answer.usage):
            if said := told.say(claim):
                yield said


async def _until(deadline: float, claims: AsyncIterator[Claim]) -> AsyncIterator[Claim]:
    """The claims that come in time. Raises `WriterFailed` when time is up."""
    try:
        while True:
            yield await asyncio.wait_for(anext(claims), max(0.0, deadline - time.perf_counter()))
    except StopAsyncIteration:
        return
    except TimeoutError as error:
        raise WriterFailed("timeout") from error
    finally:
        if closing := getattr(claims, "aclose", None):
            await closing()


class _Told:
    """What has been said so far."""

    def __init__(self, answer: Answer, rendered: Rendered) -> None:
        self.answer = answer
        self.brief: Brief
        self.prose: Counter[bool] = Counter()
        """How many claims in the writer's own words were borne out, and how many were not."""
        self.borne = self.fallen = 0
        """Claims about the brief at hand that were borne out, said already or not, and that were not."""
        self._rendered = rendered
        self._texts: set[str] = set()
        self._last: Statement | None = None

    def of(self, brief: Brief) -> "_Told":
        """The same, for a writer that works from this brief."""
        self.brief = brief
        self.borne = self.fallen = 0
        self.prose.clear()
        return self

    def say(self, claim: Claim) -> Said | None:
        """The statement as it leaves; None for one that is not borne out, or says again what was said."""
        outcome = borne_out(claim, self.brief, self._rendered)
        self.prose[isinstance(outcome, Statement)] += claim.text is not None
        if isinstance(outcome, Dropped):
            self.fallen += 1
            self.answer.dropped += 1
            self.answer.dropped_for[outcome.reason] += 1
            return None
        self.borne += 1
        if self._was_said(outcome, printed=claim.text is None):
            return None
        new = tuple(quote for quote in outcome.quotes if quote not in self.answer.citations)
        start = len(self.answer.citations) + 1
        self.answer.citations.update((quote, number) for number, quote in enumerate(new, start))
        numbers = tuple(self.answer.citations[quote] for quote in outcome.quotes)
        text = framed(outcome, self.answer.language, self._last)
        said = Said(text, numbers, tuple((self.answer.citations[quote], quote) for quote in new))
        self.answer.statements.append(said)
        self._last = outcome
        return said

    def _was_said(self, statement: Statement, *, printed: bool) -> bool:
        """Whether these words were said before, or are printed words all of which were quoted: there they can be read already."""
        text = "".join(char for char in statement.text if char.isalnum())
        if text in self._texts or (printed and all(map(self._was_quoted, statement.quotes))):
            return True
        self._texts.add(text)
        return False

    def _was_quoted(self, quote: Quote) -> bool:
        return any(quote.article.id == other.article.id and other.span.holds(quote.span) for other in self.answer.citations)


def _asked(text: str, most: int) -> str:
    """The question without blanks around it. Raises `BadQuestion`."""
    text = text.strip()
    if not text:
        message = "the question is empty"
        raise BadQuestion(message)
    if len(text) > most:
        message = f"the question has {len(text)} characters; {most} is the most"
        raise BadQuestion(message)
    return text


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
