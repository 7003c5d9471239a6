"""Summaries: what is asked for, each article's, and the overview of several."""

from typing import Annotated, Literal

from pydantic import Field

from api.answers import overview as overviews
from api.answers import summary as answers
from api.answers.question import Said
from api.brief import Quote
from api.routes.wire.questions import Statement, Writer
from api.routes.wire.shapes import Citation, Filters, Wire


class SummaryRequest(Wire):
    """Which articles, by their ids or by filters or both, how long, in which language. `auto` is Chinese."""

    article_ids: list[Annotated[str, Field(pattern="^[0-9a-f]{16}$")]] = Field(default_factory=list, max_length=500)
    filters: Filters = Field(default_factory=Filters)
    length: Literal["line", "short", "long"] = "short"
    language: Literal["auto", "zh", "en"] = "auto"

    def to_answers(self) -> answers.Wish:
        """The same, as answers know it."""
        ids = [*self.filters.article_ids, *self.article_ids]
        filters = self.filters.model_copy(update={"article_ids": list(dict.fromkeys(ids))})
        return answers.Wish(filters.to_catalogue(), self.length, "zh" if self.language == "auto" else self.language)


class ArticleAhead(Wire):
    """An article that is going to be summed up."""

    article_id: str
    title: str


class SummariesBegun(Wire):
    """The first event of a stream: what is going to be summed up, in this order."""

    articles: list[ArticleAhead]
    left_out: int

    @classmethod
    def of(cls, begun: answers.Begun) -> "SummariesBegun":
        """The event as it is sent."""
        return cls(articles=[ArticleAhead(article_id=one.id, title=one.title) for one in begun.articles], left_out=begun.left_out)


class Summary(Wire):
    """What is said of one article, in its order, each statement with the printed words that bear it."""

    article_id: str
    title: str
    statements: list[Statement]
    citations: list[Citation]
    writer: Writer

    @classmethod
    def of(cls, summary: answers.Summary) -> "Summary":
        """A summary as it is sent."""
        return cls(
            article_id=summary.article.id,
            title=summary.article.title,
            statements=[_statement(said) for said in summary.statements],
            citations=_citations(summary.citations),
            writer=Writer.of(summary.credit, summary.reason),
        )


class Addition(Wire):
    """What an article says that no other of them does."""

    article_id: str
    title: str
    statements: list[Statement]


class Overview(Wire):
    """What several articles share, and what each adds."""

    common: list[Statement]
    adds: list[Addition]
    citations: list[Citation]

    @classmethod
    def of(cls, overview: overviews.Overview) -> "Overview":
        """An overview as it is sent."""
        return cls(
            common=[_statement(said) for said in overview.common],
            adds=[
                Addition(article_id=one.id, title=one.title, statements=[_statement(said) for said in all_]) for one, all_ in overview.adds
            ],
            citations=_citations(overview.citations),
        )


class Summaries(Wire):
    """A summary of each article; of several, an overview. `left_out` counts articles that match and are not summed up."""

    summaries: list[Summary]
    overview: Overview | None
    left_out: int

    @classmethod
    def of(cls, all_: answers.Summaries) -> "Summaries":
        """All of them as they are sent."""
        overview = Overview.of(all_.overview) if all_.overview else None
        return cls(summaries=[Summary.of(one) for one in all_.summaries], overview=overview, left_out=all_.left_out)


def _statement(said: Said) -> Statement:
    return Statement(text=said.text, citations=list(said.citations))


def _citations(citations: dict[Quote, int]) -> list[Citation]:
    return [Citation.of(number, quote) for quote, number in citations.items()]
