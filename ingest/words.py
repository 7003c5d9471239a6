"""The mixed tokens of the word index: Han characters, bigrams and dictionary words in one bag; Latin words and numbers whole."""

import re
from collections.abc import Iterator
from operator import add

from ingest.fold import HAN, fold

_HAN = re.compile(f"[{HAN}]")
_HAN_RUN = re.compile(f"[{HAN}]+")
_HAN_PAIR = re.compile(f"(?=([{HAN}]{{2}}))")
_LATIN_RUN = re.compile(r"[a-z0-9]+(?:[.\-][a-z0-9]+)*%?")
RUN = re.compile(f"{_HAN_RUN.pattern}|{_LATIN_RUN.pattern}")
_UNIT = re.compile(rf"\d+(?:\.\d+)?[{HAN}]|{RUN.pattern}")
_LATIN_WEIGHT = 3
"""A Latin word or a number enters the bag as often as a Han word of two characters does: as itself, its bigram and its letters."""


def tokens(text: str) -> list[str]:
    """The tokens of a text, in no order, repeated as often as they count. The text need not be folded."""
    folded = fold(text)
    runs = "\n".join(_HAN_RUN.findall(folded))
    found = [*runs.replace("\n", ""), *_HAN_PAIR.findall(runs), *words(runs)]
    for match in _LATIN_RUN.finditer(folded):
        run = match[0]
        found += [run] * _LATIN_WEIGHT
        if run[-1].isdigit() and is_han(after := folded[match.end() : match.end() + 1]):
            found.append(run + after)
    return found


def units(text: str) -> Iterator[tuple[int, str]]:
    """Where the runs of a folded text begin, and the runs: a number together with the character that follows it (2022年, 13家)."""
    return ((match.start(), match[0]) for match in _UNIT.finditer(text))


def is_han(run: str) -> bool:
    """Whether a run begins with a Han character."""
    return bool(_HAN.match(run))


def pairs(unit: str) -> list[str]:
    """The tokens that stand in the index wherever the unit is printed, but for single characters where it has more."""
    return [pair for run in _UNIT.findall(unit) for pair in (bigrams(run) if len(run) > 1 and is_han(run) else [run])]


def bigrams(run: str) -> list[str]:
    """Every two neighbouring characters."""
    return list(map(add, run, run[1:]))


def words(run: str) -> list[str]:
    """The dictionary words of two characters or more in a run of Han, or in several, each on a line."""
    import rjieba  # noqa: PLC0415  its dictionary takes 0.1 s to load

    return [word for word in rjieba.cut(run) if len(word) > 1]
