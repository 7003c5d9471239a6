"""How the service is, and what went wrong."""

from typing import Literal

from api.routes.wire.shapes import Wire


class Health(Wire):
    """The process lives."""

    status: Literal["ok"]


class Ready(Wire):
    """Whether questions can be answered, and with what."""

    ready: bool
    trouble: str | None
    articles: int
    passages: int
    generation: int
    encoder: str
    writer: Literal["extractive", "model"]
    model: str | None
    vocabulary: str


class FieldTrouble(Wire):
    """A field that is wrong."""

    field: str
    reason: str


class Problem(Wire):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[FieldTrouble] | None = None
