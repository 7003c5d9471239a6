"""Text → sentences. Numbers like 3.5 and quoted speech are not cut; 一是 … 二是 … are cut, and remember who said them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from ingest.article import Item, Sentence, Span
from ingest.enumerations import SPEECH, Marker, lists_in
from ingest.facts import byline_in
from ingest.layout import HEADING

_END = re.compile(
    r"[。！？!?；;…]+[”’』」）)\"]*|(?<=[A-Za-z0-9)\"”])\.[\"”)]*(?=\s|$)(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bNo\.)(?<!\bSt\.)"
)
_QUOTED = re.compile(r"“[^“”\n]*”|‘[^‘’\n]*’|「[^「」\n]*」|『[^『』\n]*』|《[^《》\n]*》")
_RULE = re.compile(r"[\s|:\-—=*_]*$")
_SPEAKS = re.compile(SPEECH)
_INTRODUCES = re.compile(rf"[：:]$|(?:{SPEECH})[^。]{{0,12}}[。：:]?$")


@lru_cache(maxsize=4096)
def sentences_in(text: str) -> tuple[Sentence, ...]:
    """The sentences of a repaired text, headings and byline left out. Offsets are code points into that text."""
    lists = lists_in(text)
    pieces = tuple(_pieces(text, {marker.start for markers in lists for marker in markers}))
    homes = _homes(text, pieces, lists)
    return tuple(homes.get(span, Sentence(span)) for span in pieces)


def _pieces(text: str, cuts: set[int]) -> Iterator[Span]:
    byline = byline_in(text)
    for line in re.finditer(r"[^\n]+", text):
        if HEADING.match(line[0]) or _RULE.match(line[0]):
            continue
        for span in _cut(text, Span(*line.span()), cuts):
            if byline is None or not byline.span.holds(span):
                yield span


def _cut(text: str, paragraph: Span, cuts: set[int]) -> Iterator[Span]:
    quoted = [Span(*match.span()) for match in _QUOTED.finditer(text, paragraph.start, paragraph.end)]
    ends = {match.end() for match in _END.finditer(text, paragraph.start, paragraph.end)}
    byline = byline_in(text)
    inside = {at for at in ends | cuts if any(quote.start < at < quote.end for quote in quoted)}
    within = {at for at in cuts if paragraph.start < at < paragraph.end}
    starts = {byline.span.start} if byline and paragraph.holds(byline.span) else set()
    if text.startswith("|", paragraph.start):
        ends = set()
    for start, end in pairwise(sorted({paragraph.start, paragraph.end} | ((ends | within) - inside) | starts)):
        if span := _stripped(text, start, end):
            yield span


def _stripped(text: str, start: int, end: int) -> Span | None:
    """The span without the blanks around it, None if nothing is left but marks."""
    piece = text[start:end]
    span = Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
    return span if re.search(r"\w", piece) else None


def _homes(text: str, pieces: tuple[Span, ...], lists: tuple[tuple[Marker, ...], ...]) -> dict[Span, Sentence]:
    """The sentences that belong to an enumerated item. Where lists are nested, the inner one has the last word."""
    homes: dict[Span, Sentence] = {}
    for markers in lists:
        lead = _lead(text, pieces, markers[0])
        for marker, after in zip(markers, (*markers[1:], None), strict=True):
            inside = [span for span in pieces if marker.start <= span.start < _stop(text, marker, after)]
            if inside:
                item = Item(Span(inside[0].start, inside[-1].end), markers[0].start, lead)
                homes.update((span, Sentence(span, item)) for span in inside)
    return homes


def _stop(text: str, marker: Marker, after: Marker | None) -> int:
    """Where an item ends: at the next one, or with its paragraph."""
    paragraph_end = text.find("\n", marker.start)
    paragraph_end = len(text) if paragraph_end < 0 else paragraph_end
    return min(paragraph_end, after.start) if after else paragraph_end


def _lead(text: str, pieces: tuple[Span, ...], first: Marker) -> Span | None:
    """The words that introduce a list: the open clause before its 一是, or a sentence before it that says who speaks."""
    before = [span for span in pieces if span.end <= first.start]
    if not before:
        return None
    last = before[-1]
    words = last.of(text)
    open_clause = not _END.search(words) and "\n" not in text[last.end : first.start]
    return last if open_clause or (_SPEAKS.search(words) and _INTRODUCES.search(words)) else None
