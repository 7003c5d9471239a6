"""The edition of a day: what came in, each article in short, what is to be done and what is due. Printed words throughout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from api.answers.action_items import Listed, listed
from api.answers.overview import Overview, overview_of
from api.answers.question import Said
from api.answers.summary import Summary, Wish, summed_up
from api.brief import Language
from api.digest.survey import surveyed
from api.generate.writer import Credit
from ingest.agenda import Wanted
from ingest.article import Article
from ingest.catalogue import Filters
from ingest.errors import NothingToRead
from ingest.library import Library

_WEEK = timedelta(days=7)
_ITEMS = 1000
_SURVEYED = 5
"""Articles that an overview is drawn from, at most: of more, what all share is nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of the day: in a line, in short, and those that only repeat it."""

    line: Summary
    short: Summary
    repeated_by: tuple[Article, ...] = ()
    wanted_for: tuple[str, ...] = ()
    """The interests of its reader that it prints."""

    @property
    def article(self) -> Article:
        """Which it is."""
        return self.short.article

    @property
    def more(self) -> Sequence[Said]:
        """What it says in short and not in its line already."""
        told = "".join(said.text for said in self.line.statements)
        return [said for said in self.short.statements if said.text not in told]


@dataclass(frozen=True, slots=True)
class Edition:
    """All of a day. `earlier` repeat articles that an earlier edition held, and are only named."""

    day: date
    language: Language
    entries: Sequence[Entry]
    earlier: Sequence[Article]
    items: Sequence[Listed]
    due: Sequence[Listed]
    """What is due on the day or in the six days behind it, of all articles ever read."""
    overview: Overview | None
    closed: bool
    credit: Credit = Credit("extractive")  # noqa: RUF009  Credit is frozen
    """Who wrote the overview; all else is printed words."""
    reason: str | None = None
    """Why no model wrote it, though one was asked to."""

    @property
    def by_owner(self) -> Sequence[tuple[str | None, Sequence[Listed]]]:
        """The day's action items by who is to act."""
        return by_owner(self.items)

    def for_one(self, interests: Sequence[str]) -> "Edition":
        """The same with what prints an interest first, then what more papers print, and what is due sooner. Nothing is left out."""
        marked = [replace(one, wanted_for=_printed(f"{one.article.title}\n{one.article.text}", interests)) for one in self.entries]

        def urgency(one: Listed) -> tuple[bool, bool, date]:
            last = one.item.due_on or date.max
            return not _printed(f"{one.item.owner or ''}\n{one.quote.text}", interests), last < self.day, last

        return replace(
            self,
            entries=sorted(marked, key=lambda one: (-len(one.wanted_for), -len(one.repeated_by))),
            items=sorted(self.items, key=urgency),
            due=sorted(self.due, key=urgency),
        )


def by_owner(items: Sequence[Listed]) -> Sequence[tuple[str | None, Sequence[Listed]]]:
    """Each owner's by last day; those that name no owner last."""
    ordered = sorted(items, key=lambda one: (one.item.owner is None, one.item.owner or "", one.item.due_on or date.max))
    return [(owner, list(some)) for owner, some in groupby(ordered, key=lambda one: one.item.owner)]


def by_day(items: Sequence[Listed]) -> Sequence[Listed]:
    """By last day, those of a day by who is to act."""
    return sorted(items, key=lambda one: (one.item.due_on or date.max, one.item.owner or ""))


def edition_of(library: Library, day: date, article_ids: Sequence[str], language: Language, *, closed: bool) -> Edition:
    """The edition that holds these articles; empty where nothing was ever read."""
    try:
        found = library.catalogue.published(article_ids)
    except NothingToRead:
        return Edition(day, language, (), (), (), (), None, closed=closed)
    articles = [found[name] for name in article_ids if name in found]
    leading, repeats, earlier = _folded(library, articles)
    entries = [_entry(library, article, repeats.get(article.id, ()), language) for article in leading]
    items = [item for article in leading for item in listed(library, Wanted(article_id=article.id), _ITEMS).items]
    due = listed(library, Wanted(due_from=day, due_before=day + _WEEK), _ITEMS).items
    told = surveyed(library, day, language)
    if told and told.overview.common:
        return Edition(day, language, entries, earlier, items, by_day(due), told.overview, closed=closed, credit=told.credit)
    overview = overview_of(leading, language) if len(leading) <= _SURVEYED else None
    return Edition(day, language, entries, earlier, items, by_day(due), overview, closed=closed, reason=told.reason if told else None)


def _folded(library: Library, articles: Sequence[Article]) -> tuple[list[Article], Mapping[str, tuple[Article, ...]], list[Article]]:
    """The articles that say something new, what repeats each of them, and what repeats an article of an earlier edition."""
    here = {article.id: article for article in articles}
    elsewhere = library.catalogue.known({article.repeats for article in articles if article.repeats} - here.keys())
    leading: dict[str, Article] = {}
    repeats: dict[str, tuple[Article, ...]] = {}
    earlier: list[Article] = []
    first: dict[str, str] = {}
    for article in sorted(articles, key=lambda one: one.repeats is not None):
        original = article.repeats
        if original in elsewhere:
            earlier.append(article)
        elif original is None or (original not in here and original not in first):
            leading[article.id] = article
            first[original or article.id] = article.id
        else:
            head = first[original]
            repeats[head] = (*repeats.get(head, ()), article)
    return list(leading.values()), repeats, earlier


def _entry(library: Library, article: Article, repeated_by: tuple[Article, ...], language: Language) -> Entry:
    filters = Filters(article_ids=(article.id,))
    line, short = (summed_up(library, article, Wish(filters, length, language)) for length in ("line", "short"))
    return Entry(line, short, repeated_by)


def _printed(text: str, interests: Sequence[str]) -> tuple[str, ...]:
    folded = text.casefold()
    return tuple(interest for interest in interests if interest.casefold() in folded)
