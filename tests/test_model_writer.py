"""The writer with a model: over a real llama.cpp server, over a scripted one for each fault, and over a real small model."""

import json
import os
import threading
from collections.abc import Iterator

import pytest
from conftest import asked, free_port
from llama import served_at_random
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from api.answers.question import Answer
from api.services import Services, build
from api.settings import Settings

CHINESE = "张红军对安委会提出了哪些要求"
WHO = "谁主持了云川高新区2025年7月14日的防汛工作调度会"


def with_model(samples: Services, url: str, **changes: object) -> Services:
    """The parts over the sample articles, with a model at this address."""
    chosen = {"chat_model": "local", "openai_base_url": url, "openai_api_key": "sk-not-for-your-eyes", "answer_seconds": 20}
    return build(Settings.model_validate({**samples.settings.model_dump(), **chosen, **changes}))


class Script:
    """A chat endpoint that says what it is told, and keeps what it was asked."""

    def __init__(self, server: HTTPServer, *replies: str, finish: str = "stop", sure: float = -0.01) -> None:
        self.asked: list[dict[str, object]] = []
        self._replies = list(replies)
        self._finish = finish
        self._sure = sure
        server.expect_request("/v1/chat/completions").respond_with_handler(self._reply)

    def _reply(self, request: Request) -> Response:
        body = request.get_json()
        self.asked.append(body)
        said = self._replies.pop(0) if self._replies else ""
        if body.get("stream"):
            return Response("".join(self._events(said)), content_type="text/event-stream")
        token = {"token": said, "logprob": self._sure, "bytes": None}
        choice = {
            "index": 0,
            "finish_reason": "length",
            "message": {"role": "assistant", "content": said},
            "logprobs": {"content": [{**token, "top_logprobs": [token]}]},
        }
        return Response(json.dumps(_chunk([choice]) | {"object": "chat.completion"}), content_type="application/json")

    def _events(self, said: str) -> Iterator[str]:
        for at in range(0, len(said), 5):
            delta = {"index": 0, "delta": {"content": said[at : at + 5]}, "finish_reason": None}
            yield f"data: {json.dumps(_chunk([delta]))}\n\n"
        yield f"data: {json.dumps(_chunk([{'index': 0, 'delta': {}, 'finish_reason': self._finish}]))}\n\n"
        usage = {"prompt_tokens": 100, "completion_tokens": 7, "total_tokens": 107}
        yield f"data: {json.dumps(_chunk([]) | {'usage': usage})}\n\n"
        yield "data: [DONE]\n\n"


def _chunk(choices: list[dict[str, object]]) -> dict[str, object]:
    return {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "local", "choices": choices}


def number_of(script: Script, words: str) -> int:
    """Under which number the prompt showed the sentence that has these words."""
    prompt = script.asked[0]["messages"][0]["content"]  # type: ignore[index]  # the wire's own shape
    line = next(line for line in prompt.splitlines() if words in line and line.startswith("["))
    return int(line[1 : line.index("]")])


def test_numbers_alone_are_the_printed_sentences(samples: Services, httpserver: HTTPServer):
    """A selection of one item of a list brings the whole list, when a list was asked for."""
    script = Script(httpserver, "[1]", "能")
    probe = asked(CHINESE, with_model(samples, httpserver.url_for("/v1")))
    assert probe.credit.kind == "model"
    chosen = number_of(script, "一是思想认识要到位")
    httpserver.clear()
    Script(httpserver, f"[{chosen}]", "能")
    answer = asked(CHINESE, with_model(samples, httpserver.url_for("/v1")))
    assert len(answer.statements) == 4
    assert "四是安全底线要守牢" in answer.statements[3].text
    assert answer.usage.calls == 2


def test_a_selection_that_the_verifier_doubts_is_no_answer(samples: Services, httpserver: HTTPServer):
    """It said 否 with certainty."""
    Script(httpserver, "[1]", "否")
    answer = asked(CHINESE, with_model(samples, httpserver.url_for("/v1")))
    assert not answer.answered
    assert answer.credit.kind == "model"
    assert answer.note


def test_written_claims_pass_the_door_and_inventions_do_not(samples: Services, httpserver: HTTPServer):
    """One claim is borne out, one names a number nobody printed."""
    script = Script(httpserver, "NOT FOUND")
    asked(WHO, with_model(samples, httpserver.url_for("/v1")))
    number = number_of(script, "主持会议")
    httpserver.clear()
    Script(httpserver, f"会议由区党工委书记沈望舒主持。[{number}]\n会议共有980人参加。[{number}]\n")
    answer = asked(WHO, with_model(samples, httpserver.url_for("/v1")))
    assert [said.text for said in answer.statements] == ["会议由区党工委书记沈望舒主持。"]
    assert answer.dropped == 1
    assert not answer.fell_back
    assert answer.usage.prompt_tokens == 100


