"""A service that is told to stop: what is under way may end, and what does not end in time is told why before it is cut."""

import asyncio
import time

from api.errors import Stopped

_LOOK = 0.1
"""Seconds between two looks. The signal comes between two steps of the event loop, so nobody can be woken from it."""
_BEFORE_THE_END = 1.0
"""Seconds before the server cuts its connections in which the last words are said."""


class Stopping:
    """Whether the service has been told to stop, and when it will."""

    def __init__(self, seconds: float) -> None:
        """It has so many seconds from the moment it is told."""
        self._seconds = seconds
        self._told_at: float | None = None

    def begin(self) -> None:
        """Stop. May be called from a signal's handler."""
        self._told_at = self._told_at or time.monotonic()

    async def over(self) -> None:
        """Returns never while nobody tells the service to stop. Raises `Stopped` shortly before its time is up."""
        while not self._is_over:  # noqa: ASYNC110  a signal's handler can set no event of a loop
            await asyncio.sleep(_LOOK)
        raise Stopped

    @property
    def _is_over(self) -> bool:
        return self._told_at is not None and time.monotonic() >= self._told_at + max(0.0, self._seconds - _BEFORE_THE_END)
