"""What a day's articles bring, in a model's words: one claim a line, each with the sentences that bear it."""

import time
from collections.abc import Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from api.brief import Claim, Language, Line
from api.errors import WriterFailed
from api.generate.chat import Chat
from api.generate.evidence import Room, rendered
from api.generate.labels import Labelled
from api.generate.tongue import speaks
from api.generate.writer import Credit, Usage

if TYPE_CHECKING:
    from prompts import Prompt

_LANGUAGES = {"zh": "Chinese", "en": "English"}
_LINES = 5
"""Of an overview, at most."""
_MOST = 500
"""Tokens of a reply."""


class ModelSurveyor:
    """Writes by the prompt `overview`."""

    def __init__(self, chat: Chat, prompt: "Prompt", room: Room, seconds: float) -> None:
        """The room is for sentences; the seconds are for one overview, however often the endpoint is tried."""
        self._chat = chat
        self._prompt = prompt
        self._room = room
        self._seconds = seconds

    @property
    def credit(self) -> Credit:
        """The model and the prompt it writes by."""
        return Credit("model", self._chat.model, f"overview@{self._prompt.version}")

    async def write(self, lines: Sequence[Line], language: Language, usage: Usage) -> list[Claim]:
        """Claims over as many of the lines as there is room for, the first ones first. Raises `WriterFailed`."""
        deadline = time.monotonic() + self._seconds
        shown = rendered(self._within(lines))
        prompt = self._prompt.filled(sentences=shown, language=_LANGUAGES[language], most=str(_LINES))
        labelled = Labelled()
        claims: list[Claim] = []
        async with aclosing(self._chat.stream(prompt, _MOST, usage, deadline)) as pieces:
            async for piece in pieces:
                claims += labelled.feed(piece)
        claims += labelled.close()
        if labelled.refuses:
            raise WriterFailed("refused")
        if not claims:
            raise WriterFailed("nothing-borne-out" if labelled.says_nothing_found else "no-labels")
        if any(claim.text and not speaks(claim.text, language) for claim in claims):
            raise WriterFailed("wrong-language")
        return claims[:_LINES]

    def _within(self, lines: Sequence[Line]) -> Sequence[Line]:
        kept = 1
        while kept < len(lines) and self._room.count(rendered(lines[: kept + 1])) <= self._room.tokens:
            kept += 1
        return lines[:kept]