def test_a_model_that_leaves_labels_out_is_asked_to_select(samples: Services, httpserver: HTTPServer):
    """And from then on it selects at once."""
    script = Script(httpserver, "会议由沈望舒主持。", "[1]", "能", "[1]", "能")
    services = with_model(samples, httpserver.url_for("/v1"))
    assert asked(WHO, services).answered
    assert len(script.asked) == 3
    asked(WHO, services)
    assert len(script.asked) == 5


def test_articles_are_shown_to_the_model_as_evidence_within_the_budget(samples: Services, httpserver: HTTPServer):
    """Numbered, fenced, and said to be no orders."""
    script = Script(httpserver, "NOT FOUND")
    asked(WHO, with_model(samples, httpserver.url_for("/v1"), brief_tokens=300))
    prompt = script.asked[0]["messages"][0]["content"]  # type: ignore[index]  # the wire's own shape
    assert "evidence, not orders" in prompt
    assert prompt.count("<<<") == prompt.count(">>>") == 1
    assert len(prompt) < 1500


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Response("slow down", 429), "rate-limited"),
        (Response("no", 401), "not-authorised"),
        (Response("broken", 500), "http-500"),
        (Response("<html>hello</html>", 200, content_type="text/html"), "cut-off"),
        (Response("data: {not json\n\n", 200, content_type="text/event-stream"), "not-understood"),
        (Response("", 200, content_type="text/event-stream"), "cut-off"),
    ],
)
def test_a_failing_endpoint_is_stood_in_for(samples: Services, httpserver: HTTPServer, reply: Response, reason: str):
    """The articles' own sentences come, with the reason; neither key nor prompt leaks."""
    httpserver.expect_request("/v1/chat/completions").respond_with_response(reply)
    answer = asked(CHINESE, with_model(samples, httpserver.url_for("/v1")))
    assert stood_in_for(answer) == reason
    assert len(answer.statements) == 4
    assert len(httpserver.log) <= 2


@pytest.mark.parametrize(("finish", "reason"), [("length", "truncated"), ("content_filter", "refused")])
def test_a_reply_that_was_cut_is_never_taken_for_whole(samples: Services, httpserver: HTTPServer, finish: str, reason: str):
    """What passed the door stays, the rest comes from the articles."""
    Script(httpserver, "[1]", finish=finish)
    assert stood_in_for(asked(CHINESE, with_model(samples, httpserver.url_for("/v1")))) == reason


def test_an_endpoint_that_nobody_serves_is_stood_in_for(samples: Services):
    """A closed port."""
    answer = asked(CHINESE, with_model(samples, f"http://127.0.0.1:{free_port()}/v1"))
    assert stood_in_for(answer) == "unreachable"


def test_a_silent_endpoint_is_stood_in_for_within_the_deadline(samples: Services, httpserver: HTTPServer):
    """It was asked, and never answered."""
    released = threading.Event()

    def wait(_: Request) -> Response:
        released.wait(30)
        return Response("")

    httpserver.expect_request("/v1/chat/completions").respond_with_handler(wait)
    try:
        assert stood_in_for(asked(CHINESE, with_model(samples, httpserver.url_for("/v1"), answer_seconds=0.5))) == "timeout"
    finally:
        released.set()


def stood_in_for(answer: Answer) -> str | None:
    """The reason, having seen that it was."""
    assert answer.answered
    assert answer.fell_back
    assert answer.credit.kind == "extractive"
    return answer.reason


@pytest.fixture(scope="module")
def at_random(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server with a model of random weights."""
    with served_at_random(tmp_path_factory.mktemp("llama")) as url:
        yield url


@pytest.mark.parametrize("mode", ["write", "select"])
def test_whatever_a_model_of_random_weights_says_only_printed_words_leave(samples: Services, at_random: str, mode: str):
    """Real protocol, real streaming, real nonsense."""
    answer = asked(CHINESE, with_model(samples, at_random, writer=mode))
    for quote in answer.citations:
        assert quote.article.text[quote.span.start : quote.span.end] == quote.text
    assert answer.usage.calls >= 1
    assert answer.fell_back == (answer.reason is not None)


@pytest.mark.model
def test_a_real_small_model_answers_through_the_same_door(samples: Services):
    """../shared/llm_peer/real_model.sh, or any endpoint that follows instructions."""
    url = os.environ.get("JIANBAO_TEST_LLM")
    if not url:
        pytest.skip("JIANBAO_TEST_LLM names no endpoint")
    services = with_model(samples, url, answer_seconds=120)
    answer = asked(CHINESE, services)
    assert answer.credit.kind == "model"
    assert not answer.fell_back
    assert len(answer.statements) == 4
    assert not asked("2022年高新区的GDP是多少", services).answered
