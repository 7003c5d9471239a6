"""A question → what is asked, and the terms by which it is searched."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from api.brief import Asked, Language, Wanted
from api.errors import BadQuestion
from api.retrieve.days import days_in
from api.retrieve.english import English, Rendering
from api.retrieve.kinds import content, kind_of, language_of, only_asks
from api.retrieve.names import LATIN_WORD
from ingest.fold import fold
from ingest.lexical import LexicalIndex, Term
from ingest.words import bigrams, is_han, pairs, tokens, units

_ENGLISH = re.compile(rf"{LATIN_WORD.pattern}(?:['’]s)?")
_NAMING, _OTHERWISE = 1.3, 0.6
_TELLS = {
    "nr": _NAMING,
    "ns": _NAMING,
    "nt": _NAMING,
    "nz": _NAMING,
    "j": _NAMING,
    "n": 1.0,
    "vn": 0.8,
    "l": 0.8,
    "i": 0.8,
    "m": 1.0,
    "v": 0.4,
    "a": 0.5,
    "d": 0.2,
}
"""By the part of speech that the segmenter gives: names must be there, verbs have many synonyms."""
_FEW = 100
"""Passages. A smaller library is weighed as if it had as many, for in ten articles on one matter its own words would weigh nothing."""
_LONG_WORD = 4
_JOINED = 6
"""Spellings of a term that are tried beside its neighbour's."""
_TOGETHER = 1.0
"""What two neighbouring terms weigh where they are printed as one word, beside what each weighs."""
_OWN_LETTERS = 0.5
"""What a word that has a Chinese spelling weighs by its own letters, beside 1 for the spelling."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question, ready to be searched for."""

    asked: Asked
    terms: tuple[Term, ...]


def understand(question: str, language: Language | None, index: LexicalIndex, english: English) -> Understood:
    """Chinese runs as mixed tokens; Latin words by name, glossary and dictionary, each as one group of synonyms.

    Raises `BadQuestion` for half a character, which a shell makes of bytes that are no UTF-8.
    """
    if any("\ud800" <= char <= "\udfff" for char in question):
        message = "the question is no text: some of its bytes are not UTF-8"
        raise BadQuestion(message)
    spoken = language_of(question)
    renderings = english.renderings(question, index.frequency) if spoken == "en" else []
    said = content(fold(question if spoken == "zh" else _without_english(question)))
    found = list(units(said))
    wanted = [*_wanted_units([unit for _, unit in found], index), *_wanted_terms(renderings, index)]
    labels = {unit: question[start : start + len(unit)] for start, unit in found if len(unit) > 1}
    labels |= {rendering.label: rendering.label for rendering in renderings}
    unprinted = {one.part_of for one in wanted if not one.spellings}
    missing = tuple(label for unit, label in labels.items() if unit in unprinted)
    asked = Asked(question, language or spoken, kind_of(question, spoken), tuple(wanted), tuple(labels.values()), missing)
    return Understood(asked, (*_terms_said(said), *_terms_rendered(renderings, index)))


def _without_english(question: str) -> str:
    """The question with blanks for its Latin words and the days it names."""
    for span in [day.span for day in days_in(question)]:
        question = question[: span.start] + " " * len(span) + question[span.end :]
    return _ENGLISH.sub(lambda match: " " * len(match[0]), question)


def _terms_said(said: str) -> Iterator[Term]:
    for token, times in Counter(tokens(said)).items():
        yield Term(((token, float(times)),))


def _terms_rendered(renderings: Sequence[Rendering], index: LexicalIndex) -> Iterator[Term]:
    """One group a term, a name's pairs of characters each a group: 张红 of 张红军, 红军 of 张红军; and every word by its own letters."""
    for rendering in renderings:
        if rendering.is_name:
            weight = rendering.spellings[0][1]
            links = zip(*(list(bigrams(han)) for han, _ in rendering.spellings), strict=True)
            yield from (Term(_levelled([(pair, weight) for pair in dict.fromkeys(alternatives)], index)) for alternatives in links)
        elif rendering.spellings:
            yield Term(_levelled([(" ".join(pairs(han)), weight) for han, weight in rendering.spellings], index))
        yield from _terms_lettered(rendering)
    yield from _terms_joined(renderings, index)


