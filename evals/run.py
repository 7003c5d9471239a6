"""A run: the articles read into a folder of their own, every row done, a few at a time, and kept as soon as it is there."""

import asyncio
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api.retrieve.hybrid import HybridRetriever
from api.retrieve.timely import Timely
from api.services import Services, build
from evals.cases import check_evidence
from evals.errors import BadRun
from evals.jobs import Desk, Job, jobs
from evals.labels import HOME, newspapers
from evals.plan import Plan
from evals.record import Record, Row, Run, begin, digest, load, mend
from evals.retrieval import ABLATION
from ingest.article import Article
from ingest.catalogue import Filters
from ingest.pipeline import ingest

_EVERYTHING = 1_000_000
_UNDATED = date(2026, 1, 1)
"""The day of the asking where no article has one."""
_NOON = hour(12)
Shown = Callable[..., Iterable[Any]]
"""May draw a bar around what is waited for: called with it, and with `total`, how much that is."""


def run(plan: Plan, folder: Path, shown: Shown = lambda rows, total: rows) -> Record:  # noqa: ARG005  the bar's signature
    """A new run, in a folder of its own. Raises `BadCases` where an evidence is not printed, `BadRun` where the folder is taken."""
    with _read_in(plan) as desk:
        record = begin(folder, _told(plan, desk), plan.cases, desk.articles, plan.labels)
        return _complete(plan, desk, record, shown)


def resume(plan: Plan, record: Record, shown: Shown = lambda rows, total: rows) -> Record:  # noqa: ARG005  as above
    """Go on with a run that was stopped: what is lacking is asked, and what failed. Raises `BadRun` where it would not be the same run."""
    with _read_in(plan) as desk:
        if other := list(_unlike(record.run, _told(plan, desk))):
            message = f"{record.folder} cannot be gone on with: {'; '.join(other)}"
            raise BadRun(message)
        mend(record.folder)
        return _complete(plan, desk, load(record.folder), shown)


def _complete(plan: Plan, desk: Desk, record: Record, shown: Shown) -> Record:
    missing = [job for job in jobs(plan) if job.row.case not in record.done]
    if record.run.finished and not missing:
        return record
    asyncio.run(_all(missing, desk, record, plan.concurrency, shown))
    return record.close(datetime.now(UTC))


async def _all(missing: list[Job], desk: Desk, record: Record, most: int, shown: Shown) -> None:
    """Do them, a few at a time, and keep each as soon as it is done."""
    room = asyncio.Semaphore(most)

    async def in_room(job: Job) -> Row:
        async with room:
            return await job.done(desk)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(in_room(job)) for job in missing]
            for done in shown(asyncio.as_completed(tasks), total=len(tasks)):
                record.add(await done)
    finally:
        await desk.services.desk.writer.aclose()


@contextmanager
def _read_in(plan: Plan) -> Iterator[Desk]:
    """The product over the plan's articles, in a data folder of its own whatever the settings name. Raises `BadCases`."""
    with TemporaryDirectory(prefix="jianbao-eval-") as folder:
        clock = _Clock()
        apart = {"data_dir": Path(folder), "catalogue_url": None, "chroma_url": None, "waiting": plan.concurrency}
        services = build(plan.settings.model_copy(update=apart), clock=clock)
        try:
            ingest(newspapers(plan.corpus), services.library)
            articles = tuple(services.library.catalogue.page(Filters(), _EVERYTHING))
            by_key = {one.key: one.text for one in articles}
            check_evidence(plan.cases, by_key)
            clock.day = _day_after(articles)
            services.warm_up("一")
            yield Desk(_searching(services, plan, clock), articles, {one.id: one.text for one in articles}, by_key)
        finally:
            services.in_turn.close()
            services.library.close()


class _Clock:
    """Stands at noon of the day of the asking, so that 上周 means the same whenever a run is made."""

    def __init__(self) -> None:
        self.day = _UNDATED

    def __call__(self) -> datetime:
        return datetime.combine(self.day, _NOON, UTC)

    def today(self) -> date:
        return self.day


def _day_after(articles: Iterable[Article]) -> date:
    dated = [one.published_on for one in articles if one.published_on]
    return max(dated) + timedelta(1) if dated else _UNDATED


def _searching(services: Services, plan: Plan, clock: _Clock) -> Services:
    """The product; for an ablation, with a search of words or vectors alone."""
    if plan.retriever == "both":
        return services
    alone = HybridRetriever(services.library, services.english, weights=ABLATION[plan.retriever])
    return replace(services, retriever=alone, desk=replace(services.desk, retriever=Timely(alone, clock.today)))


def _told(plan: Plan, desk: Desk) -> Run:
    """What is to be written down of a run that begins now."""
    revision, dirty = _revision()
    settings = plan.settings
    return Run(
        started=datetime.now(UTC),
        finished=None,
        revision=revision,
        dirty=dirty,
        source=_named(plan.source),
        cases=digest(sorted((job.row.case, job.row.digest) for job in jobs(plan))),
        corpus=digest(sorted((one.key, one.title, str(one.published_on), one.text) for one in desk.articles)),
        today=_day_after(desk.articles),
        writer="model" if settings.chat_model else "extractive",
        model=settings.chat_model,
        retriever=plan.retriever,
        encoder=desk.services.library.embedder.fingerprint,
        prompts=plan.prompts,
        settings=plan.told,
        concurrency=plan.concurrency,
        limit=plan.limit,
    )


def _named(path: Path) -> str:
    """As the repository knows it, where it lies there."""
    whole = path.resolve()
    return str(whole.relative_to(HOME.parent) if whole.is_relative_to(HOME.parent) else path)


def _unlike(one: Run, other: Run) -> Iterator[str]:
    """What makes two runs different ones, by name and value."""
    for name in ("revision", "dirty", "cases", "corpus", "model", "retriever", "encoder", "prompts", "settings"):
        before, now = getattr(one, name), getattr(other, name)
        if before != now:
            yield f"its {name} was {before}, and is {now}"


def _revision() -> tuple[str | None, bool]:
    """The commit that the product stands at, and whether its files differ from it."""
    return _git("rev-parse", "HEAD") or None, bool(_git("status", "--porcelain", "--", "api", "evals", "ingest", "prompts"))


def _git(*words: str) -> str:
    """What git prints; nothing outside a repository, or without git."""
    try:
        done = subprocess.run(["git", "-C", str(HOME.parent), *words], capture_output=True, text=True, check=False)  # noqa: S603, S607  our words alone
    except FileNotFoundError:
        return ""
    return done.stdout.strip()
