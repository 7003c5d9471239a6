"""An article as a page: the text to the character, places marked, and who asks for no page gets JSON as ever."""

import pytest
from conftest import served, write_in
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from api.digest.form import blocks_of
from api.digest.printed import marking
from api.routes.replies import HTML, JSON, asked_for
from api.services import Services
from ingest.article import Span

_TEXT = "区水务局要建档，<b>1月</b>\n\n&amp; 年底前完成。\n## 清单\n| 点位 || 数 |\n|---|:-:|---|\n| 泵站 | 37|\n||\n### 附"
_PLACES = st.lists(st.tuples(st.integers(0, len(_TEXT) - 1), st.integers(1, len(_TEXT))).filter(lambda two: two[0] < two[1]), max_size=8)
_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@given(_PLACES)
def test_what_is_marked_is_what_the_places_cover_and_all_together_is_the_text(places: list[tuple[int, int]]):
    """However they lie to each other; the first is where a link leads."""
    cut = marking(_TEXT, list(blocks_of(_TEXT)), [Span(*place) for place in places])
    stretches = [one for block in blocks_of(_TEXT) for row in block.rows for cell in row.cells for one in cell]
    found = [piece for one in stretches for piece in cut(one)]
    assert "".join(piece.text for piece in found) == _TEXT
    marked = [piece.marked for piece in found for _ in piece.text]
    assert marked == [any(start <= at < end for start, end in places) for at in range(len(_TEXT))]
    first = [piece.first for piece in sorted((one for one in found if one.marked), key=lambda one: not one.shown)]
    assert (first[:1], sum(first)) == ([True] * bool(places), bool(places))


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/json", JSON),
        ("application/json, text/html", JSON),
        ("text/html;q=0.1, */*", JSON),
        ("text/html;q=0", JSON),
        ("text/html;q=high", JSON),
        ("image/png", JSON),
        ("TEXT/HTML", HTML),
        ("text/html, application/json", HTML),
        (_BROWSER, HTML),
    ],
)
def test_a_page_is_for_who_asks_for_one(accept: str, form: str):
    """RFC 9110, as far as two forms need it."""
    assert asked_for(accept, HTML) == form


def test_several_places_are_marked_and_one_that_is_not_there_is_told(empty: Services):
    """The text stays whole, and its markup is shown as characters; nothing on the page could run."""
    (article,) = write_in(
        empty.library, "memo.jsonl", '{"text": "区水务局要建档<script>x</script>，年底前完成。", "title": "备汛"}'
    ).articles
    with served(empty) as client:
        ask = {"Accept": _BROWSER}
        reply = client.get(f"/v1/articles/{article.id}?at=0-4&at=5-7&at=9000-9001", headers=ask)
        bad = [client.get(f"/v1/articles/{article.id}?at={at}", headers=ask).status_code for at in ("x", "-", "1", "1-2-3", "１-２")]
        plain = client.get(f"/v1/articles/{article.id}")
        missing = client.get(f"/v1/articles/{'0' * 16}", headers=ask)
    page = html.fromstring(reply.text)
    assert page.xpath("//mark/text()") == ["区水务局", "建档"]
    assert page.get_element_by_id("text").text_content() == plain.json()["text"]
    assert page.xpath("//script") == []
    assert "链接所指的位置不在这篇报道里" in reply.text
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert (reply.headers["vary"], plain.headers["vary"]) == ("Accept", "Accept")
    assert bad == [422] * 5
    assert (missing.status_code, missing.headers["content-type"]) == (404, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/v1/articles/0000000000000000", 404, "没有这篇报道"),
        ("/v1/articles/报道", 404, "没有这篇报道"),
        ("/v1/articles/0000000000000000?at=x", 422, "这个地址写得不对"),
        ("/v1/articles/<b>", 404, "没有这篇报道"),
        ("/nowhere", 404, "没有这个页面"),
    ],
)
def test_what_a_browser_cannot_be_shown_is_told_in_a_page(empty: Services, path: str, status: int, told: str):
    """Who asks for JSON, or for anything, gets the problem as ever."""
    write_in(empty.library, "memo.md", "# 备汛\n区水务局检查了37处点位。")
    with served(empty) as client:
        reply = client.get(path, headers={"Accept": _BROWSER})
        plain = client.get(path)
    assert (reply.status_code, plain.status_code) == (status, status)
    assert told in html.fromstring(reply.text).findtext(".//h1", "")
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert "<b>" not in reply.text
    assert (plain.headers["content-type"], plain.json()["status"]) == ("application/problem+json", status)
    assert (reply.headers["vary"], plain.headers["vary"]) == ("Accept", "Accept")


