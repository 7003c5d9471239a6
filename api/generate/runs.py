"""Sentences that are printed as one: the items of a list, the rows of a table, clauses that colons and semicolons join."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.brief import Line
from ingest.enumerations import SPEECH
from ingest.fold import fold

_GOES_ON = re.compile(r"[；;：:]$")
_LEAD = re.compile(rf"[^：:；;]*?(?:[：:]|(?:{SPEECH})[，,])")
_COLON = "：:"
_CELL, _RULED = "|", "| :-\n"


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that belong together, in printed order, and the words that introduce them: 会议要求：, 他强调，, the head of a table."""

    lines: tuple[Line, ...]
    lead: str

    def said(self, line: Line) -> str:
        """A line of it behind the words that introduce the run."""
        return line.said if line.lead or line.text.startswith(self.lead) else self.lead + line.text

    def introduces(self, line: Line) -> bool:
        """Whether a line of it only says what the others are."""
        return _ends_in_a_colon(line.text) or (line == self.lines[0] and _is_row(line))

    @property
    def told(self) -> tuple[Line, ...]:
        """The lines that state it whole: without a lead-in that its items bring along themselves."""
        return tuple(line for line in self.lines if line.lead) or self.lines

    @property
    def head(self) -> str:
        """Folded: what says what its lines are, the heading over them among it."""
        first = self.lines[-1]
        lead = first.lead.of(first.hit.article.text) if first.lead else self.lead
        return fold(f"{first.hit.passage.section} {lead}")

    @property
    def is_table(self) -> bool:
        """Whether its lines are rows."""
        return _is_row(self.lines[0])

    @property
    def is_enumeration(self) -> bool:
        """Whether items were printed as such: numbered, or behind a colon."""
        return any(line.item for line in self.lines) or _ends_in_a_colon(self.lead)


def runs_in(lines: Sequence[Line]) -> dict[int, Run]:
    """The run that each line is of, by its number; a line that stands alone is of none."""
    return {line.number: run for run in _runs(lines) for line in run.lines}


def _runs(lines: Sequence[Line]) -> Iterator[Run]:
    some: list[Line] = []
    for line in lines:
        if some and not _joined(some[-1], line):
            yield from _run(some)
            some = []
        some.append(line)
    yield from _run(some)


def _run(lines: Sequence[Line]) -> Iterator[Run]:
    if len(lines) > 1:
        lead = None if lines[0].item else _LEAD.match(lines[0].text)
        yield Run(tuple(lines), lines[0].text if _is_row(lines[0]) else lead[0] if lead else "")


def _joined(line: Line, after: Line) -> bool:
    """Whether one line goes on in the next: within a table or a list, from a lead-in to its list, over a colon or a semicolon."""
    article = line.hit.article
    if article.id != after.hit.article.id or article.text[line.span.end : after.span.start].strip(_RULED):
        return False
    if _is_row(line) or _is_row(after):
        return _is_row(line) and _is_row(after)
    if line.item or after.item:
        return line.listed == after.listed or line.span == after.lead or (not line.item and _ends_in_a_colon(line.text))
    return bool(_GOES_ON.search(line.text))


def _is_row(line: Line) -> bool:
    return line.text.startswith(_CELL)


def _ends_in_a_colon(text: str) -> bool:
    return text.endswith(tuple(_COLON))
