"""A follow-up as a model rewrites it. Whether the words may be used is for the caller to judge."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from api.errors import WriterFailed
from api.generate.chat import Chat
from api.generate.writer import Usage

if TYPE_CHECKING:
    from prompts import Prompt

_MOST = 200
"""Tokens of a question."""
_LONGEST = 300
"""Characters of anything said before that a model is shown."""


class ModelRewriter:
    """Asks the model by the prompt `rewrite`."""

    def __init__(self, chat: Chat, prompt: "Prompt", seconds: float) -> None:
        """A rewrite that takes longer is given up."""
        self._chat = chat
        self._prompt = prompt
        self._seconds = seconds

    async def rewrite(self, question: str, said_before: Sequence[str], usage: Usage) -> str:
        """The question as one line. Raises `WriterFailed`."""
        history = "\n".join(f"[{number}] {_harmless(said)[:_LONGEST]}" for number, said in enumerate(said_before, 1))
        prompt = self._prompt.filled(sentences=history, question=_harmless(question))
        reply = await self._chat.reply(prompt, _MOST, usage, time.monotonic() + self._seconds)
        if not (said := reply.text.strip()):
            raise WriterFailed("empty")
        return said


def _harmless(said: str) -> str:
    """One line without the marks that fence it or that chat templates use."""
    return said.replace("<<<", "‹‹‹").replace(">>>", "›››").replace("<|", "‹|").replace("|>", "|›").replace("\n", " ")
