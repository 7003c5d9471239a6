"""A model held to a shape: the ladder steps down only where the endpoint names it, and a reply is the shape or it is refused."""

import asyncio
import json
import time
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from endpoints import Script, refusing, whole, with_model
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from llama import served_at_random
from pydantic import BaseModel, Field
from pytest_httpserver import HTTPServer

from api.errors import WriterFailed
from api.generate.chat import Reply
from api.generate.structured import RUNGS, Filled, Structured, _NotOfTheShape, _read, compact, schema_of
from api.generate.writer import Rung, Usage
from api.services import Services


class Duty(BaseModel):
    """Who does what."""

    owner: str
    deed: str = Field(max_length=80)
    line: int
    kind: Literal["told", "promised"] = "told"
    due: str | None = None


class Duties(BaseModel):
    """All of them."""

    duties: list[Duty] = Field(max_length=5)


GOOD = {"duties": [{"owner": "水务局", "deed": "查完涵闸", "line": 4, "kind": "told", "due": "9月底前"}]}
NO_SCHEMA = refusing("response_format of type json_schema is unavailable", param="response_format")
NO_JSON = refusing("json_object is not supported", 422)


def text_of(value: object) -> str:
    """As JSON."""
    return json.dumps(value, ensure_ascii=False)


def filled(services: Services, rung: Literal["auto"] | Rung = "auto", usage: Usage | None = None) -> Filled[Duties]:
    """The duties that the model names."""

    async def fill() -> Filled[Duties]:
        assert services.chat
        structured = Structured(services.chat, rung)
        try:
            return await structured.filled("谁做什么?", Duties, 300, usage or Usage(), time.monotonic() + 10)
        finally:
            await services.chat.aclose()

    return asyncio.run(fill())


def test_the_strictest_rung_comes_first_and_every_rung_has_the_schema_in_words(samples: Services, httpserver: HTTPServer):
    """The word JSON, too, without which some endpoints refuse."""
    script = Script(httpserver, whole(text_of(GOOD)))
    reply = filled(with_model(samples, httpserver.url_for("/v1")))
    assert reply.value.model_dump() == GOOD
    assert reply.rung == "json_schema"
    (call,) = script.asked
    assert call["response_format"]["json_schema"]["schema"] == schema_of(Duties)
    assert call["response_format"]["json_schema"]["strict"] is True
    assert "JSON" in call["messages"][0]["content"]
    assert compact(schema_of(Duties)) in call["messages"][0]["content"]
    assert '"title"' not in compact(schema_of(Duties))


def test_a_refused_rung_is_left_out_from_then_on(samples: Services, httpserver: HTTPServer):
    """By other processes over the same folder as well."""
    script = Script(httpserver, NO_SCHEMA, whole(text_of(GOOD)), whole(text_of(GOOD)), whole(text_of(GOOD)))
    services = with_model(samples, httpserver.url_for("/v1"))
    usage = Usage()
    assert filled(services, usage=usage).rung == "json_object"
    assert usage.calls == 2
    assert filled(services).rung == "json_object"
    same = with_model(samples, httpserver.url_for("/v1"), chat_model=services.settings.chat_model)
    assert filled(same).rung == "json_object"
    formats = [call.get("response_format", {}).get("type") for call in script.asked]
    assert formats == ["json_schema", "json_object", "json_object", "json_object"]


def test_the_last_rung_is_our_words_alone(samples: Services, httpserver: HTTPServer):
    """No response_format is sent."""
    script = Script(httpserver, NO_SCHEMA, NO_JSON, whole(f"好的：\n```json\n{text_of(GOOD)}\n```\n希望有帮助。"))
    reply = filled(with_model(samples, httpserver.url_for("/v1")))
    assert (reply.rung, reply.value.model_dump()) == ("prompt", GOOD)
    assert "response_format" not in script.asked[-1]


@pytest.mark.parametrize(
    ("error", "reason"), [(refusing("no such model", 404), "http-404"), (refusing("the messages are wrong"), "http-400")]
)
def test_another_error_is_no_reason_to_step_down(samples: Services, httpserver: HTTPServer, error: Any, reason: str):  # noqa: ANN401  a response
    """Only one that names the shape is."""
    script = Script(httpserver, error)
    with pytest.raises(WriterFailed, match=reason):
        filled(with_model(samples, httpserver.url_for("/v1")))
    assert len(script.asked) == 1


@pytest.mark.parametrize("rung", RUNGS)
def test_a_rung_that_the_settings_name_is_stood_on(samples: Services, httpserver: HTTPServer, rung: Rung):
    """Even where the endpoint refuses it."""
    script = Script(httpserver, whole(text_of(GOOD)), NO_SCHEMA)
    services = with_model(samples, httpserver.url_for("/v1"))
    assert filled(services, rung).rung == rung
    assert script.asked[0].get("response_format", {}).get("type", "prompt") == rung
    with pytest.raises(WriterFailed, match="http-400"):
        filled(services, rung)


