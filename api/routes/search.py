"""POST /v1/search: the passages themselves."""

from fastapi import APIRouter
from fastapi.responses import Response

from api.routes import wire
from api.routes.parts import Parts
from api.routes.replies import PROBLEMS, json_reply

router = APIRouter(prefix="/v1", tags=["search"])


@router.post("/search", response_model=wire.Passages, responses=PROBLEMS)
async def search(wanted: wire.Search, parts: Parts) -> Response:
    """Passages for a query, best first; with `explain`, what each was found by."""
    found = await parts.in_turn(lambda: parts.retriever.retrieve(wanted.query, wanted.limit, wanted.filters.to_catalogue()))
    return json_reply(wire.Passages.of(found.hits, found.asked if wanted.explain else None))
