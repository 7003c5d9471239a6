"""Replies whose Chinese is Chinese, and the problems that every route may answer with."""

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


def json_reply(data: BaseModel, status: int = 200) -> Response:
    """The model as UTF-8 JSON, written by pydantic: nothing is escaped that JSON lets stand."""
    return Response(data.model_dump_json(), status, media_type="application/json")
