"""Passages → the numbered sentences a writer works from."""

from collections.abc import Iterator, Sequence

from api.brief import Asked, Brief, Hit, Line
from ingest.article import Item, Span
from ingest.sentences import sentences_in


def laid_out(asked: Asked, hits: Sequence[Hit]) -> Brief:
    """The sentences of the passages, the best article first, each article in printed order; a list that is touched is there whole."""
    by_article: dict[str, list[Hit]] = {}
    for hit in hits:
        by_article.setdefault(hit.article.id, []).append(hit)
    found = (each for some in by_article.values() for each in _lines(some))
    return Brief(asked, tuple(Line(number, hit, span, item) for number, (hit, span, item) in enumerate(found, 1)))


def _lines(hits: Sequence[Hit]) -> Iterator[tuple[Hit, Span, Item | None]]:
    """What one article's passages hold, with the passage each was found by. An item of a list comes once, whole."""
    every = sentences_in(hits[0].article.text)
    found = {sentence.span: hit for hit in reversed(hits) for sentence in every if hit.passage.span.holds(sentence.span)}
    lists = {sentence.item.list_start: found[sentence.span] for sentence in reversed(every) if sentence.item and sentence.span in found}
    given: set[Item] = set()
    for sentence in every:
        item = sentence.item
        hit = lists.get(item.list_start) if item else found.get(sentence.span)
        if hit and item not in given:
            yield hit, item.span if item else sentence.span, item
        if item:
            given.add(item)
