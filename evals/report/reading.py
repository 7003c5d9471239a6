"""Every case as a reader opens it: what was asked and said, what should have been, and the articles with the places that matter."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evals.cases import Case
from evals.judge.claims import stated
from evals.judge.record import NAME, kept
from evals.judge.votes import Vote
from evals.metrics.evidence import gold_of
from evals.metrics.found import facts_missing
from evals.record import Printed, Record, Row

_BEGINNING = 24
"""Characters of a passage."""


def readings(record: Record) -> dict[str, Any]:
    """What the page's script reads: articles by key, cases by id. Places are code points of the articles' texts."""
    cases, articles = {case.id: case for case in record.asked()}, record.articles()
    votes = {of: said for judge in kept(record.folder / NAME).values() for of, said in judge.items()}
    read = {row.case: _reading(row, cases.get(row.case), articles, votes) for row in record.rows}
    shown = {key for one in read.values() for key in one["keys"]}
    return {"cases": read, "articles": {key: _article(articles[key]) for key in sorted(shown) if key in articles}}


def _article(one: Printed) -> dict[str, Any]:
    return {"title": one.title, "text": one.text, "published_on": str(one.published_on or "")}


def _reading(row: Row, case: Case | None, articles: Mapping[str, Printed], votes: Mapping[str, tuple[Vote, ...]]) -> dict[str, Any]:
    places = [*_cited(row), *_gold(case, articles)]
    keys = dict.fromkeys([*(case.keys if case else (row.key,)), *(place["key"] for place in places)])
    return {
        "question": row.question,
        "keys": list(keys),
        "places": places,
        "statements": list(_statements(row, votes)),
        "note": row.answer.note if row.answer else None,
        "error": row.error,
        "facts": list(_facts(row, case)),
        "must_not": list(case.must_not) if case else [],
        "differences": list(row.differences),
        "retrieved": [_passage(one.key, one.start, one.end, articles) for one in row.passages],
        "scores": [[name, f"{value:.2f}"] for name, value in row.scores.items() if value is not None],
        "spent": _spent(row),
    }


def _cited(row: Row) -> Iterator[dict[str, Any]]:
    for one in row.answer.citations if row.answer else ():
        yield {"key": one.key, "start": one.start, "end": one.end, "number": one.number}


def _gold(case: Case | None, articles: Mapping[str, Printed]) -> Iterator[dict[str, Any]]:
    for stretch in gold_of(case, {key: one.text for key, one in articles.items()}) if case else ():
        yield from ({"key": place.key, "start": place.span.start, "end": place.span.end} for place in stretch)


def _statements(row: Row, votes: Mapping[str, tuple[Vote, ...]]) -> Iterator[dict[str, Any]]:
    if row.answer:
        for said, exhibit in zip(row.answer.statements, stated(row.case, row.answer), strict=True):
            yield {"text": said.text, "citations": said.citations, "judged": _judged(votes.get(exhibit.fingerprint, ()))}


def _judged(votes: Sequence[Vote]) -> str:
    """A mark a vote; none where nobody judged."""
    return "judge " + "".join({True: "✓", False: "✗", None: "·"}[vote.supported] for vote in votes) if votes else ""


def _facts(row: Row, case: Case | None) -> Iterator[dict[str, Any]]:
    if case:
        missing = facts_missing(case, row.answer) if row.answer else case.key_facts
        yield from ({"spellings": list(fact), "found": fact not in missing} for fact in case.key_facts)


def _passage(key: str, start: int, end: int, articles: Mapping[str, Printed]) -> str:
    text = articles[key].text[start:end] if key in articles else ""
    return f"{key} {start}–{end}: {text[:_BEGINNING]}…"


def _spent(row: Row) -> str:
    tokens = f", {row.tokens:,} tokens" if row.tokens else ""
    return f"{row.latency_ms:,.0f} ms{tokens}" + (
        f", {row.answer.dropped} claims dropped by the door" if row.answer and row.answer.dropped else ""
    )
