"""One file's text → the articles printed in it, each with the day and the source that stand above it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ingest.dates import day_in
from ingest.errors import Unreadable
from ingest.foot import foot_of, imprint_of
from ingest.header import Header, day_of_dateline, header_of
from ingest.layout import repair
from ingest.starts import starts_in
from ingest.titles import borrowed, label_of, title_line

_H1 = re.compile(r"^#[ \t]+(\S.*)$", re.MULTILINE)
_MASTHEAD_LINES = 4
_MASTHEAD_LINE = 40
"""Characters. What stands above a newspaper's first article is its name, its day, its page: short lines that end no sentence."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A title and the text under it, layout repaired. Apart from white space, the text is a stretch of the file."""

    title: str
    text: str
    published_on: date | None = None
    source: str | None = None


def articles_in(text: str, title: str | None = None) -> Iterator[Printed]:
    """Each article of a file: one an H1; without any H1, one wherever a title and a dateline begin another.

    A given title (from front matter) names the only article; an H1 that repeats it is taken for its heading.
    Raises `Unreadable` where a title has no text under it.
    """
    heads = list(_H1.finditer(text))
    if title and len(heads) < 2:  # noqa: PLR2004  one heading, or none
        yield the_article_in(text, title)
        return
    starts = [head.start() for head in heads] or list(starts_in(text))
    before = text[: starts[0]] if starts else text
    day = _masthead(before) if starts else None
    if not starts or (before.strip() and not _is_masthead(before)):
        yield the_article_in(before, title)
    for start, end in pairwise([*starts, len(text)]):
        yield _under(text[start:end], day)


def the_article_in(text: str, title: str | None = None) -> Printed:
    """The one article that a text is, whatever it holds. Raises `Unreadable` where nothing is printed in it."""
    head = _H1.match(text.lstrip())
    if head and title in {None, _one_line(head[1])}:
        return _printed(head[1], text.lstrip()[head.end() :])
    return _printed(title, text)


def _under(text: str, day: date | None) -> Printed:
    """The article of a text of its own; the newspaper's day is its day unless it prints another."""
    found = the_article_in(text)
    return Printed(found.title, found.text, found.published_on or day, found.source)


def _printed(title: str | None, body: str) -> Printed:
    above = _header(body)
    body = body[above.end :]
    title = title or above.title
    if title is None and (line := title_line(body)):
        title, body = line[0], body[line[1] :]
    below = _header(body) if title and not above.end else Header()
    return _closed(title, body[below.end :], above.published_on or below.published_on, above.source or below.source)


def _header(body: str) -> Header:
    """The header of a body; a body that is nothing else is no header."""
    found = header_of(body)
    return found if body[found.end :].strip() else Header()


def _closed(title: str | None, body: str, day: date | None, source: str | None) -> Printed:
    """The article without what a page prints below it. Where nothing else is left, that is the article."""
    label = 0 if title else label_of(body.lstrip())
    whole = body.lstrip()[label:]
    text = repair(whole[: foot_of(whole)]) or repair(whole)
    if not text:
        message = f"no text under the title “{title}”" if title else "it is empty"
        raise Unreadable(message)
    printed_on, paper = (day, source) if day else imprint_of(text)
    return Printed(_one_line(title or borrowed(text, labelled=label > 0)), text, printed_on or day_of_dateline(text), source or paper)


def _one_line(title: str) -> str:
    return re.sub(r"\s+", " ", title).strip()


def _is_masthead(before: str) -> bool:
    """Whether short lines alone stand before the first article, and a whole day among them."""
    lines = [line.strip() for line in before.splitlines() if line.strip()]
    short = all(len(line) <= _MASTHEAD_LINE and not re.search("[。！？；]", line) for line in lines)
    return short and len(lines) <= _MASTHEAD_LINES and day_in(before) is not None


def _masthead(before: str) -> date | None:
    return day_in(before) if _is_masthead(before) else None
