"""What articles print for the words that people say, 理发 for 剃头; and for a word that none prints, in Chinese and in English."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import accumulate

from api.retrieve.dictionary import Dictionary
from api.retrieve.parts import Frequency
from ingest.article import Span
from ingest.fold import fold
from ingest.words import pairs

_ENDINGS = ("", "s", "e", "es", "ed", "ing", "er", "ers")
"""Of an English word, behind its stem; an i at its end may be a y."""
_MOST_WORDS = 6


@cache
def _spoken() -> dict[str, tuple[str, ...]]:
    text = files("api").joinpath("spoken.toml").read_text("utf-8")
    return {fold(said): tuple(map(fold, printed)) for said, printed in tomllib.loads(text).items()}


@cache
def _said() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _spoken()), key=len, reverse=True)))


def spoken_in(folded: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Where a folded question speaks as people do, and what is printed for it; nothing that would cut a word: 未来电商 is no 来电."""
    import rjieba  # noqa: PLC0415  its dictionary takes 0.1 s to load

    joints = {0, *accumulate(map(len, rjieba.cut(folded, hmm=False)))}
    for match in _said().finditer(folded):
        if joints.issuperset(match.span()):
            yield Span(*match.span()), _spoken()[match[0]]


def in_english(word: str, dictionary: Dictionary, frequency: Frequency) -> tuple[str, ...]:
    """What English articles on the shelf print for a Chinese word, by its glosses of one word."""
    found = {form: None for gloss in dictionary.glosses(word) for form in _forms(gloss, frequency)}
    return tuple(found)[:_MOST_WORDS]


def of_the_same_gloss(word: str, dictionary: Dictionary, frequency: Frequency) -> tuple[str, ...]:
    """What Chinese articles on the shelf print for a word that none prints, by a gloss that both have: 房屋 for 房子."""
    glosses = [gloss for gloss in dictionary.glosses(word) if gloss]
    found = dict.fromkeys(fold(han) for gloss in glosses for han in dictionary.exact(gloss.split(" ")))
    printed = {han: count for han in found if han != word and (count := min(map(frequency, pairs(han)), default=0))}
    return tuple(sorted(printed, key=lambda han: -printed[han]))[:_MOST_WORDS]


def _forms(gloss: str, frequency: Frequency) -> Iterator[str]:
    """A gloss of one stem as it is printed with its endings."""
    if " " in gloss:
        return
    for stem in (gloss, gloss[:-1] + "y") if gloss.endswith("i") else (gloss,):
        yield from (stem + ending for ending in _ENDINGS if len(stem) > 2 and frequency(stem + ending))  # noqa: PLR2004  letters
