"""Claim in, statement out, or the reason why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from api import glossary
from api.brief import Brief, Claim, Line, Quote, Statement
from api.ground.addressees import unaddressed
from api.ground.latin import Rendered
from api.ground.named import unborne_names
from api.ground.numerals import values_in
from api.ground.plain import is_plain
from api.ground.polarity import affirms_the_denied, denies
from api.ground.premise import contradicts
from api.ground.quoted import quotes_the_unprinted
from api.ground.sayers import asked_sayers, mismatch
from ingest.article import Span
from ingest.fold import fold

Reason = Literal[
    "no-such-sentence",
    "unprinted-number",
    "unprinted-name",
    "denial",
    "empty",
    "another-day",
    "another-sayer",
    "not-plain",
    "unprinted-quote",
]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A claim that may not leave."""

    claim: Claim
    reason: Reason


def borne_out(claim: Claim, brief: Brief, rendered: Rendered = glossary.printed_for) -> Statement | Dropped:
    """The statement that the cited sentences bear, or why they do not.

    A number, date or name the sentences do not print sinks the whole claim: half of a wrong sentence is still wrong.
    So does an article of another day or year than the question names, and a sentence that somebody else said, or said to somebody else.
    A sentence of an enumeration brings its lead-in along: who said it is part of what was said.
    """
    lines = [brief.by_number[number] for number in dict.fromkeys(claim.numbers) if number in brief.by_number]
    if not lines:
        return Dropped(claim, "no-such-sentence")
    if any(contradicts(article, brief.asked.text) for article in {line.hit.article for line in lines}):
        return Dropped(claim, "another-day")
    sayers = asked_sayers(brief)
    if any(mismatch(line, sayers) or unaddressed(line, brief.asked) for line in lines):
        return Dropped(claim, "another-sayer")
    quotes = tuple(_quotes(lines))
    if claim.text is None:
        return _printed(quotes, lines)
    evidence = "\n".join(quote.text for quote in quotes)
    reason = _objection(claim.text, evidence, brief, rendered)
    return Dropped(claim, reason) if reason else Statement(claim.text, quotes)


def _objection(text: str, evidence: str, brief: Brief, rendered: Rendered) -> Reason | None:
    """Why the evidence does not bear the text; None if it does."""
    if not any(char.isalnum() for char in text):
        return "empty"
    folded = fold(evidence)
    if shown := _shows(text, folded):
        return shown
    if values_in(text) - values_in(evidence):
        return "unprinted-number"
    if unborne_names(text, folded, [line.hit.article for line in brief.lines], rendered):
        return "unprinted-name"
    if (denies(text) and not denies(evidence)) or affirms_the_denied(fold(text), folded):
        return "denial"
    return None


def _shows(text: str, evidence: str) -> Reason | None:
    """What a text shows that nobody printed: markup, an address, a quotation."""
    if not is_plain(text, evidence):
        return "not-plain"
    return "unprinted-quote" if quotes_the_unprinted(text, evidence) else None


def _quotes(lines: list[Line]) -> Iterator[Quote]:
    """The printed stretches of the lines and of their lead-ins, article by article; neighbours are one quote."""
    order = {line.hit.article.id: rank for rank, line in reversed(list(enumerate(lines)))}
    for _, of_one in groupby(sorted(lines, key=lambda line: order[line.hit.article.id]), key=lambda line: line.hit.article.id):
        some = list(of_one)
        article = some[0].hit.article
        spans = {line.span for line in some} | {line.lead for line in some if line.lead}
        for span in _merged(article.text, sorted(spans)):
            section = next((line.hit.passage.section for line in some if span.holds(line.span)), some[0].hit.passage.section)
            yield Quote(article, section, span)


def _merged(text: str, spans: list[Span]) -> Iterator[Span]:
    """Spans with nothing but blanks between them become one."""
    whole: Span | None = None
    for span in spans:
        if whole is None:
            whole = span
        elif span.start <= whole.end or (not text[whole.end : span.start].strip() and "\n" not in text[whole.end : span.start]):
            whole = Span(whole.start, max(whole.end, span.end))
        else:
            yield whole
            whole = span
    if whole:
        yield whole


def _printed(quotes: tuple[Quote, ...], lines: list[Line]) -> Statement:
    """The sentences themselves; a lead-in that stands further up is kept apart, for something was left out between."""
    leads = {(line.hit.article.id, line.lead) for line in lines if line.lead}
    apart = [quote for quote in quotes if (quote.article.id, quote.span) in leads]
    text = "".join(quote.text for quote in quotes if quote not in apart)
    return Statement(text, quotes, apart[0] if apart else None) if text else Statement(apart[0].text, quotes)
