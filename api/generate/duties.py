"""Action items that a model proposes beside those of the rules: it names a sentence and copies fields out of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, Field

from api.errors import WriterFailed
from api.generate.chat import Chat
from api.generate.evidence import Room
from api.generate.lately import Lately
from api.generate.model import SURE_ALONE, probability
from api.generate.pages import Shown, harmless, pages
from api.generate.structured import Structured
from api.generate.writer import Credit, Rung, Usage
from ingest.actions import EDITION
from ingest.actions.cues import may_demand
from ingest.article import Span
from ingest.sentences import sentences_in

if TYPE_CHECKING:
    from prompts import Prompt

_MOST = 400
"""Tokens of a reply."""
_YES = "是"


class Proposed(BaseModel):
    """A task that a model believes to be printed in a sentence."""

    line: int
    kind: Literal["instruction", "commitment"]
    assigner: str = Field(max_length=40)
    owner: str | None = Field(max_length=40)
    action: str = Field(max_length=80)
    due: str | None = Field(max_length=40)


class _Tasks(BaseModel):
    items: list[Proposed] = Field(max_length=6)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a model proposes, each with the sentence it names; None for one that it may not name."""

    proposals: Sequence[tuple[Span | None, Proposed]]
    rung: Rung | None
    """None where nothing was asked."""


class ModelDuties:
    """Asks by the prompt `items`, and once more over each item alone by the prompt `demands`."""

    def __init__(self, chat: Chat, structured: Structured, prompts: dict[str, "Prompt"], room: Room, seconds: float) -> None:
        """The room is for the sentences of one call, the seconds are for one article."""
        self._chat = chat
        self._structured = structured
        self._prompts = prompts
        self._room = room
        self.seconds = seconds
        self.lately = Lately()
        """Articles that it failed at."""

    @property
    def credit(self) -> Credit:
        """The model, and the prompts it works by."""
        return Credit("model", self._chat.model, " ".join(f"{name}@{self._prompts[name].version}" for name in ("items", "demands")))

    @property
    def name(self) -> str:
        """Equal for as long as the same would be found: the edition of the rules, the prompts, the model."""
        return f"{EDITION} {self.credit.prompt} {self.credit.model}"[:200]

    async def proposed(self, text: str, known: Sequence[Span], usage: Usage, deadline: float) -> Heard:
        """What it finds in the sentences that may demand something and hold nothing known; without such it is not asked.

        It is shown no others: a small model copies what it was not asked for. Raises `WriterFailed`.
        """
        open_ = [one.span for one in sentences_in(text) if may_demand(text, one.span) and not _touches(one.span, known)]
        shown = [Shown(span, number) for number, span in enumerate(open_, 1)]
        by_number = {one.number: one.span for one in shown}
        found: list[tuple[Span | None, Proposed]] = []
        rung: Rung | None = None
        for page in pages(text, shown, self._room):
            prompt = self._prompts["items"].filled(sentences=page)
            filled = await self._structured.filled(prompt, _Tasks, _MOST, usage, deadline)
            found += [(by_number.get(one.line), one) for one in filled.value.items]
            rung = filled.rung
        return Heard(found, rung)

    async def is_sure(self, said: str, usage: Usage, deadline: float) -> bool:
        """Whether the model, asked over these words alone, is sure that they lay something on somebody. Raises `WriterFailed`."""
        prompt = self._prompts["demands"].filled(sentences=harmless(said))
        reply = await self._chat.reply(prompt, 1, usage, deadline, logprobs=True, top_logprobs=10)
        sure = probability(reply.first or ((reply.text, 0.0),), _YES)
        if sure is None:
            raise WriterFailed("no-verdict")
        return sure >= SURE_ALONE


def _touches(span: Span, known: Sequence[Span]) -> bool:
    return any(span.start < one.end and one.start < span.end for one in known)
