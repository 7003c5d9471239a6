"""Spares an endpoint that is down: after a few failures in a row nobody is made to wait for it until it has rested."""

import time
from collections.abc import Callable

MOST = 5
"""Failures in a row, attempts counted one by one, after which it is spared."""
REST = 30.0
"""Seconds until one call may try whether it is back."""


class Breaker:
    """Open while the endpoint is spared."""

    def __init__(self, most: int = MOST, rest: float = REST, clock: Callable[[], float] = time.monotonic) -> None:
        """It begins closed."""
        self._most = most
        self._rest = rest
        self._clock = clock
        self._failures = 0
        self._opened = 0.0

    @property
    def is_open(self) -> bool:
        """Whether it would turn a call away at this moment."""
        return self._failures >= self._most and self._clock() - self._opened < self._rest

    def admits(self) -> bool:
        """Whether a call may be made. Behind a rest one may, as a probe, and a further one only when another rest has passed."""
        if self.is_open:
            return False
        if self._failures >= self._most:
            self._opened = self._clock()
        return True

    def succeeded(self) -> None:
        """It answers: nothing of what went before counts."""
        self._failures = 0

    def failed(self) -> None:
        """Another failure; with enough of them it opens, or stays open for another rest."""
        self._failures += 1
        if self._failures >= self._most:
            self._opened = self._clock()
