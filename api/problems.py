"""RFC 9457: one shape for everything that goes wrong over HTTP. No path, no key, no trace is ever in it."""

from typing import Any

from api.errors import BusyWriting, CannotWrite, NoNewspaper, Problem
from ingest.errors import Busy, Damaged, IngestError, NothingToRead, NotWritable

MEDIA_TYPE = "application/problem+json"
_TITLES = {
    400: "The request cannot be read.",
    404: "There is nothing here.",
    405: "This method is not for this address.",
    413: "The request is too large.",
}


def known(error: Exception) -> Problem | None:
    """The problem that an error of ours is to a caller; None for one that nobody foresaw."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, NothingToRead):
        return NoNewspaper("articles come in by POST /v1/articles, or by `jianbao ingest` on the server")
    if isinstance(error, Busy):
        return BusyWriting("articles are being added at this moment")
    if isinstance(error, NotWritable):
        return CannotWrite("the data folder may not be written to, or has no room")
    if isinstance(error, (Damaged, IngestError)):
        return Problem("the server's log has the particulars")
    return None


def body(status: int, kind: str, title: str, detail: str | None, request_id: str) -> dict[str, Any]:
    """The members that every problem has."""
    return {
        "type": f"urn:jianbao:{kind}",
        "title": title,
        "status": status,
        "detail": detail or title,
        "request_id": request_id,
    }


def of_problem(problem: Problem, request_id: str) -> dict[str, Any]:
    """A problem of ours."""
    return body(problem.status, problem.kind, problem.title, str(problem), request_id)


def of_status(status: int, detail: str | None, request_id: str) -> dict[str, Any]:
    """What the framework refuses by status alone."""
    return body(status, "http", _TITLES.get(status, "The request is refused."), detail, request_id)


def of_fields(errors: list[dict[str, Any]], request_id: str) -> dict[str, Any]:
    """Fields that are wrong, each by its name and with the reason."""
    fields = [
        {"field": ".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0]), "reason": error["msg"]} for error in errors
    ]
    detail = "; ".join(f"{one['field']}: {one['reason']}" for one in fields)
    return body(422, "bad-field", "A field is wrong.", detail, request_id) | {"errors": fields}


def unforeseen(request_id: str) -> dict[str, Any]:
    """What nobody foresaw: its particulars are for the log."""
    return body(
        500,
        "unforeseen",
        "Something went wrong on our side.",
        "the server's log has the particulars under this request_id",
        request_id,
    )
