"""An article → the passages that are searched: whole sentences of one section, an enumeration kept with its lead-in where it fits."""

from collections.abc import Iterator, Sequence

from ingest.article import Article, Passage, Section, Sentence, Span
from ingest.layout import sections_in
from ingest.sentences import sentences_in

CHARACTERS = 450
"""Code points to which a passage is filled. 300 to 600 rank alike (docs/decisions/0003)."""
SCRAP = 200
"""A passage shorter than this joins its neighbour: alone it is found before better ones, for BM25 counts brevity (docs/decisions/0003)."""
LONGEST = CHARACTERS + SCRAP
"""Of several sentences; one that is longer stands alone, whole."""


def passages_in(article: Article) -> tuple[Passage, ...]:
    """The passages in reading order. Every sentence is in exactly one."""
    sections = sections_in(article.text)
    found = ((span, _section_at(sections, span.start)) for span in _without_scraps(_packed(article.text, sections), sections))
    return tuple(Passage(article.id, number, section.title if section else "", span) for number, (span, section) in enumerate(found))


def _section_at(sections: tuple[Section, ...], at: int) -> Section | None:
    return next((section for section in sections if section.span.start <= at < section.span.end), None)


def _without_scraps(spans: Iterator[Span], sections: tuple[Section, ...]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        joined = Span(kept[-1].start, span.end) if kept else span
        if kept and min(len(kept[-1]), len(span)) < SCRAP and len(joined) <= LONGEST and _together(sections, kept[-1], span):
            kept[-1] = joined
        else:
            kept.append(span)
    return kept


def _packed(text: str, sections: tuple[Section, ...]) -> Iterator[Span]:
    packed: Span | None = None
    for block in _blocks(sentences_in(text), sections):
        joined = Span(packed.start, block.end) if packed else block
        if packed and (len(joined) > CHARACTERS or not _together(sections, packed, block)):
            yield packed
            joined = block
        packed = joined
    if packed:
        yield packed


def _together(sections: tuple[Section, ...], left: Span, right: Span) -> bool:
    """Whether two stretches stand under the same heading; two headings of the same words are two."""
    return not sections or _section_at(sections, left.start) == _section_at(sections, right.start)


def _blocks(sentences: Sequence[Sentence], sections: tuple[Section, ...]) -> Iterator[Span]:
    """Sentences, those of one enumeration together with their lead-in as long as they fit one passage."""
    block: Span | None = None
    lead: Span | None = None
    for sentence in sentences:
        joined = Span(block.start, sentence.span.end) if block else sentence.span
        belongs = sentence.lead is not None and block is not None and (sentence.lead in (lead, block))
        if block and not (belongs and len(joined) <= CHARACTERS and _together(sections, block, sentence.span)):
            yield block
            joined = sentence.span
        block, lead = joined, sentence.lead
    if block:
        yield block
