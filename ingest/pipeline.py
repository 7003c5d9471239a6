"""Newspapers in: read, cut into passages, embed, index, publish. Killed at any moment, it leaves the old state or the new one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Literal

from ingest.article import Article, Passage
from ingest.catalogue import Change, Place
from ingest.library import Library
from ingest.passages import passages_in
from ingest.read import Placed, Rejected, Source, read

State = Literal["new", "updated", "unchanged"]
Progress = Callable[[int], None]
"""Told the bytes of newspaper that are now published or refused."""

_BATCH = 64
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
        _sweep(library)
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
        _sweep(library)
    return found


def _sweep(library: Library) -> None:
    """Take out of the indexes what an interrupted writer left there, or a publication withdrew."""
    left = library.catalogue.unsettled()
    if not left:
        return
    orphans = sorted(left - library.catalogue.known(left))
    library.lexical.remove(orphans)
    library.vectors.remove(orphans)
    library.catalogue.settle(left)


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
        former = _Former(held, self._library.catalogue.at(placed.place for placed in printed), printed)
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
        if state == "new" and self._library.catalogue.known([article.id]):
            state = "unchanged"
        elif state == "updated" and (replaced := former.replaced_by(place)):
            self._change.replaced[replaced] = article.id
        self.receipt.articles.append(_received(place, state))
        self._change.places.append(place)
        self._change.articles[article.id] = article

    def flush(self) -> None:
        """Index what was gathered, then publish it."""
        change, self._change = self._change, Change()
        if not (change.places or change.gone or change.digests):
            return
        catalogue = self._library.catalogue
        fresh = [change.articles[one] for one in sorted(set(change.articles) - catalogue.known(change.articles))]
        change.passages = {article.id: passages_in(article) for article in fresh}
        catalogue.announce(change.passages)
        self.receipt.embedded += _index(self._library, fresh, change.passages)
        self.receipt.withdrawn += len(catalogue.publish(change))
        _sweep(self._library)
        self._progress(self._done)
        self._done = 0


def _index(library: Library, fresh: Sequence[Article], passages: dict[str, tuple[Passage, ...]]) -> int:
    """Write the passages of new articles to both indexes; returns how many there were."""
    pairs = [(article, passage) for article in fresh for passage in passages[article.id]]
    if pairs:
        vectors = library.embedder.embed([f"{article.title}\n{part.section}\n{part.span.of(article.text)}" for article, part in pairs])
        library.vectors.remove([article.id for article in fresh])
        library.vectors.write([passage for _, passage in pairs], vectors)
        library.lexical.write(pairs)
    return len(pairs)


class _Former:
    """What a file's places held before it was read again."""

    def __init__(self, held: Sequence[Place], at: dict[str, Place], printed: Sequence[Placed]) -> None:
        ids = {placed.article.id for placed in printed}
        self._by_id = {place.article_id: place for place in (*held, *at.values())}
        replaced = [place for place in (*held, *at.values()) if place.article_id not in ids]
        self._by_place = {place.place: place.article_id for place in replaced}
        self._by_title = {place.title: place.article_id for place in replaced}
        self.places = {place.place for place in held}

    def state(self, place: Place) -> State:
        """What the receipt says of the article that is now at a place."""
        if before := self._by_id.get(place.article_id):
            same = (before.key, before.published_on, before.source) == (place.key, place.published_on, place.source)
            return "unchanged" if same else "updated"
        return "updated" if self.replaced_by(place) else "new"

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
