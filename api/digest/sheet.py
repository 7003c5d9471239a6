"""The edition as a reader sees it: a subject, a page, a plain text. What a newspaper printed is escaped, and never a header's end."""

from api.digest.edition import Edition
from api.digest.front import CUTS, LONGEST, WHOLE, Cut, Front
from api.digest.templates import one_line, rendered
from api.digest.words import WORDS

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
    shown = {"edition": edition, "front": Front(edition, cut), "whole": None if cut is WHOLE else whole, "by": _by(edition)}
    return rendered(template, words=words, subject=subject_of(edition), address=base, unsubscribe=unsubscribe, **shown)


def _by(edition: Edition) -> str:
    """Who wrote, on one line."""
    words = WORDS[edition.language]
    if edition.credit.kind == "model":
        return words["written"].format(one_line(edition.credit.model or ""))
    return words["stood_in"].format(edition.reason) if edition.reason else words["extractive"]
