"""Chat endpoints for tests: one that says what a script tells it, and one that sends whatever bytes a test likes."""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from conftest import free_port
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from api.services import Services, build
from api.settings import Settings

KEY = "sk-not-for-your-eyes"
CHAT = "/v1/chat/completions"
_numbers = count()


def with_model(samples: Services, url: str, **changes: object) -> Services:
    """The parts over the sample articles, with a model at this address whose name was never seen before."""
    chosen = {"chat_model": f"local-{next(_numbers)}", "openai_base_url": url, "openai_api_key": KEY, "answer_seconds": 20}
    return build(Settings.model_validate({**samples.settings.model_dump(), **chosen, **changes}))


def chunk(choices: list[dict[str, object]], **more: object) -> dict[str, object]:
    """A chunk of a streamed reply, as it is sent."""
    return {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "local", "choices": choices, **more}


def said(text: str) -> bytes:
    """An event that says so."""
    return _event(chunk([{"index": 0, "delta": {"content": text}, "finish_reason": None}]))


def ended(reason: str = "stop") -> bytes:
    """The events of an end."""
    return _event(chunk([{"index": 0, "delta": {}, "finish_reason": reason}])) + b"data: [DONE]\n\n"


def _event(data: dict[str, object]) -> bytes:
    return f"data: {json.dumps(data)}\n\n".encode()


def whole(text: str | None, finish: str = "stop", **more: object) -> Response:
    """A reply in one piece."""
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "finish_reason": finish, "message": message, **more}
    usage = {"prompt_tokens": 50, "completion_tokens": 1, "total_tokens": 51}
    body = chunk([choice]) | {"object": "chat.completion", "usage": usage}
    return Response(json.dumps(body), content_type="application/json")


def refusing(message: str, status: int = 400, **more: str) -> Response:
    """An error of the endpoint, in the shape that is common."""
    return Response(json.dumps({"error": {"message": message, **more}}), status, content_type="application/json")


class Script:
    """A chat endpoint that says what it is told, and keeps what it was asked."""

    def __init__(self, server: HTTPServer, *replies: str | Response, finish: str = "stop", sure: float = -0.01, wait: float = 0) -> None:
        self.asked: list[dict[str, Any]] = []
        self.at: list[float] = []
        """When each call came."""
        self._replies = list(replies)
        self._finish = finish
        self._sure = sure
        self._wait = wait
        server.expect_request(CHAT).respond_with_handler(self._reply)

    def _reply(self, request: Request) -> Response:
        body = request.get_json()
        self.asked.append(body)
        self.at.append(time.monotonic())
        time.sleep(self._wait)
        reply = self._replies.pop(0) if self._replies else ""
        if isinstance(reply, Response):
            return reply
        if body.get("stream"):
            return Response(b"".join(self._events(reply)), content_type="text/event-stream")
        token = {"token": reply, "logprob": self._sure, "bytes": None}
        likely = {"content": [{**token, "top_logprobs": [token]}]} if body.get("logprobs") else None
        return whole(reply, "length", logprobs=likely)

    def _events(self, reply: str) -> Iterator[bytes]:
        for at in range(0, len(reply), 5):
            yield said(reply[at : at + 5])
        yield _event(chunk([{"index": 0, "delta": {}, "finish_reason": self._finish}]))
        yield _event(chunk([], usage={"prompt_tokens": 100, "completion_tokens": 7, "total_tokens": 107}))
        yield b"data: [DONE]\n\n"

    def number_of(self, words: str) -> int:
        """Under which number the first prompt showed the sentence that has these words."""
        prompt = self.asked[0]["messages"][0]["content"]
        line = next(line for line in prompt.splitlines() if words in line and line.startswith("["))
        return int(line[1 : line.index("]")])


@dataclass
class Line:
    """A connection on which a request has come."""

    wire: socket.socket
    request: bytes
    closed_at: float | None = None

    def stream(self, *events: bytes) -> None:
        """Begin a streamed reply, or go on with it."""
        self.wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + b"".join(events))

    def send(self, *pieces: bytes) -> None:
        """Send these bytes."""
        self.wire.sendall(b"".join(pieces))

    def reset(self) -> None:
        """Break off, so that the other side sees a reset."""
        self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.wire.close()

    def wait_until_closed(self, seconds: float = 10) -> None:
        """Note when the other side hung up."""
        self.wire.settimeout(seconds)
        with suppress(OSError):
            while self.wire.recv(4096):
                pass
            self.closed_at = time.monotonic()


@dataclass
class Raw:
    """An endpoint that does with each connection what the test says."""

    url: str
    lines: list[Line] = field(default_factory=list)


@contextmanager
def raw(script: Callable[[Line], None]) -> Iterator[Raw]:
    """Serve the script, each connection on a thread of its own."""
    port = free_port()
    listener = socket.create_server(("127.0.0.1", port))
    endpoint = Raw(f"http://127.0.0.1:{port}/v1")

    def serve(wire: socket.socket) -> None:
        with wire, suppress(OSError):
            line = Line(wire, _request(wire))
            endpoint.lines.append(line)
            script(line)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield endpoint
    finally:
        listener.close()


def _request(wire: socket.socket) -> bytes:
    """Head and body of the request."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += wire.recv(65536)
    head, _, body = got.partition(b"\r\n\r\n")
    length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
    while len(body) < length:
        body += wire.recv(65536)
    return head + b"\r\n\r\n" + body
