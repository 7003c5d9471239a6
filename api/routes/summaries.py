"""POST /v1/summaries: what articles say in short, at once, or statement by statement as server-sent events."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel

from api.answers.question import Said
from api.answers.summary import Event, Summaries, Summary, summarise
from api.routes import wire
from api.routes.parts import Parts
from api.routes.replies import NOT_FOUND, json_reply
from api.routes.streams import event_of, trouble_of

router = APIRouter(prefix="/v1", tags=["summaries"])
_STREAM = "text/event-stream"


@router.post(
    "/summaries",
    response_model=wire.Summaries,
    responses={
        200: {"content": {_STREAM: {"schema": {"type": "string"}}}, "description": "The summaries, or their events"},
        **NOT_FOUND,
    },
)
async def sum_up(wanted: wire.SummaryRequest, parts: Parts, request: Request) -> Response:
    """Sum up one article, several, or all that match; with `Accept: text/event-stream`, statement by statement."""
    events = summarise(parts.library, wanted.to_answers(), parts.in_turn, parts.picker)
    first = await anext(events)
    if _STREAM in request.headers.get("accept", ""):
        return EventSourceResponse(_stream(first, events), headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"})
    async with aclosing(events):
        while not isinstance(first, Summaries):
            first = await anext(events)
    return json_reply(wire.Summaries.of(first))


async def _stream(first: Event, events: AsyncGenerator[Event, None]) -> AsyncIterator[bytes]:
    """`statement`s and `summary` of each article, last `summaries`. Once the first is out, trouble is a last event, never a silence."""
    yield event_of(*_named(first))
    try:
        async with aclosing(events):
            async for event in events:
                yield event_of(*_named(event))
    except Exception as error:  # noqa: BLE001  the stream must say that it failed, whatever it was
        yield trouble_of(error)


def _named(event: Event) -> tuple[str, BaseModel]:
    if isinstance(event, Said):
        return "statement", wire.StatementEvent.of_said(event)
    if isinstance(event, Summary):
        return "summary", wire.Summary.of(event)
    return "summaries", wire.Summaries.of(event)
