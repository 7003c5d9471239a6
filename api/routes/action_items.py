"""GET /v1/action-items: who is told to do what by when, as JSON, CSV, Excel or iCalendar."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.answers.action_items import listed
from api.answers.sheets import MEDIA_TYPES, sheet
from api.routes import wire
from api.routes.parts import Parts
from api.routes.replies import PROBLEMS, json_reply
from ingest.agenda import Wanted

router = APIRouter(prefix="/v1", tags=["action items"])
_PAGE, _FILE = 50, 10_000
"""Items of a page, and of a file, where no limit is asked for."""
_FILES = {media: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA_TYPES.values()}


@router.get(
    "/action-items",
    response_model=wire.ActionItems,
    responses={200: {"content": _FILES, "description": "The items, or a file of them"}, **PROBLEMS},
)
async def list_items(  # noqa: PLR0913, PLR0917  each is a query parameter of the wire contract
    parts: Parts,
    article_id: Annotated[str | None, Query(pattern="^[0-9a-f]{16}$")] = None,
    assigner: Annotated[str | None, Query(min_length=1, max_length=100, description="Part of the name is enough.")] = None,
    owner: Annotated[str | None, Query(min_length=1, max_length=100, description="Part of the name is enough.")] = None,
    published_from: date | None = None,
    published_to: date | None = None,
    due_before: Annotated[date | None, Query(description="Items whose last day is known and earlier than this one.")] = None,
    format: Literal["json", "csv", "xlsx", "ics"] = "json",  # noqa: A002  the wire's name
    limit: Annotated[int | None, Query(ge=1, le=_FILE, description=f"JSON: {_PAGE} unless asked for; files: all.")] = None,
    cursor: Annotated[str | None, Query(pattern="^[0-9a-f]{16}$")] = None,
) -> Response:
    """The items, the newest day first and each article's in printed order; `next` is the cursor of the page behind this one."""
    wanted = Wanted(article_id, assigner, owner, published_from, published_to, due_before)
    most = limit or (_PAGE if format == "json" else _FILE)
    beside = await parts.reader.beside(wanted) if parts.reader else None
    page = await parts.in_turn(lambda: listed(parts.library, wanted, most, cursor, beside))
    if format == "json":
        return json_reply(wire.ActionItems.of(page.items, page.next, page.dropped))
    body = await parts.in_turn(lambda: sheet(page.items, format, datetime.now(UTC)))
    return Response(body, media_type=MEDIA_TYPES[format], headers={"Content-Disposition": f'attachment; filename="action-items.{format}"'})
