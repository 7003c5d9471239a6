"""Who is printed as having said a sentence, and whether it is the one of whom the question takes that for granted."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from api.brief import Asked, Brief, Line
from ingest.article import Article, Span
from ingest.facts import people_in
from ingest.fold import fold

_VERBS = "要求|责成|强调|指出|表示|提出|部署|讲话|讲了|宣布|认为|批评|点名|说|谈|安排|希望|呼吁|提了|透露|做"
_URGES = "责成|责令|敦促|叮嘱|嘱咐|表态|建议(?=[，,：:])"
_SAYS = re.compile(rf"要求|强调|指出|表示|(?<!据)介绍|解释|坦言|提出|部署|讲话|宣布|认为|批评|说(?!明)|安排(?!在)|希望|呼吁|{_URGES}")
_SPEAKS = re.compile(rf"要求|强调|指出|表示|坦言|提出|宣布|认为|批评|说(?!明)|希望|呼吁|{_URGES}|(?:介绍|解释|部署|安排|讲话)[说道称：:]")
"""Of those, what words follow; 安排 and 介绍 are also what one does, and what one is given."""
_OF_ANOTHER = re.compile("会见|陪同|听取|按照|根据|依据|遵照|(?:[的被受]|受到)$")
"""Between a name and a verb: then it is somebody else's word, or no word at all (按照张红军的要求, 受到批评)."""
ASKS = re.compile(
    rf"{_VERBS}|\b(?:ask|want|sa[iy]|stress|demand|requir|request|call|urge|propos|announc|critici|instruct|tell|told|emphasi)\w*",
    re.IGNORECASE,
)
"""What a question says of whom it takes to have spoken."""
_BREAK = re.compile(r"[。；！？\n]")
_TO_WHOM = re.compile(r"(?:[对向给跟让请受被]|谁|哪位)[^，,。]{0,12}$")
_WHO_DID = r"\b(?:did|does|do|has|have)\b[^?]{0,60}?"
_NOBODY = re.compile("会议|大会|会上|通知|意见|方案|他|她")
PRONOUN = "他"
"""For the subject of a verb, where it is one: whoever it may be."""
_REACH = 40
"""Characters before a verb in which its subject is looked for."""
_LASTS = 600
"""Characters for which a speaker goes on speaking."""
_LONGEST = 4
"""Characters of a Chinese name. A longer one is foreign, and may be spelled otherwise."""
_NEAREST = 5
"""Sentences that are looked at for a note."""
_ASIDE = frozenset({"when", "where", "who", "body"})
"""Kinds of question that ask about a speech, not for what was said in it."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Someone of whom the question takes for granted that he or she said something, and an article that says otherwise."""

    asked: str
    article: Article
    is_printed: bool
    """Whether the article names the one asked about at all."""
    sayer: str | None
    """Who did say it."""
    elsewhere: Article | None = None
    """Another article on the desk that does name the one asked about."""


def asked_sayers(brief: Brief) -> frozenset[str]:
    """Those of whom the question takes for granted that they said something, in every spelling; none where it asks something else."""
    asked = brief.asked
    if asked.kind in _ASIDE:
        return frozenset()
    people = {person.name for line in brief.lines for person in people_in(line.hit.article.text)}
    return frozenset((*_named_in_chinese(asked, people), *_named_in_english(asked, people)))


def mismatch(line: Line, sayers: frozenset[str]) -> Mismatch | None:
    """How a line contradicts that one of these said it; None where it does not, or nobody can tell."""
    if not sayers:
        return None
    article = line.hit.article
    printed = f"{article.title}\n{article.text}"
    named = [name for name in sayers if name in printed]
    who = sayer(line) if sayer(line) != PRONOUN else ""
    if not named:
        is_certain = all(len(name) <= _LONGEST for name in sayers)
        return Mismatch(min(sayers), article, is_printed=False, sayer=who or None) if is_certain else None
    if not who or who in sayers or any(name in line.said for name in named):
        return None
    return Mismatch(named[0], article, is_printed=True, sayer=who)


def says(line: Line, sayers: frozenset[str]) -> bool:
    """Whether one of these is printed as having said the line."""
    return sayer(line) in sayers


