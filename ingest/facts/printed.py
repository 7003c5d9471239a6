"""Where names are printed: one pass over the text for all of them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from ingest.article import Span


def places_of(text: str, names: Iterable[str], taken: Sequence[Span] = ()) -> dict[str, list[Span]]:
    """Every place of each name, the longest name first, so that no two overlap; none within a stretch that is taken (in order)."""
    known = frozenset(names)
    places: dict[str, list[Span]] = {}
    if not known:
        return places
    lengths = sorted({len(name) for name in known}, reverse=True)
    starts = [span.start for span in taken]
    end = 0
    for first in re.finditer(f"[{''.join(sorted({re.escape(name[0]) for name in known}))}]", text):
        at = first.start()
        name = next((text[at : at + length] for length in lengths if text[at : at + length] in known), None)
        if name and at >= end and not _overlaps(Span(at, at + len(name)), taken, starts):
            end = at + len(name)
            places.setdefault(name, []).append(Span(at, end))
    return places


def _overlaps(span: Span, taken: Sequence[Span], starts: Sequence[int]) -> bool:
    """Whether any of the taken stretches shares a character with it."""
    before = bisect_right(starts, span.end - 1) - 1
    return before >= 0 and taken[before].end > span.start
