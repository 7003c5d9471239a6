"""The overview of an edition with a model: written, held against the print, and done without where the model is of no use; on time."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SAMPLES, free_port, read_in, served
from endpoints import Line, Script, raw, refusing, with_model
from llama import served_at_random
from postboxes import Postbox, opened
from pytest_httpserver import HTTPServer
from test_model_faults import drip, hang
from werkzeug import Response

from api.digest.post import Order, Sent, send
from api.digest.readers import Reader
from api.digest.sheet import page_of, text_of
from api.services import Services, build
from api.settings import Settings
from ingest.pipeline import remove

ZH, EN = Reader(email="li@example.com"), Reader(email="smith@example.com", language="en")
KEYS = ("yunchuan-flood-june", "safety-committee", "yunchuan-renovation")


@pytest.fixture
def room(tmp_path: Path, cache: Path) -> Services:
    """Parts over three of the sample articles."""
    services = build(Settings(data_dir=tmp_path / "data", cache_dir=cache, public_url="https://news.example"))
    for key in KEYS:
        read_in(services.library, SAMPLES / f"{key}.md")
    return services


def posted(services: Services, box: Postbox, *readers: Reader) -> Sent:
    """One job, with the model of the parts."""
    settings = services.settings.model_copy(update={"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_security": "none"})

    async def job() -> Sent:
        try:
            return await send(services.days, settings, Order(readers, services.days.today), services.surveyor)
        finally:
            await services.desk.writer.aclose()

    with services.library.posting(30):
        return asyncio.run(job())


def shown(services: Services) -> dict[str, list[str]]:
    """The places under which the model was shown the sentences of each article."""
    edition = services.days.edition(services.days.today, "zh").for_one(())
    quotes = [quote for entry in edition.entries for quote in entry.line.citations]
    return {quote.article.key: [f"[{number}]", quote.text] for number, quote in enumerate(quotes, 1)}


def page_in(box: Postbox, reader: Reader) -> str:
    """The page of a reader's letter."""
    letter = next(letter for to, letter in box.letters if to == reader.email)
    page = letter.get_body(("html",))
    assert page
    return str(page.get_content())


def test_a_model_writes_the_overview_once_and_every_form_says_so(room: Services, httpserver: HTTPServer):
    """Each claim with the printed words that bear it; what it invents does not leave, and no second letter costs a call."""
    places = shown(room)
    (number, quote), (other, _) = places["yunchuan-flood-june"], places["safety-committee"]
    script = Script(
        httpserver, f"云川高新区召开2025年防汛备汛部署会。{number}\n全区投入980亿元。{other}\n市长魏建国到会。{number}{other}\n"
    )
    services = with_model(room, httpserver.url_for("/v1"), chat_model="local-<b>")
    with opened(Postbox()) as box:
        assert posted(services, box, ZH).whole
        assert posted(services, box, ZH, Reader(email="wang@example.com")).whole
    page = page_in(box, ZH)
    assert box.counted() == {"li@example.com": 1, "wang@example.com": 1}
    assert "云川高新区召开2025年防汛备汛部署会。" in page_in(box, Reader(email="wang@example.com"))
    assert "云川高新区召开2025年防汛备汛部署会。" in page
    assert "980" not in page
    assert "魏建国" not in page
    assert "概览由模型local-&lt;b&gt;写成" in page
    with served(services) as client:
        told = client.get(f"/v1/digests/{room.days.today}").json()
    assert [one["text"] for one in told["overview"]["common"]] == ["云川高新区召开2025年防汛备汛部署会。"]
    assert [one["quote"] for one in told["overview"]["citations"]] == [quote]
    assert (told["writer"]["kind"], told["writer"]["fell_back"]) == ("model", False)
    assert told["writer"]["prompt"].startswith("overview@")
    assert len(script.asked) == 1