def _levelled(spelled: Sequence[tuple[str, float]], index: LexicalIndex) -> tuple[tuple[str, float], ...]:
    """The spellings of one term, weighed so that the rare ones count no more than the most frequent: the term is as rare as that one."""
    rarity = {spelling: _idf(min(map(index.frequency, spelling.split(" "))), index) for spelling, _ in spelled}
    level = min((rarity[spelling] for spelling, _ in spelled if rarity[spelling] < _idf(0, index)), default=_idf(0, index))
    return tuple((spelling, weight * level / rarity[spelling]) for spelling, weight in spelled)


def _idf(frequency: int, index: LexicalIndex) -> float:
    """Of BM25."""
    return math.log1p((max(len(index), _FEW) - frequency + 0.5) / (frequency + 0.5))


def _terms_joined(renderings: Sequence[Rendering], index: LexicalIndex) -> Iterator[Term]:
    """Neighbouring terms as one word, in either order, where some passage prints it: 教育局, 梧桐园区; recruit talent → 人才招聘."""
    for left, right in pairwise(renderings):
        joined = []
        for (one, _), (other, _) in product(left.spellings[:_JOINED], right.spellings[:_JOINED]):
            for first, second in ((one, other), (other, one)):
                if is_han(first) and is_han(second) and index.frequency(first[-1] + second[0]):
                    joined.append((" ".join(pairs(first + second)), _TOGETHER))
        if joined:
            yield Term(_levelled(joined, index))


def _terms_lettered(rendering: Rendering) -> Iterator[Term]:
    """The words of a term as an English article prints them; a number among them is no word of it."""
    known = {han for han, _ in rendering.spellings}
    for token in pairs(rendering.letters):
        if token not in known and not token[0].isdigit() and not only_asks(token):
            yield Term(((token, _OWN_LETTERS if known else 1.0),))


def _wanted_units(said: Sequence[str], index: LexicalIndex) -> Iterator[Wanted]:
    for unit in dict.fromkeys(said):
        if not is_han(unit):
            yield _wanted(unit, unit, (unit,), index, _NAMING)
            continue
        for part, tells in _parts(unit).items():
            yield _wanted(part, unit, (part,), index, tells)


def _parts(unit: str) -> dict[str, float]:
    """The words of a run with what each tells; a character that is no word makes a pair with its neighbour, as 张 in 张|红军 does."""
    import rjieba  # noqa: PLC0415  its dictionary takes 0.1 s to load

    found: dict[str, float] = {}
    at = 0
    for word, tag in rjieba.tag(unit):
        alone = len(word) == 1
        for part in (
            [unit[at - 1 : at + 1] if at else "", unit[at : at + 2]] if alone else bigrams(word) if len(word) > _LONG_WORD else [word]
        ):
            if len(part) > 1:
                found.setdefault(part, _TELLS.get(tag, _OTHERWISE) if not alone else _OTHERWISE)
        at += len(word)
    return found


def _wanted_terms(renderings: Sequence[Rendering], index: LexicalIndex) -> Iterator[Wanted]:
    for rendering in renderings:
        yield _wanted(
            rendering.label,
            rendering.label,
            (*(han for han, _ in rendering.spellings), rendering.letters),
            index,
            _NAMING if rendering.is_name else 1.0,
        )


def _wanted(label: str, part_of: str, spellings: tuple[str, ...], index: LexicalIndex, tells: float) -> Wanted:
    """Weighed by what its sort of word tells, times the idf of BM25 for its most frequent spelling."""
    frequencies = {one: min(map(index.frequency, pairs(one)), default=0) for one in spellings}
    most = max(frequencies.values(), default=0)
    return Wanted(label, part_of, tuple(one for one, count in frequencies.items() if count), tells * _idf(most, index))
