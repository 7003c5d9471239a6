"""Newspapers in: read, cut into passages, embed, index, publish. Killed at any moment, it leaves the old state or the new one."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Literal

from ingest.actions import items_in
from ingest.article import Article
from ingest.catalogue import Catalogue
from ingest.indexing import index, sweep
from ingest.library import Library
from ingest.publication import Change, Place
from ingest.read import Placed, Reading, Rejected, Source, read

State = Literal["new", "updated", "unchanged"]
Progress = Callable[[int], None]
"""Told the bytes of newspaper that are now published or refused."""

_BATCH = 512
"""Articles published together: enough to keep the indexes' own costs small, few enough that a kill loses seconds."""
_MADE_BEFORE_LOOKING = 200_000
"""Objects; Python's own number is 700."""
_LOOKED_UP = 256
"""Sources whose former state is asked for at once."""


@dataclass(frozen=True, slots=True)
class Received:
    """An article on the receipt."""

    id: str
    key: str
    title: str
    published_on: date | None
    state: State


@dataclass(slots=True)
class Receipt:
    """What came of everything that was handed in."""

    articles: list[Received] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    withdrawn: int = 0
    embedded: int = 0
    """Passages for which vectors were made."""


def ingest(sources: Iterable[Source | Rejected], library: Library, progress: Progress = lambda _: None) -> Receipt:
    """Publish every article of the sources, file by file.

    A file that was read before replaces what it held; an article it no longer prints is withdrawn. Where part of a file
    is refused, what the file held before stays. Raises `Busy` where another process writes to the same folder.
    """
    if not library.exists:
        refused, sources = _before_the_first_article(sources)
        if refused is not None:
            progress(sum(len(source.raw) for source in sources if isinstance(source, Source)))
            return Receipt(rejected=refused)
    with library.writing(), _little_garbage():
        sweep(library)
        run = _Run(library, progress)
        for some in _chunks(sources, _LOOKED_UP):
            run.take(some)
        run.flush()
    return run.receipt


@contextmanager
def _little_garbage() -> Iterator[None]:
    """Look for cycles rarely, and not among what is there already: of the many objects made here next to none are in one.

    Looking as usual took an eighth of the time.
    """
    usual = gc.get_threshold()
    gc.set_threshold(_MADE_BEFORE_LOOKING, *usual[1:])
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)


def _before_the_first_article(sources: Iterable[Source | Rejected]) -> tuple[list[Rejected] | None, Iterable[Source | Rejected]]:
    """All refusals where there is no article in any source, else None; and the sources again. So nothing is made for nothing."""
    left = iter(sources)
    seen: list[Source | Rejected] = []
    refused: list[Rejected] = []
    for source in left:
        seen.append(source)
        for reading in (source,) if isinstance(source, Rejected) else read(source):
            if isinstance(reading, Placed):
                return None, chain(seen, left)
            refused.append(reading)
    return refused, seen


def withdraw(gone: Sequence[str], library: Library) -> int:
    """Withdraw what files held that are no more, but for articles that another file prints too; how many. Raises `Busy`."""
    with library.writing():
        held = library.catalogue.held(gone)
        withdrawn = library.catalogue.publish(Change(gone={place.place for place in held}, forgotten=set(gone)))
        sweep(library)
    return len(withdrawn)


def remove(article_id: str, library: Library) -> bool:
    """Withdraw one article; False where none of that id is published. Raises `Busy`."""
    with library.writing():
        found = library.catalogue.withdraw(article_id)
        sweep(library)
    return found


