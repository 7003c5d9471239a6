"""Summaries in the catalogue: what a writer chose of an article stays right for as long as both stay what they are."""

import json
from collections.abc import Sequence

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from ingest.article import Span
from ingest.schema import summaries


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
