"""The wire, over real HTTP: routes, shapes, events, problems."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import httpx2
import pytest
from conftest import ARTICLES, article_of, served

from api.services import Services

CHINESE = "张红军对安委会提出了哪些要求"


@pytest.fixture(scope="module")
def client(samples: Services) -> Iterator[httpx2.Client]:
    """A client over the sample articles."""
    with served(samples) as client:
        yield client


@pytest.fixture
def fresh(empty: Services) -> Iterator[httpx2.Client]:
    """A client of a service that has read nothing yet."""
    with served(empty) as client:
        yield client


def stream(client: httpx2.Client, question: str) -> Sequence[tuple[str, dict[str, Any]]]:
    """The events of an answer, by name."""
    headers = {"Accept": "text/event-stream"}
    with client.stream("POST", "/v1/questions", json={"question": question}, headers=headers) as reply:
        assert reply.status_code == 200
        assert reply.headers["content-type"].startswith("text/event-stream")
        reply.read()
        blocks = [block for block in reply.text.split("\n\n") if block]
    pairs = [block.split("\n", 1) for block in blocks]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in pairs]


def test_an_answer_has_exactly_the_fields_of_the_wire(client: httpx2.Client):
    """DESIGN 5, to the letter."""
    answer = client.post("/v1/questions", json={"question": CHINESE}).json()
    assert set(answer) == {
        *("id", "question", "language", "answered", "statements", "citations"),
        *("note", "dropped", "writer", "usage", "timing_ms"),
    }
    assert set(answer["statements"][0]) == {"text", "citations"}
    cited = {"number", "article_id", "key", "title", "published_on", "section", "start", "end", "quote"}
    assert set(answer["citations"][0]) == cited
    assert set(answer["writer"]) == {"kind", "model", "prompt", "fell_back", "reason"}
    assert set(answer["usage"]) == {"prompt_tokens", "completion_tokens", "calls", "cached"}


def test_every_citation_is_a_slice_of_the_article_that_the_service_serves(client: httpx2.Client):
    """In code points, over HTTP."""
    answer = client.post("/v1/questions", json={"question": CHINESE}).json()
    assert len(answer["statements"]) == 4
    for cited in answer["citations"]:
        text = client.get(f"/v1/articles/{cited['article_id']}").json()["text"]
        assert text[cited["start"] : cited["end"]] == cited["quote"]


def test_chinese_goes_over_the_wire_as_chinese(client: httpx2.Client):
    """No backslash-u escape."""
    assert "张红军" in client.post("/v1/questions", json={"question": CHINESE}).text
    assert "\\u" not in client.get("/v1/articles").text


def test_the_events_are_passages_then_statements_then_the_whole_answer(client: httpx2.Client):
    """And the whole answer holds what the statements said."""
    events = stream(client, CHINESE)
    assert [name for name, _ in events] == ["passages", *["statement"] * 4, "answer"]
    told = [data["text"] for name, data in events if name == "statement"]
    assert told == [statement["text"] for statement in events[-1][1]["statements"]]
    new = [cited for name, data in events if name == "statement" for cited in data["new_citations"]]
    assert new == events[-1][1]["citations"]


def test_a_question_without_an_answer_streams_one_too(client: httpx2.Client):
    """Answered: false is an answer, not an error."""
    events = stream(client, "火星基地的氧气储量是多少吨")
    assert [name for name, _ in events] == ["passages", "answer"]
    assert events[-1][1]["answered"] is False
    assert events[-1][1]["note"]


def test_search_gives_passages_best_first(client: httpx2.Client):
    """Each a slice of its article."""
    passages = client.post("/v1/search", json={"query": "安委会", "limit": 3}).json()["passages"]
    assert 0 < len(passages) <= 3
    assert [one["score"] for one in passages] == sorted((one["score"] for one in passages), reverse=True)
    assert set(passages[0]) == {"article_id", "key", "title", "published_on", "section", "start", "end", "text", "score"}
    text = client.get(f"/v1/articles/{passages[0]['article_id']}").json()["text"]
    assert text[passages[0]["start"] : passages[0]["end"]] == passages[0]["text"]


def test_a_search_explains_itself_when_it_is_asked_to(client: httpx2.Client):
    """And says nothing of it otherwise."""
    asked = {"query": "张红军对安委会提出了哪些要求", "limit": 5}
    plain = client.post("/v1/search", json=asked).json()["passages"]
    told = client.post("/v1/search", json={**asked, "explain": True}).json()["passages"]
    assert [{name: value for name, value in one.items() if name != "explain"} for one in told] == plain
    assert all("explain" not in one for one in plain)
    best = told[0]["explain"]
    assert set(best) == {"words", "vector", "fused", "terms"}
    assert best["fused"] == told[0]["score"]
    assert "安委会" in "".join(best["terms"])
    assert all(0 <= one["explain"]["words"] <= 1 and -1 <= one["explain"]["vector"] <= 1 for one in told)


def test_a_section_and_an_organisation_may_be_asked_for(client: httpx2.Client):
    """By the names of the wire; an unknown one lets nothing through."""
    filters = {"organisations": ["高新区"], "section": "随即召开全区会议"}
    found = client.post("/v1/search", json={"query": "安全生产", "filters": filters}).json()["passages"]
    assert {one["section"] for one in found} == {"随即召开全区会议"}
    assert client.post("/v1/search", json={"query": "安全生产", "filters": {"organisations": ["铁路局"]}}).json()["passages"] == []


def test_the_list_of_articles_is_paged_without_gap_or_repeat(client: httpx2.Client):
    """By its cursor."""
    seen: list[str] = []
    cursor = None
    while True:
        page = client.get("/v1/articles", params={"limit": 5, **({"cursor": cursor} if cursor else {})}).json()
        seen += [one["id"] for one in page["articles"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == ARTICLES


def test_one_article_comes_whole(client: httpx2.Client, samples: Services):
    """With its sections, people and byline, each where it is printed."""
    article = article_of(samples, "safety-committee")
    whole = client.get(f"/v1/articles/{article.id}").json()
    assert {"text", "sections", "people", "byline", "id", "key", "title", "published_on", "sources"} <= set(whole)
    for person in whole["people"]:
        assert all(whole["text"][span["start"] : span["end"]] == person["name"] for span in person["spans"])
    assert "张红军" in [person["name"] for person in whole["people"]]
    assert whole["sections"][0]["title"] == "随即召开全区会议"


def test_filters_narrow_the_answer(client: httpx2.Client, samples: Services):
    """Only the article that was named may answer."""
    other = article_of(samples, "yunchuan-flood-june").id
    reply = client.post("/v1/questions", json={"question": CHINESE, "filters": {"article_ids": [other]}}).json()
    assert all(cited["article_id"] == other for cited in reply["citations"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"question": "谁", "languag": "zh"}, "languag"),
        ({"question": 5}, "question"),
        ({}, "question"),
        ({"question": "谁", "filters": {"published_from": "yesterday"}}, "filters.published_from"),
        ({"question": "谁", "filters": {"published_from": "2026-02-01", "published_to": "2026-01-01"}}, "filters"),
        ({"question": "谁", "history": [{"role": "system", "content": "x"}]}, "history.0.role"),
    ],
)
def test_a_wrong_field_is_named(client: httpx2.Client, body: dict[str, Any], field: str):
    """By a problem of RFC 9457."""
    reply = client.post("/v1/questions", json=body)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "request_id"} <= set(reply.json())
    assert field in [one["field"] for one in reply.json()["errors"]]


@pytest.mark.parametrize(("question", "said"), [("", "empty"), ("  ", "empty"), ("问" * 10_000, "10000 characters")])
def test_a_question_that_cannot_be_asked_is_refused(client: httpx2.Client, question: str, said: str):
    """Before any event, also where events were wanted."""
    for accept in ("application/json", "text/event-stream"):
        reply = client.post("/v1/questions", json={"question": question}, headers={"Accept": accept})
        assert reply.status_code == 422
        assert said in reply.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/articles/0123456789abcdef", 404),
        ("DELETE", "/v1/articles/0123456789abcdef", 404),
        ("GET", "/nowhere", 404),
        ("GET", "/v1/questions", 405),
    ],
)
def test_what_is_not_there_is_a_problem_too(client: httpx2.Client, method: str, path: str, status: int):
    """With the request's own id."""
    reply = client.request(method, path, headers={"X-Request-ID": "5f0c" * 8})
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["request_id"] == "5f0c" * 8


