"""An article as a page for people: where the links of a letter lead, to the very characters."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.answers.articles import Standing
from api.digest.form import Block, Stretch, blocks_of
from api.digest.templates import one_line, rendered
from api.digest.words import both
from ingest import facts
from ingest.article import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that are marked as a whole, or not at all."""

    text: str
    shown: bool
    marked: bool
    first: bool
    """Whether it is the first that is marked: a link leads there."""


def printed(standing: Standing, places: Sequence[Span]) -> str:
    """The page, with these places of the text marked; one that the text does not have is said to be astray."""
    article = standing.article
    there = [place for place in places if place.start < place.end <= len(article.text)]
    blocks = list(blocks_of(article.text))
    byline = facts.who_reported(article.text)
    told = (article.published_on, one_line(article.source or ""), one_line(article.key), one_line(byline.text) if byline else "")
    return rendered(
        "article.html",
        article=article,
        told=[one for one in told if one],
        blocks=blocks,
        pieces=marking(article.text, blocks, there),
        astray=len(there) < len(places),
        newer=standing.newer,
        words={word: both(word) for word in ("replaced", "newer", "astray")},
    )


def marking(text: str, blocks: Sequence[Block], places: Sequence[Span]) -> Callable[[Stretch], Iterator[Piece]]:
    """What cuts a stretch of the text into pieces. Places that share characters are marked as one; a link leads to the first that shows."""
    apart = _apart(places)
    stretches = [one for block in blocks for row in block.rows for cell in row.cells for one in cell]
    covered = [(one, at) for one in stretches if (at := _first_of(one.span, apart)) is not None]
    leads_to = next((at for one, at in covered if one.shown), covered[0][1] if covered else None)

    def cut(stretch: Stretch) -> Iterator[Piece]:
        edges = {
            stretch.span.start,
            stretch.span.end,
            *(at for place in apart for at in (place.start, place.end) if _inside(at, stretch.span)),
        }
        for start, end in pairwise(sorted(edges)):
            marked = any(place.start <= start < place.end for place in apart)
            yield Piece(text[start:end], stretch.shown, marked, first=marked and start == leads_to)

    return cut


def _first_of(span: Span, places: Sequence[Span]) -> int | None:
    """Where the first place that touches a stretch begins within it."""
    return next((max(place.start, span.start) for place in places if place.start < span.end and span.start < place.end), None)


def _inside(at: int, span: Span) -> bool:
    return span.start < at < span.end


def _apart(places: Sequence[Span]) -> Sequence[Span]:
    found: list[Span] = []
    for place in sorted(places):
        if found and place.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, place.end))
        else:
            found.append(place)
    return found
