"""What a server does while nobody asks: it reads action items off articles that came in, before anybody wants them."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from api.answers.action_items import catch_up
from api.errors import Stopped
from ingest.errors import NothingToRead
from ingest.library import Library

_log = logging.getLogger(__name__)
_LOOK = 2.0
"""Seconds between two looks at the catalogue's generation."""
_LATER = 60.0
"""Seconds after a failure."""


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
        pause = _LOOK
        try:
            await asyncio.to_thread(catch_up, library, _Pace(over))
        except (NothingToRead, Stopped) as error:
            _log.debug("nothing read ahead: %s", error)
        except Exception as error:  # noqa: BLE001  a database that is away for a while must end neither this nor the server
            _log.warning("action items are read when they are asked for, and tried again later: %s", error)
            pause = _LATER
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), pause)


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
