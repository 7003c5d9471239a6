"""The letter in a real browser: light, dark and on a phone, it is read without scrolling sideways, and fetches nothing."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from browsers import DESK, PHONE, Window, overhang
from conftest import SAMPLES, read_in, write_in

from api.digest.letter import Desk
from api.digest.readers import Reader
from api.services import Services, build
from api.settings import Settings

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


def letter_of(room: Services, reader: Reader = READER) -> str:
    """The page that a mail program shows."""
    raw = Desk(room.days, room.days.today, room.settings, b"key").letter(reader)
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
