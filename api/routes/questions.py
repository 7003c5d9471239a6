"""POST /v1/questions: an answer at once, or statement by statement as server-sent events."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api.answers.question import Answer, Event, Said, answer
from api.routes import wire
from api.routes.parts import Parts
from api.routes.replies import LEFT, PROBLEMS, json_reply
from api.routes.streams import MEDIA_TYPE, last, streamed, unless_left, wants_stream

router = APIRouter(prefix="/v1", tags=["questions"])


@router.post(
    "/questions",
    response_model=wire.Answer,
    responses={
        200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}, "description": "The answer, or its events"},
        **PROBLEMS,
    },
)
async def ask(question: wire.Question, parts: Parts, request: Request) -> Response:
    """Answer a question from the articles; with `Accept: text/event-stream`, statement by statement."""
    events = answer(question.to_answers(), parts.desk)
    first = await anext(events)
    if wants_stream(request):
        return streamed(first, events, _named, parts.stopping)
    whole = await unless_left(last(events, Answer), request, parts.stopping)
    return json_reply(wire.Answer.of(whole)) if whole else LEFT


def _named(event: Event) -> tuple[str, BaseModel]:
    if isinstance(event, Answer):
        return "answer", wire.Answer.of(event)
    if isinstance(event, Said):
        return "statement", wire.StatementEvent.of_said(event)
    return "passages", wire.Passages.of(event.hits)
