"""GET /v1/digests/{day}: the edition of a day as it would be mailed, as JSON, HTML or plain text."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Header
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from api.digest.sheet import page_of, text_of
from api.routes import wire
from api.routes.parts import Parts
from api.routes.replies import PROBLEMS, json_reply

router = APIRouter(prefix="/v1", tags=["digest"])
_SHUT = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'", "X-Content-Type-Options": "nosniff", "Vary": "Accept"}
_OTHERS = {"text/html": {"schema": {"type": "string"}}, "text/plain": {"schema": {"type": "string"}}}


@router.get(
    "/digests/{day}",
    response_model=wire.Digest,
    responses={200: {"content": _OTHERS, "description": "The edition, in the form that `Accept` asks for"}, **PROBLEMS},
)
async def digest(
    day: date, parts: Parts, language: Literal["zh", "en"] = "zh", accept: Annotated[str, Header(include_in_schema=False)] = ""
) -> Response:
    """What came in on a day of the service's time zone, in short; what is to be done, and what is due in the week."""
    edition = await parts.in_turn(lambda: parts.days.edition(day, language))
    address = parts.settings.public_url
    first = next((kind for one in accept.split(",") if (kind := one.split(";")[0].strip().lower()) in _FORMS), "application/json")
    if first == "text/html":
        return HTMLResponse(page_of(edition, address), headers=_SHUT)
    if first == "text/plain":
        return PlainTextResponse(text_of(edition, address), headers=_SHUT)
    return json_reply(wire.Digest.of(edition))


_FORMS = frozenset({"text/html", "text/plain", "application/json"})
