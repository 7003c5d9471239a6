"""Action items in the catalogue: kept with the article they are of, found by what they say, gone with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, insert, or_, select, tuple_, update
from sqlalchemy.exc import IntegrityError, OperationalError

from ingest.actions import EDITION, ActionItem, Kind
from ingest.article import Article, Span
from ingest.batches import batches
from ingest.errors import NotWritable
from ingest.facts import people_in
from ingest.schema import action_items, articles, counters, heard, readings


@dataclass(frozen=True, slots=True)
class Kept:
    """An item as the catalogue holds it; `evidence` is a stretch of its article."""

    id: str
    article_id: str
    kind: Kind
    assigner: str
    assigner_title: str | None
    owner: str | None
    action: str
    due_text: str | None
    due_on: date | None
    due_basis: str | None
    evidence: Span
    writer: str | None = None
    """None: the rules."""
    rung: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items are asked for. A name is matched wherever it is part of the printed one; days are inclusive but for `due_before`."""

    article_id: str | None = None
    assigner: str | None = None
    owner: str | None = None
    published_from: date | None = None
    published_to: date | None = None
    due_before: date | None = None
    due_from: date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Who read an article beside the rules, and how."""

    writer: str
    rung: str | None
    reason: str | None = None
    """Why its words were of no use."""
    dropped: int = 0
    """Items and fields that are not borne out."""


class Agenda:
    """The items of all published articles."""

    def __init__(self, engine: Engine) -> None:
        """Use the catalogue's database."""
        self._engine = engine
        self.read_up_to = -1
        """The generation of the catalogue up to which every article is known to have been read."""
        self.reading = Lock()
        """Held by whoever of this process reads what is unread."""

    def page(self, wanted: Wanted, limit: int, after: str | None = None, writer: str | None = None) -> list[Kept]:
        """Items of the newest day first, each article's in printed order, from behind the item `after`: the rules' and the writer's."""
        order = (action_items.c.day.desc(), action_items.c.article_id.desc(), action_items.c.number)
        column = action_items.c.writer
        own = column.is_(None) if writer is None else or_(column.is_(None), column == writer)
        query = _filtered(select(action_items).where(own), wanted).order_by(*order).limit(limit)
        if after is not None:
            query = _behind(query, after)
        with self._engine.connect() as connection:
            return [_kept(row) for row in connection.execute(query)]

    def unread(self) -> list[str]:
        """The published articles that the rules of today have not read."""
        missing = or_(readings.c.reader.is_(None), readings.c.reader != EDITION)
        query = select(articles.c.id).outerjoin(readings, readings.c.article_id == articles.c.id).where(articles.c.published, missing)
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def unheard(self, writer: str, wanted: Wanted) -> list[str]:
        """The published articles that this writer has not read, of those that the filters of articles let through, the newest first."""
        mine = (heard.c.article_id == articles.c.id) & (heard.c.writer == writer)
        query = select(articles.c.id).outerjoin(heard, mine).where(articles.c.published, heard.c.writer.is_(None))
        if wanted.article_id:
            query = query.where(articles.c.id == wanted.article_id)
        if wanted.published_from:
            query = query.where(articles.c.published_on >= wanted.published_from)
        if wanted.published_to:
            query = query.where(articles.c.published_on <= wanted.published_to)
        with self._engine.connect() as connection:
            return list(connection.execute(query.order_by(articles.c.published_on.desc(), articles.c.id.desc())).scalars())

    def heard(self, writer: str, article_ids: Iterable[str]) -> dict[str, Reading]:
        """Which of these articles the writer has read, and what came of it."""
        query = select(heard).where(heard.c.writer == writer, heard.c.article_id.in_(set(article_ids)))
        with self._engine.connect() as connection:
            return {row.article_id: Reading(writer, None, row.reason, row.dropped) for row in connection.execute(query)}

    def add(self, article: Article, items: Sequence[ActionItem], by: Reading) -> None:
        """Keep what a writer adds to an article; what another was quicker with, or what may not be written, is asked for again."""
        try:
            with self._engine.begin() as connection:
                if not connection.execute(select(articles.c.published).where(articles.c.id == article.id)).scalar():
                    return
                connection.execute(
                    insert(heard), [{"article_id": article.id, "writer": by.writer, "reason": by.reason, "dropped": by.dropped}]
                )
                if rows := list(_rows(article, items, by)):
                    connection.execute(insert(action_items), rows)
        except (IntegrityError, OperationalError):
            return

    def keep(self, read: Sequence[tuple[Article, Sequence[ActionItem]]]) -> None:
        """Put the items of articles that still are published in the place of what was kept of them; another may be quicker.

        Raises `NotWritable`.
        """
        try:
            with self._engine.begin() as connection:
                _let_nothing_be_published(connection)
                known = _as_published(connection, [article for article, _ in read])
                put(connection, [(article, items) for article, items in read if article.id in known])
        except IntegrityError:
            return
        except OperationalError as error:
            message = f"what was read off articles cannot be put on record: {error.orig}"
            raise NotWritable(message) from error


