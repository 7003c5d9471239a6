"""The record: every article, where it came from and what of it is published. All else can be rebuilt from here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, func, insert, or_, select, tuple_, update

from ingest.article import Article, Passage, Span
from ingest.schema import articles, counters, files, passages, places, unsettled

_MANY = 500
"""How many ids one statement names; SQLite allows 32,766 variables, PostgreSQL 65,535."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer. Days are inclusive; every named person must be printed in the article."""

    published_from: date | None = None
    published_to: date | None = None
    people: tuple[str, ...] = ()
    article_ids: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is left out at all."""
        return any((self.published_from, self.published_to, self.people, self.article_ids))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article was read, in which file, and what is on record of it."""

    place: str
    file: str
    article_id: str
    key: str
    title: str
    published_on: date | None
    source: str | None


@dataclass(slots=True)
class Change:
    """What one publication changes. Either all of it is seen, or nothing."""

    articles: dict[str, Article] = field(default_factory=dict)
    passages: dict[str, tuple[Passage, ...]] = field(default_factory=dict)
    """All passages of those articles that the indexes did not hold, by article id."""
    places: list[Place] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    """Places that hold no article any more."""
    replaced: dict[str, str] = field(default_factory=dict)
    """Former article id → the id that takes its place."""
    digests: dict[str, str] = field(default_factory=dict)


class Catalogue:
    """Articles in, articles out. Writes happen under the ingest lock, each in one transaction."""

    def __init__(self, engine: Engine) -> None:
        """Use the database behind the engine, whose schema is in order."""
        self._engine = engine

    def generation(self) -> int:
        """A number that grows with every publication."""
        with self._engine.connect() as connection:
            return int(connection.execute(select(counters.c.value).where(counters.c.name == "generation")).scalar_one())

    # What is there

    def article(self, article_id: str) -> Article | None:
        """The published article of that id."""
        return self.published([article_id]).get(article_id)

    def published(self, article_ids: Iterable[str]) -> dict[str, Article]:
        """Those of the articles that are published, by id."""
        query = select(articles).where(articles.c.published)
        return {row.id: _article(row) for row in self._in(query, articles.c.id, article_ids)}

    def known(self, article_ids: Iterable[str]) -> set[str]:
        """Those of the ids that are published."""
        query = select(articles.c.id).where(articles.c.published)
        return {row.id for row in self._in(query, articles.c.id, article_ids)}

    def passages(self, article_ids: Iterable[str]) -> list[Passage]:
        """All passages of the articles, in order."""
        rows = self._in(select(passages), passages.c.article_id, article_ids)
        found = [Passage(row.article_id, row.number, row.section, Span(row.start, row.end)) for row in rows]
        return sorted(found, key=lambda passage: (passage.article_id, passage.number))

    def page(self, filters: Filters, limit: int, after: str | None = None) -> list[Article]:
        """Published articles, the newest day first and undated ones last, from behind the article `after`."""
        day = func.coalesce(articles.c.published_on, date.min)
        query = _filtered(select(articles), filters).order_by(day.desc(), articles.c.id.desc()).limit(limit)
        if after is not None:
            mark = select(day, articles.c.id).where(articles.c.id == after).subquery()
            query = query.where(tuple_(day, articles.c.id) < select(*mark.c).scalar_subquery())
        with self._engine.connect() as connection:
            return [_article(row) for row in connection.execute(query)]

    def matching(self, filters: Filters) -> list[str]:
        """The ids of all published articles that the filters let through."""
        with self._engine.connect() as connection:
            return list(connection.execute(_filtered(select(articles.c.id), filters)).scalars())

    def sources(self, article_ids: Iterable[str]) -> dict[str, list[str]]:
        """The keys under which each article was read."""
        found: dict[str, list[str]] = {}
        for row in self._in(select(places.c.article_id, places.c.key).order_by(places.c.order), places.c.article_id, article_ids):
            found.setdefault(row.article_id, []).append(row.key)
        return found

    def counted(self) -> tuple[int, int]:
        """How many articles and passages are published."""
        with self._engine.connect() as connection:
            number = connection.execute(select(func.count()).select_from(articles).where(articles.c.published)).scalar_one()
            joined = passages.join(articles, passages.c.article_id == articles.c.id)
            parts = connection.execute(select(func.count()).select_from(joined).where(articles.c.published)).scalar_one()
            return int(number), int(parts)

    # What a writer needs to know

    def digests(self, names: Iterable[str]) -> dict[str, str]:
        """The digest of each file that was read whole before."""
        return {row.file: row.digest for row in self._in(select(files), files.c.file, names)}

    def held(self, names: Iterable[str]) -> list[Place]:
        """Every place of the files, in the order they were read."""
        return [_place(row) for row in self._in(_PLACES, places.c.file, names)]

    def at(self, names: Iterable[str]) -> dict[str, Place]:
        """What the places hold now."""
        return {row.place: _place(row) for row in self._in(_PLACES, places.c.place, names)}

    def unsettled(self) -> set[str]:
        """Articles of which the indexes may hold what nobody published."""
        with self._engine.connect() as connection:
            return set(connection.execute(select(unsettled.c.article_id)).scalars())

    # What a writer does

    def announce(self, article_ids: Iterable[str]) -> None:
        """Note that the indexes are about to hold passages of these."""
        with self._engine.begin() as connection:
            _unsettle(connection, article_ids)

    def settle(self, article_ids: Iterable[str]) -> None:
        """Note that the indexes hold of these what is published, no more."""
        with self._engine.begin() as connection:
            for some in _batches(article_ids):
                connection.execute(delete(unsettled).where(unsettled.c.article_id.in_(some)))

    def publish(self, change: Change) -> set[str]:
        """Make the change visible, all at once, as the next generation. Returns the ids that it withdrew."""
        now = datetime.now(UTC)
        with self._engine.begin() as connection:
            for article in change.articles.values():
                _put_article(connection, article, now)
            for some in _batches(change.passages):
                connection.execute(delete(passages).where(passages.c.article_id.in_(some)))
            if rows := [_passage_row(passage) for parts in change.passages.values() for passage in parts]:
                connection.execute(insert(passages), rows)
            withdrawn = _move(connection, change)
            for file, digest in change.digests.items():
                connection.execute(delete(files).where(files.c.file == file))
                connection.execute(insert(files).values(file=file, digest=digest))
            _unsettle(connection, withdrawn)
            _settle_all_but(connection, change.articles, withdrawn)
            connection.execute(update(counters).where(counters.c.name == "generation").values(value=counters.c.value + 1))
        return withdrawn

    def withdraw(self, article_id: str) -> bool:
        """Take a published article out of sight, with all its places. Its text stays on record."""
        with self._engine.begin() as connection:
            query = update(articles).where(articles.c.id == article_id, articles.c.published).values(published=False)
            if not connection.execute(query).rowcount:
                return False
            held = select(places.c.file).where(places.c.article_id == article_id)
            connection.execute(delete(files).where(files.c.file.in_(held)))
            connection.execute(delete(places).where(places.c.article_id == article_id))
            _unsettle(connection, [article_id])
            connection.execute(update(counters).where(counters.c.name == "generation").values(value=counters.c.value + 1))
            return True

    def _in(self, query: Select[Any], column: Any, values: Iterable[str]) -> list[Any]:  # noqa: ANN401  SQLAlchemy's rows and columns
        with self._engine.connect() as connection:
            return [row for some in _batches(values) for row in connection.execute(query.where(column.in_(some)))]


