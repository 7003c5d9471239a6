"""The one place where parts are chosen and joined. Nothing else looks for its parts."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from api.answers.beside import Reader
from api.answers.cautious import Cautious
from api.answers.question import Desk
from api.answers.understood import Rewriter
from api.brief import Brief
from api.digest.days import Days
from api.errors import NotNow
from api.generate.extractive import ExtractiveWriter
from api.generate.writer import Writer
from api.retrieve.dictionary import Dictionary
from api.retrieve.english import English
from api.retrieve.hybrid import HybridRetriever
from api.retrieve.ranking import Weights
from api.retrieve.timely import Timely
from api.settings import Settings
from api.stopping import Stopping
from ingest.embed import Embedder, LocalEncoder
from ingest.errors import IngestError
from ingest.library import Library
from ingest.tokens import Vocabulary
from ingest.vectors import OneLook

if TYPE_CHECKING:
    from api.generate.chat import Chat
    from api.generate.duties import ModelDuties
    from api.generate.model import ModelWriter
    from api.generate.picking import ModelPicker
    from api.generate.survey import ModelSurveyor

T = TypeVar("T")
_LINES = 8192
"""Whose tokens are remembered: the same sentences are shown again and again."""


class Gate:
    """Lets a few pieces of work run at once, on threads of their own, and a few more wait; refuses the rest at once."""

    def __init__(self, workers: int, waiting: int) -> None:
        """No thread is started until there is work."""
        self._room = workers + waiting
        self._inside = 0
        self._pool = ThreadPoolExecutor(workers, "question")

    async def __call__(self, work: Callable[[], T]) -> T:
        """Run the work off the event loop. Raises `NotNow` when too much waits already."""
        if self._inside >= self._room:
            message = f"{self._inside} questions are waiting"
            raise NotNow(message)
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._inside -= 1

    def close(self) -> None:
        """Wait for what is under way, whoever has stopped waiting for it; what has not begun is dropped, and nothing more is taken."""
        self._pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Services:
    """All parts, joined."""

    settings: Settings
    library: Library
    english: English
    retriever: HybridRetriever
    desk: Desk
    in_turn: Gate
    vocabulary: Vocabulary
    chat: "Chat | None"
    """None without a model."""
    duties: "ModelDuties | None"
    reader: Reader | None
    """Of action items, while somebody waits."""
    picker: "ModelPicker | None"
    surveyor: "ModelSurveyor | None"
    stopping: Stopping
    days: Days

    def prepare(self) -> None:
        """Build what is built once a machine, so that no question waits for it."""
        self.english.prepare()

    async def aclose(self) -> None:
        """Let go of the model's endpoint, the database and Chroma."""
        if self.reader:
            await self.reader.aclose()
        await self.desk.writer.aclose()
        self.retriever.close()
        self.library.close()

    def warm_up(self, question: str) -> None:
        """Load what a first question loads: the encoder, both indexes, segmenter, dictionary of readings, the articles, a model's SDK."""
        if self.chat:
            self.chat.prepare()
        with suppress(IngestError):
            self.retriever.retrieve(question, 1)
            self.retriever.retrieve("Zhang Hongjun", 1)
            self.retriever.fill()


