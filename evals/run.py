"""Ask every case through the product's own doors, and score what comes."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from api.answers.question import Answer as Given
from api.answers.question import Question, answer
from api.routes.wire import Answer
from api.services import Services, build
from api.settings import Settings
from evals.cases import Case, check_evidence
from evals.metrics import abstained_rightly, facts_found, quotes_are_printed, right_article, statements_are_cited
from ingest.catalogue import Filters
from ingest.pipeline import ingest
from ingest.read import files_at, source_at

_EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """A case, the answer it got, and its scores by metric."""

    case: Case
    answer: Answer
    scores: dict[str, float | None]


def run(cases: Sequence[Case], corpus: Path, settings: Settings, shown: Callable[[Sequence[Case]], Iterable[Case]] = iter) -> list[Row]:
    """Read the corpus into a folder of its own and ask every case of it; `shown` may draw a bar around them.

    Raises `BadCases` where an evidence is not printed.
    """
    with TemporaryDirectory(prefix="jianbao-eval-") as folder:
        services = build(settings.model_copy(update={"data_dir": Path(folder)}))
        ingest((source_at(name, path) for name, path in files_at(corpus)), services.library)
        articles = services.library.catalogue.page(Filters(), _EVERYTHING)
        check_evidence(cases, {article.key: article.text for article in articles})
        texts = {article.id: article.text for article in articles}
        return [_row(case, asyncio.run(_answer(case.question, services)), texts) for case in shown(cases)]


async def _answer(question: str, services: Services) -> Answer:
    events = [event async for event in answer(Question(question), services.desk)]
    await services.desk.writer.aclose()
    return next(Answer.of(event) for event in events if isinstance(event, Given))


def _row(case: Case, given: Answer, texts: dict[str, str]) -> Row:
    scores = {
        "quotes printed": quotes_are_printed(given, texts),
        "statements cited": statements_are_cited(given),
        "facts found": facts_found(case, given),
        "right article": right_article(case, given),
        "abstained rightly": abstained_rightly(case, given),
    }
    return Row(case, given, scores)


def mean(rows: Sequence[Row], metric: str) -> float | None:
    """Of the rows to which the metric applies; None where it applies to none."""
    scores = [score for row in rows if (score := row.scores[metric]) is not None]
    return sum(scores) / len(scores) if scores else None
