"""The record: every article, where it came from and what of it is published. All else can be rebuilt from here."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, Select, delete, func, insert, or_, select, tuple_

from ingest import publication
from ingest.article import Article, Passage, Span
from ingest.batches import among, batches
from ingest.publication import Change, Place
from ingest.schema import articles, counters, files, live, passages, places, sketches, unsettled


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer. Days are inclusive; every named person and organisation must be printed in the article."""

    published_from: date | None = None
    published_to: date | None = None
    people: tuple[str, ...] = ()
    article_ids: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    section: str = ""
    """Part of the title of a section; only passages of such sections are found."""
    undated: bool = False
    """Only articles whose day is not known."""

    def __bool__(self) -> bool:
        """Whether anything is left out at all."""
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Version:
    """One state of an article in its history."""

    article: Article
    read_at: datetime
    published: bool
    replaced_by: str | None


class Catalogue:
    """Articles in, articles out. Writes happen under the ingest lock, each in one transaction."""

    def __init__(self, engine: Engine) -> None:
        """Use the database behind the engine, whose schema is in order."""
        self.engine = engine

    def generation(self) -> int:
        """A number that grows with every publication."""
        with self.engine.connect() as connection:
            return int(connection.execute(_GENERATION).scalar_one())

    # What is there

    def article(self, article_id: str) -> Article | None:
        """The published article of that id."""
        return self.published([article_id]).get(article_id)

    def published(self, article_ids: Iterable[str]) -> dict[str, Article]:
        """Those of the articles that are published, by id."""
        found = [_article(row) for row in self._in(select(*_PRINTED), articles.c.id, article_ids) if row.published]
        return {article.id: article for article in found}

    def known(self, article_ids: Iterable[str]) -> set[str]:
        """Those of the ids that are published."""
        rows = self._in(select(articles.c.id, articles.c.published), articles.c.id, article_ids)
        return {row.id for row in rows if row.published}

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
        with self.engine.connect() as connection:
            return [_article(row) for row in connection.execute(query)]

    def newest(self, limit: int) -> list[str]:
        """The ids of so many published articles, the newest day first."""
        query = select(articles.c.id).where(articles.c.published).order_by(articles.c.published_on.desc()).limit(limit)
        with self.engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def matching(self, filters: Filters) -> list[str]:
        """The ids of all published articles that the filters let through."""
        with self.engine.connect() as connection:
            return list(connection.execute(_filtered(select(articles.c.id), filters)).scalars())

    def changed_since(self, generation: int) -> dict[str, bool]:
        """The articles that were published or withdrawn after a generation, and whether they are published now."""
        query = select(articles.c.id, articles.c.published).where(articles.c.generation > generation)
        with self.engine.connect() as connection:
            return {row.id: row.published for row in connection.execute(query)}

    def sources(self, article_ids: Iterable[str]) -> dict[str, list[str]]:
        """The keys under which each article was read."""
        found: dict[str, list[str]] = {}
        query = select(places.c.article_id, places.c.key).order_by(places.c.order)
        for row in self._in(query, places.c.article_id, article_ids):
            found.setdefault(row.article_id, []).append(row.key)
        return found

    def called(self, key: str) -> list[str]:
        """The ids of the articles that were read under a key."""
        with self.engine.connect() as connection:
            return list(connection.execute(select(places.c.article_id).where(places.c.key == key).distinct()).scalars())

    def history(self, article_id: str) -> list[Version]:
        """The article with all that it took over from and all that took over from it, the oldest first; [] if unknown."""
        chain: dict[str, Any] = {}
        wanted = {article_id}
        while wanted:
            query = select(articles).where(or_(articles.c.id.in_(wanted), articles.c.replaced_by.in_(wanted)))
            with self.engine.connect() as connection:
                rows = {row.id: row for row in connection.execute(query)}
            chain |= rows
            wanted = {name for row in rows.values() for name in (row.id, row.replaced_by) if name} - set(chain)
        rows_in_order = sorted(chain.values(), key=lambda row: (row.read_at, row.published))
        return [Version(_article(row), row.read_at, row.published, row.replaced_by) for row in rows_in_order]

    def counted(self) -> tuple[int, int]:
        """How many articles and passages are published."""
        with self.engine.connect() as connection:
            number = connection.execute(select(func.count()).select_from(articles).where(articles.c.published)).scalar_one()
            joined = passages.join(articles, passages.c.article_id == articles.c.id)
            parts = connection.execute(select(func.count()).select_from(joined).where(articles.c.published)).scalar_one()
            return int(number), int(parts)

    # What a writer needs to know

    def digests(self, names: Iterable[str]) -> dict[str, str]:
        """The digest of each file that was read whole before."""
        return {row.file: row.digest for row in self._in(select(files), files.c.file, names)}

    def files(self) -> set[str]:
        """All files that were read whole."""
        with self.engine.connect() as connection:
            return set(connection.execute(select(files.c.file)).scalars())

    def held(self, names: Iterable[str]) -> list[Place]:
        """Every place of the files, in the order they were read."""
        return [_place(row) for row in self._in(_PLACES, places.c.file, names)]

    def at(self, names: Iterable[str]) -> dict[str, Place]:
        """What the places hold now."""
        return {row.place: _place(row) for row in self._in(_PLACES, places.c.place, names)}

    def met(self, hashes: Iterable[int]) -> dict[int, list[str]]:
        """Under each of the hashes the articles in whose sketches it is."""
        found: dict[int, list[str]] = {}
        for row in self._in(select(sketches), sketches.c.hash, hashes):
            found.setdefault(row.hash, []).append(row.article_id)
        return found

    def unsettled(self) -> set[str]:
        """Articles of which the indexes may hold what nobody published."""
        with self.engine.connect() as connection:
            return set(connection.execute(select(unsettled.c.article_id)).scalars())

    def live(self, index: str) -> str | None:
        """The name of the live word index (`words`) or vector collection (`vectors`); None before the first was made."""
        with self.engine.connect() as connection:
            return connection.execute(select(live.c.name).where(live.c.index == index)).scalar()

    # What a writer does

    def announce(self, article_ids: Iterable[str]) -> None:
        """Note that the indexes are about to hold passages of these."""
        with self.engine.begin() as connection:
            publication.unsettle(connection, article_ids)

    def settle(self, article_ids: Iterable[str]) -> None:
        """Note that the indexes hold of these what is published, no more."""
        with self.engine.begin() as connection:
            publication.settle(connection, article_ids)

    def publish(self, change: Change) -> set[str]:
        """Make the change visible, all at once, as the next generation. Returns the ids that it withdrew."""
        with self.engine.begin() as connection:
            return publication.publish(connection, change, datetime.now(UTC))

    def withdraw(self, article_id: str) -> bool:
        """Take a published article out of sight, with all its places; False where none of that id is published."""
        if article_id not in self.known([article_id]):
            return False
        with self.engine.begin() as connection:
            held = select(places.c.file).where(places.c.article_id == article_id)
            connection.execute(delete(files).where(files.c.file.in_(held)))
            connection.execute(delete(places).where(places.c.article_id == article_id))
            publication.withdraw(connection, [article_id], {}, publication.advance(connection))
            publication.unsettle(connection, [article_id])
        return True

    def make_live(self, names: dict[str, str]) -> None:
        """Answer from these indexes from now on: a generation of its own, so that every process sees it."""
        with self.engine.begin() as connection:
            connection.execute(delete(live).where(live.c.index.in_(names)))
            connection.execute(insert(live), [{"index": index, "name": name} for index, name in names.items()])
            publication.advance(connection)

    def _in(self, query: Select[Any], column: Any, values: Iterable[Any]) -> list[Any]:  # noqa: ANN401  SQLAlchemy's rows and columns
        with self.engine.connect() as connection:
            conditions = (among(column, some, self.engine.dialect.name) for some in batches(values))
            return [row for condition in conditions for row in connection.execute(query.where(condition))]


