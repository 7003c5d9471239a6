"""The question as it is searched for: as it was asked, or with what was asked before put into it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from api.answers.desk import laid_out
from api.answers.followup import Named, leans, named_in, standing_alone
from api.errors import WriterFailed
from api.generate.writer import Usage
from api.ground.latin import Rendered
from api.ground.named import unborne_names
from api.ground.numerals import values_in
from api.retrieve.hybrid import Retriever
from ingest.fold import fold

_TIMES_AS_LONG = 4
"""A rewrite longer than so many times the question and all that it may draw on says more than was asked."""
_LONGEST = 500
"""Characters of an earlier question that are looked at."""
_SHOWN = 6
"""Things said before that a model is shown."""
_NOUNS = ("n", "j", "m", "t")


@dataclass(frozen=True, slots=True)
class Turn:
    """Something said before: for reference only, never evidence."""

    role: str
    content: str


class Rewriter(Protocol):
    """Puts a follow-up in words of its own."""

    async def rewrite(self, question: str, said_before: Sequence[str], usage: Usage) -> str:
        """A question that should stand alone. Raises `WriterFailed`."""
        ...


@dataclass(frozen=True, slots=True)
class Understanding:
    """Who may be asked what a question names, and who may rewrite it, in how many seconds."""

    retriever: Retriever
    passages: int
    rewriter: Rewriter | None
    seconds: float
    rendered: Rendered

    def rule(self, text: str, history: Sequence[Turn]) -> str | None:
        """The question by rule; None where it leans on nothing."""
        earlier = _asked(history)
        look = cache(self._named)
        if not earlier or not leans(text, look):
            return None
        alone = standing_alone(text, earlier, look)
        return None if alone == text else alone

    async def model(self, text: str, history: Sequence[Turn], usage: Usage) -> str | None:
        """The question by the model; None where there is none, where it fails, or where it names what nobody said."""
        if self.rewriter is None:
            return None
        before = [turn.content for turn in history][-_SHOWN:]
        try:
            said = await asyncio.wait_for(self.rewriter.rewrite(text, before, usage), self.seconds)
        except (WriterFailed, TimeoutError):
            return None
        return said if names_nothing_new(said, [text, *before], self.rendered) else None

    def _named(self, question: str) -> Named:
        found = self.retriever.retrieve(question, self.passages)
        return named_in(laid_out(found.asked, found.hits))


def _asked(history: Sequence[Turn]) -> list[str]:
    """What the user said before; of a long text, how it begins."""
    return [said for turn in history if turn.role == "user" and (said := turn.content.strip()[:_LONGEST])]


def names_nothing_new(rewritten: str, said: Sequence[str], rendered: Rendered) -> bool:
    """Whether a rewrite is one line whose names, numbers, days and nouns were all said before or in the question."""
    sources = "\n".join(said)
    if "\n" in rewritten or len(rewritten) > max(len(sources), _TIMES_AS_LONG * len(said[0])) or not any(map(str.isalnum, rewritten)):
        return False
    if values_in(rewritten) - values_in(sources):
        return False
    folded = fold(sources)
    return not unborne_names(rewritten, folded, [], rendered) and all(noun in folded for noun in _nouns(fold(rewritten)))


def _nouns(folded: str) -> list[str]:
    import rjieba  # noqa: PLC0415  its dictionary takes 0.1 s to load

    return [word for word, tag in rjieba.tag(folded) if len(word) > 1 and tag.startswith(_NOUNS) and word[0] > "\u3400"]
