"""The writer without a model: it proposes the articles' own sentences, an enumeration whole and with its lead-in."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from api.brief import Asked, Brief, Claim, Hit, Line, Wanted
from api.cues import holds
from api.generate.writer import Credit, Usage
from ingest.facts import people_in
from ingest.fold import fold

ENOUGH = 0.2
"""Coverage of the question below which no sentence speaks to it; whether one answers it is judged elsewhere (docs/decisions/0007)."""
_MOST = 5
"""Sentences in an answer that is no enumeration."""
_MOST_OF_ONE_THING = 3
"""Sentences where one thing is asked for: a number, a day, a place, a person, a body."""
_CLOSE = 0.6
"""Of the best sentence's score, what a further sentence must reach."""
_IN_PASSAGE, _IN_ARTICLE = 0.7, 0.4
"""What a word of the question counts that is printed not in the sentence or its heading, but elsewhere in the passage or the article."""
_GIVEN = 0.1
"""What a word of the question counts for choosing a sentence if the article's head says it anyway."""
_OPENING = 200
"""Characters of an article's first sentence that count as its head."""
_OWN, _COVERED, _RANKED, _NEAR, _CUED, _CUED_HERE, _FULL = 0.1, 0.5, 1.0, 0.3, 0.4, 0.3, 0.2
"""What count, beside the telling words in the sentence (docs/decisions/0004): all words in it, those around it, its passage's
rank and cosine, the kind of thing asked for, the same beside words of the question, and its length, for a scrap says little."""
_LONG = 120
"""Characters of a sentence from which it counts as full."""
_CHARGED = re.compile(r"(?:由|请|责成|交由).{2,16}(?:牵头|负责|承办|主办)")
"""A body is charged with something, which says more than that a body is named."""
_BODY = re.compile(r"[\u4e00-\u9fff]{2,}(?:局|委|办|中心|大队|公司|集团|部|厅)")


@dataclass(frozen=True, slots=True)
class _Scored:
    """A line, how well it answers, and how much of the question it and its surroundings cover."""

    line: Line
    score: float
    coverage: float


class ExtractiveWriter:
    """Answers with the articles' own sentences. Needs no model and no key."""

    credit = Credit("extractive")

    async def write(self, brief: Brief, usage: Usage) -> AsyncIterator[Claim]:  # noqa: ARG002  it costs nothing
        """The best sentences, or the enumeration that answers; nothing where the question is not covered."""
        for line in chosen(brief):
            yield Claim((line.number,))

    async def aclose(self) -> None:
        """It holds nothing."""


def chosen(brief: Brief) -> list[Line]:
    """What is to be stated, in order."""
    scored = sorted(_scored(brief), key=lambda one: -one.score)
    if not scored or max(one.coverage for one in scored) < ENOUGH:
        return []
    if brief.asked.kind in ("demand", "list") and (items := _enumeration(scored)):
        return items
    most = _MOST_OF_ONE_THING if brief.asked.kind in ("number", "when", "where", "who", "body") else _MOST
    return [one.line for one in scored[:most] if one.score >= _CLOSE * scored[0].score]


def scores(brief: Brief) -> dict[int, float]:
    """How well each line answers, by its number."""
    return {one.line.number: one.score for one in _scored(brief)}


def _enumeration(scored: Sequence[_Scored]) -> list[Line]:
    """All items of the list that covers the question best, in printed order; none where another sentence covers it much better."""
    lists: dict[tuple[str, int], float] = {}
    for one in scored:
        if key := one.line.listed:
            lists[key] = max(one.coverage, lists.get(key, 0.0))
    if not lists:
        return []
    best = max(lists, key=lambda key: lists[key])
    if lists[best] < max(ENOUGH, _CLOSE * max(one.coverage for one in scored)):
        return []
    return sorted((one.line for one in scored if one.line.listed == best), key=lambda line: line.span)


def _scored(brief: Brief) -> list[_Scored]:
    asked = brief.asked
    around: dict[str, _Around] = {}
    texts = {article.id: fold(article.text) for article in {line.hit.article.id: line.hit.article for line in brief.lines}.values()}
    for line in brief.lines:
        if line.hit.passage.id not in around:
            around[line.hit.passage.id] = _around(line.hit, texts[line.hit.article.id], asked)
    best = max((line.hit.score for line in brief.lines), default=0.0) or 1.0
    total = sum(one.weight for one in asked.wanted) or 1.0
    return [_score(line, asked, total, around[line.hit.passage.id], line.hit.score / best) for line in brief.lines]


def _score(line: Line, asked: Asked, total: float, around: "_Around", rank: float) -> _Scored:
    """A word that heads the article tells which article answers, not which of its sentences, so it counts little for a sentence."""
    said = fold(line.said)
    inside = [one.is_in(said) for one in asked.wanted]
    own = sum(one.weight for one, here in zip(asked.wanted, inside, strict=True) if here) / total
    told = sum(weight for weight, here in zip(around.telling, inside, strict=True) if here) / (sum(around.telling) or 1.0)
    near = zip(asked.wanted, inside, around.presence, strict=True)
    coverage = sum((1.0 if here else presence) * one.weight for one, here, presence in near) / total
    cue = _cue(asked, said, line)
    full = min(len(said), _LONG) / _LONG
    placed = _RANKED * rank + _NEAR * line.hit.vector
    score = told + _OWN * own + _COVERED * coverage + placed + (_CUED + _CUED_HERE * own) * cue + _FULL * full
    return _Scored(line, score, coverage)


@dataclass(frozen=True, slots=True)
class _Around:
    """What a passage says of each thing wanted, for any sentence of it that does not print it."""

    telling: tuple[float, ...]
    """What it weighs for choosing a sentence."""
    presence: tuple[float, ...]
    """How near it is printed: 1 over the sentence (title, section, day), less in the passage, least in the article."""


def _around(hit: Hit, text: str, asked: Asked) -> _Around:
    """The text is that of the article, folded: offsets are the same."""
    article, passage = hit.article, hit.passage
    day = f"{article.published_on.year}年{article.published_on.month}月{article.published_on.day}日" if article.published_on else ""
    over = fold(f"{article.title}\n{passage.section}\n{day}")
    opening = text[: len(article.text.partition("。")[0][:_OPENING])]
    head = f"{over}\n{opening}"
    telling = tuple(one.weight * (_GIVEN if one.is_in(head) else 1.0) for one in asked.wanted)
    return _Around(telling, tuple(_presence(one, over, passage.span.of(text), text) for one in asked.wanted))


def _presence(one: Wanted, over: str, passage: str, article: str) -> float:
    if one.is_in(over):
        return 1.0
    if one.is_in(passage):
        return _IN_PASSAGE
    return _IN_ARTICLE if one.is_in(article) else 0.0


def _cue(asked: Asked, said: str, line: Line) -> float:
    """Whether the sentence holds the kind of thing that is asked."""
    if asked.kind == "who":
        return float(any(person.name in said for person in people_in(line.hit.article.text)))
    if asked.kind == "body":
        return 1.0 if _CHARGED.search(said) else 0.5 * bool(_BODY.search(said))
    if asked.kind in ("demand", "list") and line.item:
        return 1.0
    return float(holds(asked.kind, said, fold(asked.text)))
