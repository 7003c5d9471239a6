"""The edition of a day, as it is sent."""

from datetime import date
from typing import Literal

from api.digest.edition import Edition, Entry
from api.digest.sheet import subject_of
from api.routes.wire.action_items import ActionItem
from api.routes.wire.questions import Writer
from api.routes.wire.shapes import Wire
from api.routes.wire.summaries import Overview, Summary
from ingest.article import Article


class Reprint(Wire):
    """An article that only repeats another."""

    article_id: str
    key: str
    title: str

    @classmethod
    def of(cls, article: Article) -> "Reprint":
        """The article, by name."""
        return cls(article_id=article.id, key=article.key, title=article.title)


class DigestArticle(Wire):
    """An article of the day, in a line and in short."""

    article_id: str
    key: str
    title: str
    published_on: date | None
    line: Summary
    summary: Summary
    repeated_by: list[Reprint]

    @classmethod
    def of(cls, entry: Entry) -> "DigestArticle":
        """An entry as it is sent."""
        article = entry.article
        return cls(
            article_id=article.id,
            key=article.key,
            title=article.title,
            published_on=article.published_on,
            line=Summary.of(entry.line),
            summary=Summary.of(entry.short),
            repeated_by=[Reprint.of(one) for one in entry.repeated_by],
        )


class Digest(Wire):
    """The edition as it would be mailed. `earlier` repeat what an earlier edition held; `closed`: nothing is added to it any more."""

    day: date
    language: Literal["zh", "en"]
    closed: bool
    subject: str
    overview: Overview | None
    articles: list[DigestArticle]
    earlier: list[Reprint]
    action_items: list[ActionItem]
    due: list[ActionItem]
    writer: Writer

    @classmethod
    def of(cls, edition: Edition) -> "Digest":
        """An edition as it is sent."""
        items = [one for _, some in edition.by_owner for one in some]
        return cls(
            day=edition.day,
            language=edition.language,
            closed=edition.closed,
            subject=subject_of(edition),
            overview=Overview.of(edition.overview) if edition.overview else None,
            articles=[DigestArticle.of(entry) for entry in edition.entries],
            earlier=[Reprint.of(one) for one in edition.earlier],
            action_items=[ActionItem.of(one) for one in items],
            due=[ActionItem.of(one) for one in edition.due],
            writer=Writer.of(edition.credit, edition.reason),
        )
