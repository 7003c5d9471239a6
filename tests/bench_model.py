"""What the service adds to a model that takes half a second, for one caller and for thirty-two at once, none of them asking alike."""

import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory

import httpx2
from conftest import SAMPLES, free_port, over, served, until
from endpoints import ended, said, with_model

from api.settings import Settings

_QUESTION = "谁主持了云川高新区2025年7月14日的防汛工作调度会"
_SECONDS = 0.5
_ROUNDS = 8


def main() -> None:
    """Print what is added to the model's own half second."""
    context = get_context("spawn")
    with TemporaryDirectory() as folder, slow_model() as url, ProcessPoolExecutor(1, context) as other:
        samples = over(SAMPLES, Settings(data_dir=Path(folder)))
        for callers in (1, 32):
            with served(with_model(samples, url, writer="write")) as client:
                took = other.submit(_callers, str(client.base_url), callers).result()
            added = sorted((each - _SECONDS) * 1000 for each in took)
            p50, p95 = statistics.median(added), added[int(len(added) * 0.95)]
            print(f"{f'added to a model of 500 ms, {callers} at once':44} {p50:8.2f} ms p50 {p95:8.2f} ms p95")


def _callers(url: str, number: int) -> list[float]:
    """How long each question took, asked from a process of its own so that its work is not counted as ours; the first round is not told."""
    with httpx2.Client(base_url=url, timeout=60) as client, ThreadPoolExecutor(number) as pool:
        took = list(pool.map(lambda at: _took(client, f"{_QUESTION} q{at}"), range(number * (_ROUNDS + 1))))
    return took[number:]


def _took(client: httpx2.Client, question: str) -> float:
    start = time.perf_counter()
    assert client.post("/v1/questions", json={"question": question}).json()["usage"]["calls"] == 1
    return time.perf_counter() - start


class _Slow(BaseHTTPRequestHandler):
    """Thinks for half a second and then cites the first sentence; the connection stays open, as with any endpoint of today."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        """Answer one call for a streamed reply."""
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(_SECONDS)
        body = said("[1]") + ended()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


def _serve(port: int) -> None:
    ThreadingHTTPServer.request_queue_size = 64
    ThreadingHTTPServer(("127.0.0.1", port), _Slow).serve_forever()


@contextmanager
def slow_model() -> Iterator[str]:
    """The URL of the model, in a process of its own, so that its work is not counted as ours."""
    port = free_port()
    process = get_context("spawn").Process(target=_serve, args=(port,), daemon=True)
    process.start()
    until(lambda: not socket().connect_ex(("127.0.0.1", port)))
    yield f"http://127.0.0.1:{port}/v1"
    process.kill()


if __name__ == "__main__":
    main()
