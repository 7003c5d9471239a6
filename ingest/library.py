"""One data folder: the catalogue, the two indexes derived from it, and the lock of its one writer."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.catalogue import Catalogue
from ingest.database import migrate, opened, sqlite_url, version_of
from ingest.embed import Embedder
from ingest.errors import Busy, Damaged, NothingToRead
from ingest.lexical import LexicalIndex
from ingest.schema import HEAD
from ingest.vectors import ChromaVectors


class Library:
    """What is kept of the newspapers. Parts are opened when they are first used."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        """Name the folder; nothing is opened or made yet."""
        self.folder = folder
        self.embedder = embedder

    @property
    def exists(self) -> bool:
        """Whether anything was ever read into the folder."""
        return (self.folder / "catalogue.db").exists()

    @cached_property
    def catalogue(self) -> Catalogue:
        """The record. Raises `NothingToRead` where nothing was ever ingested, `Damaged` where another version wrote it."""
        if not self.exists:
            message = f"no article has been read into {self.folder} yet: run `jianbao ingest PATH` first"
            raise NothingToRead(message)
        engine = opened(sqlite_url(self.folder))
        if (standing := version_of(engine)) != HEAD:
            message = f"the catalogue in {self.folder} is of schema {standing}, not {HEAD}: `jianbao ingest` brings an older one up to date"
            raise Damaged(message)
        return Catalogue(engine)

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The word index."""
        return LexicalIndex(self.folder / "lexical")

    @cached_property
    def vectors(self) -> ChromaVectors:
        """The vectors of the passages, by the encoder in use."""
        return ChromaVectors(self.folder / "chroma", self.embedder.fingerprint)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the folder's one writer, with a catalogue of today's schema. Raises `Busy` at once where another is at work."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / "writing.lock", timeout=0):
                migrate(opened(sqlite_url(self.folder)))
                yield
        except Timeout as error:
            message = f"{self.folder} is being written to by another process: wait for it to end, then run this again"
            raise Busy(message) from error

    def refresh(self) -> None:
        """See in both indexes what other processes have written since."""
        self.lexical.refresh()
        self.vectors.refresh()