def mistaken(brief: Brief) -> Mismatch | None:
    """How those sentences that speak most of what is asked contradict who is taken to have said it; None where they do not."""
    sayers = asked_sayers(brief)
    if not sayers:
        return None
    others = [one for one in brief.asked.wanted if not any(one.is_in(name) or one.label in name for name in sayers)]
    nearest = sorted(brief.lines, key=lambda line: -sum(one.weight for one in others if one.is_in(fold(line.said))))[:_NEAREST]
    wrong = [found for line in nearest if (found := mismatch(line, sayers))]
    found = max(wrong, key=lambda one: bool(one.sayer), default=None)
    if found is None or found.is_printed:
        return found
    printing = (line.hit.article for line in brief.lines if any(name in line.hit.article.text for name in sayers))
    return replace(found, sayer=found.sayer or _only_sayer(found.article), elsewhere=next(printing, None))


def said_by_them(brief: Brief) -> Brief:
    """The brief without what others said, where the one asked about is printed as speaking in any of its articles."""
    sayers = asked_sayers(brief)
    articles = {line.hit.article.id: line.hit.article for line in brief.lines}.values()
    if not any(name in sayers for article in articles for _, name in _sayings(article)):
        return brief
    return Brief(brief.asked, tuple(line for line in brief.lines if not mismatch(line, sayers)))


def _only_sayer(article: Article) -> str | None:
    """Who says all that anybody is named as saying in an article; None where several do, or nobody."""
    names = {name for _, name in _sayings(article) if name}
    return names.pop() if len(names) == 1 else None


def _named_in_chinese(asked: Asked, people: set[str]) -> Iterator[str]:
    """Spelled as the articles print them: a question in traditional script asks of the same people."""
    text = fold(asked.text)
    spelled = {fold(name): name for name in (*(person.name for person in people_in(asked.text)), *people)}
    for folded, name in spelled.items():
        at = text.find(folded)
        if at >= 0 and not _TO_WHOM.search(text[:at]) and (asked.kind == "demand" or ASKS.search(text, at + len(name))):
            yield name


def _named_in_english(asked: Asked, people: set[str]) -> Iterator[str]:
    for one in asked.wanted:
        if one.label.isascii() and re.search(_WHO_DID + re.escape(one.label), asked.text) and ASKS.search(asked.text):
            yield from (name for name in people if name in one.spellings)


def sayer_in(article: Article, spans: Iterable[Span]) -> str | None:
    """The first person whom these stretches themselves print as saying something in so many words; None where it may be another."""
    within = [(at, name) for at, name in _sayings(article) if any(span.start <= at < span.end for span in spans)]
    return next((name for at, name in within if name and _speaks(article.text, at, name)), None)


def _speaks(text: str, at: int, name: str) -> bool:
    """Whether the sentence names nobody else before its verb, and the name is what the verb says something of."""
    start = max((match.end() for match in _BREAK.finditer(text, 0, at)), default=0)
    before = text[start:at]
    named = {person.name for person in people_in(text) if person.name in before}
    return bool(_SPEAKS.match(text, at)) and named == {name} and not _OF_ANOTHER.search(before)


def sayer(line: Line) -> str | None:
    """Who said a line: whom its lead-in or the line itself names, else who spoke last before it. Empty where a meeting or a paper did."""
    sayings = _sayings(line.hit.article)
    for span in (line.lead, line.span):
        within = [name for at, name in sayings if span and span.start <= at < span.end]
        if within:
            return within[0]
    start = line.lead.start if line.lead else line.span.start
    before = bisect_left(sayings, (start, "")) - 1
    return sayings[before][1] if before >= 0 and start - sayings[before][0] <= _LASTS else None


@lru_cache(maxsize=256)
def _sayings(article: Article) -> tuple[tuple[int, str], ...]:
    """Where each verb of saying stands, and who its subject is: a person's name, or nothing for a meeting, a paper, a pronoun."""
    text = article.text
    names = [(span, person.name) for person in people_in(text) for span in person.spans]
    return tuple((verb.start(), subject) for verb in _SAYS.finditer(text) if (subject := _subject(text, verb.start(), names)) is not None)


def _subject(text: str, at: int, names: list[tuple[Span, str]]) -> str | None:
    """Whose name stands last before a verb in its sentence; None where no subject is printed."""
    start = max([at - _REACH, *(match.end() for match in _BREAK.finditer(text, max(0, at - _REACH), at))])
    near = [
        (span, name)
        for span, name in names
        if start <= span.start and span.end <= at and not _TO_WHOM.search(text[max(0, start) : span.start])
    ]
    if near:
        return max(near)[1]
    nobody = _NOBODY.search(text, max(0, start), at)
    return (PRONOUN if nobody[0] in "他她" else "") if nobody else None