def test_health_readiness_and_the_page_that_describes_the_routes(client: httpx2.Client):
    """The page loads nothing from elsewhere."""
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert ready["ready"]
    assert ready["articles"] == ARTICLES
    page = client.get("/docs").text
    assert "//cdn" not in page
    assert client.get("/static-offline-docs/swagger-ui-bundle.js").status_code == 200
    assert "/v1/questions" in client.get("/openapi.json").json()["paths"]


def test_before_any_newspaper_it_says_so(fresh: httpx2.Client):
    """No path of the server is in it."""
    assert fresh.get("/readyz").status_code == 503
    assert fresh.get("/v1/articles").json() == {"articles": [], "next": None}
    reply = fresh.post("/v1/questions", json={"question": "谁"})
    assert reply.status_code == 503
    assert "/" not in reply.json()["title"]
    assert "data" not in reply.json()["detail"]


def test_an_article_that_is_sent_answers_at_once_and_is_gone_when_removed(fresh: httpx2.Client):
    """JSON in, question, same again, edited, removed."""
    text = "甘棠镇党委书记尤长河在会上要求，一是9月底前完成河道清淤，二是每周五报送进度。"
    sent = {"key": "gantang", "title": "甘棠镇部署河道清淤", "text": text, "published_on": "2026-08-03"}
    receipt = fresh.post("/v1/articles", json=sent).json()
    assert [one["state"] for one in receipt["articles"]] == ["new"]
    question = {"question": "尤长河对河道清淤提出了哪些要求"}
    answer = fresh.post("/v1/questions", json=question).json()
    assert answer["citations"][0]["quote"].startswith("甘棠镇党委书记尤长河在会上要求，一是9月底前")
    assert fresh.post("/v1/articles", json=[sent]).json()["articles"][0]["state"] == "unchanged"
    edited = {**sent, "text": text.replace("9月底前", "10月底前")}
    assert fresh.post("/v1/articles", json=edited).json()["articles"][0]["state"] == "updated"
    quotes = [one["quote"] for one in fresh.post("/v1/questions", json=question).json()["citations"]]
    assert any("10月底前" in quote for quote in quotes)
    assert not any("9月底前" in quote for quote in quotes)
    article_id = fresh.get("/v1/articles").json()["articles"][0]["id"]
    assert fresh.delete(f"/v1/articles/{article_id}").status_code == 204
    assert fresh.post("/v1/questions", json=question).json()["answered"] is False


def test_files_are_taken_in_and_what_cannot_be_read_is_named(fresh: httpx2.Client):
    """One good, one in no known encoding, one of a kind that is not read."""
    files = [
        ("files", ("good.md", "# 云台街道开展巡查\n\n8月1日，云台街道开展消防巡查。".encode(), "text/markdown")),
        ("files", ("bad.txt", b"\xff\xfa\x80\x81" * 9, "text/plain")),
        ("files", ("odd.xyz", b"x", "text/plain")),
    ]
    receipt = fresh.post("/v1/articles", files=files).json()
    assert [one["title"] for one in receipt["articles"]] == ["云台街道开展巡查"]
    assert [one["name"] for one in receipt["rejected"]] == ["bad.txt", "odd.xyz"]


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"text": ""}', b'{"text": "x", "extra": 1}', b'[{"text": "x", "published_on": "soon"}]']
)
def test_articles_that_are_none_are_refused(fresh: httpx2.Client, content: bytes):
    """And nothing is written."""
    reply = fresh.post("/v1/articles", content=content, headers={"Content-Type": "application/json"})
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert fresh.get("/v1/articles").json()["articles"] == []
