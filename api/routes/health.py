"""/healthz: the process lives. /readyz: it can answer, and with what."""

from fastapi import APIRouter
from fastapi.responses import Response

from api.answers.readiness import readiness
from api.routes import wire
from api.routes.parts import Parts
from api.routes.replies import json_reply

router = APIRouter(tags=["health"])


@router.get("/healthz", response_model=wire.Health)
async def healthz() -> Response:
    """Always well while the process serves."""
    return json_reply(wire.Health(status="ok"))


@router.get(
    "/readyz",
    response_model=wire.Ready,
    responses={503: {"model": wire.Ready, "description": "It cannot answer yet, and why"}},
)
async def readyz(parts: Parts) -> Response:
    """Whether questions can be answered: the articles are there, and both indexes hold what the catalogue says."""
    state = await parts.in_turn(lambda: readiness(parts.library, parts.retriever))
    ready = wire.Ready(
        ready=state.trouble is None,
        trouble=state.trouble,
        articles=state.articles,
        passages=state.passages,
        generation=state.generation,
        encoder=parts.library.embedder.fingerprint,
        writer=parts.desk.writer.credit.kind,
        model=parts.desk.writer.credit.model,
        vocabulary=parts.vocabulary.name,
    )
    return json_reply(ready, 200 if ready.ready else 503)
