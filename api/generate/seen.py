"""What an endpoint was seen to do: whether its model labels what it writes, which parameters and which shapes it refuses."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

LIFETIME = 24 * 3600.0
"""Seconds after which it is found out anew: models are exchanged behind their names."""


class Seen:
    """Remembered for each model and address, for a day; in a file, so that a command which asks one question knows it too.

    Losing it costs a call or two. It holds no address and no key, only their hash.
    """

    def __init__(self, file: Path | None, model: str, base_url: str | None, clock: Callable[[], float] = time.time) -> None:
        """Without a file it is forgotten when the process ends. Nothing is read yet."""
        self._file = file
        self._of = sha256(f"{base_url}\n{model}".encode()).hexdigest()[:16]
        self._clock = clock
        self._known: dict[str, Any] | None = None

    def __getitem__(self, name: str) -> str | None:
        """What was seen of this name, None where nothing was or where it is too long ago."""
        value, until = self._all().get(name, (None, 0.0))
        return value if until > self._clock() else None

    def __setitem__(self, name: str, value: str | None) -> None:
        """Remember it from now on; None forgets it. What is known is written anew only when half its life is over."""
        known = self._all()
        if value is not None and known.get(name, (None, 0.0))[0] == value and known[name][1] - self._clock() > LIFETIME / 2:
            return
        if value is None:
            if known.pop(name, None) is None:
                return
        else:
            known[name] = (value, self._clock() + LIFETIME)
        self._write(known)

    def _all(self) -> dict[str, Any]:
        if self._known is None:
            self._known = self._read().get(self._of, {})
        return self._known

    def _read(self) -> dict[str, Any]:
        """The whole file; nothing where it is missing or holds something else."""
        with suppress(OSError, ValueError):
            found = json.loads(self._file.read_text("utf-8")) if self._file else {}
            if isinstance(found, dict) and all(map(_is_remembered, found.values())):
                return found
        return {}

    def _write(self, known: dict[str, Any]) -> None:
        """Put the file in place whole; where that is not allowed, the process remembers alone."""
        if not self._file:
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_name(f"{self._file.name}.{uuid4().hex}")
            fresh.write_text(json.dumps(self._read() | {self._of: known}), "utf-8")
            fresh.replace(self._file)


def _is_remembered(known: object) -> bool:
    return isinstance(known, dict) and all(
        isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) and isinstance(pair[1], int | float)  # noqa: PLR2004  a value and its end
        for pair in known.values()
    )
