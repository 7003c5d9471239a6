"""Summaries in the catalogue: what a writer chose of an article, right while both stay what they are; and what it wrote of a day."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from ingest.article import Span
from ingest.schema import overviews, summaries


class Shelf:
    """Chosen stretches by article, length and writer."""

    def __init__(self, engine: Engine) -> None:
        """Use the catalogue's database."""
        self._engine = engine

    def find(self, article_id: str, length: str, writer: str) -> tuple[Span, ...] | None:
        """What was kept; None where nothing was."""
        columns = summaries.c
        query = select(columns.body).where(columns.article_id == article_id, columns.length == length, columns.writer == writer)
        with self._engine.connect() as connection:
            body = connection.execute(query).scalar()
        return None if body is None else tuple(Span(start, end) for start, end in json.loads(body))

    def keep(self, article_id: str, length: str, writer: str, spans: Sequence[Span]) -> None:
        """Keep it; where the catalogue may not be written to, or another was quicker, it is chosen again when next asked for."""
        body = json.dumps([[span.start, span.end] for span in spans])
        row = {"article_id": article_id, "length": length, "writer": writer, "body": body}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(summaries), [row])
        except (IntegrityError, OperationalError):
            return

    def overview(self, day: date, language: str) -> str | None:
        """What is kept of a day's overview."""
        query = select(overviews.c.body).where(overviews.c.day == day, overviews.c.language == language)
        with self._engine.connect() as connection:
            body: str | None = connection.execute(query).scalar()
            return body

    def keep_overview(self, day: date, language: str, body: str) -> None:
        """Keep it with the closed edition of the day; the first that is kept stays."""
        with suppress(IntegrityError), self._engine.begin() as connection:
            connection.execute(insert(overviews).values(day=day, language=language, body=body))
