"""Both indexes anew from the catalogue, beside the old ones; answers go on from those until the new ones are whole."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.article import Article, Passage
from ingest.catalogue import Catalogue, Filters
from ingest.errors import Damaged
from ingest.indexing import searched
from ingest.lexical import LexicalIndex
from ingest.library import FIRST, VECTORS, WORDS, Library
from ingest.vectors import ChromaVectors, collection_name, is_of

_BATCH = 128


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What the new indexes hold, and what they are called."""

    articles: int
    passages: int
    names: dict[str, str]


def reindex(library: Library, progress: Callable[[int, int], None] = lambda _done, _all: None) -> Rebuilt:
    """Rebuild both indexes with the encoder in use, then switch over in one transaction.

    Progress is told the articles done and all of them. Raises `Busy` where another process writes.
    """
    with library.writing(rebuilding=True):
        rebuilt = built_from(library.catalogue, library, progress)
        library.catalogue.make_live(rebuilt.names)
        library.catalogue.settle(library.catalogue.unsettled())
    library.refresh()
    return rebuilt


def built_from(catalogue: Catalogue, library: Library, progress: Callable[[int, int], None]) -> Rebuilt:
    """New indexes for the articles of a catalogue, in the folder of a library. What an earlier rebuild left goes first.

    Beside a shared catalogue the word index is each machine's own and follows it, so vectors alone are made.
    """
    words = None if library.is_shared else _new_words(library)
    vectors, name = _new_vectors(library)
    total, passages, done = catalogue.counted()[0], 0, 0
    for pairs in _published(catalogue):
        vectors.write([passage for _, passage in pairs], library.embedder.embed([searched(*pair) for pair in pairs]))
        if words is not None:
            words.write(pairs)
        passages += len(pairs)
        done += len({article.id for article, _ in pairs})
        progress(done, total)
    return Rebuilt(total, passages, {VECTORS: name} | ({WORDS: words.folder.name} if words is not None else {}))


def _published(catalogue: Catalogue) -> Iterator[Sequence[tuple[Article, Passage]]]:
    """All published articles with their passages, some at a time."""
    last: str | None = None
    while page := catalogue.page(Filters(), _BATCH, last):
        last = page[-1].id
        by_id = {article.id: article for article in page}
        if pairs := [(by_id[passage.article_id], passage) for passage in catalogue.passages(by_id)]:
            yield pairs


def _new_words(library: Library) -> LexicalIndex:
    live = library.catalogue.live(WORDS) or FIRST
    for folder in library.word_folder(live).parent.glob("*"):
        if folder.name != live:
            shutil.rmtree(folder)
    return LexicalIndex(library.word_folder(str(int(live) + 1)), make=True)


def _new_vectors(library: Library) -> tuple[ChromaVectors, str]:
    """A new collection; where Chroma cannot even be opened, in a new database, for all of it can be derived."""
    live = library.collection
    number = int(live.rpartition("-")[2]) + 1 if is_of(live, library.embedder.fingerprint) else 1
    name = collection_name(library.embedder.fingerprint, number)
    vectors = library.vectors_named(name)
    try:
        for other in vectors.others():
            if other != live:
                vectors.drop(other)
        vectors.make()
    except Damaged:
        if not (library.folder / "chroma").exists():
            raise
        vectors.refresh(name)
        shutil.rmtree(library.folder / "chroma")
        vectors.make()
    return vectors, name
