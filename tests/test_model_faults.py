"""When the model fails: whatever its endpoint does, the caller has a grounded answer in time, and the reason; nothing leaks."""

import json
import logging
import time
from collections.abc import Callable
from email.utils import formatdate

import pytest
from conftest import asked, free_port, served
from endpoints import CHAT, KEY, Line, Script, chunk, ended, raw, refusing, said, whole, with_model
from pytest_httpserver import HTTPServer
from werkzeug import Response

from api.answers.question import Answer
from api.generate.breaker import MOST
from api.services import Services

CHINESE = "张红军对安委会提出了哪些要求"
WHO = "谁主持了云川高新区2025年7月14日的防汛工作调度会"
ENGLISH = "who chaired the flood control meeting of Yunchuan High-tech Zone"
DEMANDS = 4
WRITE = {"writer": "write"}


def stood_in_for(answer: Answer, reason: str) -> None:
    """The articles' own sentences answer, and say why."""
    assert answer.answered
    assert answer.fell_back
    assert answer.credit.kind == "extractive"
    assert answer.reason == reason
    for quote in answer.citations:
        assert quote.article.text[quote.span.start : quote.span.end] == quote.text


REFUSALS = [
    (refusing("slow down", 429), "rate-limited", 3),
    (refusing("broken", 500), "http-500", 3),
    (refusing("bad gateway", 502), "http-502", 3),
    (refusing("overloaded", 503), "http-503", 3),
    (refusing(f"Incorrect API key provided: {KEY}", 401), "not-authorised", 1),
    (refusing("not for you", 403), "not-authorised", 1),
    (refusing("no such model", 404), "http-404", 1),
    (refusing("something is wrong with the messages"), "http-400", 1),
    (Response("<html>sign in</html>", 200, content_type="text/html"), "not-understood", 1),
    (Response("data: {not json\n\n", 200, content_type="text/event-stream"), "not-understood", 1),
    (Response("data: [1, 2]\n\n", 200, content_type="text/event-stream"), "not-understood", 1),
    (Response(b"data: \xff\xfe\n\n", 200, content_type="text/event-stream"), "not-understood", 1),
    (Response("", 200, content_type="text/event-stream"), "cut-off", 3),
    (Response(ended(), 200, content_type="text/event-stream"), "empty", 1),
    (Response(said("") + said("  ") + ended(), 200, content_type="text/event-stream"), "empty", 1),
    (Response(said("会议很") + ended("length"), 200, content_type="text/event-stream"), "truncated", 1),
    (Response(said("会议很") + ended("content_filter"), 200, content_type="text/event-stream"), "refused", 1),
    (Response('data: {"error": {"message": "died"}}\n\n', 200, content_type="text/event-stream"), "not-understood", 1),
]


@pytest.mark.parametrize(("reply", "reason", "calls"), REFUSALS, ids=[f"{at}-{reason}" for at, (_, reason, _) in enumerate(REFUSALS)])
def test_a_failing_endpoint_is_stood_in_for(samples: Services, httpserver: HTTPServer, reply: Response, reason: str, calls: int):
    """After three attempts where another may help, after one where none does; each is counted."""
    httpserver.expect_request(CHAT).respond_with_response(reply)
    answer = asked(WHO, with_model(samples, httpserver.url_for("/v1"), **WRITE))
    stood_in_for(answer, reason)
    assert len(httpserver.log) == answer.usage.calls == calls


@pytest.mark.parametrize(
    ("reply", "reason", "calls"),
    [
        (refusing("slow down", 429), "rate-limited", 3),
        (refusing("no", 401), "not-authorised", 1),
        (Response("<html>sign in</html>", 200, content_type="text/html"), "not-understood", 1),
        (Response("{", 200, content_type="application/json"), "not-understood", 1),
        (Response("[]", 200, content_type="application/json"), "not-understood", 1),
        (Response(json.dumps(chunk([])), 200, content_type="application/json"), "empty", 1),
        (whole(None), "no-verdict", 1),
        (whole("", "content_filter"), "no-verdict", 1),
    ],
)
def test_a_verifier_that_fails_is_stood_in_for(samples: Services, httpserver: HTTPServer, reply: Response, reason: str, calls: int):
    """A list is answered whole all the same."""
    httpserver.expect_request(CHAT).respond_with_response(reply)
    answer = asked(CHINESE, with_model(samples, httpserver.url_for("/v1")))
    stood_in_for(answer, reason)
    assert len(answer.statements) == DEMANDS
    assert len(httpserver.log) == answer.usage.calls == calls


@pytest.mark.parametrize(
    "begins", ["抱歉，我无法回答这个问题。", "对不起，作为人工智能，我不能这样做。", "I'm sorry, I can't help with that."]
)
def test_a_refusal_in_words_is_one(samples: Services, httpserver: HTTPServer, begins: str):
    """It does not count as prose that lacks labels: the model may write again."""
    Script(httpserver, begins)
    services = with_model(samples, httpserver.url_for("/v1"))
    stood_in_for(asked(WHO, services), "refused")
    httpserver.clear()
    script = Script(httpserver, "NOT FOUND")
    asked(WHO, services)
    assert "$language" not in script.asked[0]["messages"][0]["content"]
    assert "Answer in Chinese" in script.asked[0]["messages"][0]["content"]


