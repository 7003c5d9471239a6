"""/v1/articles: what has been read, one article whole, new ones in, one taken out."""

import json
from datetime import date
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from pydantic import StringConstraints, TypeAdapter, ValidationError
from starlette.datastructures import UploadFile

from api.answers.articles import as_named, taken_in, taken_out, whole
from api.answers.articles import listed as listed_articles
from api.digest.printed import printed
from api.errors import NothingAccepted
from api.routes import wire
from api.routes.parts import Parts
from api.routes.replies import HTML, NOT_FOUND, PROBLEMS, SHUT, asked_for, json_reply
from ingest.article import Span
from ingest.catalogue import Filters
from ingest.read import Source

router = APIRouter(prefix="/v1", tags=["articles"])
Place = Annotated[str, StringConstraints(pattern="^[0-9]{1,9}-[0-9]{1,9}$")]
_SENT = TypeAdapter(list[wire.ArticleSent])
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "anyOf": [
                        wire.ArticleSent.model_json_schema(),
                        {"type": "array", "items": wire.ArticleSent.model_json_schema()},
                    ]
                }
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                }
            },
        },
    }
}


@router.get("/articles", response_model=wire.Articles, responses=PROBLEMS)
async def list_articles(  # noqa: PLR0913, PLR0917  each is a query parameter of the wire contract
    parts: Parts,
    published_from: date | None = None,
    published_to: date | None = None,
    people: Annotated[list[str], Query(max_length=50)] = [],  # noqa: B006  FastAPI copies it
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(pattern="^[0-9a-f]{16}$")] = None,
) -> Response:
    """The articles, the newest day first; `next` is the cursor of the page behind this one."""
    filters = Filters(published_from, published_to, tuple(people))
    page = await parts.in_turn(lambda: listed_articles(parts.library, filters, limit, cursor))
    lines = [wire.ArticleLine.of(article, sources) for article, sources in page.articles]
    return json_reply(wire.Articles(articles=lines, next=page.next))


@router.get(
    "/articles/{article_id}",
    response_model=wire.ArticleWhole,
    responses={200: {"content": {HTML: {"schema": {"type": "string"}}}, "description": "As `Accept` asks"}, **NOT_FOUND},
)
async def one_article(
    article_id: str,
    parts: Parts,
    at: Annotated[list[Place], Query(max_length=50, description="start-end: to be marked on the page")] = [],  # noqa: B006  FastAPI copies it
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """One article, with its text and what is printed in it in set forms; for a browser a page, on which places may be marked."""
    if asked_for(accept, HTML) == HTML:
        places = [Span(*map(int, one.split("-"))) for one in at]
        page = await parts.in_turn(lambda: printed(as_named(parts.library, article_id), places))
        return HTMLResponse(page, headers=SHUT)
    article, sources = await parts.in_turn(lambda: whole(parts.library, article_id))
    return json_reply(wire.ArticleWhole.whole(article, sources), of_several=True)


@router.post("/articles", response_model=wire.Receipt, responses=PROBLEMS, openapi_extra=_BODY)
async def send_articles(request: Request, parts: Parts) -> Response:
    """Take in articles: files (multipart), one JSON article, or a list of them."""
    sources = await _uploads(request) if _is_multipart(request) else [await _records(request)]
    receipt = await parts.in_turn(lambda: taken_in(parts.library, sources))
    return json_reply(wire.Receipt.of(receipt))


@router.delete("/articles/{article_id}", status_code=204, responses=NOT_FOUND)
async def remove_article(article_id: str, parts: Parts) -> Response:
    """Take an article out: no answer draws on it any more."""
    await parts.in_turn(lambda: taken_out(parts.library, article_id))
    return Response(status_code=204)


def _is_multipart(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("multipart/form-data")


async def _uploads(request: Request) -> list[Source]:
    """The files of a form, whatever their fields are called."""
    async with request.form() as form:
        files = [part for _, part in form.multi_items() if isinstance(part, UploadFile)]
        sources = [Source(f"upload:{file.filename}", file.filename or "unnamed", await file.read()) for file in files]
    if not sources:
        message = "the form holds no file"
        raise NothingAccepted(message)
    return sources


async def _records(request: Request) -> Source:
    """The articles of a JSON body, as the lines of a file that nobody wrote."""
    raw = await request.body()
    try:
        data = json.loads(raw)
        sent = _SENT.validate_python(data if isinstance(data, list) else [data])
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise RequestValidationError([{"type": "json_invalid", "loc": ("body",), "msg": f"it is not JSON: {error}"}]) from error
    except ValidationError as error:
        raise RequestValidationError(
            [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False, include_input=False)]
        ) from error
    if not sent:
        message = "the list is empty"
        raise NothingAccepted(message)
    lines = "\n".join(one.model_dump_json(exclude_none=True) for one in sent).encode()
    return Source(f"post:{sha256(lines).hexdigest()}", "articles.jsonl", lines)
