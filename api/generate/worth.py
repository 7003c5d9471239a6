"""How well each sentence answers a question, without a model: by its words, by where it stands, and by what it holds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from api.brief import Asked, Brief, Hit, Line, Wanted
from api.cues import holds
from api.generate.runs import Run
from ingest.facts import people_in
from ingest.fold import fold

_IN_PASSAGE, _IN_ARTICLE = 0.7, 0.4
"""What a word of the question counts that is printed not in the sentence or its heading, but elsewhere in the passage or the article."""
_GIVEN = 0.1
"""What a word of the question counts for choosing a sentence if it tells of which article it is: the head says it, or it names a time."""
_TIME = re.compile(r"(?:19|20)\d\d年?|\d{1,2}月份?")
"""A year or a month. A day is more: the sentences about one day print it."""
_OPENING = re.compile(r"。|[：:]$", re.MULTILINE)
_LONGEST_OPENING = 200
"""Characters of an article's first sentence that count as its head."""
_OWN, _COVERED, _RANKED, _NEAR, _CUED, _CUED_HERE, _FULL = 0.1, 0.5, 1.0, 0.3, 0.4, 0.3, 0.2
"""What count, beside the telling words in the sentence (docs/decisions/0004): all words in it, those around it, its passage's
rank and cosine, the kind of thing asked for, the same beside words of the question, and its length, for a scrap says little."""
_LONG = 120
"""Characters of a sentence from which it counts as full."""
_CHARGED = re.compile(r"(?:由|请|责成|交由).{2,16}(?:牵头|负责|承办|主办)")
"""A body is charged with something, which says more than that a body is named."""
_BODY = re.compile(r"[\u4e00-\u9fff]{2,}(?:局|委|办|中心|大队|公司|集团|部|厅)")
_OFFICE = re.compile(
    r"接任|继任|任命|担任|出任|就任|新任|改任|调任|前任"
    r"|(?:[局校院部区市县会厅处科镇乡社队馆]长|主任|书记|主席|经理|总裁|负责人)(?:是|由|换成?|为)?(?:了|的)?(?:谁|哪)"
    r"|\b(?:became|heads?|headed|appointed|succeed\w*|replaced?)\b",
    re.IGNORECASE,
)
"""A question for who holds an office, or came into it."""
_TAKES = re.compile(r"[\u4e00-\u9fff]{2,4}任[\u4e00-\u9fff（）()]{2,}|免去|担任|接任|当选|出任|就任")
_APPOINTED = 1.5
"""What a sentence counts by which someone comes into an office or leaves it: more than one that names a person by the way."""

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget)\s(?:all|any|the|your|every|previous|prior|above|earlier)\b[^.。]{0,20}\b(?:instructions?|prompts?)\b"
    r"|(?:忽略|无视|忘记|不要?理会)(?:以上|上述|上面|之前|此前|先前|前面|所有|一切)[^。]{0,6}(?:指示|指令|提示|要求|命令)",
    re.IGNORECASE,
)
_ARTICLES = 1024
"""Whose people are kept."""
_ORDERED = 0.8
"""What it costs a sentence that it orders a machine about: it is quoted in the news, and seldom is the news."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A line, how well it answers, and how much of the question it and its surroundings cover."""

    line: Line
    score: float
    coverage: float
    telling: Mapping[int, float]
    """Which of the question's words it prints, by their places in it, and the part of all that tell sentences apart that each is."""


def scored(brief: Brief, runs: Mapping[int, Run]) -> Iterator[Scored]:
    """Every line, as printed behind the words that introduce its run."""
    asked = brief.asked
    around: dict[str, _Around] = {}
    texts = {article.id: fold(article.text) for article in {line.hit.article.id: line.hit.article for line in brief.lines}.values()}
    for line in brief.lines:
        if line.hit.passage.id not in around:
            around[line.hit.passage.id] = _around(line.hit, texts[line.hit.article.id], asked)
    best = max((line.hit.score for line in brief.lines), default=0.0) or 1.0
    for line in brief.lines:
        yield _score(line, asked, around[line.hit.passage.id], line.hit.score / best, runs.get(line.number))


