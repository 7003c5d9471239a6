"""The words of a Chinese run, and what each tells of what is asked: a name more than a noun, a noun more than a verb, a pronoun nothing."""

from collections.abc import Callable, Iterator

from ingest.facts import SURNAMES
from ingest.words import bigrams

Frequency = Callable[[str], int]
"""In how many passages a token of the word index stands."""

NAMING, OTHERWISE = 1.3, 0.6
_IDLE = 0.3
"""Pronouns, measure words, prepositions, particles: they are said differently each time."""
_TELLS = {
    "nr": NAMING,
    "ns": NAMING,
    "nt": NAMING,
    "nz": NAMING,
    "j": NAMING,
    "n": 1.0,
    "vn": 0.8,
    "l": 0.8,
    "i": 0.8,
    "m": 1.0,
    "t": 0.5,
    "v": 0.4,
    "a": 0.5,
    "d": 0.2,
    **dict.fromkeys("r rr rz q mq p c u ul uj uz ug ud uv y e o zg f".split(), _IDLE),
}
"""By the part of speech that the segmenter gives: names must be there, verbs have many synonyms."""
_NO_FAMILY = frozenset("v vn vi d p c r f y e o u ul uj uz ug ud uv zg m a".split())
"""A character that stands alone as one of these begins no name."""
_LONG_WORD = 4
_RARE = 0.03
"""Of the passages."""


def parts(unit: str, frequency: Frequency, passages: int) -> dict[str, float]:
    """The words of a run with what each tells; a character that is no word makes a pair with its neighbour, as 张 in 张|红军 does.

    A pair or a guessed word that no article prints counts only where it may be a name, or has a character that few of the passages print:
    颈阔肌 does, but 师傅叫 holds no 傅叫, and 能领多少 no 能领.
    """
    import rjieba  # noqa: PLC0415  its dictionary takes 0.1 s to load

    rare = _RARE * passages
    found: dict[str, float] = {}
    at = 0
    for word, tag in rjieba.tag(unit):
        if len(word) == 1:
            for pair in _pairs(unit, at, tag, frequency, rare):
                found.setdefault(pair, OTHERWISE)
        elif is_word(word) or _is_likely(word, tag, frequency, rare):
            for part in bigrams(word) if len(word) > _LONG_WORD else [word]:
                found.setdefault(part, _TELLS.get(tag, OTHERWISE))
        at += len(word)
    return found


def _pairs(unit: str, at: int, tag: str, frequency: Frequency, rare: float) -> Iterator[str]:
    """The pairs of a character that stands alone which some article prints, or with which a name may begin."""
    before, behind = unit[at - 1 : at + 1] if at else "", unit[at : at + 2]
    if len(before) > 1 and (frequency(before) or _has_rare(before, frequency, rare)):
        yield before
    if len(behind) > 1 and (frequency(behind) or _has_rare(behind, frequency, rare) or (behind[0] in SURNAMES and tag not in _NO_FAMILY)):
        yield behind


def is_word(word: str) -> bool:
    """Whether the segmenter's dictionary has it: else it was guessed from its characters."""
    import rjieba  # noqa: PLC0415  as above

    return bool(rjieba.has_word(word))


def _has_rare(pair: str, frequency: Frequency, rare: float) -> bool:
    return any(frequency(char) <= rare for char in pair)


def _is_likely(word: str, tag: str, frequency: Frequency, rare: float) -> bool:
    """Whether a guessed word is printed, or may be a name."""
    return (
        all(map(frequency, bigrams(word)))
        or (tag.startswith("nr") and word[0] in SURNAMES)
        or _has_rare(word, frequency, rare)
        or tag in ("ns", "nt", "nz", "nrt")
    )
