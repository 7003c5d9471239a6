"""What is to be run: the cases, the articles, the labels, and who answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from api.settings import Settings
from evals.cases import Case
from evals.cases import load as cases_in
from evals.cases_cli import is_own
from evals.labels import LABELS, OWN, Labelled
from evals.labels import load as labelled_in
from evals.record import Finding, Record
from prompts import load as prompt

T = TypeVar("T")
_TOLD = (
    "embedding_dimensions vector_weight writer prompts_dir glossary answer_seconds brief_tokens question_tokens structured passages"
    " question_characters timezone prompt_price completion_price"
).split()
"""Settings that may change an answer or its cost, none of them a secret."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a run depends on but for the code."""

    source: Path
    cases: Sequence[Case]
    corpus: Path
    labels: Path | None
    """A folder with labels of action items and summaries; None where there are none."""
    labelled: Sequence[Labelled]
    settings: Settings
    retriever: Finding = "both"
    concurrency: int = 1
    limit: int | None = None

    @property
    def prompts(self) -> dict[str, str]:
        """Every prompt that may change an answer, and its version; none without a model. A judge comes when all is said."""
        if self.settings.chat_model is None:
            return {}
        names = sorted({Path(one.name).stem for one in files("prompts").iterdir() if one.name.endswith(".md")} - {"judge"})
        return {name: prompt(name, self.settings.prompts_dir).version for name in names}

    @property
    def told(self) -> Mapping[str, Any]:
        """The settings as they may be written down."""
        settings = self.settings.model_dump(mode="json", include=set(_TOLD))
        where = urlsplit(self.settings.openai_base_url or "")
        return settings | {"openai_base_url": f"{where.scheme}://{where.hostname}{where.path}" if where.hostname else None}


def planned(  # noqa: PLR0913  each is an option of the command
    source: Path,
    corpus: Path,
    settings: Settings,
    retriever: Finding = "both",
    *,
    concurrency: int = 1,
    limit: int | None = None,
    extracts: bool = True,
) -> Plan:
    """A plan over a folder of cases. Its labels are looked for beside them, unless nothing is to be drawn out. Raises `BadCases`.

    Labelled articles come by key, so that a limit chooses the same ones wherever they are kept.
    """
    labels = OWN if is_own(source) else source if source.is_dir() else source.parent
    has_labels = extracts and any((labels / name).exists() for name in LABELS)
    labelled = sorted(labelled_in(labels), key=lambda one: one.article.key) if has_labels else []
    cases = cases_in(source)
    return Plan(
        source, _few(cases, limit), corpus, labels if has_labels else None, _few(labelled, limit), settings, retriever, concurrency, limit
    )


def again(record: Record, settings: Settings, concurrency: int) -> Plan:
    """The plan of a run that was begun, over the cases and articles in its folder and with its model, prompts and search."""
    run, folder = record.run, record.folder
    prompts = run.settings.get("prompts_dir")
    chosen = settings.model_copy(update={"chat_model": run.model, "prompts_dir": Path(prompts) if prompts else None})
    plan = planned(folder, folder / "articles.jsonl", chosen, run.retriever, concurrency=concurrency)
    return replace(plan, source=Path(run.source), labelled=_few(plan.labelled, run.limit), limit=run.limit)


def _few(things: Sequence[T], limit: int | None) -> Sequence[T]:
    """So many, spread over all."""
    return things[:: max(1, len(things) // limit)][:limit] if limit else things
