"""An article → the passages that are searched: whole sentences of one section, an enumeration kept with its lead-in where it fits."""

from collections.abc import Iterator, Sequence

from ingest.article import Article, Passage, Section, Sentence, Span
from ingest.layout import sections_in
from ingest.sentences import sentences_in

CHARACTERS = 450
"""The longest passage, in code points. 300 to 600 rank alike (docs/decisions/0003); a sentence longer than this stands alone, whole."""


def passages_in(article: Article) -> tuple[Passage, ...]:
    """The passages in reading order. Every sentence is in exactly one."""
    sections = sections_in(article.text)
    spans = _spans(article.text, sections)
    return tuple(Passage(article.id, number, _section_at(sections, span.start), span) for number, span in enumerate(spans))


def _section_at(sections: tuple[Section, ...], at: int) -> str:
    return next((section.title for section in sections if section.span.start <= at < section.span.end), "")


def _spans(text: str, sections: tuple[Section, ...]) -> Iterator[Span]:
    packed: Span | None = None
    for block in _blocks(sentences_in(text)):
        joined = Span(packed.start, block.end) if packed else block
        if packed and (len(joined) > CHARACTERS or _section_at(sections, packed.start) != _section_at(sections, block.start)):
            yield packed
            joined = block
        packed = joined
    if packed:
        yield packed


def _blocks(sentences: Sequence[Sentence]) -> Iterator[Span]:
    """Sentences, those of one enumeration together with their lead-in as long as they fit one passage."""
    block: Span | None = None
    lead: Span | None = None
    for sentence in sentences:
        joined = Span(block.start, sentence.span.end) if block else sentence.span
        belongs = sentence.lead is not None and block is not None and (sentence.lead in (lead, block))
        if block and not (belongs and len(joined) <= CHARACTERS):
            yield block
            joined = sentence.span
        block, lead = joined, sentence.lead
    if block:
        yield block
