"""Statement by statement while the model still writes; and who leaves takes the model's call along."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx2
import pytest
from conftest import ARTICLES, free_port, served, until
from endpoints import Line, ended, raw, said, with_model

from api.routes import streams
from api.services import Services

WHO = "谁主持了云川高新区2025年7月14日的防汛工作调度会"
SSE = {"Accept": "text/event-stream"}
CHAIRED = "会议由区党工委书记沈望舒主持。"


def label(line: Line, words: str = "主持会议") -> int:
    """The number under which the prompt shows the sentence that has these words."""
    prompt = json.loads(line.request.partition(b"\r\n\r\n")[2])["messages"][0]["content"]
    return next(int(each[1 : each.index("]")]) for each in prompt.splitlines() if words in each and each.startswith("["))


@contextmanager
def desk(samples: Services, script: Callable[[Line], None], **changes: object) -> Iterator[tuple[httpx2.Client, list[Line]]]:
    """A client of a service whose model does what the script says, and the connections it made to the model."""
    with raw(script) as endpoint, served(with_model(samples, endpoint.url, writer="write", **changes)) as client:
        yield client, endpoint.lines


@contextmanager
def asking(client: httpx2.Client, question: str = WHO) -> Iterator[Iterator[tuple[str, dict[str, object]]]]:
    """The events as they come."""
    with client.stream("POST", "/v1/questions", json={"question": question}, headers=SSE) as reply:
        yield events(reply.iter_lines())


@contextmanager
def summing_up(client: httpx2.Client) -> Iterator[Iterator[tuple[str, dict[str, object]]]]:
    """The same of summaries of all articles."""
    with client.stream("POST", "/v1/summaries", json={}, headers=SSE) as reply:
        yield events(reply.iter_lines())


def events(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, object]]]:
    """Name and data of each; what stands in for nothing is called ping."""
    name = ""
    for line in lines:
        if line.startswith(":"):
            yield "ping", {}
        elif line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def test_a_statement_leaves_when_its_line_ends_while_the_model_still_writes(samples: Services):
    """Within fifty milliseconds of the line's end; the model is held back until the statement was seen."""
    sent: list[float] = []
    seen = threading.Event()

    def script(line: Line) -> None:
        number = label(line)
        line.stream(said(CHAIRED), said(f"[{number}]"))
        time.sleep(0.1)
        sent.append(time.monotonic())
        line.send(said("\n"))
        seen.wait(10)
        line.send(said(f"主持人是沈望舒。[{number}]"), ended())

    with desk(samples, script, answers_kept=0) as (client, _):
        delays = []
        for _ in range(5):
            seen.clear()
            with asking(client) as coming:
                assert next(coming)[0] == "passages"
                name, data = next(coming)
                delays.append(time.monotonic() - sent[-1])
                seen.set()
                assert (name, data["text"]) == ("statement", CHAIRED)
                assert [name for name, _ in coming] == ["statement", "answer"]
    assert median(delays) < 0.05


def slowly(line: Line) -> None:
    """Say one thing, then go on for as long as somebody listens."""
    line.stream(said(f"{CHAIRED}[{label(line)}]\n"))
    line.wait_until_closed()


def test_a_client_that_leaves_ends_the_models_call_within_a_second(samples: Services):
    """Ten times over; and afterwards as many questions as ever are answered."""
    with desk(samples, slowly, workers=1, waiting=1) as (client, lines):
        for at in range(10):
            with asking(client) as coming:
                assert [next(coming)[0] for _ in range(2)] == ["passages", "statement"]
            left = time.monotonic()
            until(lambda at=at: len(lines) > at and lines[at].closed_at is not None, 5)  # type: ignore[misc]  # a default binds it
            assert (lines[at].closed_at or 0) - left < 1
        assert client.get("/readyz").json()["ready"]
        assert len(lines) == 10, "nothing partial was kept"


def test_a_client_that_leaves_before_the_first_word_ends_the_call_too(samples: Services):
    """The model has not even begun."""
    with desk(samples, lambda line: line.wait_until_closed()) as (client, lines):
        with asking(client) as coming:
            assert next(coming)[0] == "passages"
            until(lambda: bool(lines))
        left = time.monotonic()
        until(lambda: lines[0].closed_at is not None, 5)
        assert (lines[0].closed_at or 0) - left < 1


def test_a_client_that_waits_for_the_whole_answer_and_leaves_ends_the_call_too(samples: Services):
    """No stream, one reply: its time-out is half a second."""
    with desk(samples, slowly) as (client, lines):
        with pytest.raises(httpx2.ReadTimeout):
            client.post("/v1/questions", json={"question": WHO}, timeout=0.5)
        left = time.monotonic()
        until(lambda: bool(lines) and lines[0].closed_at is not None, 5)
        assert (lines[0].closed_at or 0) - left < 1


