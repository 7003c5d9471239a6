"""The writer with a model behind any OpenAI-compatible endpoint: it writes labelled claims, or only selects sentences."""

import json
import logging
import math
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from api.brief import Brief, Claim, Line
from api.errors import WriterFailed
from api.generate.evidence import rendered, within
from api.generate.labels import Labelled
from api.generate.writer import Credit, Usage

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from prompts import Prompt

_log = logging.getLogger(__name__)
_LANGUAGES = {"zh": "Chinese", "en": "English"}
_LISTS = ("demand", "list")
"""Kinds of question that want printed items, not prose: a model selects them."""
_MOST_WRITTEN, _MOST_SELECTED = 700, 96
"""Tokens of a reply: prose, and numbers alone."""
SURE = 0.9
"""The probability of 能 from which a selection is let through; chosen in docs/decisions/0005."""
Mode = Literal["auto", "write", "select"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model and where it is served."""

    model: str
    base_url: str | None
    api_key: str | None
    seconds: float
    """Of one call, from the first byte sent to the last received."""

    def client(self) -> "AsyncOpenAI":
        """A client that tries twice at most."""
        from openai import AsyncOpenAI  # noqa: PLC0415  a second to import

        return AsyncOpenAI(base_url=self.base_url, api_key=self.api_key or "none", timeout=self.seconds, max_retries=1)


class ModelWriter:
    """Writes by the prompt `write`, selects by the prompt `select`, and has a selection verified by the prompt `verify`."""

    def __init__(self, endpoint: Endpoint, prompts: dict[str, "Prompt"], mode: Mode, budget: int) -> None:
        """The budget is in tokens of evidence. Mode auto selects lists, and writes prose until the model is seen to leave labels out."""
        self._endpoint = endpoint
        self._prompts = prompts
        self._mode = mode
        self._budget = budget

    @property
    def credit(self) -> Credit:
        """The model, and the prompts it works by."""
        names = {"auto": ("write", "select", "verify"), "write": ("write",), "select": ("select", "verify")}[self._mode]
        return Credit("model", self._endpoint.model, " ".join(f"{name}@{self._prompts[name].version}" for name in names))

    async def write(self, brief: Brief, usage: Usage) -> AsyncIterator[Claim]:
        """Claims, as they come. Raises `WriterFailed`."""
        if not brief.lines:
            return
        lines = within(brief, self._budget)
        if self._mode == "write" or (self._mode == "auto" and brief.asked.kind not in _LISTS):
            labelled = Labelled()
            async for claim in self._written(brief, lines, labelled, usage):
                yield claim
            if labelled.found or labelled.says_nothing_found:
                return
            if self._mode == "write":
                raise WriterFailed("no-labels")
            _log.info("%s leaves labels out, so it selects from now on", self._endpoint.model)
            self._mode = "select"
        for claim in await self._selected(brief, lines, usage):
            yield claim

    async def _written(self, brief: Brief, lines: Iterable[Line], labelled: Labelled, usage: Usage) -> AsyncIterator[Claim]:
        holes = {"question": brief.asked.text, "language": _LANGUAGES[brief.asked.language]}
        async for piece in self._stream(self._filled("write", lines, **holes), _MOST_WRITTEN, usage):
            for claim in labelled.feed(piece):
                yield claim
        for claim in labelled.close():
            yield claim

    async def _selected(self, brief: Brief, lines: Iterable[Line], usage: Usage) -> list[Claim]:
        labelled = Labelled()
        pieces = [piece async for piece in self._stream(self._filled("select", lines, question=brief.asked.text), _MOST_SELECTED, usage)]
        chosen = [*labelled.feed("".join(pieces)), *labelled.close()]
        claims = [Claim((number,)) for number in _whole_lists(chosen, brief)]
        if not claims and not labelled.says_nothing_found:
            raise WriterFailed("no-labels")
        if claims and not await self._verified(brief, claims, usage):
            return []
        return claims

    async def _verified(self, brief: Brief, claims: Iterable[Claim], usage: Usage) -> bool:
        """Whether the chosen sentences answer the question, by one more call over them alone."""
        lines = [brief.by_number[number] for claim in claims for number in claim.numbers]
        prompt = self._filled("verify", lines, question=brief.asked.text)
        with named_failures():
            reply = await self._client.chat.completions.create(
                model=self._endpoint.model,
                messages=[{"role": "user", "content": prompt}],
                max_tokens=1,
                temperature=0,
                logprobs=True,
                top_logprobs=10,
            )
        _count(reply.usage, usage)
        if not reply.choices:
            raise WriterFailed("empty")
        choice = reply.choices[0]
        if choice.logprobs and choice.logprobs.content:
            return _probability(choice.logprobs.content[0].top_logprobs) >= SURE
        return (choice.message.content or "").strip().startswith("能")

    def _filled(self, name: str, lines: Iterable[Line], **holes: str) -> str:
        return self._prompts[name].filled(sentences=rendered(lines), **holes)

    async def _stream(self, prompt: str, most: int, usage: Usage) -> AsyncIterator[str]:
        """The model's words as they come. Raises `WriterFailed` unless it ended of its own accord."""
        usage.calls += 1
        reason: str | None = None
        with named_failures():
            stream = await self._client.chat.completions.create(
                model=self._endpoint.model,
                messages=[{"role": "user", "content": prompt}],
                max_tokens=most,
                temperature=0,
                stream=True,
                stream_options={"include_usage": True},
            )
            async with stream:
                async for chunk in stream:
                    _count(chunk.usage, usage, calls=0)
                    for choice in chunk.choices:
                        reason = choice.finish_reason or reason
                        if choice.delta.content:
                            yield choice.delta.content
        if reason != "stop":
            raise WriterFailed({"length": "truncated", "content_filter": "refused"}.get(reason or "", "cut-off"))

    async def aclose(self) -> None:
        """Hang up. The next call dials anew."""
        if client := self.__dict__.pop("_client", None):
            await client.close()

    @cached_property
    def _client(self) -> "AsyncOpenAI":
        return self._endpoint.client()


def _whole_lists(chosen: Iterable[Claim], brief: Brief) -> list[int]:
    """The numbers that were chosen; where a list is asked for, one of its items stands for all of it, and its lead-in comes along."""
    by_number = brief.by_number
    numbers = [number for claim in chosen for number in claim.numbers if number in by_number]
    lists = {by_number[number].listed for number in numbers} - {None} if brief.asked.kind in _LISTS else set()
    items = [line for line in brief.lines if line.listed in lists]
    if not items:
        return list(dict.fromkeys(numbers))
    leads = {(line.hit.article.id, line.lead) for line in items}
    whole = {line.number for line in items} | set(numbers)
    return sorted(number for number in whole if (by_number[number].hit.article.id, by_number[number].span) not in leads)


def _probability(alternatives: Iterable[Any]) -> float:
    """Of 能 against all else that was about to be said of the two."""
    yes = no = 0.0
    for alternative in alternatives:
        word = alternative.token.strip()
        if word.startswith("能"):
            yes += math.exp(alternative.logprob)
        elif word.startswith(("否", "不")):
            no += math.exp(alternative.logprob)
    return yes / (yes + no) if yes + no else 0.0


def _count(reported: Any, usage: Usage, calls: int = 1) -> None:  # noqa: ANN401  the SDK's usage, or None
    usage.calls += calls
    if reported:
        usage.prompt_tokens += reported.prompt_tokens or 0
        usage.completion_tokens += reported.completion_tokens or 0


@contextmanager
def named_failures() -> Iterator[None]:
    """Turns what the SDK raises into `WriterFailed` with a reason code; neither key nor prompt is in it."""
    import openai  # noqa: PLC0415  it is loaded by now

    try:
        yield
    except openai.APITimeoutError as error:
        raise WriterFailed("timeout") from error
    except openai.APIConnectionError as error:
        raise WriterFailed("unreachable") from error
    except openai.RateLimitError as error:
        raise WriterFailed("rate-limited") from error
    except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
        raise WriterFailed("not-authorised") from error
    except openai.APIStatusError as error:
        reason = f"http-{error.status_code}"
        raise WriterFailed(reason) from error
    except (openai.APIError, json.JSONDecodeError, UnicodeDecodeError, AttributeError, TypeError) as error:
        raise WriterFailed("not-understood") from error
