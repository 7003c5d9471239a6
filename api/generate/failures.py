"""What the SDK raises → a reason code, whether another attempt may help, and when. Neither key nor prompt is in it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from api.errors import WriterFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai import APIStatusError

_TRANSIENT = frozenset({408, 409, 425, 500, 502, 503, 504, 529})
_OVERFLOW = re.compile(
    r"context[ _](?:length|size|window)|maximum context|exceed_context|too many tokens|prompt is too long", re.IGNORECASE
)
OPTIONAL = ("stream_options", "logprobs", "temperature", "max_tokens")
"""Parameters that some endpoints refuse; what they are for can be had without."""
SHAPES = ("response_format", "json_schema", "json_object", "structured output", "grammar")
_REFUSED = (400, 422)
_OF_THE_KEY = (401, 403)
_TOO_MANY = 429


class Trouble(WriterFailed):
    """A call that gave nothing."""

    def __init__(self, reason: str, *, again: bool = False, after: float | None = None, refuses: str | None = None) -> None:
        """Say whether the endpoint itself is in trouble, so that another attempt may help, and behind how many seconds if it says so."""
        super().__init__(reason)
        self.again = again
        self.after = after
        self.refuses = refuses
        """The parameter that the endpoint does not take."""


@contextmanager
def named_failures() -> Iterator[None]:
    """Turns what the SDK raises into `Trouble`. The original is left behind: it holds the request."""
    import openai  # noqa: PLC0415  it is loaded by now

    try:
        yield
    except (openai.APITimeoutError, TimeoutError):
        raise Trouble("timeout", again=True) from None
    except openai.APIConnectionError:
        raise Trouble("unreachable", again=True) from None
    except openai.APIStatusError as error:
        raise _of_status(error) from None
    except (openai.OpenAIError, json.JSONDecodeError, UnicodeError, AttributeError, LookupError, TypeError, ValueError):
        raise Trouble("not-understood") from None


def _of_status(error: "APIStatusError") -> Trouble:
    status, said = error.status_code, f"{error.code} {error.param} {error.message}"
    if status == _TOO_MANY:
        return Trouble("rate-limited", again=True, after=seconds_until(error.response.headers))
    if status in _OF_THE_KEY:
        return Trouble("not-authorised")
    if status in (*_REFUSED, 413) and _OVERFLOW.search(said):
        return Trouble("context-overflow")
    reason = f"http-{status}"
    if status in _REFUSED:
        return Trouble(reason, refuses=next((name for name in (*OPTIONAL, *SHAPES) if name in said), None))
    return Trouble(reason, again=status in _TRANSIENT, after=seconds_until(error.response.headers))


def seconds_until(headers: "Mapping[str, str]") -> float | None:
    """What Retry-After asks for, in seconds or as a date; None where it says nothing that can be read."""
    for name, divisor in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            return max(0.0, float(headers.get(name, "")) / divisor)
        except ValueError:
            continue
    try:
        return max(0.0, (parsedate_to_datetime(headers.get("retry-after", "")) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
