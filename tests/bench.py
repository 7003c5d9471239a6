"""`make bench`: what must stay fast, each with what it is compared to, measured in the same run. Nothing here fails; read it."""

import json
import os
import resource
import socket
import statistics
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2
import numpy as np
from conftest import SAMPLES, SHARED, free_port, over, read_in, served, until

from api.services import build
from api.settings import Settings
from ingest.catalogue import Filters
from ingest.indexing import searched

_QUESTIONS = (
    "张红军对安委会提出了哪些要求",
    "what did Zhang Hongjun ask of the safety committee",
    "2022年高新区的GDP是多少",
    "谁主持了云川高新区2025年7月14日的防汛工作调度会",
)
_BIN = Path(sys.executable).parent
_ARTICLES = 1000


def main() -> None:
    """Run every benchmark over the sample articles."""
    with TemporaryDirectory() as folder:
        services = over(SAMPLES, Settings(data_dir=Path(folder)))
        print(f"{'cold: python -c pass':44} {_cold([sys.executable, '-c', 'pass']):8.2f} s")
        print(f"{'cold: import chromadb':44} {_cold([sys.executable, '-c', 'import chromadb']):8.2f} s")
        for question in _QUESTIONS[:2]:
            command = [str(_BIN / "jianbao"), "ask", question, "--data-dir", folder]
            print(f"{'cold: jianbao ask ' + question[:22]:44} {_cold(command):8.2f} s")
        again = _times(lambda: read_in(services.library, SAMPLES), 20)
        print(f"{'ingest again, 12 unchanged articles':44} {again * 1000:8.2f} ms")
        with served(services) as client:
            for question in _QUESTIONS:
                _ask(client, question)
                each = [_clock(lambda asked=question: _ask(client, asked)) for _ in range(100)]
                p50, p95 = statistics.median(each), sorted(each)[94]
                print(f"{'POST /v1/questions ' + question[:22]:44} {p50 * 1000:8.2f} ms p50 {p95 * 1000:8.2f} ms p95")


def ingest_news() -> None:
    """Real crawled news in, beside what it cannot be faster than; where ../shared/bench is at hand."""
    news = SHARED / "bench" / "crud10k" / "corpus.jsonl"
    if not news.exists():
        print("ingest: ../shared/bench is not at hand")
        return
    lines = news.read_text("utf-8").splitlines()[:_ARTICLES]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "news.jsonl"
        file.write_text("\n".join(line.replace('"id":', '"key":', 1) for line in lines), "utf-8")
        local = build(Settings(data_dir=Path(folder) / "local"))
        local.library.embedder.embed(["一"])
        spent = _spent(lambda: read_in(local.library, file))
        print(f"{f'ingest {_ARTICLES}, local encoder':44} {_ARTICLES / spent:8.1f} articles a CPU-second")
        catalogue = local.library.catalogue
        articles = catalogue.page(Filters(), _ARTICLES)
        texts = [searched(one, part) for one in articles for part in catalogue.passages([one.id])]
        floor = _spent(lambda: local.library.embedder.embed(texts))
        print(f"{'   its encoder alone':44} {_ARTICLES / floor:8.1f} articles a CPU-second")
        again = _times(lambda: read_in(local.library, file), 3)
        print(f"{f'ingest {_ARTICLES} again, unchanged':44} {again * 1000:8.1f} ms")
        with stub_endpoint() as url:
            named = {"embedding_model": "stub", "openai_base_url": url, "embedding_batch": 64}
            stubbed = build(Settings.model_validate({"data_dir": Path(folder) / "stub", **named}))
            read_in(stubbed.library, SAMPLES)
            spent = _spent(lambda: read_in(stubbed.library, file))
        print(f"{f'ingest {_ARTICLES}, stub endpoint':44} {_ARTICLES / spent:8.1f} articles a CPU-second")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{'peak memory of all this':44} {peak:8d} MB")


class _Stub(BaseHTTPRequestHandler):
    """Vectors that cost nothing: the same 512 numbers, turned by the length of the text."""

    def do_POST(self) -> None:
        """Answer one call for embeddings."""
        texts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
        rows = [{"object": "embedding", "index": at, "embedding": _vector(len(text))} for at, text in enumerate(texts)]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        body = json.dumps({"object": "list", "model": "stub", "data": rows, "usage": usage}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


def _vector(turn: int) -> str:
    row = np.roll(np.random.default_rng(7).normal(size=512), turn).astype(np.float32)
    return b64encode(row.tobytes()).decode()


def _serve(port: int) -> None:
    ThreadingHTTPServer(("127.0.0.1", port), _Stub).serve_forever()


@contextmanager
def stub_endpoint() -> Iterator[str]:
    """The URL of an embedding endpoint in a process of its own, so that its work is not counted as ours."""
    port = free_port()
    process = get_context("spawn").Process(target=_serve, args=(port,), daemon=True)
    process.start()
    until(lambda: not socket.socket().connect_ex(("127.0.0.1", port)))
    yield f"http://127.0.0.1:{port}/v1"
    process.kill()


def _spent(work: Callable[[], object]) -> float:
    """The processor seconds of all threads of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _ask(client: httpx2.Client, question: str) -> None:
    assert client.post("/v1/questions", json={"question": question}).status_code == 200


def _cold(command: list[str]) -> float:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JIANBAO_CHAT")}
    return _times(lambda: subprocess.run(command, capture_output=True, check=True, env=environment), 5)


def _times(work: Callable[[], object], runs: int) -> float:
    """The median of the runs, in seconds, after one that is not counted."""
    work()
    return statistics.median(_clock(work) for _ in range(runs))


def _clock(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
    ingest_news()
