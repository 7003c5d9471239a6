"""What a server does while nobody asks: it reads action items off articles that came in, before anybody wants them."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

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
            await asyncio.to_thread(catch_up, library, _Pace(over))
        except NotWritable as error:
            _log.warning("action items are read when they are asked for: %s", error)
            return
        except (IngestError, Stopped) as error:
            _log.debug("nothing read ahead: %s", error)
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), _LOOK)


class _Pace:
    """Between two batches rests as long as the last one took: whoever asks meanwhile shares the processor with it."""

    def __init__(self, over: asyncio.Event) -> None:
        self._over = over
        self._since = time.monotonic()

    def __call__(self, *_: int) -> None:
        time.sleep(time.monotonic() - self._since)
        if self._over.is_set():
            raise Stopped
        self._since = time.monotonic()
