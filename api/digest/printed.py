"""An article as a page for people: where the links of a letter lead, to the very characters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.answers.articles import Standing
from api.digest.templates import one_line, rendered
from api.digest.words import both
from ingest import facts
from ingest.article import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph that is marked as a whole, or not at all. All of them in order are the text."""

    text: str
    marked: bool
    first: bool = False
    """Whether it is the first that is marked: a link leads there."""


def printed(standing: Standing, places: Sequence[Span]) -> str:
    """The page, with these places of the text marked; one that the text does not have is said to be astray."""
    article = standing.article
    there = [place for place in places if place.start < place.end <= len(article.text)]
    byline = facts.who_reported(article.text)
    told = (article.published_on, one_line(article.source or ""), one_line(article.key), one_line(byline.text) if byline else "")
    return rendered(
        "article.html",
        article=article,
        told=[one for one in told if one],
        pieces=list(pieces(article.text, there)),
        astray=len(there) < len(places),
        newer=standing.newer,
        words={word: both(word) for word in ("replaced", "newer", "astray")},
    )


def pieces(text: str, places: Sequence[Span]) -> Iterator[Piece]:
    """The text in pieces, none longer than its paragraph; places that share characters are marked as one."""
    at, first = 0, True
    for place in _apart(places):
        yield from (Piece(one, marked=False) for one in _lines(text[at : place.start]))
        for one in _lines(place.of(text)):
            yield Piece(one, marked=True, first=first)
            first = False
        at = place.end
    yield from (Piece(one, marked=False) for one in _lines(text[at:]))


def _lines(text: str) -> Sequence[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _apart(places: Sequence[Span]) -> Sequence[Span]:
    found: list[Span] = []
    for place in sorted(places):
        if found and place.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, place.end))
        else:
            found.append(place)
    return found
