"""Which articles nearly repeat each other: a reprint under another headline, a correction of two words."""

from collections.abc import Iterable, Iterator, Mapping
from heapq import nsmallest
from zlib import crc32

from ingest.fold import fold

ALIKE = 0.75
"""The Jaccard similarity of two articles' shingles from which one repeats the other."""
SHARED = 5
"""Of sixteen hashes, how many two articles must share to be compared at all; at similarity .75 they share ten on average."""
_SHINGLE = 5
"""Characters. Two texts that share most stretches of this length share most sentences."""
_SKETCH = 16
_SHORTEST = 40
"""Shingles. Shorter notices are alike by their form, not by their news."""


def sketch(text: str) -> tuple[int, ...]:
    """The sixteen least of the hashes of all shingles (Broder's bottom-k sketch); none of a very short text."""
    hashes = _shingles(text)
    return tuple(nsmallest(_SKETCH, hashes)) if len(hashes) >= _SHORTEST else ()


def repeated(text: str, candidates: Mapping[str, str]) -> str | None:
    """The id of the candidate that the text repeats most, None if it repeats none."""
    own = _shingles(text)
    likeness = {name: _jaccard(own, _shingles(other)) for name, other in candidates.items()}
    best = max(likeness, key=lambda name: likeness[name], default=None)
    return best if best is not None and likeness[best] >= ALIKE else None


def near_enough(sketches: Iterable[tuple[int, str]]) -> Iterator[str]:
    """Of (hash, article) pairs that a sketch met, the articles met often enough to be compared."""
    met: dict[str, int] = {}
    for _, name in sketches:
        met[name] = met.get(name, 0) + 1
    return (name for name, times in met.items() if times >= SHARED)


def _shingles(text: str) -> set[int]:
    bare = "".join(char for char in fold(text) if char.isalnum())
    raw = bare.encode("utf-32-le")
    return {crc32(raw[at : at + 4 * _SHINGLE]) for at in range(0, len(raw) - 4 * (_SHINGLE - 1), 4)}


def _jaccard(left: set[int], right: set[int]) -> float:
    return len(left & right) / (len(left | right) or 1)
