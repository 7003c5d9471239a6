"""How well action items are found: precision and recall by overlap of evidence, accuracy of fields, and what no article prints."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.answers.beside import additions
from api.errors import WriterFailed
from api.services import Services
from evals.labels import Deed, Labelled
from evals.means import Marks, mean
from evals.metrics.evidence import places
from evals.scorers import Asks
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
FIELDS_OF_AN_ITEM = 4
"""Stretches of the text: assigner, owner, action, due."""
ASKS: Mapping[str, Asks] = {
    **dict.fromkeys([f"items: {name}" for name in ("precision", "recall", "F1", *FIELDS)], "no loss"),
    "items: fields printed": "all",
}


async def added_by(services: Services, article: Article) -> tuple[list[ActionItem], Reading | None]:
    """What the model of the settings adds to an article, and what came of its reading; nothing, and None, without a model."""
    if services.duties is None:
        return [], None
    try:
        return await additions(article, services.duties, time.monotonic() + services.duties.seconds, services.in_turn)
    except WriterFailed as failure:
        return [], Reading(services.duties.name, None, failure.reason)


def compare(labelled: Labelled, added: Sequence[ActionItem] = ()) -> Compared:
    """Pair the items with the labels, the greatest overlap first, each at most once."""
    article, deeds = labelled.article, labelled.deeds
    items = [*items_in(article.text, article.published_on), *added]
    wanted = [_place(article.text, deed.evidence) for deed in deeds]
    overlaps = sorted(
        (
            (_overlap(item.evidence, want), -deeds[at].optional, number, at)
            for number, item in enumerate(items)
            for at, want in enumerate(wanted)
        ),
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


def marks(one: Compared) -> Marks:
    """What an article earns. Means over articles are then those over all their items.

    Precision is the share of found items that are labelled, recall that of labelled ones that are found, optional ones aside; F1 their
    harmonic mean; a field's share is of the items that were found. None where there is nothing to be a share of.
    """
    right, surplus, missed, found = len(one.counted), len(one.surplus), len(one.missed), len(one.pairs) + len(one.surplus)
    counts = {"precision": (right, right + surplus), "recall": (right, right + missed), "F1": (2 * right, 2 * right + surplus + missed)}
    counts |= {field: (sum(one.is_right(field, *pair) for pair in one.counted), right) for field in FIELDS}
    counts["fields printed"] = (FIELDS_OF_AN_ITEM * found - len(list(unprinted_in(one))), FIELDS_OF_AN_ITEM * found)
    named = {f"items: {name}": count for name, count in counts.items()}
    return Marks(
        {name: part / whole if whole else None for name, (part, whole) in named.items()},
        {name: float(whole) for name, (_, whole) in named.items()},
    )


def scores(compared: Sequence[Compared]) -> dict[str, float | None]:
    """Over all articles."""
    earned = [marks(one) for one in compared]
    return {name: mean(earned, name) for name in ASKS}


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


def _place(text: str, evidence: str) -> Span:
    """Nowhere, for what reading an article leaves out: the foot of a web page."""
    return next(iter(places(text, evidence)), Span(0, 0))


def _overlap(one: Span, other: Span) -> float:
    shared = max(0, min(one.end, other.end) - max(one.start, other.start))
    return shared / (len(one) + len(other) - shared or 1)
