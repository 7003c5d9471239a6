"""Server-sent events as every route writes them, and whoever waits for work: with pings, until they leave or the service stops."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from contextlib import aclosing
from typing import Any, TypeVar

from asgi_correlation_id import correlation_id
from fastapi import Request
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from pydantic import BaseModel

from api import problems
from api.routes import wire
from api.stopping import Stopping

T = TypeVar("T")
MEDIA_TYPE = "text/event-stream"
QUIET_SECONDS = 15.0
"""Silence after which a comment is sent, so that no proxy takes the stream for dead."""
_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
_log = logging.getLogger(__name__)
Named = Callable[[T], tuple[str, BaseModel]]
"""The name of an event, and its data as it is sent."""


def wants_stream(request: Request) -> bool:
    """Whether the client asks for events."""
    return MEDIA_TYPE in request.headers.get("accept", "")


def streamed(first: T, events: AsyncGenerator[T, None], named: Named[T], stopping: Stopping) -> EventSourceResponse:
    """The events as they come. Once the first is out the status is spoken: later trouble is a last event, never a silence."""
    return EventSourceResponse(_written(first, events, named, stopping), headers=_HEADERS)


async def _written(first: T, events: AsyncGenerator[T, None], named: Named[T], stopping: Stopping) -> AsyncIterator[bytes]:
    yield _event_of(*named(first))
    try:
        async with aclosing(_with_pings(events, stopping)) as coming:
            async for event in coming:
                yield _event_of(*named(event)) if event else KEEPALIVE_COMMENT
    except Exception as error:  # noqa: BLE001  the stream must say that it failed, whatever it was
        yield _trouble_of(error)


async def last(events: AsyncGenerator[object, None], kind: type[T]) -> T:
    """The event of that kind, with which these events end."""
    async with aclosing(events):
        async for event in events:
            if isinstance(event, kind):
                return event
    message = f"these events ended without {kind.__name__}"
    raise AssertionError(message)


def _event_of(name: str, data: BaseModel) -> bytes:
    return format_sse_event(event=name, data_str=data.model_dump_json())


def _trouble_of(error: Exception) -> bytes:
    """The last event of a stream that broke off: the status is spoken by then. What nobody foresaw is logged."""
    problem = problems.known(error)
    if problem is None:
        _log.error("a stream broke off", exc_info=error)
    request_id = correlation_id.get() or ""
    told = problems.of_problem(problem, request_id) if problem else problems.unforeseen(request_id)
    return _event_of("error", wire.Problem(**told))


async def _with_pings(events: AsyncGenerator[T, None], stopping: Stopping) -> AsyncGenerator[T | None, None]:
    """The events, and None whenever none has come for a while. Leaving early ends the work behind them. Raises `Stopped`."""
    coming: asyncio.Task[T] | None = None
    over = asyncio.ensure_future(stopping.over())
    try:
        while True:
            coming = coming or asyncio.ensure_future(_next(events))
            done, _ = await asyncio.wait({coming, over}, timeout=QUIET_SECONDS, return_when=asyncio.FIRST_COMPLETED)
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


async def _next(events: AsyncIterator[T]) -> T:
    return await anext(events)


async def unless_left(work: Coroutine[Any, Any, T], request: Request, stopping: Stopping) -> T | None:
    """What the work gives; None where the client left before, which ends the work and whatever it waits for. Raises `Stopped`."""
    working = asyncio.ensure_future(work)
    leaving, over = asyncio.ensure_future(_left(request)), asyncio.ensure_future(stopping.over())
    try:
        await asyncio.wait({working, leaving, over}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        if over.done():
            over.result()
        return None
    finally:
        await _end(working, leaving, over)


async def _left(request: Request) -> None:
    """Returns when the client has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _end(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
