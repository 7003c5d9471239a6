"""A model behind any OpenAI-compatible endpoint: few attempts, each counted and paid for, none at an endpoint that is down."""

import asyncio
import logging
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from api.errors import WriterFailed
from api.generate.breaker import Breaker
from api.generate.failures import OPTIONAL, Trouble, named_failures
from api.generate.purse import Bill, Purse
from api.generate.seen import Seen
from api.generate.writer import Usage

if TYPE_CHECKING:
    from openai import AsyncOpenAI

ATTEMPTS = 3
"""Of one call, the first one counted; parameters that the endpoint turns out not to take are left out in attempts of their own."""
_PAUSE = 0.5
"""Seconds before the second attempt, where the endpoint names none; doubled for each further one, less up to half of it by chance."""
_LEAST = 0.2
"""Seconds that must be left behind a pause, or it is not worth waiting."""
_CONNECT = 5.0
"""Seconds in which an endpoint must take the connection."""
_ENDS = {"length": "truncated", "content_filter": "refused"}
Parameters = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model and where it is served."""

    model: str
    base_url: str | None
    api_key: str | None
    seconds: float
    """Of silence after which an attempt has failed."""

    def client(self) -> "AsyncOpenAI":
        """A client that tries once: we count attempts ourselves. Its own log would hold prompts, so it keeps silent."""
        from openai import AsyncOpenAI, Timeout  # noqa: PLC0415  a second to import

        for name in ("openai", "httpx2", "httpcore2"):
            logging.getLogger(name).setLevel(logging.WARNING)
        timeout = Timeout(self.seconds, connect=min(_CONNECT, self.seconds))
        return AsyncOpenAI(base_url=self.base_url, api_key=self.api_key or "none", timeout=timeout, max_retries=0)


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply in one piece."""

    text: str
    ended: str | None
    """Why it ended: stop, length …"""
    first: tuple[tuple[str, float], ...] = ()
    """What might have been its first token, with logarithms of probability; empty where the endpoint gives none."""


