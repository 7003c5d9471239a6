"""The edition as a reader sees it: a subject, a page, a plain text. What a newspaper printed is escaped, and never a header's end."""

import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from api.digest.edition import Edition
from api.digest.front import CUTS, LONGEST, WHOLE, Cut, Front
from api.digest.words import WORDS

if TYPE_CHECKING:
    from jinja2 import Environment

_LONGEST = 70
"""Characters of the news in a subject."""


def subject_of(edition: Edition) -> str:
    """The day and its first news, on one line."""
    words = WORDS[edition.language]
    day = f"{edition.day.month}月{edition.day.day}日" if edition.language == "zh" else f"{edition.day:%d %B}".lstrip("0")
    if not edition.entries:
        return f"{words['name']} {day}: {words['nothing']}"
    news = one_line(edition.entries[0].article.title)
    cut = news if len(news) <= _LONGEST else f"{news[: _LONGEST - 1]}…"
    more = words["more"].format(len(edition.entries)) if len(edition.entries) > 1 else ""
    due = f" · {words['due_soon'].format(len(edition.due))}" if edition.due else ""
    return f"{words['name']} {day}: {cut}{more}{due}"


def one_line(text: str) -> str:
    """A text without what breaks a line, hides or turns it round."""
    return " ".join("".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in text).split())


def page_of(edition: Edition, address: str, unsubscribe: str | None = None, cut: Cut = WHOLE) -> str:
    """In HTML: tables, styles in place, nothing fetched from anywhere. Unless it is the whole edition, it links to that."""
    return _render("letter.html", edition, address, unsubscribe, cut)


def text_of(edition: Edition, address: str, unsubscribe: str | None = None, cut: Cut = WHOLE) -> str:
    """In plain text, with the same words and places."""
    return _render("letter.txt", edition, address, unsubscribe, cut)


def cut_of(edition: Edition, address: str) -> Cut:
    """How much of the edition a letter holds: what mail programs show without clipping it."""
    return next((cut for cut in CUTS if len(page_of(edition, address, None, cut).encode()) <= LONGEST), CUTS[-1])


def _render(template: str, edition: Edition, address: str, unsubscribe: str | None, cut: Cut) -> str:
    words, base = WORDS[edition.language], address.rstrip("/")
    whole = f"{base}/v1/digests/{edition.day}{'' if edition.language == 'zh' else f'?language={edition.language}'}"
    shown = {"edition": edition, "front": Front(edition, cut), "whole": None if cut is WHOLE else whole}
    return (
        _environment()
        .get_template(template)
        .render(words=words, subject=subject_of(edition), address=base, unsubscribe=unsubscribe, **shown)
    )


@cache
def _environment() -> "Environment":
    from jinja2 import DictLoader, Environment, StrictUndefined, select_autoescape  # noqa: PLC0415  only for a letter

    folder = files("api.digest").joinpath("templates")
    names = ("letter.html", "letter.txt")
    loader = DictLoader({name: folder.joinpath(f"{name}.j2").read_text("utf-8") for name in names})
    environment = Environment(
        loader=loader, autoescape=select_autoescape(("html",)), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["line"] = one_line
    environment.globals["quoted"] = lambda summary, said: [quote for quote, number in summary.citations.items() if number in said.citations]
    return environment
