"""`python tests/faults.py`: each fault of a model's endpoint, the calls it cost, how long it took, and what the caller got."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from conftest import SAMPLES, asked, free_port, over
from endpoints import CHAT, Line, Script, raw, with_model
from pytest_httpserver import HTTPServer
from test_model_faults import OVERFLOWS, REFUSALS, drip, hang, stall
from werkzeug import Response

from api.settings import Settings

WHO = "谁主持了云川高新区2025年7月14日的防汛工作调度会"
WELL = "区党工委书记沈望舒主持会议。[1][2][3][4][5][6]"


@contextmanager
def scripted(*replies: str | Response) -> Iterator[str]:
    """The address of an endpoint that gives these replies, and then nothing."""
    with HTTPServer() as server:
        Script(server, *replies)
        yield server.url_for("/v1")


@contextmanager
def always(reply: Response) -> Iterator[str]:
    """The address of one that gives this reply for ever."""
    with HTTPServer() as server:
        server.expect_request(CHAT).respond_with_response(reply)
        yield server.url_for("/v1")


@contextmanager
def wire(script: Callable[[Line], None]) -> Iterator[str]:
    """The address of one that sends these bytes."""
    with raw(script) as endpoint:
        yield endpoint.url


def faults() -> Iterator[tuple[str, AbstractContextManager[str]]]:
    """Each by its name."""
    slow = Response("{}", 429, headers={"Retry-After": "1"}, content_type="application/json")
    yield "429 with Retry-After: 1, twice; then well", scripted(slow, slow, WELL)
    for reply, reason, _ in REFUSALS:
        yield f"{reply.status_code} for ever, {reply.mimetype.partition('/')[2]}: {reason}", always(reply)
    yield "another language", scripted("La réunion a été présidée par le secrétaire. [1]")
    yield "an apology", scripted("抱歉，我无法回答。")
    yield "an invented number", scripted("会议共有980人参加。[1]")
    yield "context overflow, then well", scripted(OVERFLOWS[0], WELL)
    yield "context overflow for ever", always(OVERFLOWS[0])
    for script in (hang, stall, drip):
        yield f"{script.__name__} for ever", wire(script)
    yield "closed port", nullcontext(f"http://127.0.0.1:{free_port()}/v1")


def main() -> None:
    """Ask the same question of each, with four seconds for the answer."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with TemporaryDirectory() as folder:
        samples = over(SAMPLES, Settings(data_dir=Path(folder)))
        samples.warm_up(WHO)
        print(f"| {'fault':58} | calls | seconds | answered by | reason |\n|---|---|---|---|---|")
        for name, endpoint in faults():
            with endpoint as url:
                services = with_model(samples, url, answer_seconds=4, writer="write")
                services.warm_up(WHO)
                started = time.monotonic()
                answer = asked(WHO, services)
                taken = time.monotonic() - started
            by = answer.credit.kind if answer.answered else "nobody: it says nothing was found"
            print(f"| {name:58} | {answer.usage.calls} | {taken:.2f} | {by} | {answer.reason or '–'} |")


if __name__ == "__main__":
    main()
