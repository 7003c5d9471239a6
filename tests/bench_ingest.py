"""How fast newspapers come in: crawled news of ../shared/bench, beside what it cannot be faster than. A part of `make bench`.

Every measurement has a process of its own, so that a peak of memory is that measurement's.
"""

import json
import resource
import socket
import sys
import threading
import time
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from zlib import crc32

import numpy as np
from bench_search import tell_search
from conftest import SHARED, free_port, read_in, until

from api.answers.action_items import catch_up
from api.services import Services, build
from api.settings import Settings
from ingest.catalogue import Filters
from ingest.indexing import searched
from ingest.vectors import ChromaVectors, Embedded
from ingest.watch import receipts

_NEWS = SHARED / "bench" / "crud10k" / "corpus.jsonl"
_HERE = 10_000
"""Articles in that file."""
_MOST = 60_000
_AGAIN = 2_000
_FLOOR = 1_000
_WATCHED = 10
_HAN = range(0x4E00, 0x9F00)


def main() -> None:
    """Each measurement in turn."""
    if not _NEWS.exists():
        print("ingest: ../shared/bench is not at hand")
        return
    for measure in (_local, _stubbed, _unchanged, _watched):
        process = get_context("spawn").Process(target=measure)
        process.start()
        process.join()


def _local() -> None:
    """10,000 articles through the local encoder, and the encoder alone."""
    with TemporaryDirectory() as folder:
        services = build(Settings(data_dir=Path(folder)))
        services.library.embedder.embed(["一"])
        _tell("ingest 10,000, local encoder", _HERE, lambda: read_in(services.library, _file(folder, 0)))
        texts = _texts(services, _FLOOR)
        _tell("   its encoder alone, on 1,000 of them", _FLOOR, lambda: services.library.embedder.embed(texts))
        _tell_peak()
        catch_up(services.library)
        tell_search("10,000", Path(folder))


