"""A real browser for tests that look at pages: the machine's own Chromium, which reaches nothing but loopback."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_HEIGHT = 900
DESK, PHONE = 1000, 375
"""Pixels that a page has, from side to side."""


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser without a screen. Skips where none is installed, but never in CI."""
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        assert "CI" not in os.environ, "CI installs Chromium"
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        try:
            yield browser
        finally:
            browser.close()


class Window:
    """Pages of one test. What they ask for elsewhere than on loopback is refused, and kept in `elsewhere`; so is what scripts show."""

    def __init__(self, browser: Browser) -> None:
        """Nothing is open yet."""
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.elsewhere: list[str] = []
        self.said: list[str] = []
        """By scripts, in dialogs and on the console: no page of ours has one."""

    def page(self, width: int = DESK, *, dark: bool = False) -> Page:
        """An empty page of a reader who likes it light or dark."""
        scheme = "dark" if dark else "light"
        context = self._browser.new_context(color_scheme=scheme, viewport={"width": width, "height": _HEIGHT})
        self._contexts.append(context)
        context.route("**/*", self._on_loopback_alone)
        page = context.new_page()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        return page

    def close(self) -> None:
        """Close all of them."""
        for context in self._contexts:
            context.close()

    def _on_loopback_alone(self, route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            self.elsewhere.append(route.request.url)
            route.abort()


def overhang(page: Page) -> int:
    """Pixels by which a page is wider than its window: a reader would have to scroll sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
