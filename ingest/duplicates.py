"""Which articles nearly repeat each other: a reprint under another headline, a correction of two words."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.fold import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.int64]

ALIKE = 0.75
"""The Jaccard similarity of two articles' shingles from which one repeats the other."""
SHARED = 5
"""Of sixteen hashes, how many two articles must share to be compared at all; at similarity .75 they share ten on average."""
_SHINGLE = 5
"""Characters. Two texts that share most stretches of this length share most sentences."""
_SKETCH = 16
_BASE = 0x9E3779B97F4A7C15
"""Odd, its bits well mixed: 2 to the 64th over the golden ratio, as Knuth recommends for multiplicative hashing."""
_MARKS = re.compile(r"[\W_]+")
_LOOKED_AT = 128
"""Of all hashes, the least that are put in order: sixteen different ones are nearly always among them."""
_SHORTEST = 40
"""Shingles. Shorter notices are alike by their form, not by their news."""


def sketch(text: str) -> tuple[int, ...]:
    """The sixteen least of the hashes of all shingles (Broder's bottom-k sketch); none of a very short text."""
    import numpy as np  # noqa: PLC0415  only where articles are read

    every = _hashes(text)
    least = np.unique(np.partition(every, _LOOKED_AT)[:_LOOKED_AT]) if len(every) > _LOOKED_AT else np.unique(every)
    if len(least) < _SHORTEST < len(every):  # it repeats itself, over and over
        least = np.unique(every)
    return tuple(least[:_SKETCH].tolist()) if len(least) >= _SHORTEST else ()


def repeated(text: str, candidates: Mapping[str, str]) -> str | None:
    """The id of the candidate that the text repeats most, None if it repeats none."""
    if not candidates:
        return None
    own = _shingles(text)
    likeness = {name: _jaccard(own, _shingles(other)) for name, other in candidates.items()}
    best = max(likeness, key=lambda name: likeness[name])
    return best if likeness[best] >= ALIKE else None


def near_enough(own: Iterable[int], met: Mapping[int, Sequence[str]]) -> list[str]:
    """Of the articles under each hash, those that share so many with this sketch that they are to be compared."""
    shared = Counter(name for one in own for name in met.get(one, ()))
    return [name for name, times in shared.items() if times >= SHARED]


@lru_cache(maxsize=1024)
def _shingles(text: str) -> "Hashes":
    """The distinct hashes of all shingles in ascending order."""
    import numpy as np  # noqa: PLC0415  as above

    return np.unique(_hashes(text))


def _hashes(text: str) -> "Hashes":
    """The hash of every shingle in turn: a polynomial of its code points, modulo 2 to the 63rd."""
    import numpy as np  # noqa: PLC0415  as above

    codes = np.frombuffer(_MARKS.sub("", fold(text)).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < _SHINGLE:
        return np.empty(0, dtype=np.int64)
    windows = [codes[at : len(codes) - _SHINGLE + 1 + at] * np.uint64(pow(_BASE, at + 1, 2**64)) for at in range(_SHINGLE)]
    mixed: NDArray[np.uint64] = np.sum(windows, axis=0, dtype=np.uint64)
    mixed ^= mixed >> np.uint64(29)
    return (mixed * np.uint64(_BASE) >> np.uint64(1)).astype(np.int64)


def _jaccard(left: "Hashes", right: "Hashes") -> float:
    import numpy as np  # noqa: PLC0415  as above

    shared = len(np.intersect1d(left, right, assume_unique=True))
    return shared / (len(left) + len(right) - shared or 1)
