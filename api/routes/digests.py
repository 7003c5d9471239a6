"""GET /v1/digests/{day}: the edition of a day as it would be mailed; and the link by which a reader ends the digest."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Header
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from api.digest.links import key_of, reader_of
from api.digest.sheet import page_of, text_of
from api.digest.words import WORDS
from api.routes import wire
from api.routes.parts import Parts
from api.routes.replies import NOT_FOUND, PROBLEMS, json_reply

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


@router.get("/unsubscribe/{token}", response_class=HTMLResponse, responses=NOT_FOUND)
async def ask_whether(token: str, parts: Parts) -> Response:
    """A page with one button. Nothing ends by looking: programs that check links look, too."""
    await parts.in_turn(lambda: reader_of(token, key_of(parts.settings)))
    return HTMLResponse(_page(f'<form method="post"><button>{_both("stop_it")}</button></form>'), headers=_SHUT)


@router.post("/unsubscribe/{token}", response_class=HTMLResponse, responses=NOT_FOUND)
async def unsubscribe(token: str, parts: Parts) -> Response:
    """Send this reader no more digests (RFC 8058: one click in the mail program)."""

    def end() -> None:
        parts.library.ledger.unsubscribe(reader_of(token, key_of(parts.settings)), parts.days.clock())

    await parts.in_turn(end)
    return HTMLResponse(_page(_both("stopped")), headers=_SHUT)


def _both(word: str) -> str:
    return f"{WORDS['zh'][word]} {WORDS['en'][word]}"


def _page(body: str) -> str:
    return f'<!DOCTYPE html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>简报</title><p>{body}</p>'
