"""Action items: read off every article once, kept in the catalogue, listed from there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from api.brief import Quote
from api.generate.duties import ModelDuties
from api.generate.structured import RUNGS
from api.generate.writer import Credit
from api.ground.printed import is_printed
from ingest.actions import items_in
from ingest.agenda import Kept, Reading, Wanted
from ingest.article import Article, Section
from ingest.errors import NothingToRead
from ingest.layout import sections_in
from ingest.library import Library

_BATCH = 256
_BY_RULE = Credit("extractive")


@dataclass(frozen=True, slots=True)
class Listed:
    """An item, its article, and the printed words that bear it out."""

    item: Kept
    quote: Quote
    credit: Credit = _BY_RULE
    reason: str | None = None
    """Why no model stands behind it, though one was to read the article."""

    @property
    def article(self) -> Article:
        """Where it is printed."""
        return self.quote.article


@dataclass(frozen=True, slots=True)
class Page:
    """Items, and the cursor of the page behind them."""

    items: Sequence[Listed]
    next: str | None
    dropped: int = 0
    """Items and fields a model proposed of these articles that are not borne out."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A model that reads beside the rules, and why it could not read some articles just now."""

    model: ModelDuties
    failed: Mapping[str, str]


def listed(library: Library, wanted: Wanted, limit: int, after: str | None = None, beside: Beside | None = None) -> Page:
    """A page of items, the newest day first; empty where nothing was ever read. Nothing is asked of the model here."""
    try:
        agenda = library.agenda
    except NothingToRead:
        return Page((), None)
    catch_up(library)
    found = agenda.page(wanted, limit + 1, after, beside.model.name if beside else None)
    shown = found[:limit]
    articles = library.catalogue.published({item.article_id for item in shown})
    sections = {article.id: sections_in(article.text) for article in articles.values()}
    read = agenda.heard(beside.model.name, articles) if beside else {}
    items = [
        Listed(item, _quote(articles[item.article_id], item, sections), *_credit(item, read, beside))
        for item in shown
        if item.article_id in articles
    ]
    dropped = sum(one.dropped for one in read.values())
    return Page([one for one in items if _is_borne(one)], shown[-1].id if len(found) > limit else None, dropped)


def _credit(item: Kept, read: Mapping[str, Reading], beside: Beside | None) -> tuple[Credit, str | None]:
    """Who found it; of what the rules found, why the model did not read the article beside them, if it should have."""
    if beside is None:
        return _BY_RULE, None
    if item.writer:
        rung = next((rung for rung in RUNGS if rung == item.rung), None)
        return replace(beside.model.credit, rung=rung), None
    known = read.get(item.article_id)
    return _BY_RULE, known.reason if known else beside.failed.get(item.article_id, "unread")


def catch_up(library: Library, tell: Callable[[int, int], None] = lambda *_: None) -> None:
    """Read the articles that today's rules have not read: of an archive, or from before the rules. `tell` how many of how many are done.

    Whoever comes while others of this process do so waits for them. What `tell` raises ends it, and what was read by then stays.
    Raises `NotWritable`.
    """
    agenda = library.agenda
    with agenda.reading:
        generation = library.catalogue.generation()
        if agenda.read_up_to == generation:
            return
        unread = agenda.unread()
        for at in range(0, len(unread), _BATCH):
            tell(at, len(unread))
            articles = library.catalogue.published(unread[at : at + _BATCH]).values()
            agenda.keep([(article, items_in(article.text, article.published_on)) for article in articles])
        agenda.read_up_to = generation


def _quote(article: Article, item: Kept, sections: Mapping[str, Sequence[Section]]) -> Quote:
    section = next((one.title for one in sections[article.id] if one.span.holds(item.evidence)), "")
    return Quote(article, section, item.evidence)


def _is_borne(one: Listed) -> bool:
    """The door: what is to be done and by when stands in the words that are cited, who asks and who is asked in the article."""
    item, article = one.item, one.article
    return is_printed((item.action, item.due_text), one.quote.text) and is_printed((item.assigner, item.owner), article.text)
