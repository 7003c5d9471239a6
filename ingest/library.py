"""One data folder: the catalogue, the two indexes derived from it, and the lock of its one writer."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from ingest.agenda import Agenda
from ingest.calendar import Calendar
from ingest.catalogue import Catalogue
from ingest.database import exclusively, migrate, opened, sqlite_url, version_of
from ingest.embed import Embedder
from ingest.errors import Damaged, NothingToRead, NotWritable
from ingest.ledger import Ledger
from ingest.lexical import LexicalIndex
from ingest.schema import HEAD
from ingest.shelf import Shelf
from ingest.vectors import ChromaVectors, Embedded, Remote, collection_name, is_of

WORDS, VECTORS = "words", "vectors"
FIRST = "1"
"""The name of a folder's first word index."""


class Library:
    """What is kept of the newspapers. Parts are opened when they are first used."""

    def __init__(self, folder: Path, embedder: Embedder, catalogue_url: str | None = None, chroma_url: str | None = None) -> None:
        """Name the folder; nothing is opened or made yet. With URLs, several machines share a catalogue and its vectors."""
        self.folder = folder
        self.embedder = embedder
        self._catalogue_url = catalogue_url
        self._chroma_url = chroma_url

    @property
    def is_shared(self) -> bool:
        """Whether other machines write to this catalogue: then the word index is this machine's own, and follows it."""
        return self._catalogue_url is not None

    @property
    def exists(self) -> bool:
        """Whether anything was ever read into the catalogue. Raises `Damaged` where the folder may not be looked into."""
        if self.is_shared:
            return version_of(self.engine) is not None
        try:
            return (self.folder / "catalogue.db").exists()
        except PermissionError as error:
            message = f"{self.folder} cannot be read: {error.strerror}"
            raise Damaged(message) from error

    @cached_property
    def engine(self) -> Engine:
        """The catalogue's database."""
        return opened(self._catalogue_url or sqlite_url(self.folder))

    @cached_property
    def catalogue(self) -> Catalogue:
        """The record. Raises `NothingToRead` where nothing was ever ingested, `Damaged` where another version wrote it."""
        standing = version_of(self.engine) if self.exists else None
        if standing is None:
            message = f"no article has been read into {self.folder} yet: run `jianbao ingest PATH` first"
            raise NothingToRead(message)
        if standing != HEAD:
            message = f"the catalogue is of schema {standing}, not {HEAD}: `jianbao ingest` brings an older one up to date"
            raise Damaged(message)
        return Catalogue(self.engine)

    @cached_property
    def agenda(self) -> Agenda:
        """The action items of what is published. Raises as `catalogue` does."""
        return Agenda(self.catalogue.engine)

    @cached_property
    def calendar(self) -> Calendar:
        """Which article is in the edition of which day. Raises as `catalogue` does."""
        return Calendar(self.catalogue.engine)

    @cached_property
    def ledger(self) -> Ledger:
        """Who got which letter. Raises as `catalogue` does."""
        return Ledger(self.catalogue.engine)

    @contextmanager
    def posting(self, wait: float) -> Iterator[None]:
        """Be the one job that sends letters, once the job before is done. Raises `Busy` after so many seconds, and `NotWritable`."""
        try:
            with exclusively(self.catalogue.engine, self.folder, "posting", wait):
                yield
        except OperationalError as error:
            message = f"what is sent cannot be put on record: {error.orig}"
            raise NotWritable(message) from error

    @cached_property
    def shelf(self) -> Shelf:
        """The summaries that were made. Raises as `catalogue` does."""
        return Shelf(self.catalogue.engine)

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The live word index. Raises `Damaged`."""
        if self.is_shared:
            own = LexicalIndex(self.word_folder(FIRST), make=True)
            self._follow(own)
            return own
        return LexicalIndex(self.word_folder(self.catalogue.live(WORDS) or FIRST))

    def word_folder(self, name: str) -> Path:
        """Where the word index of that name is."""
        return self.folder / "lexical" / name

    @cached_property
    def vectors(self) -> ChromaVectors:
        """The live vectors of the passages. Raises `Damaged` at the first use where they cannot be read."""
        return self.vectors_named(self.collection)

    def vectors_named(self, collection: str) -> ChromaVectors:
        """The vectors of that collection."""
        chroma = Remote(self._chroma_url) if self._chroma_url else Embedded(self.folder / "chroma")
        return ChromaVectors(chroma, collection)

    @property
    def collection(self) -> str:
        """The name of the live vector collection."""
        return self.catalogue.live(VECTORS) or collection_name(self.embedder.fingerprint)

    @property
    def vectors_fit(self) -> bool:
        """Whether the live vectors are of the encoder in use: only then may a question's vector be compared with them."""
        return is_of(self.collection, self.embedder.fingerprint)

    @contextmanager
    def writing(self, *, rebuilding: bool = False) -> Iterator[None]:
        """Be the catalogue's one writer, with a schema of today.

        Raises `Busy` at once where another is at work; `Damaged` where the indexes are not in order, unless they are
        about to be rebuilt; `NotWritable` where the folder may not be written to, or is full.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with exclusively(self.engine, self.folder):
                migrate(self.engine)
                if not rebuilding:
                    self._have_indexes()
                yield
        except (OSError, OperationalError) as error:
            message = f"{self.folder} cannot be written to: {getattr(error, 'orig', error)}"
            raise NotWritable(message) from error

    def _have_indexes(self) -> None:
        """Make both indexes before the first article. Vectors of two encoders never meet in one collection."""
        if self.catalogue.live(WORDS) is None:
            LexicalIndex(self.word_folder(FIRST), make=True)
            self.vectors.make()
            self.catalogue.make_live({WORDS: FIRST, VECTORS: self.collection})
        if not self.vectors_fit:
            message = (
                f"the vectors are of another encoder than {self.embedder.fingerprint}: "
                "`jianbao reindex` makes new ones beside them and then switches over"
            )
            raise Damaged(message)

    def refresh(self) -> None:
        """See in both indexes what other processes have written since, or which others they have made live."""
        if "lexical" in self.__dict__:
            if self.is_shared:
                self._follow(self.lexical)
            elif self.lexical.folder.name == (self.catalogue.live(WORDS) or FIRST):
                self.lexical.refresh()
            else:
                del self.lexical
        if "vectors" in self.__dict__:
            self.vectors.refresh(self.collection)

    def close(self) -> None:
        """Let go of the database and of Chroma."""
        if "vectors" in self.__dict__:
            self.vectors.close()
        if "engine" in self.__dict__:
            self.engine.dispose()

    def _follow(self, own: LexicalIndex) -> None:
        """Bring this machine's word index to the catalogue's generation: what was published or withdrawn since its own."""
        with own.following() as (reached, reach):
            generation = self.catalogue.generation()
            if reached >= generation:
                return
            changed = self.catalogue.changed_since(reached)
            gone = sorted(name for name, published in changed.items() if not published)
            articles = self.catalogue.published(set(changed) - set(gone))
            pairs = [(articles[passage.article_id], passage) for passage in self.catalogue.passages(articles)]
            own.remove(gone)
            own.write(pairs)
            reach(generation)
