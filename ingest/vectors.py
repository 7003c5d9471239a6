"""Chroma: the vectors of all passages. Derived from the catalogue, and rebuilt from it at any time."""

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ingest.article import Passage

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

    from ingest.embed import Vectors

_HNSW = {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 200}
"""The defaults (100, 16, 100) lost a fifth of the true neighbours of weak vectors (docs/decisions/0002)."""
_MOST = 5000
"""Rows in one call; Chroma's own bound is 5,461 on SQLite."""


class Neighbours(Protocol):
    """What a searcher needs of a vector index."""

    def search(self, vector: Sequence[float], limit: int, article_ids: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """Passage ids with their cosines, nearest first; only of the given articles, if any are given."""
        ...


def collection_name(fingerprint: str) -> str:
    """Named by its encoder, so that vectors of two models never meet."""
    return f"passages-{fingerprint}"


class ChromaVectors:
    """The embedded Chroma of a data folder. One process writes (the ingest lock sees to it); any number read."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        """Nothing is opened yet, and chromadb is not imported, until the first use."""
        self._folder = folder
        self._name = collection_name(fingerprint)
        self._lock = threading.RLock()
        """Nobody searches a client that is being closed."""

    @cached_property
    def _client(self) -> "ClientAPI":
        from chromadb import PersistentClient  # noqa: PLC0415  a second to import
        from chromadb.config import Settings  # noqa: PLC0415  as above

        return PersistentClient(str(self._folder), settings=Settings(anonymized_telemetry=False))

    @cached_property
    def _collection(self) -> "Collection":
        configuration: Any = {"hnsw": _HNSW}
        return self._client.get_or_create_collection(self._name, configuration=configuration, embedding_function=None)

    def write(self, passages: Sequence[Passage], vectors: "Vectors") -> None:
        """Put in passages with their vectors; a passage that is there already is overwritten."""
        for at in range(0, len(passages), _MOST):
            some = passages[at : at + _MOST]
            self._collection.upsert(
                ids=[passage.id for passage in some],
                embeddings=vectors[at : at + _MOST],
                metadatas=[{"article": passage.article_id} for passage in some],
            )

    def remove(self, article_ids: Sequence[str]) -> None:
        """Take articles out."""
        if article_ids:
            self._collection.delete(where=_of(article_ids))

    def refresh(self) -> None:
        """See what other processes have written since. An open collection's graph would stay as it was, so the client goes too."""
        with self._lock:
            if "_client" in self.__dict__:
                self._client.close()  # type: ignore[attr-defined]  # every client has it; the abstract one does not say so
                self._client.clear_system_cache()
            self.__dict__.pop("_collection", None)
            self.__dict__.pop("_client", None)

    def __len__(self) -> int:
        """How many passages it holds."""
        return self._collection.count()

    def search(self, vector: Sequence[float], limit: int, article_ids: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """Passage ids with their cosines, nearest first."""
        if article_ids == []:
            return []
        where = None if article_ids is None else _of(article_ids)
        with self._lock:
            found = self._collection.query(query_embeddings=[vector], n_results=limit, where=where, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        return [(name, 1.0 - distance) for name, distance in zip(found["ids"][0], distances, strict=True)]


def _of(article_ids: Sequence[str]) -> Any:  # noqa: ANN401  Chroma's own type for a filter
    """The filter that lets only these articles through."""
    return {"article": {"$in": list(article_ids)}}


class OneLook:
    """The same search for a process that asks once: Chroma's compiled engine without the second its Python client takes to import.

    The engine's own interface is not public, so where it is not as we know it, `ChromaVectors` answers.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        """Nothing is opened yet."""
        self._folder = folder
        self._fingerprint = fingerprint

    def search(self, vector: Sequence[float], limit: int, article_ids: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """Passage ids with their cosines, nearest first."""
        try:
            if article_ids is None:
                return self._look(vector, limit)
        except (ImportError, AttributeError, TypeError):  # another Chroma than the one we know
            pass
        return ChromaVectors(self._folder, self._fingerprint).search(vector, limit, article_ids)

    def _look(self, vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        import chromadb_rust_bindings as engine  # noqa: PLC0415  loaded by the one command that needs it

        where = str(self._folder / "chroma.sqlite3")
        database = engine.SqliteDBConfig(url=where, hash_type=engine.MigrationHash.MD5, migration_mode=engine.MigrationMode.Validate)
        opened = engine.Bindings(allow_reset=False, sqlite_db_config=database, persist_path=str(self._folder), hnsw_cache_size=16)
        home = ("default_tenant", "default_database")
        collection = opened.get_collection(collection_name(self._fingerprint), *home)
        rows = [float(number) for number in vector]
        found = opened.query(str(collection.id), None, [rows], limit, None, None, ["distances"], *home)
        return [(name, 1.0 - distance) for name, distance in zip(found.ids[0], found.distances[0], strict=True)]
