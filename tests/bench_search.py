"""How long a search takes over HTTP, the server in a process of its own: crawled news, and questions about it. A part of `make bench`."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx2
from conftest import SHARED, free_port, until

_QUESTIONS = SHARED / "bench" / "crud10k" / "dev.jsonl"


def tell_search(articles: str, folder: Path, environment: Mapping[str, str] | None = None) -> None:
    """Ask every question once, and once more, of a server over this data folder; print the median and the 95th of a hundred."""
    with _QUESTIONS.open(encoding="utf-8") as lines:
        questions = [json.loads(line)["query"] for line in lines]
    with _server(folder, environment or {}) as client:
        for turn in ("asked once", "asked again"):
            took = sorted(_took(client, question) for question in questions)
            told = f"search among {articles} over HTTP, {turn}"
            print(f"{told:52} {median(took):8.1f} ms p50, {took[len(took) * 95 // 100]:.1f} ms p95", flush=True)


def _took(client: httpx2.Client, question: str) -> float:
    start = time.perf_counter()
    client.post("/v1/search", json={"query": question}).raise_for_status()
    return (time.perf_counter() - start) * 1000


@contextmanager
def _server(folder: Path, environment: Mapping[str, str]) -> Iterator[httpx2.Client]:
    port = free_port()
    command = [str(Path(sys.executable).parent / "jianbao"), "serve", "--port", str(port), "--data-dir", str(folder)]
    with subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            until(lambda: _is_ready(client), 120)
            yield client
        process.terminate()


def _is_ready(client: httpx2.Client) -> bool:
    try:
        return client.get("/readyz").is_success
    except httpx2.TransportError:
        return False
