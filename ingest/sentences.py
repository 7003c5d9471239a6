"""Text → sentences. Numbers like 3.5 and quoted speech are not cut; 一是 … 二是 … are cut, and remember who said them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from ingest.article import Item, Sentence, Span
from ingest.enumerations import SPEECH, Marker, lists_in
from ingest.facts import byline_in
from ingest.layout import CREDIT, HEADING

_END = re.compile(
    r"[。！？!?；;…]+[”’』」）)\"]*(?![，,、])"
    r"|(?<=[A-Za-z0-9)\"”])\.[\"”)]*(?=\s|$)(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bNo\.)(?<!\bSt\.)",
    re.MULTILINE,
)
_QUOTED = re.compile(r"“[^“”\n]*”|‘[^‘’\n]*’|「[^「」\n]*」|『[^『』\n]*』|《[^《》\n]*》")
_NUMBERED = re.compile(r"\d{1,2}\.")
_RULE = re.compile(r"[\s|:\-—=*_]*$")
_WORD = re.compile(r"\w")
_SPEAKS = re.compile(SPEECH)
_INTRODUCES = re.compile(rf"[：:]$|(?:{SPEECH})[^。]{{0,12}}[。：:]?$")

Lists = tuple[tuple[Marker, ...], ...]


@lru_cache(maxsize=4096)
def sentences_in(text: str) -> tuple[Sentence, ...]:
    """The sentences of a repaired text, headings and byline left out. Offsets are code points into that text."""
    lists = lists_in(text)
    pieces = tuple(_pieces(text, lists))
    homes = _homes(text, pieces, lists)
    return tuple(homes.get(span, Sentence(span)) for span in pieces)


def _pieces(text: str, lists: Lists) -> Iterator[Span]:
    byline = byline_in(text)
    breaks = sorted(_breaks(text, lists) | ({byline.span.start} if byline else set()))
    for line in re.finditer(r"[^\n]+", text):
        if HEADING.match(line[0]) or _RULE.match(line[0]):
            continue
        inner = [] if line[0].startswith("|") else breaks[bisect_right(breaks, line.start()) : bisect_left(breaks, line.end())]
        for start, end in pairwise((line.start(), *inner, line.end())):
            span = _stripped(text, start, end)
            if span and not (byline and byline.span.holds(span)):
                yield span


def _breaks(text: str, lists: Lists) -> set[int]:
    """Where sentences end and items begin, but for what is within quotation marks; the 1. of an item ends nothing."""
    starts = {marker.start for markers in lists for marker in markers}
    ends = {match.end() for match in _END.finditer(text) if not _NUMBERED.fullmatch(text, _line_start(match, starts), match.end())}
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    return {at for at in starts | ends if not _within(quoted, at)}


def _within(spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a place is inside one of these stretches, which are in order and do not overlap."""
    before = bisect_left(spans, (at,)) - 1
    return before >= 0 and at < spans[before][1]


def _line_start(match: re.Match[str], starts: set[int]) -> int:
    """The item's beginning right before a full stop, if there is one, else the full stop itself."""
    return next((at for at in (match.start() - 1, match.start() - 2) if at in starts), match.start())


def _stripped(text: str, start: int, end: int) -> Span | None:
    """The span without the blanks around it, None if nothing is left but marks."""
    if not _WORD.search(text, start, end):
        return None
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))


def _homes(text: str, pieces: tuple[Span, ...], lists: Lists) -> dict[Span, Sentence]:
    """The sentences that belong to an enumerated item. Where lists are nested, the inner one has the last word."""
    homes: dict[Span, Sentence] = {}
    leads = {markers[0].start: _lead(text, pieces, markers[0]) for markers in lists}
    for markers in lists:
        lead = leads[markers[0].start]
        for marker, after in zip(markers, (*markers[1:], None), strict=True):
            stop = after.start if after else _end_of_list(text, markers, lists, leads)
            stop = min(stop, _end_of_line(text, marker.start))
            inside = [span for span in pieces if marker.start <= span.start < stop]
            if inside:
                item = Item(Span(inside[0].start, inside[-1].end), markers[0].start, lead)
                homes.update((span, Sentence(span, item)) for span in inside)
    return homes


def _end_of_list(text: str, markers: tuple[Marker, ...], lists: Lists, leads: dict[int, Span | None]) -> int:
    """Where the last item ends: where the list around it goes on, or where somebody else's list of the same style is introduced."""
    first, last = markers[0], markers[-1]
    around = [one.start for other in lists if other[0].start < first.start for one in other if one.start > last.start]
    others = [other[0] for other in lists if other[0].start > last.start and other[0].style == last.style]
    introduced = [_introduced(other, leads[other.start], last.start) for other in others]
    return min([*around, *introduced, len(text)])


def _introduced(first: Marker, lead: Span | None, behind: int) -> int:
    return lead.start if lead and lead.start > behind else first.start


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _lead(text: str, pieces: tuple[Span, ...], first: Marker) -> Span | None:
    """The words that introduce a list: the open clause before its 一是, or a sentence that says who speaks; but no photograph's credit."""
    before = [span for span in pieces if span.end <= first.start and not CREDIT.search(span.of(text))]
    if not before:
        return None
    last = before[-1]
    words = last.of(text)
    open_clause = not _END.search(words) and "\n" not in text[last.end : first.start]
    return last if open_clause or (_SPEAKS.search(words) and _INTRODUCES.search(words)) else None
