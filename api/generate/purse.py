"""What a model may cost, and what it has cost: a limit for a question, one for a day, and the prices."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from api.errors import WriterFailed
from api.generate.writer import Usage

_MILLION = 1_000_000
_WAIT = 1.0
"""Seconds that another process may hold the day's account."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Of a million tokens, in whatever currency they are written."""

    prompt: float
    completion: float

    def of(self, prompt: int, completion: int) -> float:
        """What so many tokens cost."""
        return (prompt * self.prompt + completion * self.completion) / _MILLION


@dataclass(frozen=True, slots=True)
class Limits:
    """Tokens that may be spent; None: as many as it takes."""

    question: int | None = None
    day: int | None = None


@dataclass
class Bill:
    """One call: what was sent, what came, and what the endpoint says that both amount to."""

    prompt: str
    count: Callable[[str], int]
    said: str = ""
    reported: tuple[int, int] | None = None

    @cached_property
    def sent(self) -> int:
        """Tokens of the prompt, counted only where they matter: that takes half a millisecond."""
        return self.count(self.prompt)

    @property
    def tokens(self) -> tuple[int, int]:
        """Of the prompt and of the reply; where the endpoint does not say, as we count them. A call that brought nothing cost nothing."""
        if self.reported:
            return self.reported
        return (self.sent, self.count(self.said)) if self.said else (0, 0)


class Purse:
    """Pays for calls, as long as the question's and the day's tokens last."""

    def __init__(
        self,
        file: Path,
        today: Callable[[], date],
        count: Callable[[str], int],
        limits: Limits,
        prices: Prices | None = None,
    ) -> None:
        """Keep the day's account in a file that all processes of the data folder share; it is opened only where a day has a limit."""
        self._file = file
        self._today = today
        self._count = count
        self._limits = limits
        self._prices = prices

    @asynccontextmanager
    async def paying(self, prompt: str, most: int, usage: Usage) -> AsyncIterator[Bill]:
        """Set aside what a call may cost at most, and settle what it did. Raises `WriterFailed` where that is more than is left."""
        bill = Bill(prompt, self._count)
        if not self._is_within(bill, most, usage):
            raise WriterFailed("question-budget")
        day = self._today()
        asked = 0 if self._limits.day is None else bill.sent + most
        if not await self._booked(day, asked):
            raise WriterFailed("day-budget")
        usage.calls += 1
        try:
            yield bill
        finally:
            prompt_tokens, completion_tokens = bill.tokens
            usage.prompt_tokens += prompt_tokens
            usage.completion_tokens += completion_tokens
            if self._prices:
                usage.cost = (usage.cost or 0.0) + self._prices.of(prompt_tokens, completion_tokens)
            await asyncio.shield(self._booked(day, prompt_tokens + completion_tokens - asked))

    def _is_within(self, bill: Bill, most: int, usage: Usage) -> bool:
        """Whether the question can pay for the call. A token is a byte at least, so a short prompt need not be counted."""
        if self._limits.question is None:
            return True
        left = self._limits.question - usage.prompt_tokens - usage.completion_tokens - most
        return len(bill.prompt.encode()) <= left or bill.sent <= left

    async def _booked(self, day: date, tokens: int) -> bool:
        """Whether the tokens were added to the day's account: they are not where it would pass its limit."""
        if self._limits.day is None:
            return True
        try:
            return await asyncio.to_thread(self._book, day, tokens)
        except sqlite3.Error:
            raise WriterFailed("day-budget-unknown") from None

    def _book(self, day: date, tokens: int) -> bool:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file, _WAIT)) as account, account:
            account.execute("CREATE TABLE IF NOT EXISTS days (day TEXT PRIMARY KEY, tokens INTEGER NOT NULL) WITHOUT ROWID")
            account.execute("INSERT OR IGNORE INTO days VALUES (?, 0)", (day.isoformat(),))
            within = "UPDATE days SET tokens = max(0, tokens + ?) WHERE day = ? AND (? < 0 OR tokens + ? <= ?)"
            return account.execute(within, (tokens, day.isoformat(), tokens, tokens, self._limits.day)).rowcount > 0