def build(settings: Settings, *, once: bool = False, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Services:
    """Join the parts that the settings name. Nothing is opened or dialled yet.

    `once` is for a process that asks one question and ends: it leaves out what only pays in a server.
    """

    def today() -> date:
        return clock().astimezone(settings.timezone).date()

    library = Library(settings.data_dir, _embedder(settings), settings.catalogue_url, settings.chroma_url)
    one_look = once and not settings.chroma_url
    neighbours = OneLook(library.folder / "chroma", lambda: library.collection) if one_look else None
    english = English(Dictionary(settings.cache_dir), settings.glossary)
    weights = Weights() if settings.vector_weight is None else Weights(vector=settings.vector_weight)
    retriever = HybridRetriever(library, english, neighbours, weights)
    vocabulary = vocabulary_of(settings)
    chat = _chat(settings, vocabulary, today)
    days = Days(library, settings.timezone, clock)
    gate = Gate(settings.workers, settings.waiting)
    stand_in = Cautious(ExtractiveWriter(), cosines=settings.embedding_model is None)
    model = _writer(settings, chat, vocabulary, stand_in.backs) if chat else None
    desk = Desk(
        retriever=Timely(retriever, today),
        writer=_asked_once(model, settings) if model else stand_in,
        stand_in=stand_in,
        passages=settings.passages,
        seconds=settings.answer_seconds,
        characters=settings.question_characters,
        in_turn=gate,
        rendered=english.printed_for,
        rewriter=_rewriter(settings, chat) if chat else None,
        learn=model.learn if model else lambda *_: None,
    )
    duties, picker = _drawing(settings, chat, vocabulary) if chat else (None, None)
    reader = Reader(library, duties, gate) if duties else None
    surveyor = _surveyor(settings, chat, vocabulary) if chat else None
    stopping = Stopping(settings.stop_seconds)
    return Services(settings, library, english, retriever, desk, gate, vocabulary, chat, duties, reader, picker, surveyor, stopping, days)


def vocabulary_of(settings: Settings) -> Vocabulary:
    """What tokens are counted by, in the folder that the settings name."""
    return Vocabulary(settings.vocabulary_dir or settings.cache_dir / "vocabularies")


def _embedder(settings: Settings) -> Embedder:
    """The local encoder, or the endpoint that is named, with what it was paid for kept beside the catalogue."""
    if settings.embedding_model is None:
        return LocalEncoder(settings.cache_dir, settings.workers)
    from ingest.endpoint import Cached, Endpoint  # noqa: PLC0415  only with an endpoint

    endpoint = Endpoint(
        settings.embedding_model,
        settings.openai_base_url,
        _key(settings),
        batch=settings.embedding_batch,
        dimensions=settings.embedding_dimensions,
    )
    return Cached(endpoint, settings.data_dir / "embeddings.db")


def _key(settings: Settings) -> str | None:
    return settings.openai_api_key.get_secret_value() if settings.openai_api_key else None


def _chat(settings: Settings, vocabulary: Vocabulary, today: Callable[[], date]) -> "Chat | None":
    """The model's endpoint, what is known of it, and what it may cost; None where no model is named."""
    if settings.chat_model is None:
        return None
    from api.generate.breaker import Breaker  # noqa: PLC0415  only with a model
    from api.generate.chat import Chat, Endpoint  # noqa: PLC0415  as above
    from api.generate.purse import Limits, Prices, Purse  # noqa: PLC0415  as above
    from api.generate.seen import Seen  # noqa: PLC0415  as above

    prices = (settings.prompt_price, settings.completion_price)
    purse = Purse(
        settings.data_dir / "spent.db",
        today,
        vocabulary.count,
        Limits(settings.question_tokens, settings.day_tokens),
        None if prices == (None, None) else Prices(prices[0] or 0.0, prices[1] or 0.0),
    )
    endpoint = Endpoint(settings.chat_model, settings.openai_base_url, _key(settings), settings.answer_seconds)
    seen = Seen(settings.data_dir / "endpoints.json", settings.chat_model, settings.openai_base_url)
    return Chat(endpoint, seen, Breaker(), purse)


def _writer(settings: Settings, chat: "Chat", vocabulary: Vocabulary, backs: Callable[[Brief], Awaitable[bool]]) -> "ModelWriter":
    """The model's writer, and whether articles speak for an answer without it."""
    from api.generate.evidence import Room  # noqa: PLC0415  only with a model
    from api.generate.model import ModelWriter  # noqa: PLC0415  as above
    from prompts import load  # noqa: PLC0415  as above

    prompts = {name: load(name, settings.prompts_dir) for name in ("write", "select", "verify")}
    room = Room(settings.brief_tokens, lru_cache(_LINES)(vocabulary.count))
    return ModelWriter(chat, prompts, settings.writer, room, settings.answer_seconds, backs)


def _asked_once(model: "ModelWriter", settings: Settings) -> Writer:
    """The same, not asked again what it was asked before."""
    from api.generate.known import KnownWriter  # noqa: PLC0415  only with a model

    return KnownWriter(model, settings.answers_kept)


def _rewriter(settings: Settings, chat: "Chat") -> Rewriter:
    """The model's rewriter of follow-ups."""
    from api.generate.rewrite import ModelRewriter  # noqa: PLC0415  only with a model
    from prompts import load  # noqa: PLC0415  as above

    return ModelRewriter(chat, load("rewrite", settings.prompts_dir), settings.answer_seconds)


def _drawing(settings: Settings, chat: "Chat", vocabulary: Vocabulary) -> "tuple[ModelDuties, ModelPicker]":
    """What the model draws out of articles: action items, and what a summary should speak of."""
    from api.generate.duties import ModelDuties  # noqa: PLC0415  only with a model
    from api.generate.evidence import Room  # noqa: PLC0415  as above
    from api.generate.picking import ModelPicker  # noqa: PLC0415  as above
    from api.generate.structured import Structured  # noqa: PLC0415  as above
    from prompts import load  # noqa: PLC0415  as above

    structured, room = Structured(chat, settings.structured), Room(settings.brief_tokens, vocabulary.count)
    prompts = {name: load(name, settings.prompts_dir) for name in ("items", "demands", "pick")}
    seconds = settings.answer_seconds
    return ModelDuties(chat, structured, prompts, room, seconds), ModelPicker(chat, prompts["pick"], room, seconds)


def _surveyor(settings: Settings, chat: "Chat", vocabulary: Vocabulary) -> "ModelSurveyor":
    """The model's writer of overviews."""
    from api.generate.evidence import Room  # noqa: PLC0415  only with a model
    from api.generate.survey import ModelSurveyor  # noqa: PLC0415  as above
    from prompts import load  # noqa: PLC0415  as above

    room = Room(settings.brief_tokens, vocabulary.count)
    return ModelSurveyor(chat, load("overview", settings.prompts_dir), room, settings.answer_seconds)
