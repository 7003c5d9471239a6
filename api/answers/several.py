"""A question about several people → one about each: what one of them said need not stand where another's words do."""

import re
from collections.abc import Set as AbstractSet
from itertools import pairwise

from api.brief import Asked, Brief
from api.ground.sayers import ASKS, asked_sayers
from ingest.article import Span
from ingest.fold import HAN, fold

_JOINT = re.compile(rf"(?P<join>\s*(?:(?:[、,]|以及|[和与與及]|and\b)\s*)+)[{HAN}]{{0,12}}", re.IGNORECASE)
"""What stands between two names of a row: the joint itself, and the title of the second."""
_EACH = re.compile(r"(?:[两兩二三四][人位])?(?:分[别別]|各自|各|都|均)?|\s+(?:each|both)\b", re.IGNORECASE)
_MOST = 4
"""People. Each is a search, and a call where a model writes; a longer row is asked about as it stands."""


def one_by_one(brief: Brief) -> tuple[str, ...]:
    """The questions that ask the same of each of those whom it names in a row as having spoken; none where it names one, or nobody."""
    text = brief.asked.text
    row = _row(text, _named(brief.asked, asked_sayers(brief)))
    if not 1 < len(row) <= _MOST:
        return ()
    begin, end = row[0].start, row[-1].end
    each = _EACH.match(text, end)
    return tuple(text[:begin] + span.of(text) + text[each.end() if each else end :] for span in row)


def _named(asked: Asked, sayers: AbstractSet[str]) -> list[Span]:
    """Where a question names these people, in either script."""
    in_latin = (one.label for one in asked.wanted if one.label.isascii() and not sayers.isdisjoint(one.spellings))
    spelled = {fold(name) for name in (*sayers, *in_latin)}
    return sorted(Span(*match.span()) for name in spelled for match in re.finditer(re.escape(name), fold(asked.text)))


def _row(text: str, names: list[Span]) -> tuple[Span, ...]:
    """The first names with nothing but a joint between, each but the first with its title."""
    row: tuple[Span, ...] = ()
    for before, name in pairwise(names):
        joint = _JOINT.fullmatch(text, before.end, name.start)
        if joint and not ASKS.search(text, before.end, name.start):
            row = (*(row or (before,)), Span(joint.end("join"), name.end))
        elif row:
            break
    return row
