"""A model reads articles beside the rules: what it finds and they do not see is added, through the door, once for each article."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from functools import partial

from api.answers.action_items import Beside, catch_up
from api.answers.question import InTurn
from api.errors import WriterFailed
from api.generate.duties import ModelDuties
from api.generate.writer import Usage
from api.ground.duties import borne_task
from ingest.actions import ActionItem, items_in
from ingest.agenda import Reading, Wanted
from ingest.article import Article
from ingest.errors import NothingToRead
from ingest.facts import dates_in
from ingest.library import Library

_log = logging.getLogger(__name__)


PATIENCE = 1.0
"""Seconds that whoever asks for items waits for a model. What it finds later is served the next time."""
_MOST = 8
"""Unread articles, of those that are asked for, above which nobody's question makes a model read: `jianbao actions` does."""


class Reader:
    """A model that reads articles while somebody waits for a moment, and goes on behind their back, one article after the other."""

    def __init__(self, library: Library, model: ModelDuties, in_turn: InTurn) -> None:
        """Nothing is read yet."""
        self._library = library
        self._model = model
        self._in_turn = in_turn
        self._under_way: dict[str, asyncio.Task[str | None]] = {}

    async def beside(self, wanted: Wanted, patience: float = PATIENCE) -> Beside:
        """What there is, when what matches has been read or patience is at its end. What failed lately is not tried again yet."""
        unread = await self._in_turn(partial(_unread, self._library, wanted, self._model.name))
        failed = {article.id: reason for article in unread if (reason := self._model.lately.why(article.id))}
        if len(unread) > _MOST or len(failed) == len(unread):
            return Beside(self._model, failed)
        tasks = {article.id: self._reading(article) for article in unread if article.id not in failed}
        await asyncio.wait(tasks.values(), timeout=patience)
        now = {name: task.result() for name, task in tasks.items() if task.done() and not (task.cancelled() or task.exception())}
        return Beside(self._model, failed | {name: reason for name, reason in now.items() if reason})

    def _reading(self, article: Article) -> "asyncio.Task[str | None]":
        """The task that reads the article, behind all that were begun before it."""
        if article.id not in self._under_way:
            before = list(self._under_way.values())[-1:]
            task = self._under_way[article.id] = asyncio.create_task(self._read(article, before))
            task.add_done_callback(lambda done: self._ended(article, done))
        return self._under_way[article.id]

    async def _read(self, article: Article, before: "Sequence[asyncio.Task[str | None]]") -> str | None:
        if before:
            await asyncio.wait(before)
        return await _read_one(self._library, article, self._model, self._in_turn)

    def _ended(self, article: Article, task: "asyncio.Task[str | None]") -> None:
        """Nobody may be waiting any more, so what nobody foresaw is logged here."""
        self._under_way.pop(article.id, None)
        if not task.cancelled() and (error := task.exception()):
            _log.error("%s could not be read", article.key, exc_info=error)

    async def aclose(self) -> None:
        """Read no more."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def read_beside(
    library: Library,
    wanted: Wanted,
    model: ModelDuties | None,
    in_turn: InTurn,
    *,
    tell: Callable[[int, int], None] = lambda *_: None,
) -> Beside | None:
    """Read all that matches and was not read; `tell` how many of how many are done. None without a model."""
    if model is None:
        return None
    unread = await in_turn(partial(_unread, library, wanted, model.name))
    failed: dict[str, str] = {}
    for done, article in enumerate(unread, 1):
        if reason := await _read_one(library, article, model, in_turn):
            failed[article.id] = reason
        tell(done, len(unread))
    return Beside(model, failed)


async def _read_one(library: Library, article: Article, model: ModelDuties, in_turn: InTurn) -> str | None:
    """Read an article within the model's seconds and keep what is found; the reason where that failed, remembered for a while."""
    try:
        items, reading = await additions(article, model, time.monotonic() + model.seconds, in_turn)
    except WriterFailed as failure:
        model.lately.failed(article.id, failure.reason)
        return failure.reason
    await in_turn(partial(library.agenda.add, article, items, reading))
    return None


async def additions(article: Article, model: ModelDuties, deadline: float, in_turn: InTurn) -> tuple[list[ActionItem], Reading]:
    """What it adds: all printed, nothing of what the rules found, and it is sure of each one once more. Raises `WriterFailed`."""
    known = [item.evidence for item in await in_turn(partial(items_in, article.text, article.published_on))]
    usage = Usage()
    heard = await model.proposed(article.text, known, usage, deadline)
    dates = dates_in(article.text, article.published_on)
    added: list[ActionItem] = []
    dropped = borne = 0
    for sentence, task in heard.proposals:
        item, lost = borne_task(article.text, sentence, task, dates) if sentence else (None, 1)
        dropped += lost
        if item is None or any(_touch(item, other) for other in added):
            continue
        borne += 1
        if await model.is_sure(item.evidence.of(article.text), usage, deadline):
            added.append(item)
    if dropped:
        _log.info("%s: %d items and fields were not borne out", article.key, dropped)
    reason = "nothing-borne-out" if heard.proposals and not borne else None
    return added, Reading(model.name, heard.rung, reason, dropped)


def _unread(library: Library, wanted: Wanted, name: str) -> list[Article]:
    try:
        unread = library.agenda.unheard(name, wanted)
    except NothingToRead:
        return []
    catch_up(library)
    articles = library.catalogue.published(unread)
    return [articles[one] for one in unread if one in articles]


def _touch(one: ActionItem, other: ActionItem) -> bool:
    return one.evidence.start < other.evidence.end and other.evidence.start < one.evidence.end
