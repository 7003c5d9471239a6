"""Who got which letter. A row stands before anything is sent, so that what was accepted is never sent twice."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Engine, delete, insert, select, update

from ingest.schema import editions, letters, unsubscribed

State = Literal["pending", "claimed", "handing", "sent", "refused", "unsure"]
"""`claimed`: a job has it; `handing`: the dot that ends it is on the wire; `unsure`: it was, and no reply is known."""
OPEN: Sequence[State] = ("pending", "claimed")
"""What the one job at work may take; one that is claimed was left by a job that was killed before the server could accept it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is on record of a letter."""

    day: date
    reader: str
    state: State
    message_id: str
    attempts: int
    reply: str | None
    changed_at: datetime


class Ledger:
    """The letters of every day, and the readers who want none. One job at a time takes letters: `Library.posting` sees to it."""

    def __init__(self, engine: Engine) -> None:
        """Use the catalogue's database."""
        self._engine = engine

    def enlist(self, day: date, readers: Iterable[tuple[str, str]], now: datetime) -> None:
        """Note who is to get the day's letter, with its Message-ID; who is noted already stays as they are."""
        known = {entry.reader for entry in self.entries(day)}
        common = {"day": day, "state": "pending", "attempts": 0, "changed_at": now}
        rows = [{**common, "reader": reader, "message_id": message_id} for reader, message_id in readers if reader not in known]
        if rows:
            with self._engine.begin() as connection:
                connection.execute(insert(letters), rows)

    def claim(self, day: date, reader: str, now: datetime, states: Sequence[State] = OPEN) -> bool:
        """Take a letter that is in one of these states; False where it is not."""
        values = {"state": "claimed", "attempts": letters.c.attempts + 1, "changed_at": now}
        return self._change(day, reader, states, values)

    def mark(self, day: date, reader: str, state: State, reply: str | None, now: datetime) -> None:
        """What became of a letter that was taken."""
        self._change(day, reader, ("claimed", "handing"), {"state": state, "reply": reply, "changed_at": now})

    def doubt(self, day: date, reply: str, now: datetime) -> None:
        """What a killed job left at its last dot may have been accepted: it is in doubt. Only the one job at work may call this."""
        query = update(letters).where(letters.c.day == day, letters.c.state == "handing")
        with self._engine.begin() as connection:
            connection.execute(query.values(state="unsure", reply=reply, changed_at=now))

    def _change(self, day: date, reader: str, states: Sequence[State], values: dict[str, object]) -> bool:
        query = update(letters).where(letters.c.day == day, letters.c.reader == reader, letters.c.state.in_(states)).values(values)
        with self._engine.begin() as connection:
            return connection.execute(query).rowcount == 1

    def entries(self, day: date | None = None) -> list[Entry]:
        """What is on record, of one day or of all, the newest first."""
        query = select(letters).order_by(letters.c.day.desc(), letters.c.reader)
        if day:
            query = query.where(letters.c.day == day)
        with self._engine.connect() as connection:
            return [Entry(*row) for row in connection.execute(query)]

    def unfinished(self, since: date, readers: Iterable[str]) -> list[date]:
        """Days that were closed and whose letters to these readers are not all done; also those of which no letter was ever noted.

        Who has unsubscribed waits for none, and what was left of a trial with somebody else's address concerns nobody here.
        """
        waiting = set(readers) - set(self.unsubscribed())
        left = letters.c.state.in_((*OPEN, "handing")) | letters.c.reader.is_(None)
        query = select(editions.c.day, letters.c.reader).outerjoin(letters, letters.c.day == editions.c.day)
        with self._engine.connect() as connection:
            rows = connection.execute(query.where(editions.c.day >= since, left)).all()
        return sorted({day for day, reader in rows if reader in waiting or (reader is None and waiting)})

    def unsubscribe(self, reader: str, now: datetime) -> None:
        """Send this reader nothing any more."""
        with self._engine.begin() as connection:
            connection.execute(delete(unsubscribed).where(unsubscribed.c.reader == reader))
            connection.execute(insert(unsubscribed).values(reader=reader, since=now))

    def unsubscribed(self) -> Collection[str]:
        """The readers who want nothing."""
        with self._engine.connect() as connection:
            return set(connection.execute(select(unsubscribed.c.reader)).scalars())