def test_a_refusal_in_its_own_field_is_one(samples: Services, httpserver: HTTPServer):
    """OpenAI's way to say so."""
    delta = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m"}
    delta["choices"] = [{"index": 0, "delta": {"refusal": "No."}, "finish_reason": None}]  # type: ignore[assignment]  # the wire's own shape
    body = f"data: {json.dumps(delta)}\n\n".encode() + ended()
    httpserver.expect_request(CHAT).respond_with_response(Response(body, 200, content_type="text/event-stream"))
    stood_in_for(asked(WHO, with_model(samples, httpserver.url_for("/v1"))), "refused")


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        (WHO, "La réunion a été présidée par le secrétaire. [1]\n"),
        (WHO, "The meeting was chaired by the secretary. [1]\n"),
        (WHO, "会議は書記が主宰しました。 [1]\n"),
        (ENGLISH, "会议由书记主持。[1]\n"),
        (ENGLISH, "La réunion a été présidée par le secrétaire du parti. [1]\n"),
        (ENGLISH, "Совещание провёл секретарь. [1]\n"),
    ],
)
def test_another_language_is_not_heard(samples: Services, httpserver: HTTPServer, question: str, reply: str):
    """Not one sentence of it leaves, and the reason says so."""
    Script(httpserver, reply)
    answer = asked(question, with_model(samples, httpserver.url_for("/v1"), **WRITE))
    stood_in_for(answer, "wrong-language")
    assert all(reply[:8] not in each.text for each in answer.statements)


def test_retry_after_is_waited_for(samples: Services, httpserver: HTTPServer):
    """Two refusals and an answer are three calls, each as much later as was asked for."""
    slow = Response("{}", 429, headers={"Retry-After": "1"}, content_type="application/json")
    script = Script(httpserver, slow, slow, "NOT FOUND")
    answer = asked(WHO, with_model(samples, httpserver.url_for("/v1"), **WRITE))
    assert (answer.fell_back, answer.usage.calls) == (False, 3)
    gaps = [later - earlier for earlier, later in zip(script.at, script.at[1:], strict=False)]
    assert len(gaps) == 2
    assert min(gaps) >= 1.0


@pytest.mark.parametrize("after", ["60", formatdate(time.time() + 3600, usegmt=True)])
def test_retry_after_beyond_the_deadline_is_not_waited_for(samples: Services, httpserver: HTTPServer, after: str):
    """The articles answer at once. It may be a date, too."""
    Script(httpserver, Response("{}", 429, headers={"Retry-After": after}, content_type="application/json"))
    started = time.monotonic()
    answer = asked(WHO, with_model(samples, httpserver.url_for("/v1")))
    stood_in_for(answer, "rate-limited")
    assert answer.usage.calls == 1
    assert time.monotonic() - started < 2


def test_an_endpoint_that_nobody_serves_is_stood_in_for(samples: Services):
    """A closed port."""
    stood_in_for(asked(CHINESE, with_model(samples, f"http://127.0.0.1:{free_port()}/v1")), "unreachable")


def drip(line: Line) -> None:
    """A byte every 50 milliseconds, for longer than anyone waits."""
    line.stream()
    for byte in (said("会议由沈望舒主持。" * 100) * 10).decode("latin-1"):
        line.send(byte.encode("latin-1"))
        time.sleep(0.05)


def hang(line: Line) -> None:
    """Take the request, and never answer."""
    line.wait_until_closed()


def stall(line: Line) -> None:
    """Say a word, then no more."""
    line.stream(said("会议"))
    line.wait_until_closed()


@pytest.mark.parametrize("script", [drip, hang, stall])
def test_an_endpoint_that_takes_too_long_is_cut_at_the_deadline(samples: Services, script: Callable[[Line], None]):
    """Silence, a stall or a drip: none outlasts the seconds a question has."""
    with raw(script) as endpoint:
        services = with_model(samples, endpoint.url, answer_seconds=1.5, writer="write")
        services.warm_up(WHO)
        started = time.monotonic()
        answer = asked(WHO, services)
        taken = time.monotonic() - started
    stood_in_for(answer, "timeout")
    assert taken < 2.5
    assert answer.usage.calls == len(endpoint.lines) == 1


def test_what_was_borne_out_before_a_reset_stays_and_the_articles_say_the_rest(samples: Services):
    """A statement is out, so there is no second attempt; nothing of it is remembered."""
    shown: list[int] = []

    def script(line: Line) -> None:
        prompt = json.loads(line.request.partition(b"\r\n\r\n")[2])["messages"][0]["content"]
        shown.append(next(int(each[1 : each.index("]")]) for each in prompt.splitlines() if "主持会议" in each and each.startswith("[")))
        line.stream(said(f"会议由区党工委书记沈望舒主持。[{shown[-1]}]\n"), said("参加会"))
        time.sleep(0.2)
        line.reset()

    with raw(script) as endpoint:
        services = with_model(samples, endpoint.url)
        first, again = (asked(WHO, services) for _ in range(2))
    stood_in_for(first, "cut-off")
    assert first.statements[0].text == "会议由区党工委书记沈望舒主持。"
    assert first.usage.calls == 1
    assert not again.usage.cached
    assert len(shown) == 2


