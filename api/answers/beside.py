"""A model reads articles beside the rules: what it finds and they do not see is added, through the door, once for each article."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class AtOnce:
    """While somebody waits: so many seconds for all of it, and nothing is read where more than so many articles are unread."""

    seconds: float
    most: int = 8


async def read_beside(  # noqa: PLR0913  what is read, by whom, how long, and who is told
    library: Library,
    wanted: Wanted,
    model: ModelDuties | None,
    in_turn: InTurn,
    limits: AtOnce | None = None,
    *,
    tell: Callable[[int, int], None] = lambda *_: None,
) -> Beside | None:
    """Read what matches and was not read; `tell` how many of how many are done. None without a model."""
    if model is None:
        return None
    unread = await in_turn(partial(_unread, library, wanted, model.name))
    if limits and len(unread) > limits.most:
        return Beside(model, {})
    until = time.monotonic() + limits.seconds if limits else None
    failed: dict[str, str] = {}
    for done, article in enumerate(unread, 1):
        try:
            items, reading = await additions(article, model, until or time.monotonic() + model.seconds, in_turn)
            await in_turn(partial(library.agenda.add, article, items, reading))
        except WriterFailed as failure:
            failed[article.id] = failure.reason
        tell(done, len(unread))
    return Beside(model, failed)


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
