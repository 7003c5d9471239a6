"""Server-sent events as every route writes them."""

import logging

from asgi_correlation_id import correlation_id
from fastapi.sse import format_sse_event
from pydantic import BaseModel

from api import problems
from api.routes import wire

_log = logging.getLogger(__name__)


def event_of(name: str, data: BaseModel) -> bytes:
    """One event."""
    return format_sse_event(event=name, data_str=data.model_dump_json())


def trouble_of(error: Exception) -> bytes:
    """The last event of a stream that broke off: the status is spoken by then. What nobody foresaw is logged."""
    problem = problems.known(error)
    if problem is None:
        _log.error("a stream broke off", exc_info=error)
    request_id = correlation_id.get() or ""
    told = problems.of_problem(problem, request_id) if problem else problems.unforeseen(request_id)
    return event_of("error", wire.Problem(**told))