@dataclass(frozen=True, slots=True)
class _Around:
    """What a passage says of each thing wanted, for any sentence of it that does not print it."""

    telling: tuple[float, ...]
    """The part of all that tells sentences apart that it is."""
    presence: tuple[float, ...]
    """How near it is printed: 1 over the sentence (title, section, day), less in the passage, least in the article."""


def _score(line: Line, asked: Asked, around: _Around, rank: float, run: Run | None) -> Scored:
    """A word that heads the article tells which article answers, not which of its sentences, so it counts little for a sentence."""
    said = fold(run.said(line) if run else line.said)
    total = sum(one.weight for one in asked.wanted) or 1.0
    inside = {at for at, one in enumerate(asked.wanted) if one.is_in(said)}
    own = sum(asked.wanted[at].weight for at in inside) / total
    near = zip(asked.wanted, around.presence, strict=True)
    coverage = sum((1.0 if at in inside else presence) * one.weight for at, (one, presence) in enumerate(near)) / total
    telling = {at: around.telling[at] for at in inside}
    cue = (_CUED + _CUED_HERE * own) * _cue(asked, said, line, run)
    full = min(len(said), _LONG) / _LONG
    placed = _RANKED * rank + _NEAR * line.hit.vector
    score = sum(telling.values()) + _OWN * own + _COVERED * coverage + placed + cue + _FULL * full
    return Scored(line, score - _ORDERED * bool(_ORDERS.search(said)), coverage, telling)


def _around(hit: Hit, text: str, asked: Asked) -> _Around:
    """The text is that of the article, folded: offsets are the same."""
    article, passage = hit.article, hit.passage
    day = f"{article.published_on.year}年{article.published_on.month}月{article.published_on.day}日" if article.published_on else ""
    over = fold(f"{article.title}\n{passage.section}\n{day}")
    ends = _OPENING.search(article.text)
    head = f"{over}\n{text[: min(ends.start() if ends else len(text), _LONGEST_OPENING)]}"
    weights = [one.weight * (_GIVEN if one.is_in(head) or _names_a_time(one) else 1.0) for one in asked.wanted]
    telling = tuple(weight / (sum(weights) or 1.0) for weight in weights)
    return _Around(telling, tuple(_presence(one, over, passage.span.of(text), text) for one in asked.wanted))


def _names_a_time(one: Wanted) -> bool:
    return any(_TIME.fullmatch(spelling) for spelling in one.spellings)


def _presence(one: Wanted, over: str, passage: str, article: str) -> float:
    if one.is_in(over):
        return 1.0
    if one.is_in(passage):
        return _IN_PASSAGE
    return _IN_ARTICLE if one.is_in(article) else 0.0


def _cue(asked: Asked, said: str, line: Line, run: Run | None) -> float:
    """Whether the sentence holds the kind of thing that is asked."""
    question = fold(asked.text)
    if asked.kind == "who":
        return _who(question, said, line)
    if asked.kind == "body":
        return 1.0 if _CHARGED.search(said) else 0.5 * bool(_BODY.search(said))
    if run and asked.kind == "list" and run.is_enumeration and any(one.is_in(run.head) for one in asked.wanted):
        return 1.0
    return float(holds(asked.kind, said, question))


def _who(question: str, said: str, line: Line) -> float:
    """Someone whom the question names itself is not who it asks for."""
    if _OFFICE.search(question) and _TAKES.search(said):
        return _APPOINTED
    return float(any(name in said and name not in question for name in _people(line.hit.article.text)))


@lru_cache(maxsize=_ARTICLES)
def _people(text: str) -> tuple[str, ...]:
    """The names of an article's people, folded."""
    return tuple(fold(person.name) for person in people_in(text))
