"""POST /v1/questions: an answer at once, or statement by statement as server-sent events."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse
from pydantic import BaseModel

from api.answers.question import Answer, Event, Said, answer
from api.routes import wire
from api.routes.parts import Parts
from api.routes.replies import PROBLEMS, json_reply
from api.routes.streams import event_of, trouble_of
from api.stopping import Stopping

router = APIRouter(prefix="/v1", tags=["questions"])
_STREAM = "text/event-stream"
_LEFT = 499
"""What a client that is gone is not told; it stands in the access log."""
_QUIET_SECONDS = 15.0
"""Silence after which a comment is sent, so that no proxy takes the stream for dead."""


@router.post(
    "/questions",
    response_model=wire.Answer,
    responses={
        200: {"content": {_STREAM: {"schema": {"type": "string"}}}, "description": "The answer, or its events"},
        **PROBLEMS,
    },
)
async def ask(question: wire.Question, parts: Parts, request: Request) -> Response:
    """Answer a question from the articles; with `Accept: text/event-stream`, statement by statement."""
    events = answer(question.to_answers(), parts.desk)
    first = await anext(events)
    if _STREAM in request.headers.get("accept", ""):
        return EventSourceResponse(_stream(first, events, parts.stopping), headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"})
    whole = await _unless_left(_last(events), request, parts.stopping)
    return json_reply(wire.Answer.of(whole)) if whole else Response(status_code=_LEFT)


async def _last(events: AsyncGenerator[Event, None]) -> Answer:
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Answer):
                return event
    message = "an answer always ends with itself"
    raise AssertionError(message)


async def _unless_left(work: Coroutine[Any, Any, Answer], request: Request, stopping: Stopping) -> Answer | None:
    """What the work gives; None where the client left before, which ends the work and whatever it waits for. Raises `Stopped`."""
    working, leaving, over = (asyncio.ensure_future(each) for each in (work, _left(request), stopping.over()))
    try:
        await asyncio.wait({working, leaving, over}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        return over.result() if over.done() else None
    finally:
        await _end(working, leaving, over)


async def _end(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _left(request: Request) -> None:
    """Returns when the client has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _stream(first: Event, events: AsyncGenerator[Event, None], stopping: Stopping) -> AsyncIterator[bytes]:
    """The events as they come. Once the first is out the status is spoken: later trouble is a last event, never a silence."""
    yield event_of(*_named(first))
    try:
        async for event in _with_pings(events, stopping):
            yield event_of(*_named(event)) if event else KEEPALIVE_COMMENT
    except Exception as error:  # noqa: BLE001  the stream must say that it failed, whatever it was
        yield trouble_of(error)


async def _with_pings(events: AsyncGenerator[Event, None], stopping: Stopping) -> AsyncIterator[Event | None]:
    """The events, and None whenever none has come for a while. Leaving early ends the work behind them. Raises `Stopped`."""
    coming: asyncio.Task[Event] | None = None
    over = asyncio.ensure_future(stopping.over())
    try:
        while True:
            coming = coming or asyncio.ensure_future(_next(events))
            done, _ = await asyncio.wait({coming, over}, timeout=_QUIET_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if over in done and coming not in done:
                over.result()
            if not done:
                yield None
                continue
            try:
                event = coming.result()
            except StopAsyncIteration:
                return
            coming = None
            yield event
    finally:
        await _end(over, *([coming] if coming else []))
        await events.aclose()


async def _next(events: AsyncIterator[Event]) -> Event:
    return await anext(events)


def _named(event: Event) -> tuple[str, BaseModel]:
    if isinstance(event, Answer):
        return "answer", wire.Answer.of(event)
    if isinstance(event, Said):
        return "statement", wire.StatementEvent.of_said(event)
    return "passages", wire.Passages.of(event.hits)
