"""One publication: everything a writer changes in the catalogue, in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from ingest import agenda
from ingest.actions import ActionItem
from ingest.article import Article, Passage
from ingest.batches import batches
from ingest.schema import articles, counters, files, passages, places, sketches, unsettled


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
    sketches: dict[str, tuple[int, ...]] = field(default_factory=dict)
    items: dict[str, tuple[ActionItem, ...]] = field(default_factory=dict)
    """The action items of those articles, by article id. What is not listed here is to be read yet."""
    places: dict[str, Place] = field(default_factory=dict)
    """By their names. What a place held before goes from it."""
    gone: set[str] = field(default_factory=set)
    """Places that hold no article any more."""
    replaced: dict[str, str] = field(default_factory=dict)
    """Former article id → the id that takes its place."""
    digests: dict[str, str] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    """Files that are no more."""

    def __bool__(self) -> bool:
        """Whether there is anything to publish."""
        return bool(self.places or self.gone or self.digests or self.forgotten)


def publish(connection: Connection, change: Change, now: datetime) -> set[str]:
    """Write the change as the next generation. Returns the ids that it withdrew."""
    generation = advance(connection)
    new = _put_articles(connection, change, now, generation)
    _put_passages(connection, change)
    _put_sketches(connection, change, new)
    agenda.drop(connection, change.articles.keys() - change.items.keys())
    agenda.put(connection, [(change.articles[name], items) for name, items in change.items.items()])
    withdrawn = _move(connection, change, generation)
    _put_digests(connection, change.digests, change.forgotten)
    unsettle(connection, withdrawn)
    settle(connection, set(change.articles) - withdrawn)
    return withdrawn


def advance(connection: Connection) -> int:
    """Begin the next generation; its number."""
    connection.execute(update(counters).where(counters.c.name == "generation").values(value=counters.c.value + 1))
    return int(connection.execute(select(counters.c.value).where(counters.c.name == "generation")).scalar_one())


def withdraw(connection: Connection, article_ids: Iterable[str], replaced: Mapping[str, str], generation: int) -> None:
    """Take articles out of sight. Their texts stay on record."""
    for article_id in article_ids:
        values = {"published": False, "replaced_by": replaced.get(article_id), "generation": generation}
        connection.execute(update(articles).where(articles.c.id == article_id).values(values))
        agenda.drop(connection, [article_id])


def unsettle(connection: Connection, article_ids: Iterable[str]) -> None:
    """Note that the indexes may hold passages of these that nobody published."""
    names = sorted(set(article_ids))
    settle(connection, names)
    if names:
        connection.execute(insert(unsettled), [{"article_id": one} for one in names])


def settle(connection: Connection, article_ids: Iterable[str]) -> None:
    """Note that the indexes hold of these what is published, no more."""
    for some in batches(article_ids):
        connection.execute(delete(unsettled).where(unsettled.c.article_id.in_(some)))


def _put_articles(connection: Connection, change: Change, now: datetime, generation: int) -> set[str]:
    """Returns the ids of those that were not on record."""
    known: set[str] = set()
    for some in batches(change.articles):
        known |= set(connection.execute(select(articles.c.id).where(articles.c.id.in_(some))).scalars())
    rows = [_row(article, generation) for article in change.articles.values()]
    if old := [row for row in rows if row["of"] in known]:
        connection.execute(update(articles).where(articles.c.id == bindparam("of")), old)
    if new := [_whole(change.articles[row["of"]], row, now) for row in rows if row["of"] not in known]:
        connection.execute(insert(articles), new)
    return change.articles.keys() - known


def _row(article: Article, generation: int) -> dict[str, Any]:
    """What may change of an article, and `of` which one."""
    return {
        "of": article.id,
        "key": article.key,
        "published_on": article.published_on,
        "source": article.source,
        "published": True,
        "replaced_by": None,
        "generation": generation,
    }


def _whole(article: Article, row: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The row with what never changes."""
    kept = {name: value for name, value in row.items() if name != "of"}
    return kept | {"id": article.id, "title": article.title, "text": article.text, "repeats": article.repeats, "read_at": now}


def _put_passages(connection: Connection, change: Change) -> None:
    for some in batches(change.passages):
        connection.execute(delete(passages).where(passages.c.article_id.in_(some)))
    if rows := [_passage_row(passage) for parts in change.passages.values() for passage in parts]:
        connection.execute(insert(passages), rows)


def _put_sketches(connection: Connection, change: Change, new: set[str]) -> None:
    """Of articles that were on record their sketches are, too."""
    if rows := [{"hash": one, "article_id": name} for name in sorted(new) for one in change.sketches.get(name, ())]:
        connection.execute(insert(sketches), rows)


def _passage_row(passage: Passage) -> dict[str, object]:
    span = passage.span
    return {
        "article_id": passage.article_id,
        "number": passage.number,
        "section": passage.section,
        "start": span.start,
        "end": span.end,
    }


def _move(connection: Connection, change: Change, generation: int) -> set[str]:
    """Set the places right; withdraw the articles that no place holds any more, and return their ids."""
    former: set[str] = set()
    for some in batches(change.gone | set(change.places)):
        former |= set(connection.execute(select(places.c.article_id).where(places.c.place.in_(some))).scalars())
        connection.execute(delete(places).where(places.c.place.in_(some)))
    if change.places:
        last = connection.execute(select(func.coalesce(func.max(places.c.order), 0))).scalar_one()
        connection.execute(insert(places), [_place_row(place, last + at) for at, place in enumerate(change.places.values(), 1)])
    held: set[str] = set()
    for some in batches(former):
        held |= set(connection.execute(select(places.c.article_id).where(places.c.article_id.in_(some))).scalars())
    withdraw(connection, former - held, change.replaced, generation)
    _name_by_place(connection, held)
    return former - held


def _name_by_place(connection: Connection, article_ids: set[str]) -> None:
    """An article is called by a key under which it still is read: the first of them, if its own has gone."""
    for some in batches(article_ids):
        query = select(places.c.article_id, places.c.key, articles.c.key.label("own"))
        query = query.join(articles).where(places.c.article_id.in_(some)).order_by(places.c.order)
        keys: dict[str, list[str]] = {}
        own: dict[str, str] = {}
        for row in connection.execute(query):
            keys.setdefault(row.article_id, []).append(row.key)
            own[row.article_id] = row.own
        for name, of_one in keys.items():
            if own[name] not in of_one:
                connection.execute(update(articles).where(articles.c.id == name).values(key=of_one[0]))


def _place_row(place: Place, order: int) -> dict[str, object]:
    return {
        "place": place.place,
        "file": place.file,
        "key": place.key,
        "article_id": place.article_id,
        "order": order,
    }


def _put_digests(connection: Connection, digests: Mapping[str, str], forgotten: set[str]) -> None:
    for some in batches(forgotten.union(digests)):
        connection.execute(delete(files).where(files.c.file.in_(some)))
    if digests:
        connection.execute(insert(files), [{"file": file, "digest": digest} for file, digest in digests.items()])