_PLACES = (
    select(
        places.c.place,
        places.c.file,
        places.c.article_id,
        places.c.key,
        articles.c.title,
        articles.c.published_on,
        articles.c.source,
    )
    .join(articles, articles.c.id == places.c.article_id)
    .order_by(places.c.order)
)


def _place(row: Any) -> Place:  # noqa: ANN401  SQLAlchemy's row
    return Place(row.place, row.file, row.article_id, row.key, row.title, row.published_on, row.source)


def _filtered(query: Select[Any], filters: Filters) -> Select[Any]:
    query = query.where(articles.c.published)
    if filters.published_from:
        query = query.where(articles.c.published_on >= filters.published_from)
    if filters.published_to:
        query = query.where(articles.c.published_on <= filters.published_to)
    if filters.article_ids:
        query = query.where(articles.c.id.in_(filters.article_ids))
    for person in filters.people:
        query = query.where(or_(articles.c.text.contains(person, autoescape=True), articles.c.title.contains(person, autoescape=True)))
    return query


def _put_article(connection: Connection, article: Article, now: datetime) -> None:
    row = {
        "key": article.key,
        "published_on": article.published_on,
        "source": article.source,
        "published": True,
        "replaced_by": None,
    }
    if not connection.execute(update(articles).where(articles.c.id == article.id).values(row)).rowcount:
        connection.execute(insert(articles).values(id=article.id, title=article.title, text=article.text, read_at=now, **row))


def _move(connection: Connection, change: Change) -> set[str]:
    """Set the places right; withdraw the articles that no place holds any more, and return their ids."""
    touched = change.gone | {place.place for place in change.places}
    former: set[str] = set()
    for some in _batches(touched):
        former |= set(connection.execute(select(places.c.article_id).where(places.c.place.in_(some))).scalars())
        connection.execute(delete(places).where(places.c.place.in_(some)))
    if change.places:
        order = connection.execute(select(func.coalesce(func.max(places.c.order), 0))).scalar_one()
        rows = [
            {
                "place": place.place,
                "file": place.file,
                "key": place.key,
                "article_id": place.article_id,
                "order": order + number,
            }
            for number, place in enumerate(change.places, 1)
        ]
        connection.execute(insert(places), rows)
    withdrawn: set[str] = set()
    for some in _batches(former):
        still = set(connection.execute(select(places.c.article_id).where(places.c.article_id.in_(some))).scalars())
        withdrawn |= set(some) - still
    for article_id in withdrawn:
        values = {"published": False, "replaced_by": change.replaced.get(article_id)}
        connection.execute(update(articles).where(articles.c.id == article_id).values(values))
    return withdrawn


def _settle_all_but(connection: Connection, settled: Iterable[str], withdrawn: set[str]) -> None:
    for some in _batches(set(settled) - withdrawn):
        connection.execute(delete(unsettled).where(unsettled.c.article_id.in_(some)))


def _unsettle(connection: Connection, article_ids: Iterable[str]) -> None:
    for some in _batches(article_ids):
        connection.execute(delete(unsettled).where(unsettled.c.article_id.in_(some)))
        connection.execute(insert(unsettled), [{"article_id": one} for one in some])


def _article(row: Any) -> Article:  # noqa: ANN401  SQLAlchemy's row
    return Article(row.key, row.title, row.text, row.published_on, row.source)


def _passage_row(passage: Passage) -> dict[str, object]:
    span = passage.span
    return {
        "article_id": passage.article_id,
        "number": passage.number,
        "section": passage.section,
        "start": span.start,
        "end": span.end,
    }


def _batches(values: Iterable[str]) -> Iterable[Sequence[str]]:
    every = sorted(set(values))
    return (every[at : at + _MANY] for at in range(0, len(every), _MANY))