class _Run:
    """One ingest: what is gathered for the next publication, and the receipt so far."""

    def __init__(self, library: Library, progress: Progress) -> None:
        self._library = library
        self._progress = progress
        self._change = Change()
        self._done = 0
        self._is_archive = False
        """Of more than a batch, action items are read behind its publication, so that it can be searched the sooner."""
        self._read_already: set[str] = set()
        self._taken: set[str] = set()
        self.receipt = Receipt()

    def take(self, sources: Sequence[Source | Rejected]) -> None:
        """Sort the sources into unchanged ones and ones to read; one that is named twice is read once."""
        fresh = {one.place: one for one in sources if isinstance(one, Source) and one.place not in self._read_already}
        self._read_already |= set(fresh)
        digests = self._library.catalogue.digests(fresh)
        held: dict[str, list[Place]] = {}
        for place in self._library.catalogue.held(fresh):
            held.setdefault(place.file, []).append(place)
        for source in sources:
            if isinstance(source, Rejected):
                self.receipt.rejected.append(source)
            elif fresh.get(source.place) is not source:
                self._progress(len(source.raw))
            elif digests.get(source.place) == source.digest:
                self.receipt.articles += [_received(place, "unchanged") for place in held.get(source.place, [])]
                self._progress(len(source.raw))
            else:
                self._read(source, held.get(source.place, []))

    def _read(self, source: Source, held: Sequence[Place]) -> None:
        readings = list(read(source))
        refused = [reading for reading in readings if isinstance(reading, Rejected)]
        printed, repeated = _one_of_each_place(source, readings)
        refused += repeated
        self.receipt.rejected += refused
        self._gather(source, printed, _Former(held, self._library.catalogue, printed))
        if not refused:
            self._change.gone |= {place.place for place in held} - set(printed)
            self._change.digests[source.place] = source.digest
        self._flush_full()

    def _gather(self, source: Source, printed: Mapping[str, Article], former: "_Former") -> None:
        """Every article of a source; of a file that may hold thousands, each with its share of the bytes."""
        told = 0
        for number, (name, article) in enumerate(printed.items()):
            self._add(_place(name, source, article), article, former, number)
            if source.is_many:
                share = len(source.raw) * (number + 1) // len(printed) - told
                told, self._done = told + share, self._done + share
                self._flush_full()
        self._done += len(source.raw) - told

    def _add(self, place: Place, article: Article, former: "_Former", number: int) -> None:
        if former.holds(place):
            self._taken.add(article.id)
            self.receipt.articles.append(_received(place, "unchanged"))
            return
        state = former.state(place, number)
        if state == "new" and article.id in self._taken:
            state = "unchanged"
        if state == "updated" and (replaced := former.replaced_by(place, number)):
            self._change.replaced[replaced] = article.id
        self._taken.add(article.id)
        self.receipt.articles.append(_received(place, state))
        self._change.places[place.place] = place
        if not former.has_its_record(place):
            self._change.articles.setdefault(article.id, article)

    def _flush_full(self) -> None:
        """Publish a batch where one is full."""
        if len(self._change.places) >= _BATCH:
            self._is_archive = True
            self.flush()

    def flush(self) -> None:
        """Index what was gathered, then publish it."""
        change, self._change = self._change, Change()
        placed = {place.article_id for place in change.places.values()}
        change.articles = {name: article for name, article in change.articles.items() if name in placed}
        if change:
            self.receipt.embedded += index(self._library, change)
            if not self._is_archive:
                change.items = {name: items_in(article.text, article.published_on) for name, article in change.articles.items()}
            self.receipt.withdrawn += len(self._library.catalogue.publish(change))
            sweep(self._library)
        self._progress(self._done)
        self._done = 0


class _Former:
    """What a file's places held before it was read again, and what is published elsewhere."""

    def __init__(self, held: Sequence[Place], catalogue: Catalogue, printed: Mapping[str, Article]) -> None:
        ids = {article.id for article in printed.values()}
        self._at = at = catalogue.at(printed)
        self._by_id = {place.article_id: place for place in (*held, *at.values())}
        self._elsewhere = catalogue.published(ids - set(self._by_id))
        self._by_place = {name: place.article_id for name, place in at.items() if place.article_id not in ids}
        self._by_title = {place.title: place.article_id for place in held if place.article_id not in ids}
        self._by_number = {number: place.article_id for number, place in enumerate(held) if place.article_id not in ids}

    def holds(self, place: Place) -> bool:
        """Whether the place is on record already, with all of this."""
        return self._at.get(place.place) == place

    def state(self, place: Place, number: int) -> State:
        """What the receipt says of the article that now is at a place, the file's article of that number, counted from 0."""
        if before := self._by_id.get(place.article_id):
            same = (before.key, before.published_on, before.source) == (place.key, place.published_on, place.source)
            return "unchanged" if same else "updated"
        if place.article_id in self._elsewhere:
            return "unchanged"
        return "updated" if self.replaced_by(place, number) else "new"

    def replaced_by(self, place: Place, number: int) -> str | None:
        """The id of the article it takes over from: that of the same key, of the same title, or of the same number."""
        if place.article_id in self._by_id or place.article_id in self._elsewhere:
            return None
        found = self._by_place.get(place.place) or self._by_title.get(place.title)
        return found or self._by_number.get(number)

    def has_its_record(self, place: Place) -> bool:
        """Whether the article is published from elsewhere with all that is known of it: then its record stays as it is."""
        known = self._elsewhere.get(place.article_id)
        return known is not None and (known.published_on is not None or place.published_on is None)


def _received(place: Place, state: State) -> Received:
    return Received(place.article_id, place.key, place.title, place.published_on, state)


def _place(name: str, source: Source, article: Article) -> Place:
    return Place(name, source.place, article.id, article.key, article.title, article.published_on, article.source)


def _one_of_each_place(source: Source, readings: Iterable[Reading]) -> tuple[dict[str, Article], list[Rejected]]:
    """The articles by their places: the key that a record gives, else the file and the article itself.

    Of two articles with one key the second is refused, for only one can be kept; one that is printed twice is kept once.
    """
    kept: dict[str, Article] = {}
    refused = []
    for placed in readings:
        if isinstance(placed, Rejected):
            continue
        article = placed.article
        place = placed.place if placed.place.startswith("key:") else f"{source.place}#{article.id}"
        if kept.setdefault(place, article).id != article.id:
            refused.append(Rejected(article.key, f"two articles of one file have this key; “{article.title}” is left out"))
    return kept, refused


def _chunks(sources: Iterable[Source | Rejected], size: int) -> Iterator[list[Source | Rejected]]:
    chunk: list[Source | Rejected] = []
    for source in sources:
        chunk.append(source)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