WRONG = [
    ("没有 JSON。", "not-the-shape"),
    (text_of({"duties": [{"owner": "水务局"}]}), "not-the-shape"),
    (text_of({"duties": [GOOD["duties"][0]] * 6}), "not-the-shape"),
    ("", "empty"),
    ("<think>也许没有</think>", "empty"),
]


@pytest.mark.parametrize(("wrong", "reason"), WRONG)
def test_a_reply_that_is_not_of_the_shape_is_asked_for_once_more(samples: Services, httpserver: HTTPServer, wrong: str, reason: str):
    """The model is told what was wrong; a second wrong one is refused."""
    script = Script(httpserver, whole(wrong), whole(text_of(GOOD)), whole(wrong), whole(wrong), whole(text_of(GOOD)))
    services = with_model(samples, httpserver.url_for("/v1"))
    usage = Usage()
    assert filled(services, usage=usage).value.model_dump() == GOOD
    assert usage.calls == 2
    assert "Your last reply could not be used" in script.asked[1]["messages"][0]["content"]
    with pytest.raises(WriterFailed, match=reason):
        filled(services)
    assert len(script.asked) == 4


def test_a_reply_that_was_cut_off_is_never_mended(samples: Services, httpserver: HTTPServer):
    """Half a list is not the list, though its JSON could be closed."""
    half = text_of(GOOD)[:-4]
    Script(httpserver, whole(half, "length"), whole(half, "length"))
    with pytest.raises(WriterFailed, match="truncated"):
        filled(with_model(samples, httpserver.url_for("/v1")))


def test_a_refusal_is_not_asked_for_again(samples: Services, httpserver: HTTPServer):
    """The filter's reason would be the same."""
    script = Script(httpserver, whole("", "content_filter"))
    with pytest.raises(WriterFailed, match="refused"):
        filled(with_model(samples, httpserver.url_for("/v1")))
    assert len(script.asked) == 1


@pytest.mark.parametrize(
    "said",
    [
        text_of(GOOD),
        f"```json\n{text_of(GOOD)}\n```",
        f"<think>先想 {{}}</think>{text_of(GOOD)}",
        text_of(GOOD).replace("}]}", "},]}"),
        text_of(GOOD).replace('"', "'"),
        text_of(GOOD) + "。",
    ],
)
def test_broken_json_is_mended(said: str):
    """Fences, thoughts, commas and quotation marks."""
    assert _read(Reply(said, "stop"), Duties).model_dump() == GOOD


@given(st.text(alphabet='{}[]",:duties 水务局4nul\\', max_size=60))
def test_whatever_comes_is_the_shape_or_not(said: str):
    """There is no third thing."""
    try:
        value = _read(Reply(said, "stop"), Duties)
    except _NotOfTheShape:
        return
    assert isinstance(value, Duties)


def test_a_nest_without_end_is_refused():
    """Ten thousand brackets."""
    with pytest.raises(_NotOfTheShape):
        _read(Reply("[" * 10_000, "stop"), Duties)


def test_the_schema_is_strict_and_bounded():
    """Every field required, none besides, no string and no list without an end; and what pydantic takes, it takes."""
    schema = schema_of(Duties)
    duty = schema["$defs"]["Duty"]
    assert duty["required"] == list(duty["properties"]) == ["owner", "deed", "line", "kind", "due"]
    assert duty["additionalProperties"] is schema["additionalProperties"] is False
    assert duty["properties"]["owner"]["maxLength"] > 0
    assert duty["properties"]["deed"]["maxLength"] == 80
    assert schema["properties"]["duties"]["maxItems"] == 5
    assert "default" not in duty["properties"]["kind"]
    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid(GOOD)


@pytest.fixture(scope="module")
def at_random(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server with a model of random weights."""
    with served_at_random(tmp_path_factory.mktemp("llama")) as url:
        yield url


class Verdict(BaseModel):
    """A shape small enough that a model of random weights fills it."""

    kind: Literal["told", "promised"]


def test_a_real_server_holds_even_a_model_of_random_weights_to_a_shape(samples: Services, at_random: str):
    """By grammar, on the first rung."""

    async def fill() -> Filled[Verdict]:
        services = with_model(samples, at_random)
        assert services.chat
        try:
            return await Structured(services.chat).filled("说什么都行。", Verdict, 96, Usage(), time.monotonic() + 60)
        finally:
            await services.chat.aclose()

    reply = asyncio.run(fill())
    assert reply.rung == "json_schema"
    assert reply.value.kind in {"told", "promised"}