def _stubbed() -> None:
    """Ten thousand at a time to sixty thousand with vectors that cost nothing, and Chroma and the word index alone."""
    with TemporaryDirectory() as folder, stub_endpoint() as url:
        services = _with(url, Path(folder) / "data")
        for turn in range(_MOST // _HERE):
            file = _file(folder, turn)
            _tell(f"ingest 10,000 to {(turn + 1) * _HERE:,}, stub endpoint", _HERE, lambda file=file: read_in(services.library, file))
            if not turn:
                _tell_floor(services, Path(folder) / "floor")
        _tell_peak()
        catch_up(services.library)
        tell_search("60,000", Path(folder) / "data", {"JIANBAO_EMBEDDING_MODEL": "stub", "OPENAI_BASE_URL": url})


def _tell_floor(services: Services, folder: Path) -> None:
    """What Chroma and tantivy take for the same passages with nothing of ours around them."""
    catalogue = services.library.catalogue
    articles = {article.id: article for article in catalogue.page(Filters(), _FLOOR)}
    passages = catalogue.passages(articles)
    vectors = services.library.embedder.embed([searched(articles[one.article_id], one) for one in passages])
    chroma = ChromaVectors(Embedded(folder), "passages-floor-1")
    chroma.make()
    _tell("   Chroma alone, on 1,000 of them", _FLOOR, lambda: chroma.write(passages, vectors))


def _unchanged() -> None:
    """2,000 articles again, in one file and in as many files: nothing changed, then one in a hundred."""
    with TemporaryDirectory() as folder:
        services = build(Settings(data_dir=Path(folder) / "data"))
        rows = list(_rows(0, _AGAIN))
        one, many = Path(folder) / "one.jsonl", Path(folder) / "many"
        _write(one, rows)
        many.mkdir()
        for row in rows:
            (many / f"{row['key']}.txt").write_text(row["text"], "utf-8")
        for name, place in (("2,000 records of a file", one), ("2,000 files", many)):
            read_in(services.library, place)
            start = time.process_time()
            made = read_in(services.library, place).embedded
            print(f"{'ingest again, unchanged ' + name:52} {(time.process_time() - start) / 2:8.3f} s a thousand, {made} vectors made")
        changed = [row | {"text": row["text"] + "（全文完）"} if at % 100 == 0 else row for at, row in enumerate(rows)]
        _write(one, changed)
        start = time.process_time()
        receipt = read_in(services.library, one)
        updated = sum(article.state == "updated" for article in receipt.articles)
        spent = time.process_time() - start
        print(f"{f'{updated} of the records changed at their end':52} {spent:8.3f} s, {receipt.embedded} vectors made")


def _watched() -> None:
    """How long a new file of a watched folder takes until it is published."""
    with TemporaryDirectory() as folder:
        services = build(Settings(data_dir=Path(folder) / "data"))
        news, stop, waits = Path(folder) / "news", threading.Event(), []
        news.mkdir()
        rows = list(_rows(0, _WATCHED + 1))
        (news / "first.txt").write_text(rows[0]["text"], "utf-8")
        read_in(services.library, news)
        watch = threading.Thread(target=lambda: deque(receipts([str(news)], services.library, None, stop), 0))
        watch.start()
        for number, row in enumerate(rows[1:], 2):
            start = time.perf_counter()
            (news / f"{row['key']}.txt").write_text(row["text"], "utf-8")
            until(lambda number=number: len(services.library.catalogue.page(Filters(), _WATCHED * 2)) == number)  # type: ignore[misc]
            waits.append(time.perf_counter() - start)
        stop.set()
        watch.join()
        print(f"{'a new file of a watched folder is published after':52} {median(waits):8.3f} s, {max(waits):.3f} at most")


def _file(folder: str, turn: int) -> Path:
    """The corpus once more; from the second turn on in other characters, so that its articles are others."""
    file = Path(folder) / f"news{turn}.jsonl"
    _write(file, _rows(turn, _HERE))
    return file


def _rows(turn: int, count: int) -> Iterator[dict[str, str]]:
    with _NEWS.open(encoding="utf-8") as lines:
        for line in islice(lines, count):
            row = json.loads(line)
            yield {"key": f"{turn}-{row['id']}", "text": "".join(map(_TURNED[turn], row["text"])) if turn else row["text"]}


def _turned(turn: int) -> Callable[[str], str]:
    return lambda character: chr(ord(character) + turn) if ord(character) in _HAN else character


_TURNED = [_turned(turn) for turn in range(_MOST // _HERE)]


def _write(file: Path, rows: Iterator[dict[str, str]] | Sequence[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _texts(services: Services, count: int) -> list[str]:
    catalogue = services.library.catalogue
    articles = catalogue.page(Filters(), count)
    return [searched(one, part) for one in articles for part in catalogue.passages([one.id])]


def _with(url: str, folder: Path) -> Services:
    named = {"embedding_model": "stub", "openai_base_url": url, "embedding_batch": 64}
    return build(Settings.model_validate({"data_dir": folder, **named}))


def _tell(what: str, articles: int, work: Callable[[], object]) -> None:
    """Articles a processor second of all threads of this process, and how many cores were busy."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{what:52} {articles / cpu:8.1f} articles a CPU-second, {cpu / wall:.2f} cores busy", flush=True)


def _tell_peak() -> None:
    unit = 2**20 if sys.platform == "darwin" else 2**10
    print(f"{'   peak memory of this process':52} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit:8d} MB", flush=True)


class _Stub(BaseHTTPRequestHandler):
    """Vectors that cost nothing and lie as those of a real encoder do: in clusters, each text's its own."""

    def do_POST(self) -> None:
        """Answer one call for embeddings."""
        texts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
        rows = [{"object": "embedding", "index": at, "embedding": _vector(text)} for at, text in enumerate(texts)]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        body = json.dumps({"object": "list", "model": "stub", "data": rows, "usage": usage}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


_CENTRES = np.random.default_rng(7).normal(size=(256, 512))


def _vector(text: str) -> str:
    seed = crc32(text.encode())
    row = _CENTRES[seed % len(_CENTRES)] + np.random.default_rng(seed).normal(size=512)
    return b64encode(row.astype("<f4").tobytes()).decode()


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
