"""Newspapers in: read, cut into passages, embed, index, publish. Killed at any moment, it leaves the old state or the new one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Literal

from ingest.catalogue import Catalogue
from ingest.indexing import index, sweep
from ingest.library import Library
from ingest.publication import Change, Place
from ingest.read import Placed, Rejected, Source, read

State = Literal["new", "updated", "unchanged"]
Progress = Callable[[int], None]
"""Told the bytes of newspaper that are now published or refused."""

_BATCH = 256
"""Articles published together: enough to keep the indexes' own costs small, few enough that a kill loses seconds."""
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
            return Receipt(rejected=refused)
    with library.writing():
        sweep(library)
        run = _Run(library, progress)
        for some in _chunks(sources, _LOOKED_UP):
            run.take(some)
        run.flush()
    return run.receipt


def _before_the_first_article(sources: Iterable[Source | Rejected]) -> tuple[list[Rejected] | None, Iterable[Source | Rejected]]:
    """All refusals where there is no article in any source, else None; and the sources again. So nothing is made for nothing."""
    left = iter(sources)
    seen: list[Source | Rejected] = []
    refused: list[Rejected] = []
    for source in left:
        seen.append(source)
        readings = [source] if isinstance(source, Rejected) else list(read(source))
        if any(isinstance(reading, Placed) for reading in readings):
            return None, chain(seen, left)
        refused += [reading for reading in readings if isinstance(reading, Rejected)]
    return refused, seen


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
        self.receipt = Receipt()

    def take(self, sources: Sequence[Source | Rejected]) -> None:
        """Sort the sources into unchanged ones and ones to read."""
        names = [source.place for source in sources if isinstance(source, Source)]
        digests = self._library.catalogue.digests(names)
        held: dict[str, list[Place]] = {}
        for place in self._library.catalogue.held(names):
            held.setdefault(place.file, []).append(place)
        for source in sources:
            if isinstance(source, Rejected):
                self.receipt.rejected.append(source)
            elif digests.get(source.place) == source.digest:
                self.receipt.articles += [_received(place, "unchanged") for place in held.get(source.place, [])]
                self._progress(len(source.raw))
            else:
                self._read(source, held.get(source.place, []))

    def _read(self, source: Source, held: Sequence[Place]) -> None:
        readings = list(read(source))
        refused = [reading for reading in readings if isinstance(reading, Rejected)]
        printed, repeated = _one_of_each_place(reading for reading in readings if isinstance(reading, Placed))
        refused += repeated
        former = _Former(held, self._library.catalogue, printed)
        self.receipt.rejected += refused
        for placed in printed:
            self._add(source, placed, former)
            if source.is_many and len(self._change.places) >= _BATCH:
                self.flush()
        if not refused:
            self._change.gone |= former.places - {placed.place for placed in printed}
            self._change.digests[source.place] = source.digest
        self._done += len(source.raw)
        if len(self._change.places) >= _BATCH:
            self.flush()

    def _add(self, source: Source, placed: Placed, former: "_Former") -> None:
        article = placed.article
        place = Place(placed.place, source.place, article.id, article.key, article.title, article.published_on, article.source)
        state = former.state(place)
        if state == "updated" and (replaced := former.replaced_by(place)):
            self._change.replaced[replaced] = article.id
        self.receipt.articles.append(_received(place, state))
        self._change.places.append(place)
        self._change.articles[article.id] = article

    def flush(self) -> None:
        """Index what was gathered, then publish it."""
        change, self._change = self._change, Change()
        if change:
            self.receipt.embedded += index(self._library, change)
            self.receipt.withdrawn += len(self._library.catalogue.publish(change))
            sweep(self._library)
            self._progress(self._done)
            self._done = 0


class _Former:
    """What a file's places held before it was read again."""

    def __init__(self, held: Sequence[Place], catalogue: Catalogue, printed: Sequence[Placed]) -> None:
        ids = {placed.article.id for placed in printed}
        before = (*held, *catalogue.at(placed.place for placed in printed).values())
        self._by_id = {place.article_id: place for place in before}
        self._elsewhere = catalogue.known(ids)
        replaced = [place for place in before if place.article_id not in ids]
        self._by_place = {place.place: place.article_id for place in replaced}
        self._by_title = {place.title: place.article_id for place in replaced}
        self.places = {place.place for place in held}

    def state(self, place: Place) -> State:
        """What the receipt says of the article that is now at a place."""
        if before := self._by_id.get(place.article_id):
            same = (before.key, before.published_on, before.source) == (place.key, place.published_on, place.source)
            return "unchanged" if same else "updated"
        if self.replaced_by(place):
            return "updated"
        return "unchanged" if place.article_id in self._elsewhere else "new"

    def replaced_by(self, place: Place) -> str | None:
        """The id of the article that the one at the place takes over from: the same title's first, else the same place's."""
        return self._by_title.get(place.title) or self._by_place.get(place.place)


def _received(place: Place, state: State) -> Received:
    return Received(place.article_id, place.key, place.title, place.published_on, state)


def _one_of_each_place(readings: Iterable[Placed]) -> tuple[list[Placed], list[Rejected]]:
    """The readings, but for those whose key a reading before them has: they are refused, for only one can be kept."""
    kept: dict[str, Placed] = {}
    refused = []
    for placed in readings:
        if placed.place in kept:
            refused.append(Rejected(placed.article.key, f"two articles of one file have this key; “{placed.article.title}” is left out"))
        else:
            kept[placed.place] = placed
    return list(kept.values()), refused


def _chunks(sources: Iterable[Source | Rejected], size: int) -> Iterator[list[Source | Rejected]]:
    chunk: list[Source | Rejected] = []
    for source in sources:
        chunk.append(source)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
