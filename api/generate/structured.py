"""A model held to a shape: by json_schema where its endpoint takes that, else by json_object, else by the prompt alone."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from api.errors import WriterFailed
from api.generate.chat import Chat, Reply
from api.generate.failures import SHAPES, Trouble
from api.generate.writer import Rung, Usage

if TYPE_CHECKING:
    from pydantic import BaseModel

T = TypeVar("T", bound="BaseModel")
RUNGS: tuple[Rung, ...] = ("json_schema", "json_object", "prompt")
"""The strictest first."""
_LONGEST, _MOST = 400, 64
"""Characters of a string and items of a list, where the shape itself has no bound: a model in a loop would fill them for ever."""
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_REPAIRED = 200
"""Characters of what was wrong that the model is told."""


@dataclass(frozen=True, slots=True)
class Filled(Generic[T]):
    """The shape, filled; and the rung that held the model to it."""

    value: T
    rung: Rung


class Structured:
    """Asks for JSON of a shape. A rung that the endpoint refuses by name is remembered, and left out for a day."""

    def __init__(self, chat: Chat, rung: Literal["auto"] | Rung = "auto", temperature: float = 0) -> None:
        """Begin at the strictest rung; or stand on this one and step down from it never. With a temperature, no two replies need agree."""
        self._chat = chat
        self._only = rung
        self._temperature = temperature

    @property
    def rung(self) -> Rung:
        """The one that the next question is asked on."""
        if self._only != "auto":
            return self._only
        known = self._chat.seen["rung"]
        return next((rung for rung in RUNGS if rung == known), RUNGS[0])

    async def filled(self, prompt: str, shape: type[T], most: int, usage: Usage, deadline: float) -> Filled[T]:
        """The shape filled from a reply of at most so many tokens; a reply that is not of the shape is asked for once more.

        Raises `WriterFailed`. The deadline is one of `time.monotonic`, for all of it.
        """
        schema = schema_of(shape)
        asked = f"{prompt}\n\nReply with JSON alone, on one line without blanks, of this JSON Schema:\n{compact(schema)}"
        reply, wrong = await self._asked(asked, schema, most, usage, deadline), ""
        for last in (False, True):
            try:
                return Filled(_read(reply, shape), self.rung)
            except _NotOfTheShape as error:
                if last:
                    raise WriterFailed(error.reason) from None
                wrong = error.why
            again = f"{asked}\n\nYour last reply could not be used: {wrong}. Reply again, with JSON alone."
            reply = await self._asked(again, schema, most, usage, deadline)
        raise AssertionError  # the last reply was read or refused

    async def _asked(self, prompt: str, schema: Mapping[str, Any], most: int, usage: Usage, deadline: float) -> Reply:
        """The reply on the strictest rung that the endpoint takes."""
        while True:
            rung = self.rung
            try:
                reply = await self._chat.reply(prompt, most, usage, deadline, temperature=self._temperature, **_format(rung, schema))
            except Trouble as trouble:
                if trouble.refuses not in SHAPES or self._only != "auto" or rung == RUNGS[-1]:
                    raise
                self._chat.seen["rung"] = RUNGS[RUNGS.index(rung) + 1]
            else:
                return reply


def _format(rung: Rung, schema: Mapping[str, Any]) -> dict[str, Any]:
    """What the wire says of the shape."""
    if rung == "json_schema":
        named = {"name": "reply", "strict": True, "schema": schema}
        return {"response_format": {"type": "json_schema", "json_schema": named}}
    return {"response_format": {"type": "json_object"}} if rung == "json_object" else {}


def schema_of(shape: type["BaseModel"]) -> dict[str, Any]:
    """The JSON schema of a shape as strict endpoints want it: every field required, none besides, every string and list bounded."""
    schema = shape.model_json_schema()
    for node in _nodes(schema):
        if node.get("type") == "object":
            node["additionalProperties"] = False
            node["required"] = list(node.get("properties", {}))
        if node.get("type") == "string" and not node.keys() & {"enum", "const", "format", "pattern"}:
            node.setdefault("maxLength", _LONGEST)
        if node.get("type") == "array":
            node.setdefault("maxItems", _MOST)
        for name in ("default", "title"):
            node.pop(name, None)
    return schema


def compact(schema: Mapping[str, Any]) -> str:
    """The schema in words that are paid for with every question: not a blank too many."""
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))


def _nodes(node: object) -> Iterator[dict[str, Any]]:
    """All schemas within a schema, itself among them; names of fields are none."""
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            inner = value.values() if key in {"properties", "$defs"} else (value,)
            for each in inner:
                yield from _nodes(each)
    elif isinstance(node, list):
        for each in node:
            yield from _nodes(each)


class _NotOfTheShape(Exception):
    """A reply that cannot be used: the code of its reason, and what the model may be told."""

    def __init__(self, reason: str, why: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.why = why


def _read(reply: Reply, shape: type[T]) -> T:
    """The reply as the shape, mended where only its JSON is broken. One that was cut off is never mended. Raises `_NotOfTheShape`."""
    from json_repair import loads  # noqa: PLC0415  only with a model
    from pydantic import ValidationError  # noqa: PLC0415  as above

    said = _THOUGHT.sub("", reply.text).strip()
    if reply.ended == "length":
        raise _NotOfTheShape("truncated", "it was too long")
    if reply.ended == "content_filter":
        raise WriterFailed("refused")
    if not said:
        raise _NotOfTheShape("empty", "it was empty")
    try:
        return shape.model_validate(loads(said))
    except ValidationError as error:
        places = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'the whole'}: {one['msg']}" for one in error.errors(include_input=False))
        raise _NotOfTheShape("not-the-shape", places[:_REPAIRED]) from None
    except (ValueError, RecursionError):
        raise _NotOfTheShape("not-the-shape", "it was no JSON") from None