def put(connection: Connection, read: Sequence[tuple[Article, Sequence[ActionItem]]]) -> None:
    """The same, within somebody's transaction."""
    drop(connection, [article.id for article, _ in read])
    if read:
        connection.execute(insert(readings), [{"article_id": article.id, "reader": EDITION} for article, _ in read])
    if rows := [row for article, items in read for row in _rows(article, items)]:
        connection.execute(insert(action_items), rows)


def _let_nothing_be_published(connection: Connection) -> None:
    """Until this transaction ends: every publication begins with the same row."""
    connection.execute(update(counters).where(counters.c.name == "generation").values(value=counters.c.value))


def _as_published(connection: Connection, read: Sequence[Article]) -> set[str]:
    """The ids of those that are published, of the same day still."""
    days = {article.id: article.published_on for article in read}
    query = select(articles.c.id, articles.c.published_on).where(articles.c.id.in_(days), articles.c.published)
    return {row.id for row in connection.execute(query) if row.published_on == days[row.id]}


def drop(connection: Connection, article_ids: Iterable[str]) -> None:
    """Forget what was read off these articles."""
    for some in batches(article_ids):
        for table in (action_items, readings, heard):
            connection.execute(delete(table).where(table.c.article_id.in_(some)))


def _rows(article: Article, items: Sequence[ActionItem], by: Reading | None = None) -> Iterator[dict[str, Any]]:
    titles: Mapping[str, str | None] = {person.name: person.title for person in people_in(article.text)} if items else {}
    for item in items:
        assigner, action = item.assigner.of(article.text), item.action.of(article.text)
        told = f"{article.id} {item.evidence.start} {item.evidence.end} {action}" + (f" {by.writer}" if by else "")
        yield {
            "id": sha256(told.encode()).hexdigest()[:16],
            "article_id": article.id,
            "day": article.published_on or date.min,
            "number": item.evidence.start,
            "kind": item.kind,
            "assigner": assigner,
            "assigner_title": titles.get(assigner),
            "owner": item.owner.of(article.text) if item.owner else None,
            "action": action,
            "due_text": item.due.of(article.text) if item.due else None,
            "due_on": item.due_on,
            "due_basis": item.basis,
            "start": item.evidence.start,
            "end": item.evidence.end,
            "writer": by.writer if by else None,
            "rung": by.rung if by else None,
        }


def _kept(row: Any) -> Kept:  # noqa: ANN401  SQLAlchemy's row
    said = (row.assigner, row.assigner_title, row.owner, row.action, row.due_text, row.due_on, row.due_basis)
    return Kept(row.id, row.article_id, row.kind, *said, Span(row.start, row.end), row.writer, row.rung)


def _filtered(query: Select[Any], wanted: Wanted) -> Select[Any]:
    columns = action_items.c
    conditions = []
    if wanted.article_id:
        conditions.append(columns.article_id == wanted.article_id)
    if wanted.assigner:
        conditions.append(columns.assigner.contains(wanted.assigner, autoescape=True))
    if wanted.owner:
        conditions.append(columns.owner.contains(wanted.owner, autoescape=True))
    if wanted.published_from:
        conditions.append(columns.day >= wanted.published_from)
    if wanted.published_to:
        conditions += [columns.day <= wanted.published_to, columns.day > date.min]
    if wanted.due_before:
        conditions.append(columns.due_on < wanted.due_before)
    if wanted.due_from:
        conditions.append(columns.due_on >= wanted.due_from)
    return query.where(*conditions)


def _behind(query: Select[Any], after: str) -> Select[Any]:
    """What comes behind an item: later in its article, of an article further down, or of an earlier day."""
    mark = select(action_items).where(action_items.c.id == after).subquery()
    day, article_id, number = (select(column).scalar_subquery() for column in (mark.c.day, mark.c.article_id, mark.c.number))
    columns = action_items.c
    later = (columns.day == day) & (columns.article_id == article_id) & (columns.number > number)
    return query.where(later | (tuple_(columns.day, columns.article_id) < tuple_(day, article_id)))
