"""Names in Latin letters → the Han spellings of them that the articles print."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from api.pinyin import LATIN, characters_of, orders

LATIN_WORD = re.compile(rf"(?<![{LATIN}0-9])(?<![{LATIN}]['’])[{LATIN}]+(?:[-'’](?!s(?![{LATIN}]))[{LATIN}]+)*")
"""Hyphenated ones whole. Neither the s of a possessive is one, nor the letters behind a digit, as in 24th."""
_MOST_SYLLABLES = 4
_MOST_CHAINS = 24
_JOINS = frozenset("的得地了着过在是和与及也等这那就都又被把将对从向为以于而且并或之其不有各该")
"""Characters that stand between words more often than within a name."""

Frequency = Callable[[str], int]
"""In how many passages a token of the word index stands."""


def name_windows(words: list[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Stretches of words that may be one Chinese name: (first word, behind the last, syllables), the longest first, in both orders."""
    for size in (3, 2, 1):
        for at in range(len(words) - size + 1):
            for parts in orders(words[at : at + size]):
                if 1 < len(parts) <= _MOST_SYLLABLES:
                    yield at, at + size, parts


def spellings(parts: tuple[str, ...], frequency: Frequency) -> list[str]:
    """Han strings read so of which every two neighbouring characters stand together in some passage, the most frequent first.

    Those without a character that joins words come alone, where there are any.
    """
    links = [_printed_pairs(left, right, frequency) for left, right in pairwise(parts)]
    chains = list(links[0]) if links else []
    for pairs in links[1:]:
        followers: dict[str, list[str]] = {}
        for pair in pairs:
            followers.setdefault(pair[0], []).append(pair[1])
        chains = [chain + char for chain in chains for char in followers.get(chain[-1], ())]
    likely = [chain for chain in chains if _JOINS.isdisjoint(chain)] or chains
    return sorted(likely, key=lambda chain: -min(frequency(a + b) for a, b in pairwise(chain)))[:_MOST_CHAINS]


def _printed_pairs(left: str, right: str, frequency: Frequency) -> list[str]:
    firsts = [char for char in characters_of(left) if frequency(char)]
    seconds = [char for char in characters_of(right) if frequency(char)]
    return [first + second for first in firsts for second in seconds if frequency(first + second)]


def latin_words(text: str) -> list[str]:
    """The Latin words of a text, with their hyphens, apostrophes and marks."""
    return LATIN_WORD.findall(text)