def test_a_reset_before_the_first_word_is_tried_again(samples: Services):
    """Nothing was said yet that could be said twice."""
    lines: list[Line] = []

    def script(line: Line) -> None:
        lines.append(line)
        if len(lines) == 1:
            line.stream()
            line.reset()
        else:
            line.stream(said("NOT FOUND"), ended())

    with raw(script) as endpoint:
        answer = asked(WHO, with_model(samples, endpoint.url, **WRITE))
    assert (answer.fell_back, answer.usage.calls) == (False, 2)


OVERFLOWS = [
    refusing("This model's maximum context length is 2048 tokens.", code="context_length_exceeded"),
    refusing("the request exceeds the available context size, try increasing it", type="exceed_context_size_error"),
    refusing("prompt is too long", 413),
]


@pytest.mark.parametrize("overflow", OVERFLOWS)
def test_a_brief_over_the_context_is_cut_by_half_once(samples: Services, httpserver: HTTPServer, overflow: Response):
    """And if that does not fit either, the articles answer."""
    script = Script(httpserver, overflow, "NOT FOUND")
    answer = asked(WHO, with_model(samples, httpserver.url_for("/v1"), **WRITE))
    assert (answer.fell_back, answer.usage.calls) == (False, 2)
    sizes = [len(call["messages"][0]["content"]) for call in script.asked]
    assert sizes[1] < sizes[0]
    httpserver.clear()
    script = Script(httpserver, overflow, overflow, overflow)
    stood_in_for(asked(WHO, with_model(samples, httpserver.url_for("/v1"), **WRITE)), "context-overflow")
    assert len(script.asked) == 2


def test_parameters_that_an_endpoint_refuses_are_left_out_from_then_on(samples: Services, httpserver: HTTPServer):
    """A limit under its newer name, a temperature, probabilities: each costs one call, once."""
    script = Script(
        httpserver,
        refusing("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."),
        refusing("Unsupported value: 'temperature' does not support 0 with this model.", param="temperature"),
        refusing("logprobs are not supported", 422),
        whole("能"),
        whole("能"),
    )
    services = with_model(samples, httpserver.url_for("/v1"), answers_kept=0)
    answer = asked(CHINESE, services)
    assert (answer.credit.kind, answer.usage.calls) == ("model", 4)
    assert asked(CHINESE, services).usage.calls == 1
    last = script.asked[-1]
    assert not last.keys() & {"max_tokens", "temperature", "logprobs", "top_logprobs"}
    assert last["max_completion_tokens"] == 1


def test_a_dead_endpoint_is_spared(samples: Services, httpserver: HTTPServer):
    """After five failures in a row nobody waits for it; the reason says so."""
    httpserver.expect_request(CHAT).respond_with_response(refusing("broken", 500))
    services = with_model(samples, httpserver.url_for("/v1"))
    reasons = [asked(question, services).reason for question in (CHINESE, WHO, WHO, CHINESE)]
    assert reasons == ["http-500", "http-500", "spared", "spared"]
    assert len(httpserver.log) == 5


def test_a_silent_endpoint_is_spared_too(samples: Services):
    """Time-outs are failures: after five of them no question waits."""
    with raw(hang) as endpoint:
        services = with_model(samples, endpoint.url, answer_seconds=1)
        services.warm_up(WHO)
        reasons = [asked(WHO, services).reason for _ in range(8)]
        assert len(endpoint.lines) == MOST
    assert set(reasons) == {"timeout", "spared"}
    assert reasons[-1] == "spared"


@pytest.mark.parametrize("status", [401, 400, 429, 500])
def test_neither_key_nor_prompt_nor_trace_is_in_a_reply_or_a_log(
    samples: Services, httpserver: HTTPServer, caplog: pytest.LogCaptureFixture, status: int
):
    """Though the endpoint repeats both; not even in a log that keeps everything."""
    caplog.set_level(logging.DEBUG)
    httpserver.expect_request(CHAT).respond_with_response(refusing(f"your key {KEY} may not ask: evidence, not orders", status))
    with served(with_model(samples, httpserver.url_for("/v1"), answer_seconds=3)) as client:
        for headers in ({}, {"Accept": "text/event-stream"}):
            reply = client.post("/v1/questions", json={"question": WHO}, headers=headers)
            assert reply.status_code == 200
            for secret in (KEY, "evidence, not orders", "Traceback", httpserver.url_for("/v1")):
                assert secret not in reply.text
                assert secret not in caplog.text
    assert 'fell_back":true' in reply.text


def test_the_endpoint_is_given_its_key(samples: Services):
    """As every provider wants it."""
    with raw(lambda line: line.stream(said("NOT FOUND"), ended())) as endpoint:
        assert not asked(WHO, with_model(samples, endpoint.url, writer="write")).answered
    assert f"authorization: bearer {KEY}".encode() in endpoint.lines[0].request.lower()
