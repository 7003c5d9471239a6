"""What goes wrong as a page for people, in both languages."""

from collections.abc import Mapping
from http import HTTPStatus

from api.digest.templates import rendered
from api.digest.words import both

_WORDS = {HTTPStatus.NOT_FOUND: "nowhere", HTTPStatus.UNPROCESSABLE_ENTITY: "wrong"}


def told_in_page(problem: Mapping[str, object]) -> str:
    """The page of a problem, which has the members of RFC 9457."""
    status = HTTPStatus(int(str(problem["status"])))
    word = "gone" if str(problem["type"]).endswith(":no-such-article") else _WORDS.get(status, "trouble")
    return rendered("problem.html", problem=problem, words=both(word))
