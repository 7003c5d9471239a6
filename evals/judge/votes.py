"""A judge's votes on a claim. Each must quote the cited words it rests on; one that quotes anything else is not counted."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from pydantic import BaseModel, Field

from api.errors import WriterFailed
from api.generate.chat import Chat
from api.generate.pages import harmless
from api.generate.structured import Structured
from api.generate.writer import Usage
from evals.cases import bare
from prompts import Prompt

VOTES = 3
"""On each claim."""
_AGREE = 2
"""Votes that make a verdict."""
TEMPERATURE = 0.7
"""Without chance a model would say the same three times, and say nothing of how sure it is."""
_MOST = 200
"""Tokens of a reply."""
_LEAST = 2
"""Letters and digits of a quote: fewer are printed everywhere."""
_MARKS = dict.fromkeys(map(ord, "“”‘’「」『』\"'"), "'")
_REST = 1.0
"""Seconds between two looks whether an endpoint is still spared."""
_FAULTS = ("no-quote", "quote-not-printed", "not-the-shape", "truncated", "empty", "refused")
"""Reasons that lie with the model and not with the way to it."""


class _Reply(BaseModel):
    """The words come first, so that a model reads before it decides."""

    quote: str = Field(max_length=120)
    supported: bool


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What was claimed, and the printed sentences it cites."""

    name: str
    """Such as case-01/2: the case and the number of the statement."""
    claim: str
    cited: tuple[str, ...]
    titles: tuple[str, ...] = ()
    """Of the articles they stand in, each with its day: a claim may name them, though no quote may."""

    @property
    def fingerprint(self) -> str:
        """Equal for the same claim over the same words, whatever its name."""
        return sha256("\0".join((self.claim, *self.titles, "", *self.cited)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Vote:
    """Yes, no, or a reason why it does not count."""

    supported: bool | None
    quote: str = ""
    reason: str | None = None

    @property
    def is_cast(self) -> bool:
        """Whether the model was heard; where it was not, it may be asked again."""
        return self.reason is None or self.reason in _FAULTS


@dataclass(frozen=True, slots=True)
class Verdict:
    """The votes on a claim."""

    exhibit: Exhibit
    votes: tuple[Vote, ...]

    @property
    def supported(self) -> bool | None:
        """What two votes agree on; None where no two do."""
        said = [vote.supported for vote in self.votes]
        return next((answer for answer in (True, False) if said.count(answer) >= _AGREE), None)

    @property
    def flips(self) -> bool | None:
        """Whether votes contradict one another; None where fewer than two count."""
        said = [vote.supported for vote in self.votes if vote.supported is not None]
        return len(set(said)) > 1 if len(said) >= _AGREE else None


class Judge:
    """A model that is asked the same thing three times."""

    def __init__(self, chat: Chat, structured: Structured, prompt: Prompt, seconds: float) -> None:
        """The seconds are for each vote."""
        self.name = f"{chat.model} {prompt.name}@{prompt.version}"
        self.usage = Usage()
        self._chat = chat
        self._structured = structured
        self._prompt = prompt
        self._seconds = seconds

    async def verdict(self, exhibit: Exhibit) -> Verdict:
        """Its votes, one after the other."""
        return Verdict(exhibit, tuple([await self._vote(exhibit) for _ in range(VOTES)]))

    async def aclose(self) -> None:
        """Hang up."""
        await self._chat.aclose()

    async def _vote(self, exhibit: Exhibit) -> Vote:
        """One vote. A model that fails, or that does not keep to the shape, has not voted; while its endpoint is spared we wait for it."""
        numbered = (f"[{number}] {sentence}" for number, sentence in enumerate(exhibit.cited, 1))
        sentences = "\n".join(map(harmless, (*exhibit.titles, *numbered)))
        asked = self._prompt.filled(sentences=sentences, claim=harmless(exhibit.claim))
        end = time.monotonic() + self._seconds
        while True:
            try:
                filled = await self._structured.filled(asked, _Reply, _MOST, self.usage, end)
            except WriterFailed as failure:
                if failure.reason != "spared" or time.monotonic() + _REST > end:
                    return Vote(None, reason=failure.reason)
                await asyncio.sleep(_REST)
            else:
                return counted(filled.value.supported, filled.value.quote, exhibit.cited)


def counted(supported: bool, quote: str, cited: Sequence[str]) -> Vote:  # noqa: FBT001  it is what was said
    """The vote, if its quote is printed in one of the cited sentences, character by character.

    Blanks do not count, for layout is repaired; nor does the kind of quotation marks, for those within JSON are often exchanged.
    """
    if sum(char.isalnum() for char in quote) < _LEAST:
        return Vote(None, quote, "no-quote")
    if not any(_plain(quote) in _plain(sentence) for sentence in cited):
        return Vote(None, quote, "quote-not-printed")
    return Vote(supported, quote)


def _plain(text: str) -> str:
    return bare(text).translate(_MARKS)
