"""Cases, answers and a run, as small as can be, for metrics that are worked out by hand."""

from datetime import UTC, date, datetime

from api.routes.wire import Answer
from api.routes.wire.passages import Passage
from evals.cases import Case
from evals.record import Run

TEXT = "泵站有水泵13台，投资1.5亿元。"
TEXTS = {"a" * 16: TEXT, "b" * 16: "校车每天两班。"}


def case(*facts: tuple[str, ...], key: str = "pumps") -> Case:
    """A question with these facts for a right answer; without any, one that no article answers."""
    return Case("case-01", key, "how_many" if facts else "unanswerable", "zh", "问", bool(facts), facts, (TEXT,) if facts else ())


def citation(number: int, start: int, end: int, **otherwise: str) -> dict[str, object]:
    """A citation of the characters from start to end of the article on pumps, but for what is said otherwise."""
    home = {"article_id": "a" * 16, "key": "pumps", "title": "", "published_on": None, "section": ""}
    return home | {"number": number, "start": start, "end": end, "quote": TEXT[start:end]} | otherwise


def given(*statements: tuple[str, list[int]], citations: tuple[dict[str, object], ...] = ()) -> Answer:
    """An answer of these statements, as it goes over the wire."""
    return Answer.model_validate(
        {
            "id": "0",
            "question": "问",
            "language": "zh",
            "answered": bool(statements),
            "statements": [{"text": text, "citations": numbers} for text, numbers in statements],
            "citations": citations,
            "note": None,
            "dropped": 0,
            "writer": {"kind": "extractive", "model": None, "prompt": None, "fell_back": False},
            "usage": {"prompt_tokens": 0, "completion_tokens": 0, "calls": 0},
            "timing_ms": {},
        }
    )


NOTHING = given()


def passage(start: int, end: int, key: str = "pumps") -> Passage:
    """A passage of the characters from start to end of an article."""
    home = {"article_id": "a" * 16, "key": key, "title": "", "published_on": None, "section": ""}
    return Passage.model_validate(home | {"start": start, "end": end, "text": "", "score": 1.0})


RUN = Run(
    started=datetime(2026, 8, 24, 9, tzinfo=UTC),
    finished=None,
    revision="f" * 40,
    dirty=False,
    source="evals/cases",
    cases="cases",
    corpus="corpus",
    today=date(2026, 8, 25),
    writer="extractive",
    model=None,
    retriever="both",
    encoder="local",
    prompts={"write": "3f2a9c1d"},
    settings={"passages": 8},
    concurrency=1,
)
