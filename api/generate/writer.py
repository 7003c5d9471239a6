"""What answers need of a writer."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal, Protocol

from api.brief import Brief, Claim

Rung = Literal["json_schema", "json_object", "prompt"]
"""What holds a model to a shape: its endpoint to a schema, its endpoint to JSON, or our words alone."""


@dataclass(slots=True)
class Usage:
    """What the model has cost so far."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    calls: int = 0
    """Requests sent, every attempt counted."""
    cached: bool = False
    """Whether nothing was spent because the answer was known."""
    cost: float | None = None
    """By the prices of the settings; None without them, or where nothing was spent."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Who wrote: shown with every answer."""

    kind: Literal["extractive", "model"]
    model: str | None = None
    prompt: str | None = None
    """Name and version of the prompt, such as select@3f2a9c1d."""
    rung: Rung | None = None
    """How the model was held to a shape; None where it was free to write."""


class Writer(Protocol):
    """Proposes claims; it states nothing."""

    @property
    def credit(self) -> Credit:
        """Who writes."""
        ...

    def write(self, brief: Brief, usage: Usage) -> AsyncIterator[Claim]:
        """Claims, as they come; none where the sentences do not answer. Raises `WriterFailed`."""
        ...

    async def aclose(self) -> None:
        """Let go of what it holds open."""
        ...
