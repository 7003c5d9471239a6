"""Which article is in the edition of which day: each in one, and never in another."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, func, insert, select
from sqlalchemy.exc import IntegrityError

from ingest.schema import articles, edition_articles, editions

_DAY = timedelta(days=1)


class Calendar:
    """The editions of the catalogue's articles.

    An article belongs to the day on which it came in. Once that day's edition is closed, what it holds is on record, and
    whatever else came in on that day belongs to the next day that is still open: nothing is lost to a clock that jumps,
    or to an article that was being published while the edition closed.
    """

    def __init__(self, engine: Engine) -> None:
        """Use the catalogue's database."""
        self._engine = engine

    def held(self, day: date, zone: ZoneInfo) -> tuple[list[str], bool]:
        """The ids of the day's articles in the order they came in, and whether the edition is closed."""
        with self._engine.connect() as connection:
            closed = _is_closed(connection, day)
            return (_recorded(connection, day) if closed else _open(connection, day, zone)), closed

    def waits_since(self, day: date, zone: ZoneInfo) -> datetime | None:
        """When the first of the articles came in that an open day holds; None where it holds none."""
        with self._engine.connect() as connection:
            found = [] if _is_closed(connection, day) else _open(connection, day, zone)
            moment = connection.execute(select(articles.c.read_at).where(articles.c.id == found[0])).scalar() if found else None
        return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment

    def close(self, day: date, zone: ZoneInfo, now: datetime) -> None:
        """Put on record what the day's edition holds. Closing it again, or from two jobs at once, changes nothing."""
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(editions).values(day=day, closed_at=now))
                found = _open(connection, day, zone)
                if found:
                    connection.execute(insert(edition_articles), [{"article_id": one, "day": day} for one in found])
        except IntegrityError:
            return

    def first_closed(self) -> date | None:
        """The first day whose edition was ever closed."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.min(editions.c.day))).scalar()


def _is_closed(connection: Connection, day: date) -> bool:
    return connection.execute(select(editions.c.day).where(editions.c.day == day)).first() is not None


def _recorded(connection: Connection, day: date) -> list[str]:
    query = select(articles.c.id).join(edition_articles).where(edition_articles.c.day == day, articles.c.published)
    return list(connection.execute(query.order_by(articles.c.read_at, articles.c.id)).scalars())


def _open(connection: Connection, day: date, zone: ZoneInfo) -> list[str]:
    """What came in on the day, or on the closed days right before it, and is in no edition."""
    first = day
    while _is_closed(connection, first - _DAY):
        first -= _DAY
    taken = select(edition_articles.c.article_id)
    query = select(articles.c.id).where(
        articles.c.published,
        articles.c.read_at >= _midnight(first, zone),
        articles.c.read_at < _midnight(day + _DAY, zone),
        articles.c.id.not_in(taken),
    )
    rows = connection.execute(query.order_by(articles.c.read_at, articles.c.id))
    return [row.id for row in rows]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of the day, as the catalogue writes moments."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