_GENERATION = select(counters.c.value).where(counters.c.name == "generation")
"""Every question asks for it, and to build the query takes three times as long as to run it."""
_PRINTED = tuple(articles.c[name] for name in ("key", "title", "text", "published_on", "source", "repeats", "published"))
"""What an article is made of, and whether it is published: asked for in the condition, SQLite would search all that are."""
_PLACES = (
    select(places, articles.c.title, articles.c.published_on, articles.c.source)
    .join(articles, articles.c.id == places.c.article_id)
    .order_by(places.c.order)
)


def _place(row: Any) -> Place:  # noqa: ANN401  SQLAlchemy's row
    return Place(row.place, row.file, row.article_id, row.key, row.title, row.published_on, row.source)


def _article(row: Any) -> Article:  # noqa: ANN401  SQLAlchemy's row
    return Article(row.key, row.title, row.text, row.published_on, row.source, row.repeats)


def _filtered(query: Select[Any], filters: Filters) -> Select[Any]:
    query = query.where(articles.c.published)
    if filters.published_from:
        query = query.where(articles.c.published_on >= filters.published_from)
    if filters.published_to:
        query = query.where(articles.c.published_on <= filters.published_to)
    if filters.article_ids:
        query = query.where(articles.c.id.in_(filters.article_ids))
    if filters.undated:
        query = query.where(articles.c.published_on.is_(None))
    for name in (*filters.people, *filters.organisations):
        printed = [column.contains(name, autoescape=True) for column in (articles.c.text, articles.c.title)]
        query = query.where(or_(*printed))
    if filters.section:
        titled = select(passages.c.article_id).where(passages.c.section.contains(filters.section, autoescape=True))
        query = query.where(articles.c.id.in_(titled))
    return query
