"""The letter and what it links to, in a real browser: light, dark, on a phone; nothing is fetched, and each link leads to the words."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bench_digest import article
from browsers import DESK, PHONE, Window, overhang
from conftest import SAMPLES, read_in, served, write_in

from api.digest.letter import Desk
from api.digest.links import key_of
from api.digest.readers import Reader
from api.services import Services, build
from api.settings import Settings
from ingest.pipeline import ingest
from ingest.read import Source

READER = Reader(email="li@example.com", name="李工", interests=("区水务局",))
EVIL = """---
key: evil
title: '<img src="http://evil.example/x.png" onerror="alert(1)"> {long}'
published_on: 2026-08-26
---
8月26日，云川高新区召开防汛会，<a href='http://evil.example'>点此</a>领取{long}。区管委会主任陆启明强调，区水务局要在8月28日前逐一建档<script>alert(2)</script>。
""".format(long="https://evil.example/" + "x" * 200)
CONTRASTS = """() => {
  const channels = color => color.match(/[\\d.]+/g).map(Number);
  const light = color => channels(color).slice(0, 3).map(one => one / 255)
    .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = node => {
    for (; node; node = node.parentElement) {
      const color = getComputedStyle(node).backgroundColor;
      if ((channels(color)[3] ?? 1) > 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim()) continue;
    const [bright, dim] = [light(getComputedStyle(node).color), light(behind(node))].sort((a, b) => b - a);
    found.push([(bright + 0.05) / (dim + 0.05), walker.currentNode.data.trim().slice(0, 40)]);
  }
  return found;
}"""
"""How much each text stands out from what is behind it, by the formula of WCAG 2."""


@pytest.fixture
def room(tmp_path: Path, cache: Path) -> Services:
    """Parts over two of the sample articles, and one that tries what an article must not do."""
    services = build(Settings(data_dir=tmp_path / "data", cache_dir=cache, public_url="https://news.example"))
    for name in ("yunchuan-flood-june.md", "safety-committee.md"):
        read_in(services.library, SAMPLES / name)
    write_in(services.library, "evil.md", EVIL)
    return services


def letter_of(room: Services, address: str = "https://news.example") -> str:
    """The page that a mail program shows, with links to that address."""
    settings = room.settings.model_copy(update={"public_url": address})
    raw = Desk(room.days, room.days.today, settings, key_of(settings)).letter(READER)
    page = message_from_bytes(raw, EmailMessage, policy=policy.default).get_body(("html",))
    assert page
    return str(page.get_content())


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_letter_is_read_without_scrolling_sideways_and_fetches_nothing(window: Window, room: Services, width: int, dark: bool):  # noqa: FBT001  a case
    """Light and dark, every word of it stands out from what is behind it."""
    page = window.page(width, dark=dark)
    page.set_content(letter_of(room), wait_until="networkidle")
    assert page.get_by_text("张红军", exact=False).count()
    assert overhang(page) == 0
    assert window.elsewhere == []
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 30
    assert [text for contrast, text in contrasts if contrast < 4.5] == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ("rgb(20, 23, 27)" if dark else "rgb(238, 240, 243)")


def test_markup_of_an_article_is_shown_as_its_characters(window: Window, room: Services):
    """It becomes no element, starts nothing, fetches nothing and links nowhere."""
    page = window.page()
    page.set_content(letter_of(room), wait_until="networkidle")
    assert page.get_by_text('<img src="http://evil.example/x.png" onerror="alert(1)">').first.is_visible()
    assert page.get_by_text("<script>alert(2)</script>").first.is_visible()
    assert page.locator("img, script, iframe, form, [onerror]").count() == 0
    links = page.locator("a").evaluate_all("all => all.map(one => one.href)")
    assert links
    assert {link.split("/v1/")[0] for link in links} == {"https://news.example"}
    assert (window.elsewhere, window.said) == ([], [])


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_edition_and_every_article_are_pages_for_any_screen(window: Window, room: Services, width: int, dark: bool):  # noqa: FBT001  a case
    """The markup that an article printed is shown on them as its characters, too."""
    page = window.page(width, dark=dark)
    with served(room) as client:
        articles = [one["id"] for one in client.get("/v1/articles").json()["articles"]]
        for path in (
            f"digests/{room.days.today}",
            f"digests/{room.days.today}?language=en",
            *(f"articles/{one}?at=3-90" for one in articles),
        ):
            page.goto(f"{client.base_url}/v1/{path}", wait_until="networkidle")
            assert overhang(page) == 0
            assert [text for contrast, text in page.evaluate(CONTRASTS) if contrast < 4.5] == []
            assert page.locator("img, script, iframe, [onerror]").count() == 0
    assert (window.elsewhere, window.said) == ([], [])


def test_every_link_of_a_letter_leads_to_the_very_words(window: Window, room: Services):
    """Where they are marked, in sight, on a page whose text is the article's to the character."""
    page = window.page(PHONE)
    with served(room) as client:
        address = str(client.base_url).rstrip("/")
        page.set_content(letter_of(room, address))
        links = list(dict.fromkeys(page.locator("a").evaluate_all("all => all.map(one => one.getAttribute('href'))")))
        quotes = [link for link in links if "?at=" in link]
        assert len(quotes) > 10
        for link in quotes:
            whole = client.get(urlsplit(link).path).json()
            start, end = map(int, parse_qs(urlsplit(link).query)["at"][0].split("-"))
            page.goto(link)
            assert "".join(page.locator("mark").all_text_contents()) == whole["text"][start:end]
            assert page.locator("#text").text_content() == whole["text"]
            assert page.locator("h1").text_content() == whole["title"]
            box = page.locator("#at").bounding_box()
            assert box
            assert 0 <= box["y"] < 900
        for link in set(links) - set(quotes):
            reply = client.get(link, headers={"Accept": "text/html"})
            assert (reply.status_code, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_a_headline_of_a_long_edition_leads_to_its_summary(window: Window, room: Services):
    """On the page of the whole edition, in sight."""
    ingest([Source(f"bench:{number}", f"{number}.md", article(number).encode()) for number in range(120)], room.library)
    page = window.page()
    with served(room) as client:
        page.set_content(letter_of(room, str(client.base_url).rstrip("/")))
        headline = page.locator("a[href*='/v1/digests/'][href*='#a']").filter(has_text="部署第").last
        title = headline.text_content()
        headline.click()
        page.wait_for_url("**/v1/digests/*")
        here = page.locator(":target")
        assert title
        assert (here.text_content() or "").startswith(title)
        box = here.bounding_box()
        assert box
        assert -1 < box["y"] < 900
