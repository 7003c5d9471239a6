"""How well action items are found: precision and recall by overlap of evidence, accuracy of fields, and what no article prints."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from api.answers.beside import additions
from api.errors import WriterFailed
from api.services import Services
from evals.labels import Deed, Labelled, bare
from ingest.actions import ActionItem, items_in
from ingest.agenda import Reading
from ingest.article import Article, Span

OVERLAP = 0.5
"""Characters that two evidences share, of all that either has: from here on they are of one item."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The items of one article beside its labels."""

    article: Article
    pairs: tuple[tuple[ActionItem, Deed], ...]
    surplus: tuple[ActionItem, ...]
    missed: tuple[Deed, ...]

    @property
    def counted(self) -> tuple[tuple[ActionItem, Deed], ...]:
        """The pairs that earn something."""
        return tuple(pair for pair in self.pairs if not pair[1].optional)

    def is_right(self, field: str, item: ActionItem, deed: Deed) -> bool:
        """Whether a field of an item is as labelled. 会议 and the body that convened it are taken for one another."""
        text = self.article.text
        if field == "kind":
            return item.kind == deed.kind
        if field == "due":
            return (_said(item.due, text), item.due_on) == (deed.due_text, deed.due_on)
        if field == "owner":
            return _said(item.owner, text) == deed.owner
        found = _said(item.assigner, text)
        return found == deed.assigner or "会议" in {found, deed.assigner}


FIELDS = ("kind", "assigner", "owner", "due")


def added_by(services: Services, labelled: Sequence[Labelled]) -> tuple[list[list[ActionItem]], list[Reading]]:
    """What the model of the settings adds to each article, and what came of its reading."""

    async def read() -> list[tuple[list[ActionItem], Reading]]:
        try:
            return [await _added_to(one.article, services) for one in labelled]
        finally:
            await services.desk.writer.aclose()

    found = asyncio.run(read())
    return [items for items, _ in found], [reading for _, reading in found]


async def _added_to(article: Article, services: Services) -> tuple[list[ActionItem], Reading]:
    assert services.duties  # noqa: S101  the caller has a model
    try:
        return await additions(article, services.duties, time.monotonic() + services.duties.seconds, services.in_turn)
    except WriterFailed as failure:
        return [], Reading(services.duties.name, None, failure.reason)


def compare(labelled: Labelled, added: Sequence[ActionItem] = ()) -> Compared:
    """Pair the items with the labels, the greatest overlap first, each at most once."""
    article, deeds = labelled.article, labelled.deeds
    items = [*items_in(article.text, article.published_on), *added]
    places = [_without_blanks(article.text, item.evidence) for item in items]
    wanted = [_place(article.text, deed.evidence) for deed in deeds]
    overlaps = sorted(
        ((_overlap(place, want), -deeds[at].optional, number, at) for number, place in enumerate(places) for at, want in enumerate(wanted)),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for share, _, number, at in overlaps:
        if share >= OVERLAP and number not in pairs and at not in pairs.values():
            pairs[number] = at
    return Compared(
        article,
        tuple((items[number], deeds[at]) for number, at in sorted(pairs.items())),
        tuple(item for number, item in enumerate(items) if number not in pairs),
        tuple(deed for at, deed in enumerate(deeds) if at not in pairs.values() and not deed.optional),
    )


def scores(compared: Sequence[Compared]) -> dict[str, float]:
    """Over all articles."""
    right = sum(len(one.counted) for one in compared)
    surplus, missed = sum(len(one.surplus) for one in compared), sum(len(one.missed) for one in compared)
    precision, recall = right / (right + surplus or 1), right / (right + missed or 1)
    fields = {field: sum(one.is_right(field, *pair) for one in compared for pair in one.counted) / (right or 1) for field in FIELDS}
    unprinted = sum(len(list(unprinted_in(one))) for one in compared)
    found = 2 * precision * recall / (precision + recall or 1)
    return {"precision": precision, "recall": recall, "F1": found, **fields, "fields not printed": unprinted}


def unprinted_in(one: Compared) -> Iterator[str]:
    """Fields whose words the article does not print. Every field is a stretch of the text, so there should be none."""
    for item in (*(item for item, _ in one.pairs), *one.surplus):
        for field in (item.assigner, item.owner, item.action, item.due):
            if field and (not field.of(one.article.text) or field.of(one.article.text) not in one.article.text):
                yield field.of(one.article.text)


def differences(one: Compared) -> Iterator[str]:
    """A line for each item that is not labelled, each label that is not found, and each field that is not as labelled."""
    text, key = one.article.text, one.article.key
    for item in one.surplus:
        yield f"{key}: not labelled: {item.evidence.of(text)}"
    for deed in one.missed:
        yield f"{key}: not found: {deed.evidence}"
    for item, deed in one.counted:
        wrong = [field for field in FIELDS if not one.is_right(field, item, deed)]
        if wrong:
            found = f"{item.kind}, {_said(item.assigner, text)}, {_said(item.owner, text)}, {_said(item.due, text)} {item.due_on}"
            yield f"{key}: {' and '.join(wrong)} of {item.evidence.of(text)}: {found}"


def _said(span: Span | None, text: str) -> str | None:
    return span.of(text) if span else None


def _without_blanks(text: str, span: Span) -> Span:
    """The span as it would be if the text had no blanks."""
    counted = [0, *accumulate(not char.isspace() for char in text)]
    return Span(counted[span.start], counted[span.end])


def _place(text: str, evidence: str) -> Span:
    """Nowhere, for what reading an article leaves out: the foot of a web page."""
    start = bare(text).find(bare(evidence))
    return Span(start, start + len(bare(evidence))) if start >= 0 else Span(0, 0)


def _overlap(one: Span, other: Span) -> float:
    shared = max(0, min(one.end, other.end) - max(one.start, other.start))
    return shared / (len(one) + len(other) - shared or 1)