def test_whoever_waits_for_summaries_hears_at_once_what_is_ahead_and_then_that_we_are_alive(
    samples: Services, monkeypatch: pytest.MonkeyPatch
):
    """Before the model has picked anything of the first article; who leaves takes the model's call along, as with questions."""
    monkeypatch.setattr(streams, "QUIET_SECONDS", 0.1)
    with desk(samples, lambda line: line.wait_until_closed()) as (client, lines):
        with summing_up(client) as coming:
            name, ahead = next(coming)
            assert (name, len(ahead["articles"])) == ("articles", ARTICLES)  # type: ignore[arg-type]  # the wire's own shape
            assert [next(coming)[0] for _ in range(3)] == ["ping"] * 3
            until(lambda: bool(lines))
        left = time.monotonic()
        until(lambda: lines[0].closed_at is not None, 5)
        assert (lines[0].closed_at or 0) - left < 1
        with pytest.raises(httpx2.ReadTimeout):
            client.post("/v1/summaries", json={}, timeout=0.5)
        until(lambda: len(lines) == 2 and lines[1].closed_at is not None, 5)


def test_one_of_two_who_ask_alike_may_leave(samples: Services):
    """The other hears the answer to its end, from the same call."""
    go_on = threading.Event()

    def script(line: Line) -> None:
        number = label(line)
        line.stream(said(f"{CHAIRED}[{number}]\n"))
        go_on.wait(10)
        line.send(said(f"主持人是沈望舒。[{number}]"), ended())

    with desk(samples, script) as (client, lines), asking(client) as stays:
        assert [next(stays)[0] for _ in range(2)] == ["passages", "statement"]
        with asking(client) as leaves:
            assert [next(leaves)[0] for _ in range(2)] == ["passages", "statement"]
        time.sleep(0.2)
        go_on.set()
        rest = list(stays)
        assert [name for name, _ in rest] == ["statement", "answer"]
        assert rest[-1][1]["writer"]["fell_back"] is False  # type: ignore[index]  # the wire's own shape
        assert len(lines) == 1


def test_a_stream_that_breaks_off_ends_in_an_answer_that_says_so(samples: Services):
    """What passed the door before stays; the articles say the rest."""

    def script(line: Line) -> None:
        line.stream(said(f"{CHAIRED}[{label(line)}]\n"), said("参加会议的有"))
        time.sleep(0.1)
        line.reset()

    with desk(samples, script) as (client, _), asking(client) as coming:
        told = list(coming)
    assert [name for name, _ in told[:2]] == ["passages", "statement"]
    name, answer = told[-1]
    assert name == "answer"
    assert (answer["writer"]["fell_back"], answer["writer"]["reason"]) == (True, "cut-off")  # type: ignore[index]  # the wire's own shape


@contextmanager
def process(samples: Services, url: str, seconds: int) -> Iterator[tuple[subprocess.Popen[bytes], httpx2.Client]]:
    """The service as a process of its own, and a client of it."""
    port = free_port()
    own = {"JIANBAO_DATA_DIR": str(samples.settings.data_dir), "JIANBAO_CACHE_DIR": str(samples.settings.cache_dir)}
    model = {"JIANBAO_CHAT_MODEL": "local", "OPENAI_BASE_URL": url, "JIANBAO_WRITER": "write", "JIANBAO_STOP_SECONDS": str(seconds)}
    command = [str(Path(sys.executable).parent / "jianbao"), "serve", "--port", str(port)]
    served = subprocess.Popen(command, env=os.environ | own | model, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            until(lambda: is_up(client), 60)
            yield served, client
    finally:
        served.kill()
        served.wait()


def is_up(client: httpx2.Client) -> bool:
    """Whether it answers."""
    try:
        return client.get("/healthz").status_code == 200
    except httpx2.TransportError:
        return False


def test_a_service_that_is_told_to_stop_says_so_before_it_cuts(samples: Services):
    """What streams gets an error as its last event, who waits gets a 503, nobody new is let in, and the process is gone in time."""

    def script(line: Line) -> None:
        slowly(line) if b'"stream":true' in line.request else line.wait_until_closed()

    with raw(script) as endpoint, process(samples, endpoint.url, 3) as (served, client), ThreadPoolExecutor(1) as pool:
        with asking(client) as coming, summing_up(client) as summaries:
            assert [next(coming)[0] for _ in range(2)] == ["passages", "statement"]
            assert next(summaries)[0] == "articles"
            waiting = pool.submit(client.post, "/v1/questions", json={"question": "会议在哪里召开"})
            until(lambda: len(endpoint.lines) == 3)
            served.send_signal(signal.SIGTERM)
            told = time.monotonic()
            time.sleep(0.5)
            with pytest.raises(httpx2.ConnectError):
                httpx2.get(f"{client.base_url}/healthz")
            for each in (coming, summaries):
                name, problem = next(each)
                assert (name, problem["type"]) == ("error", "urn:jianbao:stopped")
        assert waiting.result().status_code == 503
        served.wait(10)
        assert time.monotonic() - told < 4
