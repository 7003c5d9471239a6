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
from api.retrieve.parts import NAMING, parts
from api.retrieve.spoken import spoken_in
from ingest.article import Span
from ingest.fold import fold
from ingest.lexical import LexicalIndex, Term
from ingest.words import bigrams, is_han, pairs, tokens, units

_ENGLISH = re.compile(rf"{LATIN_WORD.pattern}(?:['’]s)?")
_FEW = 100
"""Passages. A smaller library is weighed as if it had as many, for in ten articles on one matter its own words would weigh nothing."""
_JOINED = 6
"""Spellings of a term that are tried beside its neighbour's."""
_TOGETHER = 1.0
"""What two neighbouring terms weigh where they are printed as one word, beside what each weighs."""
_ALIKE = 0.7
"""What a Chinese word weighs by what is printed for it, beside 1 for itself."""
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
    folded = fold(question if spoken == "zh" else _without_english(question))
    said = content(folded)
    found = list(units(said))
    colloquial = dict(_colloquial(folded, index))
    rest = _blanked(said, [span for span, _ in spoken_in(folded)])
    wanted = [
        *_wanted_units([unit for _, unit in units(rest)], index, english),
        *(_wanted(word, word, (word, *printed), index, 1.0) for word, printed in colloquial.items()),
        *_wanted_terms(renderings, index),
    ]
    labels = {unit: question[start : start + len(unit)] for start, unit in found if len(unit) > 1}
    labels |= {rendering.label: rendering.label for rendering in renderings}
    unprinted = {one.part_of for one in wanted if not one.spellings}
    missing = tuple(label for unit, label in labels.items() if unit in unprinted)
    asked = Asked(question, language or spoken, kind_of(question, spoken), tuple(wanted), tuple(labels.values()), missing)
    terms = (*_terms_said(said), *_terms_alike(wanted, index), *_terms_rendered(renderings, index))
    return Understood(asked, terms)


def _colloquial(folded: str, index: LexicalIndex) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What people say in the question, with what articles print for it."""
    for span, printed in spoken_in(folded):
        yield span.of(folded), tuple(one for one in printed if min(map(index.frequency, pairs(one)), default=0))


def _blanked(said: str, spans: Sequence[Span]) -> str:
    for span in spans:
        said = said[: span.start] + " " * len(span) + said[span.end :]
    return said


def _terms_alike(wanted: Sequence[Wanted], index: LexicalIndex) -> Iterator[Term]:
    """What is printed for a Chinese word of the question by other words than itself."""
    for one in wanted:
        others = [(" ".join(pairs(spelling)), _ALIKE) for spelling in one.spellings if spelling != one.label]
        if is_han(one.label) and others:
            yield Term(_levelled(others, index))


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


def _wanted_units(said: Sequence[str], index: LexicalIndex, english: English) -> Iterator[Wanted]:
    for unit in dict.fromkeys(said):
        if not is_han(unit):
            yield _wanted(unit, unit, (unit,), index, NAMING)
            continue
        for part, tells in parts(unit, index.frequency, max(len(index), _FEW)).items():
            is_printed = all(map(index.frequency, pairs(part)))
            yield _wanted(part, unit, (part,) if is_printed else (part, *english.of(part, index.frequency)), index, tells)


def _wanted_terms(renderings: Sequence[Rendering], index: LexicalIndex) -> Iterator[Wanted]:
    for rendering in renderings:
        yield _wanted(
            rendering.label,
            rendering.label,
            (*(han for han, _ in rendering.spellings), rendering.letters),
            index,
            NAMING if rendering.is_name else 1.0,
        )


def _wanted(label: str, part_of: str, spellings: tuple[str, ...], index: LexicalIndex, tells: float) -> Wanted:
    """Weighed by what its sort of word tells, times the idf of BM25 for its most frequent spelling."""
    frequencies = {one: min(map(index.frequency, pairs(one)), default=0) for one in spellings}
    most = max(frequencies.values(), default=0)
    return Wanted(label, part_of, tuple(one for one, count in frequencies.items() if count), tells * _idf(most, index))
