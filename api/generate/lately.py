"""What a model failed at lately: whoever asks for it meanwhile is told why at once, and the model is not asked again."""

import time
from collections.abc import Callable

LIFETIME = 600.0
"""Seconds after which it is tried again."""
_MOST = 10_000
_IS_NO_TRY = frozenset({"spared", "unread"})
"""Reasons that the model was not asked at all."""


class Lately:
    """Reasons by name, each for a while; the oldest go first where they become too many. The process alone knows them."""

    def __init__(self, seconds: float = LIFETIME, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing has failed yet."""
        self._seconds = seconds
        self._clock = clock
        self._known: dict[str, tuple[str, float]] = {}

    def why(self, name: str) -> str | None:
        """Why it failed; None where it did not, or too long ago."""
        reason, until = self._known.get(name, ("", 0.0))
        if until > self._clock():
            return reason
        self._known.pop(name, None)
        return None

    def failed(self, name: str, reason: str) -> None:
        """Remember it from now on."""
        if reason in _IS_NO_TRY:
            return
        self._known.pop(name, None)
        self._known[name] = (reason, self._clock() + self._seconds)
        if len(self._known) > _MOST:
            del self._known[next(iter(self._known))]
