"""`make bench`: what must stay fast, each with what it is compared to, measured in the same run. Nothing here fails; read it."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import bench_ingest
import bench_model
import httpx2
from conftest import ARTICLES, SAMPLES, over, read_in, served

from api.settings import Settings

_QUESTIONS = (
    "张红军对安委会提出了哪些要求",
    "what did Zhang Hongjun ask of the safety committee",
    "2022年高新区的GDP是多少",
    "谁主持了云川高新区2025年7月14日的防汛工作调度会",
)
_BIN = Path(sys.executable).parent


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
        print(f"{f'ingest again, {ARTICLES} unchanged articles':44} {again * 1000:8.2f} ms")
        with served(services) as client:
            for question in _QUESTIONS:
                _ask(client, question)
                each = [_clock(lambda asked=question: _ask(client, asked)) for _ in range(100)]
                p50, p95 = statistics.median(each), sorted(each)[94]
                print(f"{'POST /v1/questions ' + question[:22]:44} {p50 * 1000:8.2f} ms p50 {p95 * 1000:8.2f} ms p95")
            for name, work in (
                ("GET /v1/action-items, a page of fifty", lambda: client.get("/v1/action-items").raise_for_status()),
                (f"POST /v1/summaries, {ARTICLES} and an overview", lambda: client.post("/v1/summaries", json={}).raise_for_status()),
            ):
                print(f"{name:44} {_times(work, 50) * 1000:8.2f} ms p50")


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
    bench_model.main()
    bench_ingest.main()