def test_what_is_sent_is_answered_in_json_whatever_is_liked(empty: Services):
    """Only who follows a link is told in a page."""
    with served(empty) as client:
        reply = client.post("/v1/questions", json={"question": ""}, headers={"Accept": _BROWSER})
    assert (reply.status_code, reply.headers["content-type"]) == (422, "application/problem+json")


def test_the_bare_address_leads_to_what_can_be_asked(empty: Services):
    """And is no address of the wire."""
    with served(empty) as client:
        reply = client.get("/", follow_redirects=False)
        assert (reply.status_code, reply.headers["location"]) == (307, "docs")
        assert client.get("/", follow_redirects=True).status_code == 200
        assert "/" not in client.get("/openapi.json").json()["paths"]


def test_headings_and_tables_are_shown_as_such_and_marked_to_the_character(empty: Services):
    """The signs that only say the form stay in the page, hidden: what is marked is what was printed."""
    printed = "# 调度会\n会议开了。\n\n## 三个项目\n\n| 项目 | 投资 |\n|---|---|\n| 水厂 | 3亿元 |\n\n散会。"
    (article,) = write_in(empty.library, "memo.md", printed).articles
    with served(empty) as client:
        text = client.get(f"/v1/articles/{article.id}").json()["text"]
        start, end = text.index("## 三个"), text.index(" | 3亿元") + len(" | 3亿元")
        page = html.fromstring(client.get(f"/v1/articles/{article.id}?at={start}-{end}", headers={"Accept": _BROWSER}).text)
    body = page.get_element_by_id("text")
    assert body.text_content() == text
    assert "".join(mark.text for mark in body.xpath(".//mark")) == text[start:end]
    assert page.get_element_by_id("at").text == "三个项目\n"
    for hidden in body.xpath(".//*[@hidden]"):
        hidden.drop_tree()
    assert [heading.text_content() for heading in body.xpath("./h2")] == ["三个项目\n"]
    assert [[cell.text_content() for cell in row.xpath("./*")] for row in body.xpath("./table//tr")] == [
        ["项目", "投资"],
        ["水厂", "3亿元"],
    ]
    assert body.xpath(".//th/mark/text()") == ["项目", "投资"]


def test_a_link_into_an_article_that_was_changed_still_shows_the_words(empty: Services):
    """And says where the article of today is. One that was withdrawn is shown no more."""
    (old,) = write_in(empty.library, "memo.md", "# 备汛\n区水务局检查了37处点位。").articles
    (new,) = write_in(empty.library, "memo.md", "# 备汛\n区水务局检查了36处点位。").articles
    with served(empty) as client:
        ask = {"Accept": "text/html"}
        page = html.fromstring(client.get(f"/v1/articles/{old.id}?at=0-4", headers=ask).text)
        assert "37处" in page.get_element_by_id("text").text_content()
        assert page.xpath("//a/@href") == [new.id]
        assert "#text" not in client.get(f"/v1/articles/{new.id}", headers=ask).text
        assert client.get(f"/v1/articles/{old.id}").status_code == 404
        assert client.delete(f"/v1/articles/{new.id}").status_code == 204
        assert client.get(f"/v1/articles/{old.id}", headers=ask).status_code == 404
