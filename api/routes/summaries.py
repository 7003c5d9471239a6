"""POST /v1/summaries: what articles say in short, at once, or statement by statement as server-sent events."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api.answers.question import Said
from api.answers.summary import Begun, Event, Summaries, Summary, summarise
from api.routes import wire
from api.routes.parts import Parts
from api.routes.replies import LEFT, NOT_FOUND, json_reply
from api.routes.streams import MEDIA_TYPE, last, streamed, unless_left, wants_stream

router = APIRouter(prefix="/v1", tags=["summaries"])


@router.post(
    "/summaries",
    response_model=wire.Summaries,
    responses={
        200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}, "description": "The summaries, or their events"},
        **NOT_FOUND,
    },
)
async def sum_up(wanted: wire.SummaryRequest, parts: Parts, request: Request) -> Response:
    """Sum up one article, several, or all that match; with `Accept: text/event-stream`, statement by statement."""
    events = summarise(parts.library, wanted.to_answers(), parts.in_turn, parts.picker)
    first = await anext(events)
    if wants_stream(request):
        return streamed(first, events, _named, parts.stopping)
    whole = await unless_left(last(events, Summaries), request, parts.stopping)
    return json_reply(wire.Summaries.of(whole)) if whole else LEFT


def _named(event: Event) -> tuple[str, BaseModel]:
    """`articles` first, then `statement`s and `summary` of each, last `summaries`."""
    if isinstance(event, Begun):
        return "articles", wire.SummariesBegun.of(event)
    if isinstance(event, Said):
        return "statement", wire.StatementEvent.of_said(event)
    if isinstance(event, Summary):
        return "summary", wire.Summary.of(event)
    return "summaries", wire.Summaries.of(event)
