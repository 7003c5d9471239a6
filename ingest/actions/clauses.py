"""A sentence → its clauses: what commas and colons part, but not those within quotation marks, brackets or numbers."""

import re
from dataclasses import dataclass

from ingest.article import Span

_MARK = re.compile(r"[，,：:；;。！？!?…\n]+|—{2,}")
_SHUT = re.compile(
    r"“[^“”\n。]{0,40}”(?=的)|“[^“”\n。，]{0,20}”|“[^“”\n。]{0,12}”|‘[^‘’\n。]{0,20}’|《[^《》\n]*》|（[^（）\n]*）|\([^()\n]*\)|【[^【】\n]*】|(?<=\d)[,:：](?=\d)"
)
_WORD = re.compile(r"\w")
_MAY_SHUT = re.compile(r"[“‘《（(【]|\d[,:：]\d")
_OPENS = re.compile(r"[\s“‘「『×]*")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between two marks, and its characters."""

    span: Span
    text: str

    def behind(self, at: int) -> "Clause":
        """What of it is left behind so many characters."""
        return Clause(Span(self.span.start + at, self.span.end), self.text[at:])

    def part(self, start: int, end: int) -> Span:
        """Where a part of it stands in the article."""
        return Span(self.span.start + start, self.span.start + end)


def clauses_in(text: str, sentence: Span) -> list[Clause]:
    """The clauses of a sentence, in order, without their marks and without blanks around them."""
    said = sentence.of(text)
    shut = [match.span() for match in _SHUT.finditer(said)] if _MAY_SHUT.search(said) else []
    found, start = [], 0
    for mark in (*_MARK.finditer(said), None):
        if mark and any(left <= mark.start() < right for left, right in shut):
            continue
        end = mark.start() if mark else len(said)
        if clause := _clause(said, start, end, sentence.start):
            found.append(clause)
        start = mark.end() if mark else end
    return found


def _clause(said: str, start: int, end: int, offset: int) -> Clause | None:
    opening = _OPENS.match(said, start, end)
    start = opening.end() if opening else start
    text = said[start:end].rstrip()
    if not _WORD.search(text):
        return None
    return Clause(Span(offset + start, offset + start + len(text)), text)
