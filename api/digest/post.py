"""The post: one message a reader, several lines at once, what is put off tried again, all of it on record before and after."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING

from api.brief import Language
from api.digest.days import Days
from api.digest.letter import Desk, host_of, message_id
from api.digest.links import key_of
from api.digest.readers import Reader
from api.digest.sheet import subject_of
from api.digest.smtp import Line, Outcome
from api.digest.survey import survey
from api.errors import Problem
from api.settings import Settings
from ingest.ledger import OPEN, Entry, State

if TYPE_CHECKING:
    from api.generate.survey import ModelSurveyor

_BACK = timedelta(days=14)
_GRACE = 5.0
"""Seconds that a job which must end gives the server to answer the letter whose last word it has."""
_ENDED = "the job ended before the server answered"
_SLOWER = 4
"""By how much each wait is longer than the one before."""


class NoMailServer(Problem):
    """No mail server is named: JIANBAO_SMTP_HOST is unset."""

    kind = "no-mail-server"
    exit_code = 2


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be sent: of which day (None: all that wait), to whom alone (none: all readers)."""

    readers: Sequence[Reader]
    day: date | None = None
    only: Sequence[Reader] = ()
    even_if_nothing: bool = False
    unsure_again: bool = False

    @property
    def asked(self) -> Sequence[Reader]:
        """Whose letters this job sends, each once."""
        return list({one.email: one for one in self.only or self.readers}.values())

    @property
    def known(self) -> Mapping[str, Reader]:
        """Everybody it knows of, by address."""
        return {one.email: one for one in (*self.readers, *self.only)}


@dataclass(slots=True)
class Sent:
    """What a job did: the subject of each day it took up, and what became of the letters that waited, or were found in doubt."""

    subjects: dict[date, str] = field(default_factory=dict)
    letters: list[Entry] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether every letter was accepted."""
        return all(entry.state == "sent" for entry in self.letters)


async def send(days: Days, settings: Settings, order: Order, surveyor: "ModelSurveyor | None" = None) -> Sent:
    """Send what the order names. The caller is the one job at it (`Library.posting`). Raises `NoMailServer` and `NotYet`.

    A model has its seconds for the overview, once a day and language; whatever becomes of it, the letters go out.
    """
    if settings.smtp_host is None:
        raise NoMailServer
    sent = Sent()
    ends = asyncio.get_running_loop().time() + settings.post_seconds
    for day in wanted(days, order):
        if not (days.holds(day) or order.even_if_nothing):
            continue
        days.close(day)
        if surveyor:
            await _survey(days, day, {reader.language for reader in order.asked}, surveyor)
        desk = Desk(days, day, settings, key_of(settings))
        sent.letters += await _Round(days, settings, desk, day).all(order, ends)
        sent.subjects[day] = subject_of(desk.edition("zh"))
    return sent


async def _survey(days: Days, day: date, languages: Iterable[Language], surveyor: "ModelSurveyor") -> None:
    async with asyncio.TaskGroup() as group:
        for language in languages:
            first = days.edition(day, language).for_one(()).entries
            quotes = [quote for entry in first for quote in entry.line.citations]
            group.create_task(survey(days.library, day, language, quotes, surveyor))


def wanted(days: Days, order: Order) -> list[date]:
    """The day of the order; else the days that wait, and those whose letters to anybody it knows of an earlier job did not finish."""
    if order.day:
        return [order.day]
    waiting = set(days.waiting()) | set(days.library.ledger.unfinished(days.today - _BACK, order.known))
    return sorted(waiting) or ([days.today] if order.even_if_nothing else [])


class _Round:
    """The letters of one day."""

    def __init__(self, days: Days, settings: Settings, desk: Desk, day: date) -> None:
        self._days, self._settings, self._desk, self._day = days, settings, desk, day
        self._ledger = days.library.ledger
        self._sender = parseaddr(settings.smtp_from)[1]

    async def all(self, order: Order, ends: float) -> list[Entry]:
        """Note everybody, then send; what is put off is tried again until attempts or time run out. What became of what was left to do."""
        stopped = self._ledger.unsubscribed()
        self._note([email for email in order.known if email not in stopped])
        broken = self._in("handing")
        self._ledger.doubt(self._day, _ENDED, self._days.clock())
        states: Sequence[State] = (*OPEN, "unsure") if order.unsure_again else OPEN
        waiting = self._in(*states) - set(stopped)
        with suppress(TimeoutError):
            async with asyncio.timeout_at(ends):
                await self._attempts([reader for reader in order.asked if reader.email in waiting], states)
        concerned = {reader.email for reader in order.asked} & (broken | waiting)
        return [entry for entry in self._ledger.entries(self._day) if entry.reader in concerned]

    def _note(self, emails: Iterable[str]) -> None:
        host = host_of(self._settings)
        self._ledger.enlist(self._day, [(email, message_id(self._day, email, host)) for email in emails], self._days.clock())

    def _in(self, *states: State) -> set[str]:
        """The readers whose letter is in one of these states."""
        return {entry.reader for entry in self._ledger.entries(self._day) if entry.state in states}

    async def _attempts(self, left: Sequence[Reader], states: Sequence[State]) -> None:
        wait = self._settings.smtp_backoff_seconds
        for attempt in range(self._settings.smtp_attempts):
            if not left:
                return
            if attempt:
                await asyncio.sleep(wait)
                wait *= _SLOWER
            left = await self._once(left, states)
            states = OPEN

    async def _once(self, readers: Sequence[Reader], states: Sequence[State]) -> list[Reader]:
        """Each reader's letter over the next free line; returns those that were put off and may yet be taken."""
        queue = list(reversed(readers))
        again: list[Reader] = []
        turn = asyncio.Lock()

        async def work() -> None:
            line = Line(self._settings, turn)
            try:
                while queue:
                    reader = queue.pop()
                    outcome = await self._one(line, reader, states)
                    if outcome and outcome.state == "pending" and not outcome.hopeless:
                        again.append(reader)
            finally:
                await line.close()

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self._settings.smtp_connections, len(readers))):
                    group.create_task(work())
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from failed
        return again

    async def _one(self, line: Line, reader: Reader, states: Sequence[State]) -> Outcome | None:
        """Claim, send, put on record. A job that must end leaves a letter in doubt only if the server keeps silent behind its last dot."""
        email, letter = reader.email, self._desk.letter(reader)
        if not self._ledger.claim(self._day, email, self._days.clock(), states):
            return None
        handed = asyncio.Event()
        sending = asyncio.ensure_future(self._put(line, email, letter, handed))
        try:
            return await asyncio.shield(sending)
        except asyncio.CancelledError:
            await asyncio.wait({sending}, timeout=_GRACE if handed.is_set() else 0)
            sending.cancel()
            await asyncio.wait({sending})
            raise

    async def _put(self, line: Line, email: str, letter: bytes, handed: asyncio.Event) -> Outcome:
        """What becomes of a letter is on record before the next one comes to its last dot."""

        def hand() -> None:
            handed.set()
            self._ledger.mark(self._day, email, "handing", None, self._days.clock())

        try:
            outcome = await line.send(self._sender, email, letter, hand)
        except asyncio.CancelledError:
            self._ledger.mark(self._day, email, "unsure" if handed.is_set() else "pending", _ENDED, self._days.clock())
            raise
        self._ledger.mark(self._day, email, outcome.state, outcome.reply, self._days.clock())
        return outcome
