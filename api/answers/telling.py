"""Printed stretches → statements with numbered citations, each through the one door."""

from collections.abc import Iterator, Sequence

from api.answers.phrases import framed
from api.answers.question import Said
from api.brief import Asked, Brief, Claim, Hit, Language, Line, Quote, Statement
from api.ground.door import Dropped, borne_out
from ingest.article import Article, Passage, Span
from ingest.layout import sections_in

NOTHING_ASKED = Asked("", "zh", "what", (), (), ())


def statement_of(article: Article, span: Span) -> Statement | None:
    """What is printed there; None where the door does not let it through."""
    outcome = borne_out(Claim((1,)), Brief(NOTHING_ASKED, (line_of(article, span, 1),)))
    return None if isinstance(outcome, Dropped) else outcome


def line_of(article: Article, span: Span, number: int) -> Line:
    """A stretch of an article as a writer cites it."""
    section = next((one.title for one in sections_in(article.text) if one.span.holds(span)), "")
    return Line(number, Hit(Passage(article.id, 0, section, span), article, 1.0, 1.0, 1.0), span)


class Teller:
    """Numbers citations, and frames what is printed where the reader's language asks for it."""

    def __init__(self, citations: dict[Quote, int], language: Language, *, titled: bool) -> None:
        """`titled` says in which article each stands; a summary of one article says that already."""
        self._citations = citations
        self._language: Language = language
        self._titled = titled
        self._last: Statement | None = None

    def all(self, statements: Sequence[Statement | None]) -> Iterator[Said]:
        """The statements as they leave, without those that nothing bears."""
        yield from (self._say(statement) for statement in statements if statement)

    def _say(self, statement: Statement) -> Said:
        quotes = tuple(dict.fromkeys(statement.quotes))
        new = [quote for quote in quotes if quote not in self._citations]
        self._citations.update((quote, number) for number, quote in enumerate(new, len(self._citations) + 1))
        text = framed(statement, self._language, self._last if self._titled else statement)
        self._last = statement
        numbers = tuple(self._citations[quote] for quote in quotes)
        return Said(text, numbers, tuple((self._citations[quote], quote) for quote in new))
