"""What an article speaks of: names, numbers, quoted terms and words, each with its places and what it weighs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.article import Span
from ingest.facts import organisations_in, people_in
from ingest.facts.tagged import words_of

NAME, BODY, NUMBER, AMOUNT, TERM, NOUN, VERB = 2.5, 1.5, 2.4, 4.0, 3.0, 0.7, 0.6
"""Weights by kind (docs/decisions/0009)."""
_LONG, _LEAD, _OFTEN = 1.3, 1.15, 0.7
"""What a word of three characters counts more, and one of the first sentences; and the power of how often it is printed."""
_NUMBER = re.compile(r"\d[\d,.]*[万亿]?(?:%|％|余?[\u4e00-\u9fff]{1,2})?")
_AMOUNT = re.compile(r"\d[\d,.]*(?:[万亿]|%|％)")
"""Sums and shares: what news counts in thousands, or by the hundred, is seldom by the way."""
_TERM = re.compile(r"“([^”]{2,16})”|《([^》]{2,30})》")
_EMPTY = frozenset(
    "进行 开展 加强 推进 有关 相关 工作 问题 情况 方面 我们 他们 这个 没有 可以 记者 报道 消息 日电 正文 原标题 来源 编辑 "
    "表示 指出 强调 认为 提出 要求".split()
)
_WEIGHTS = (("nr", NAME), ("ns", NAME), ("nt", NAME), ("n", NOUN), ("l", NOUN), ("i", NOUN), ("j", NOUN), ("eng", NOUN), ("v", VERB))


@dataclass(frozen=True, slots=True)
class Concept:
    """Something spoken of."""

    name: str
    weight: float
    places: tuple[Span, ...]
    named: bool
    """Whether it is a name, a body or a quoted term: what tells one matter from another."""


def concepts_in(text: str, lead: int, bounds: Sequence[Span] = ()) -> tuple[Concept, ...]:
    """All of them. The lead ends at that character: what is spoken of before it counts more. `bounds` say by when something is due."""
    found: dict[str, tuple[float, list[Span]]] = {}
    for name, weight, span in (*_mentions(text), *((bound.of(text), TERM, bound) for bound in bounds)):
        most, places = found.get(name, (0.0, []))
        places.append(span)
        found[name] = (max(most, weight), places)
    return tuple(
        Concept(name, _weight(name, most, places, lead), tuple(places), most in {NAME, BODY, TERM})
        for name, (most, places) in found.items()
    )


def _weight(name: str, kind: float, places: Sequence[Span], lead: int) -> float:
    opens = min(place.start for place in places) < lead
    often: float = len(places) ** _OFTEN
    return kind * often * (_LONG if len(name) > 2 else 1) * (_LEAD if opens else 1)  # noqa: PLR2004  characters


def _mentions(text: str) -> Iterator[tuple[str, float, Span]]:
    for word in words_of(text).words:
        if len(word.text) > 1 and word.text not in _EMPTY:
            weight = next((weight for tag, weight in _WEIGHTS if word.tag.startswith(tag)), 0.0)
            if weight:
                yield word.text, weight, Span(word.start, word.end)
    for person in people_in(text):
        yield from ((person.name, NAME, span) for span in person.spans)
    for body in organisations_in(text):
        yield from ((body.name, BODY, span) for span in body.spans)
    for number in _NUMBER.finditer(text):
        yield number[0], AMOUNT if _AMOUNT.match(number[0]) else NUMBER, Span(*number.span())
    for term in _TERM.finditer(text):
        yield term[1] or term[2], TERM, Span(*term.span())
