"""GET /v1/digests/{day}: the edition of a day as it would be mailed; and the link by which a reader ends the digest."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Header
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from api.digest.links import key_of, reader_of
from api.digest.sheet import page_of, text_of
from api.digest.words import both
from api.routes import wire
from api.routes.parts import Parts
from api.routes.replies import HTML, NOT_FOUND, PROBLEMS, SHUT, asked_for, json_reply

router = APIRouter(prefix="/v1", tags=["digest"])
_TEXT = "text/plain"
_OTHERS = {form: {"schema": {"type": "string"}} for form in (HTML, _TEXT)}


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
    form = asked_for(accept, HTML, _TEXT)
    if form == HTML:
        return HTMLResponse(page_of(edition, address), headers=SHUT)
    if form == _TEXT:
        return PlainTextResponse(text_of(edition, address), headers=SHUT)
    return json_reply(wire.Digest.of(edition), of_several=True)


@router.get("/unsubscribe/{token}", response_class=HTMLResponse, responses=NOT_FOUND)
async def ask_whether(token: str, parts: Parts) -> Response:
    """A page with one button. Nothing ends by looking: programs that check links look, too."""
    await parts.in_turn(lambda: reader_of(token, key_of(parts.settings)))
    return HTMLResponse(_page(f'<form method="post"><button>{both("stop_it")}</button></form>'), headers=SHUT)


@router.post("/unsubscribe/{token}", response_class=HTMLResponse, responses=NOT_FOUND)
async def unsubscribe(token: str, parts: Parts) -> Response:
    """Send this reader no more digests (RFC 8058: one click in the mail program)."""

    def end() -> None:
        parts.library.ledger.unsubscribe(reader_of(token, key_of(parts.settings)), parts.days.clock())

    await parts.in_turn(end)
    return HTMLResponse(_page(both("stopped")), headers=SHUT)


def _page(body: str) -> str:
    return f'<!DOCTYPE html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>简报</title><p>{body}</p>'
