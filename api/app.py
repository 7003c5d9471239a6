"""The HTTP application: its routes, its one error handler, its start."""

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from asgi_correlation_id import CorrelationIdMiddleware, correlation_id
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException

from api import problems
from api.digest.trouble import told_in_page
from api.errors import NotNow, Problem
from api.reading_ahead import reading_ahead
from api.routes import action_items, articles, digests, health, questions, search, summaries, wire
from api.routes.replies import HTML, SHUT, asked_for
from api.services import Services
from ingest.errors import IngestError

_log = logging.getLogger(__name__)
_WARM_UP = "你好"


def create_app(services: Services) -> FastAPI:
    """The application over these parts."""
    app = FastAPIOffline(
        title="Jianbao 简报",
        version=version("jianbao"),
        summary="Answers from local-government news; every sentence is tied to the printed characters that bear it out.",
        lifespan=_lifespan,
        redoc_url=None,
        max_body_size=services.settings.body_bytes,
    )
    app.state.services = services
    for routes in (questions, search, articles, action_items, summaries, digests, health):
        app.include_router(routes.router)
    app.add_api_route("/", _front, include_in_schema=False)
    app.add_exception_handler(RequestValidationError, _wrong_fields)
    app.add_exception_handler(HTTPException, _refused)
    for kind in (Problem, IngestError):
        app.add_exception_handler(kind, _known)
    app.add_exception_handler(Exception, _unforeseen)
    app.add_middleware(CorrelationIdMiddleware)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Load what the first question would wait for, before it comes."""
    services: Services = app.state.services
    await services.in_turn(lambda: services.warm_up(_WARM_UP))
    async with reading_ahead(services.library):
        yield
    await services.aclose()


async def _front() -> Response:
    """Whoever opens the bare address is shown what can be asked; relative, so that it holds behind a proxy's prefix and its slash."""
    return RedirectResponse("docs")


def _reply(request: Request, told: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """The problem; where a browser was led to it, as a page."""
    told = wire.Problem(**told).model_dump(exclude_none=True)
    if request.method == "GET" and asked_for(request.headers.get("accept", ""), HTML) == HTML:
        return HTMLResponse(told_in_page(told), told["status"], {**SHUT, **(headers or {})})
    return Response(json.dumps(told, ensure_ascii=False), told["status"], {"Vary": "Accept", **(headers or {})}, problems.MEDIA_TYPE)


async def _wrong_fields(request: Request, error: Exception) -> Response:
    return _reply(request, problems.of_fields(list(error.errors()), _request_id()))  # type: ignore[attr-defined]  # it is registered for RequestValidationError


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  it is registered for no other
    return _reply(request, problems.of_status(error.status_code, error.detail, _request_id()), dict(error.headers or {}))


async def _known(request: Request, error: Exception) -> Response:
    problem = problems.known(error) or Problem()
    if problem.status >= 500 and not isinstance(error, Problem):  # noqa: PLR2004  server errors
        _log.warning("%s", error)
    return _reply(request, problems.of_problem(problem, _request_id()), {"Retry-After": "1"} if isinstance(problem, NotNow) else None)


async def _unforeseen(request: Request, error: Exception) -> Response:
    _log.exception("request %s failed", _request_id(), exc_info=error)
    return _reply(request, problems.unforeseen(_request_id()))


def _request_id() -> str:
    return correlation_id.get() or ""
