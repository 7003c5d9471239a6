"""One file's text → the articles printed in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.errors import Unreadable
from ingest.layout import repair

_H1 = re.compile(r"^#[ \t]+(\S.*)$", re.MULTILINE)
_CLOSED = re.compile(r"[。；;，,：:…]$")
_LONGEST_TITLE = 80
_BORROWED_TITLE = 30


@dataclass(frozen=True, slots=True)
class Printed:
    """A title and the text under it, layout repaired. Apart from white space, the text is a stretch of the file."""

    title: str
    text: str


def articles_in(text: str, title: str | None = None) -> Iterator[Printed]:
    """Each article of a file: one an H1; without any H1 the whole file is one article.

    A given title (from front matter or a record) names the only article; an H1 that repeats it is taken for its heading.
    Raises `Unreadable` where a title has no text under it.
    """
    heads = list(_H1.finditer(text))
    if not heads or (title and len(heads) == 1 and not text[: heads[0].start()].strip()):
        yield _whole(text[heads[0].end() :] if heads else text, title or (heads[0][1].strip() if heads else None))
        return
    if text[: heads[0].start()].strip():
        yield _whole(text[: heads[0].start()], title)
    for head, after in zip(heads, [*heads[1:], None], strict=True):
        yield _printed(head[1].strip(), text[head.end() : after.start() if after else len(text)])


def _whole(text: str, title: str | None) -> Printed:
    if title:
        return _printed(title, text)
    first, _, rest = text.strip().partition("\n")
    if rest.strip() and len(first) <= _LONGEST_TITLE and not _CLOSED.search(first.strip()):
        return _printed(first.strip(), rest)
    return _printed(re.split(r"[。！？\n]", first)[0][:_BORROWED_TITLE], text)


def _printed(title: str, body: str) -> Printed:
    text = repair(body)
    if not text:
        message = f"no text under the title “{title}”" if title else "it is empty"
        raise Unreadable(message)
    return Printed(re.sub(r"\s+", " ", title).strip(), text)
