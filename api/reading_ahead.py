"""What a server does while nobody asks: it reads action items off articles that came in, before anybody wants them."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

from api.answers.action_items import catch_up
from api.errors import Stopped
from ingest.errors import IngestError, NotWritable
from ingest.library import Library

_log = logging.getLogger(__name__)
_LOOK = 2.0
"""Seconds between two looks at the catalogue's generation."""


@asynccontextmanager
async def reading_ahead(library: Library) -> AsyncIterator[None]:
    """Read beside what runs inside; at its end the batch under way is finished, and no other begun."""
    over = asyncio.Event()
    task = asyncio.create_task(_read(library, over))
    try:
        yield
    finally:
        over.set()
        await task


async def _read(library: Library, over: asyncio.Event) -> None:
    while not over.is_set():
        try:
            await asyncio.to_thread(catch_up, library, partial(_go_on, over))
        except NotWritable as error:
            _log.warning("action items are read when they are asked for: %s", error)
            return
        except (IngestError, Stopped) as error:
            _log.debug("nothing read ahead: %s", error)
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), _LOOK)


def _go_on(over: asyncio.Event, *_: int) -> None:
    if over.is_set():
        raise Stopped
