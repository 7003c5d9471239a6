"""Runs for tests, written by hand."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from api.routes.wire import Answer
from evals.cases import Case
from evals.record import Record, Row, Run, begin, digest, load
from ingest.article import Article

_AT = datetime(2026, 8, 24, 9, tzinfo=UTC)


def answered(question: str, statements: Sequence[tuple[str, Sequence[int]]], quotes: Sequence[tuple[Article, str]] = ()) -> Answer:
    """An answer of these statements, citing the quotes by their place in the list, from 1."""
    places = [(article, article.text.index(quote), quote) for article, quote in quotes]
    citations = [
        {
            "number": number,
            "article_id": article.id,
            "key": article.key,
            "title": article.title,
            "published_on": article.published_on,
            "section": "",
            "start": start,
            "end": start + len(quote),
            "quote": quote,
        }
        for number, (article, start, quote) in enumerate(places, 1)
    ]
    return Answer.model_validate(
        {
            "id": "1",
            "question": question,
            "language": "zh",
            "answered": bool(statements),
            "statements": [{"text": text, "citations": list(numbers)} for text, numbers in statements],
            "citations": citations,
            "note": None if statements else "报道没有说到。",
            "dropped": 0,
            "writer": {"kind": "extractive", "model": None, "prompt": None, "fell_back": False},
            "usage": {"prompt_tokens": 0, "completion_tokens": 0, "calls": 0},
            "timing_ms": {},
        }
    )


def recorded(folder: Path, cases: Sequence[Case], articles: Iterable[Article], rows: Iterable[Row], model: str | None = None) -> Record:
    """A finished run."""
    run = Run(
        started=_AT,
        finished=None,
        revision="f" * 40,
        dirty=False,
        source="evals/cases",
        cases=digest(*cases),
        corpus="c0ffee00",
        today=date(2026, 8, 25),
        writer="model" if model else "extractive",
        model=model,
        retriever="both",
        encoder="local",
        prompts={"select": "3f2a9c1d"} if model else {},
        settings={"passages": 8},
        concurrency=1,
    )
    record = begin(folder, run, cases, articles)
    for row in rows:
        record.add(row)
    return load(folder).close(_AT)
