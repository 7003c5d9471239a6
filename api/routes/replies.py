"""Replies whose Chinese is Chinese, and the problems that every route may answer with."""

from collections.abc import Sequence
from typing import Any

from fastapi.responses import Response
from pydantic import BaseModel

from api import problems
from api.routes import wire

_PROBLEM = {"model": wire.Problem, "content": {problems.MEDIA_TYPE: {}}}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    422: {**_PROBLEM, "description": "A field, or the question itself, is wrong"},
    503: {**_PROBLEM, "description": "No newspaper is read yet, or too many questions wait"},
}
LEFT = Response(status_code=499)
"""What a client that is gone is not told; it stands in the access log."""
NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {**_PROBLEM, "description": "No such article"}, **PROBLEMS}


JSON, HTML = "application/json", "text/html"
SHUT = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'", "X-Content-Type-Options": "nosniff", "Vary": "Accept"}
"""With every page: nothing is fetched and no script runs, whatever is in it."""


def asked_for(accept: str, *forms: str) -> str:
    """Which of the forms an `Accept` likes best, of equals the one it names first; JSON where it takes anything or names none of them."""
    liked: dict[str, float] = {}
    for one in accept.lower().split(","):
        kind, *more = (part.strip() for part in one.split(";"))
        form = JSON if kind in {"*/*", "application/*"} else kind
        liked[form] = max(liked.get(form, 0.0), _weight(more))
    return max((form for form in liked if form in {*forms, JSON} and liked[form]), key=lambda form: liked[form], default=JSON)


def _weight(parameters: Sequence[str]) -> float:
    """The `q` of RFC 9110; 0 for one that is no number."""
    told = next((one.partition("=")[2] for one in parameters if one.startswith("q=")), "1")
    try:
        return float(told)
    except ValueError:
        return 0.0


def json_reply(data: BaseModel, status: int = 200, *, of_several: bool = False) -> Response:
    """The model as UTF-8 JSON, written by pydantic: nothing is escaped that JSON lets stand. `of_several` forms, it is one."""
    headers = {"Vary": "Accept"} if of_several else None
    return Response(data.model_dump_json(), status, headers, media_type=JSON)
