"""A follow-up as a model rewrites it. Whether the words may be used is for the caller to judge."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from api.errors import WriterFailed
from api.generate.model import Endpoint, named_failures
from api.generate.writer import Usage

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from prompts import Prompt

_MOST = 200
"""Tokens of a question."""
_LONGEST = 300
"""Characters of anything said before that a model is shown."""


class ModelRewriter:
    """Asks the model of an endpoint by the prompt `rewrite`."""

    def __init__(self, endpoint: Endpoint, prompt: "Prompt") -> None:
        """Nothing is dialled yet."""
        self._endpoint = endpoint
        self._prompt = prompt

    async def rewrite(self, question: str, said_before: Sequence[str], usage: Usage) -> str:
        """The question as one line. Raises `WriterFailed`."""
        history = "\n".join(f"[{number}] {_harmless(said)[:_LONGEST]}" for number, said in enumerate(said_before, 1))
        prompt = self._prompt.filled(sentences=history, question=_harmless(question))
        usage.calls += 1
        with named_failures():
            reply = await self._client.chat.completions.create(
                model=self._endpoint.model, messages=[{"role": "user", "content": prompt}], max_tokens=_MOST, temperature=0
            )
            said = (reply.choices[0].message.content or "").strip() if reply.choices else ""
        if reply.usage:
            usage.prompt_tokens += reply.usage.prompt_tokens or 0
            usage.completion_tokens += reply.usage.completion_tokens or 0
        if not said:
            raise WriterFailed("empty")
        return said

    async def aclose(self) -> None:
        """Hang up."""
        if client := self.__dict__.pop("_client", None):
            await client.close()

    @cached_property
    def _client(self) -> "AsyncOpenAI":
        return self._endpoint.client()


def _harmless(said: str) -> str:
    """One line without the marks that fence it or that chat templates use."""
    return said.replace("<<<", "‹‹‹").replace(">>>", "›››").replace("<|", "‹|").replace("|>", "|›").replace("\n", " ")