def test_an_english_reader_gets_an_english_overview(room: Services, httpserver: HTTPServer):
    """And the other one a Chinese one, in the same job."""

    def reply(request: object) -> Response:
        asked = request.get_json()["messages"][0]["content"]  # type: ignore[attr-defined]  # werkzeug's
        said = "The zone met to prepare for floods. [1]" if "in English" in asked else "高新区召开备汛会。[1]"
        return Response(b"".join(scripted._events(said)), content_type="text/event-stream")

    scripted = Script(httpserver)
    httpserver.clear()
    httpserver.expect_request("/v1/chat/completions").respond_with_handler(reply)
    services = with_model(room, httpserver.url_for("/v1"))
    with opened(Postbox()) as box:
        assert posted(services, box, ZH, EN).whole
    assert "高新区召开备汛会" in page_in(box, ZH)
    assert "The zone met to prepare for floods." in page_in(box, EN)
    assert "wrote the overview" in page_in(box, EN)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("全区投入980亿元。[1]", "nothing-borne-out"),
        ("NOT FOUND", "nothing-borne-out"),
        ("今天有很多新闻。", "no-labels"),
        ("La réunion a été présidée par le secrétaire. [1]", "wrong-language"),
        ("抱歉，我无法回答。", "refused"),
        (refusing("no such key", 401), "not-authorised"),
    ],
)
def test_a_model_that_is_of_no_use_is_done_without_and_the_letter_says_why(
    room: Services, httpserver: HTTPServer, reply: str | Response, reason: str
):
    """The edition is that of the articles' own words."""
    plain = page_of(room.days.edition(room.days.today, "zh"), "https://news.example")
    Script(httpserver, reply)
    services = with_model(room, httpserver.url_for("/v1"))
    with opened(Postbox()) as box:
        assert posted(services, box, ZH).whole
    assert f"模型这次没有用上（{reason}），本期全部用报道的原文写成。" in page_in(box, ZH)
    edition = services.days.edition(room.days.today, "zh")
    own = page_of(edition, "https://news.example")
    assert own.replace(f"模型这次没有用上（{reason}），本期全部用报道的原文写成。", "本期全部用报道的原文写成，未用模型。") == plain
    assert "全部用报道的原文" in text_of(edition, "https://news.example")


@pytest.mark.parametrize("script", [hang, drip, None])
def test_with_the_model_down_the_edition_goes_out_on_time_and_says_so_in_its_language(
    room: Services, script: Callable[[Line], None] | None
):
    """Whether it keeps silent, drips, or is not there at all: both languages within the seconds that an answer has."""
    readers = (ZH, EN)
    with raw(script or hang) as endpoint, opened(Postbox()) as box:
        url = endpoint.url if script else f"http://127.0.0.1:{free_port()}/v1"
        services = with_model(room, url, answer_seconds=2)
        assert services.surveyor
        services.days.edition(room.days.today, "en")
        began = time.monotonic()
        assert posted(services, box, *readers).whole
        assert time.monotonic() - began < 12
    reasons = [services.days.edition(room.days.today, language).reason for language in ("zh", "en")]
    assert set(reasons) <= ({"timeout"} if script else {"unreachable", "spared", "timeout"})
    assert f"模型这次没有用上（{reasons[0]}）" in page_in(box, ZH)
    assert f"The model was of no use this time ({reasons[1]})" in page_in(box, EN)


def test_a_model_of_random_weights_states_nothing(room: Services, tmp_path: Path):
    """Over a real server: every letter goes out, and whatever is shown is borne out by what it cites."""
    with served_at_random(tmp_path) as url, opened(Postbox()) as box:
        services = with_model(room, url, answer_seconds=15)
        assert posted(services, box, ZH, EN).whole
    for language in ("zh", "en"):
        edition = services.days.edition(room.days.today, language)
        assert edition.reason or edition.overview
        for quote in edition.overview.citations if edition.overview else ():
            assert quote.article.text[quote.span.start : quote.span.end] == quote.text
        if edition.credit.kind == "model" and edition.overview:
            assert all(said.citations for said in edition.overview.common)
    assert len(box.letters) == 2


def test_an_article_that_is_withdrawn_takes_what_it_bore_along(room: Services, httpserver: HTTPServer):
    """From the page of the edition, at once."""
    number, _ = shown(room)["yunchuan-flood-june"]
    Script(httpserver, f"高新区召开备汛会。{number}\n")
    services = with_model(room, httpserver.url_for("/v1"))
    with opened(Postbox()) as box:
        posted(services, box, ZH)
    edition = services.days.edition(room.days.today, "zh")
    assert edition.overview
    assert [said.text for said in edition.overview.common] == ["高新区召开备汛会。"]
    remove(next(entry.article.id for entry in edition.entries if entry.article.key == "yunchuan-flood-june"), room.library)
    left = services.days.edition(room.days.today, "zh")
    assert (left.credit.kind, left.reason) == ("extractive", "nothing-borne-out")


def test_without_letters_no_model_is_asked(room: Services, httpserver: HTTPServer):
    """To look at an edition costs nothing."""
    script = Script(httpserver, "高新区召开备汛会。[1]")
    services = with_model(room, httpserver.url_for("/v1"))
    with served(services) as client:
        assert client.get(f"/v1/digests/{room.days.today}").json()["writer"]["kind"] == "extractive"
    assert script.asked == []
