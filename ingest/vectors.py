"""Chroma: the vectors of all passages. Derived from the catalogue, and rebuilt from it at any time."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from ingest.article import Passage
from ingest.errors import Damaged

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings

    from ingest.embed import Vector, Vectors

_log = logging.getLogger(__name__)
_HNSW = {"space": "cosine", "max_neighbors": 12, "ef_construction": 64, "ef_search": 400}
"""Of a question's sixty nearest it finds .972, with half of ef_search some .95 (docs/decisions/0002)."""
_MOST = 5000
"""Rows in one call; Chroma's own bound is 5,461 on SQLite."""


class Neighbours(Protocol):
    """What a searcher needs of a vector index."""

    def search(self, vector: Sequence[float], limit: int, article_ids: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """Passage ids with their cosines, nearest first; only of the given articles, if any are given."""
        ...


def collection_name(fingerprint: str, number: int = 1) -> str:
    """Named by its encoder, so that vectors of two models never meet, and by a number that grows with every rebuild."""
    return f"passages-{fingerprint}-{number}"


def is_of(collection: str, fingerprint: str) -> bool:
    """Whether a collection holds vectors of this encoder."""
    return collection.rpartition("-")[0] == f"passages-{fingerprint}"


class Chroma(Protocol):
    """Where the collections are."""

    @property
    def goes_stale(self) -> bool:
        """Whether an open client does not see what other processes write."""
        ...

    def open(self) -> "ClientAPI":
        """A client."""
        ...


@dataclass(frozen=True, slots=True)
class Embedded:
    """Chroma within this process, over a folder. One process writes (the ingest lock sees to it); any number read."""

    folder: Path
    goes_stale = True

    def open(self) -> "ClientAPI":
        """A client over the folder."""
        from chromadb import PersistentClient  # noqa: PLC0415  a second to import
        from chromadb.api.shared_system_client import SharedSystemClient  # noqa: PLC0415  as above

        try:
            return PersistentClient(str(self.folder), settings=_quiet())
        except BaseException:
            SharedSystemClient.clear_system_cache()  # it keeps what was half opened, and would hand that out next time
            raise


@dataclass(frozen=True, slots=True)
class Remote:
    """A Chroma server at a URL such as http://chroma:8000."""

    url: str
    goes_stale = False

    def open(self) -> "ClientAPI":
        """A client of the server."""
        from chromadb import HttpClient  # noqa: PLC0415  as above

        parts = urlsplit(self.url)
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        return HttpClient(host=parts.hostname or "localhost", port=port, ssl=secure, settings=_quiet())


def _quiet() -> "Settings":
    from chromadb.config import Settings  # noqa: PLC0415  as above

    return Settings(anonymized_telemetry=False)


class ChromaVectors:
    """A collection of vectors, searched and written through Chroma's client."""

    def __init__(self, chroma: Chroma, name: str) -> None:
        """Nothing is opened yet, and chromadb is not imported, until the first use of the collection of that name."""
        self._chroma = chroma
        self._name = name
        self._lock = threading.RLock()
        """Nobody searches a client that is being closed."""

    @cached_property
    def _client(self) -> "ClientAPI":
        with _damage_named():
            return self._chroma.open()

    @cached_property
    def _collection(self) -> "Collection":
        with _damage_named():
            return self._client.get_collection(self._name, embedding_function=None)

    def make(self) -> None:
        """Make the collection if it is not there."""
        configuration: Any = {"hnsw": _HNSW}
        with _damage_named():
            self._client.get_or_create_collection(self._name, configuration=configuration, embedding_function=None)

    def others(self) -> list[str]:
        """The names of all other collections in the folder."""
        return [collection.name for collection in self._client.list_collections() if collection.name != self._name]

    def drop(self, name: str) -> None:
        """Delete a collection."""
        self._client.delete_collection(name)

    def write(self, passages: Sequence[Passage], vectors: "Vectors") -> None:
        """Put in passages with their vectors; a passage that is there already is overwritten."""
        for at in range(0, len(passages), _MOST):
            some = passages[at : at + _MOST]
            self._collection.upsert(
                ids=[passage.id for passage in some],
                embeddings=vectors[at : at + _MOST],
                metadatas=[{"article": passage.article_id} for passage in some],
            )

    def of(self, passage_ids: Sequence[str]) -> "dict[str, Vector]":
        """The vectors of those of the passages that it holds."""
        import numpy as np  # noqa: PLC0415  only where vectors are made

        if not passage_ids:
            return {}
        found = self._collection.get(ids=list(passage_ids), include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"], dtype=np.float32), strict=True))

    def remove(self, article_ids: Sequence[str]) -> None:
        """Take articles out."""
        if article_ids:
            self._collection.delete(where=_of(article_ids))

    def refresh(self, name: str) -> None:
        """See what other processes have written since. An open collection's graph would stay as it was, so the client goes too."""
        with self._lock:
            if self._chroma.goes_stale:
                self.close()
            self.__dict__.pop("_collection", None)
            self._name = name

    def close(self) -> None:
        """Let go of the client; the next use opens another."""
        with self._lock:
            if "_client" in self.__dict__:
                self._client.close()  # type: ignore[attr-defined]  # every client has it; the abstract one does not say so
                self._client.clear_system_cache()
            self.__dict__.pop("_collection", None)
            self.__dict__.pop("_client", None)

    def __len__(self) -> int:
        """How many passages it holds."""
        with self._lock, _damage_named():
            return self._collection.count()

    def search(self, vector: Sequence[float], limit: int, article_ids: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """Passage ids with their cosines, nearest first."""
        if article_ids == []:
            return []
        where = None if article_ids is None else _of(article_ids)
        with self._lock, _damage_named():
            found = self._collection.query(query_embeddings=[vector], n_results=limit, where=where, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        return [(name, 1.0 - distance) for name, distance in zip(found["ids"][0], distances, strict=True)]


def _of(article_ids: Sequence[str]) -> Any:  # noqa: ANN401  Chroma's own type for a filter
    """The filter that lets only these articles through."""
    return {"article": {"$in": list(article_ids)}}


@contextmanager
def _damage_named(*but: type[Exception]) -> Iterator[None]:
    """Whatever Chroma raises over its own files, but for what is named, is damage to a caller; its compiled engine even panics."""
    spared: tuple[type[Exception], ...] = (Damaged, *but)
    try:
        yield
    except spared:
        raise
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        message = f"the vectors cannot be read ({type(error).__name__}: {error}): `jianbao reindex` makes them anew"
        raise Damaged(message) from error


class OneLook:
    """The same search for a process that asks once: Chroma's compiled engine without the second its Python client takes to import.

    The engine's own interface is not public, so where it is not as we know it, `ChromaVectors` answers.
    """

    def __init__(self, folder: Path, name: Callable[[], str]) -> None:
        """Nothing is opened yet; the collection's name is asked for when it is needed."""
        self._folder = folder
        self._name = name

    def search(self, vector: Sequence[float], limit: int, article_ids: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """Passage ids with their cosines, nearest first."""
        try:
            if article_ids is None:
                return self._look(vector, limit)
        except (ImportError, AttributeError, TypeError):
            _log.info("this Chroma is not the one that a single look knows; its client answers")
        return ChromaVectors(Embedded(self._folder), self._name()).search(vector, limit, article_ids)

    def _look(self, vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        import chromadb_rust_bindings as engine  # noqa: PLC0415  loaded by the one command that needs it

        home = ("default_tenant", "default_database")
        with _damage_named(AttributeError, TypeError):
            opened = engine.Bindings(
                allow_reset=False,
                sqlite_db_config=engine.SqliteDBConfig(
                    url=str(self._folder / "chroma.sqlite3"),
                    hash_type=engine.MigrationHash.MD5,
                    migration_mode=engine.MigrationMode.Validate,
                ),
                persist_path=str(self._folder),
                hnsw_cache_size=16,
            )
            collection = opened.get_collection(self._name(), *home)
            rows = [float(number) for number in vector]
            found = opened.query(str(collection.id), None, [rows], limit, None, None, ["distances"], *home)
        return [(name, 1.0 - distance) for name, distance in zip(found.ids[0], found.distances[0], strict=True)]