class Chat:
    """Calls the model. Every method raises `WriterFailed` with a reason."""

    def __init__(
        self,
        endpoint: Endpoint,
        seen: Seen,
        breaker: Breaker,
        purse: Purse,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Nothing is dialled before the first call."""
        self.model = endpoint.model
        self.seen = seen
        self._endpoint = endpoint
        self._breaker = breaker
        self._purse = purse
        self._pause = pause

    async def stream(self, prompt: str, most: int, usage: Usage, deadline: float) -> AsyncGenerator[str, None]:
        """The model's words as they come, `most` tokens of them. There is no further attempt once a word is out.

        The deadline is one of `time.monotonic`, for all attempts together: a reply that drips is cut then.
        """
        asked = {"stream": True, "stream_options": {"include_usage": True}}
        for attempt in range(ATTEMPTS + len(OPTIONAL)):
            begun = False
            try:
                async with aclosing(self._streamed(prompt, most, usage, deadline, asked)) as pieces:
                    async for piece in pieces:
                        begun = True
                        yield piece
            except Trouble as trouble:
                if begun:
                    raise Trouble("cut-off" if trouble.reason == "unreachable" else trouble.reason) from None
                await self._before_another(attempt, trouble, asked, deadline)
            else:
                return

    async def reply(self, prompt: str, most: int, usage: Usage, deadline: float, **asked: Any) -> Reply:  # noqa: ANN401  parameters of the wire
        """The whole reply. The deadline is as above."""
        for attempt in range(ATTEMPTS + len(OPTIONAL)):
            try:
                return await self._replied(prompt, most, usage, deadline, asked)
            except Trouble as trouble:
                await self._before_another(attempt, trouble, asked, deadline)
        raise WriterFailed("not-understood")

    def prepare(self) -> None:
        """Load the SDK, so that the first question does not wait a second for it."""
        _ = self._client

    async def aclose(self) -> None:
        """Hang up. The next call dials anew."""
        if client := self.__dict__.pop("_client", None):
            await client.close()

    async def _before_another(self, attempt: int, trouble: Trouble, asked: Parameters, deadline: float) -> None:
        """Wait until another attempt may be made; raises the trouble where none may be, or where none would be in time."""
        if trouble.refuses in OPTIONAL and self._takes(trouble.refuses, asked):
            self.seen[f"refuses {trouble.refuses}"] = "yes"
            return
        if not trouble.again or attempt + 1 >= ATTEMPTS or self._breaker.is_open:
            raise trouble
        wait = _PAUSE * 2**attempt * random.uniform(0.5, 1.0) if trouble.after is None else trouble.after  # noqa: S311  no secret
        if time.monotonic() + wait + _LEAST > deadline:
            raise trouble
        await self._pause(wait)

    def _takes(self, name: str, asked: Parameters) -> bool:
        """Whether the parameter would be sent."""
        return not self.seen[f"refuses {name}"] and (name in asked or name in {"temperature", "max_tokens"})

    def _parameters(self, prompt: str, most: int, asked: Parameters) -> Parameters:
        """What is sent, without what the endpoint was seen to refuse. Newer models want the limit under its longer name."""
        limit = "max_completion_tokens" if self.seen["refuses max_tokens"] else "max_tokens"
        wanted = {"temperature": 0, limit: most, **asked}
        taken = {name: value for name, value in wanted.items() if not self.seen[f"refuses {name.removeprefix('top_')}"]}
        return {"model": self.model, "messages": [{"role": "user", "content": prompt}], **taken}

    @asynccontextmanager
    async def _calling(self, prompt: str, most: int, usage: Usage, deadline: float) -> AsyncIterator[Bill]:
        """One attempt: admitted, paid for, its failure named and remembered. Who is left waiting until the deadline has failed, too."""
        if not self._breaker.admits():
            raise WriterFailed("spared")
        async with self._purse.paying(prompt, most, usage) as bill:
            try:
                with named_failures():
                    yield bill
            except Trouble as trouble:
                if trouble.again:
                    self._breaker.failed()
                raise
            except (asyncio.CancelledError, GeneratorExit):
                if time.monotonic() >= deadline:
                    self._breaker.failed()
                raise
            self._breaker.succeeded()

    async def _streamed(self, prompt: str, most: int, usage: Usage, deadline: float, asked: Parameters) -> AsyncGenerator[str, None]:
        ended: str | None = None
        async with self._calling(prompt, most, usage, deadline) as bill:
            async with asyncio.timeout_at(deadline):
                stream = await self._sent(self._parameters(prompt, most, asked))
            async with stream:
                if "html" in stream.response.headers.get("content-type", ""):
                    raise Trouble("not-understood")
                chunks = aiter(stream)
                while chunk := await _next(chunks, deadline):
                    bill.reported = _reported(chunk) or bill.reported
                    for choice in chunk.get("choices") or ():
                        ended = choice.get("finish_reason") or ended
                        delta = choice.get("delta") or {}
                        if delta.get("refusal"):
                            raise Trouble("refused")
                        if said := delta.get("content"):
                            bill.said += said
                            yield said
            if ended is None:
                raise Trouble("cut-off", again=True)
        _must_be_whole(ended, bill.said)

    async def _replied(self, prompt: str, most: int, usage: Usage, deadline: float, asked: Parameters) -> Reply:
        async with self._calling(prompt, most, usage, deadline) as bill, asyncio.timeout_at(deadline):
            reply = await self._sent(self._parameters(prompt, most, asked))
            bill.reported = _reported(reply)
            if not reply.get("choices"):
                raise Trouble("empty")
            choice = reply["choices"][0]
            message = choice["message"]
            bill.said = str(message.get("content") or "")
            if message.get("refusal"):
                raise Trouble("refused")
            first = _first(choice.get("logprobs"))
        return Reply(bill.said, choice.get("finish_reason"), first)

    async def _sent(self, body: Parameters) -> Any:  # noqa: ANN401  JSON as it comes, or a stream of it
        """What the endpoint replies, without the SDK's models: to fill them takes as long as the rest of a call, and checks nothing."""
        from openai import AsyncStream  # noqa: PLC0415  it is loaded by now

        return await self._client.post(
            "/chat/completions", body=body, cast_to=object, stream=body.get("stream", False), stream_cls=AsyncStream[object]
        )

    @cached_property
    def _client(self) -> "AsyncOpenAI":
        return self._endpoint.client()


async def _next(chunks: AsyncIterator[Any], deadline: float) -> Any:  # noqa: ANN401  the chunk as it came, None behind the last
    async with asyncio.timeout_at(deadline):
        return await anext(chunks, None)


def _reported(said: Mapping[str, Any]) -> tuple[int, int] | None:
    """What the endpoint says a call cost, where it says so."""
    usage = said.get("usage")
    return (int(usage.get("prompt_tokens") or 0), int(usage.get("completion_tokens") or 0)) if usage else None


def _first(logprobs: Mapping[str, Any] | None) -> tuple[tuple[str, float], ...]:
    """What might have been the first token."""
    tokens = logprobs.get("content") if logprobs else None
    return tuple((str(each["token"]), float(each["logprob"])) for each in tokens[0].get("top_logprobs") or ()) if tokens else ()


def _must_be_whole(ended: str, said: str) -> None:
    """Raises `Trouble` unless the model ended of its own accord and said something."""
    if ended != "stop":
        raise Trouble(_ENDS.get(ended, "cut-off"))
    if not said.strip():
        raise Trouble("empty")
