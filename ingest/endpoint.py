"""Vectors from any OpenAI-compatible endpoint, and the cache that never pays for a text twice."""

import re
import sqlite3
import threading
from base64 import b64decode
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import IngestError

if TYPE_CHECKING:
    from openai import OpenAI

    from ingest.embed import Embedder, Vectors

_RETRIES = 5
"""The SDK waits as long as Retry-After says, else half a second, doubling."""


class NoVectors(IngestError):
    """The embedding endpoint gave no vectors, or not the ones that were asked for."""


@dataclass(frozen=True)
class Endpoint:
    """An embedding model and where it is served."""

    model: str
    base_url: str | None
    api_key: str | None
    batch: int = 10
    """Texts in one call: the least cap of the providers we know."""
    at_once: int = 4
    """Calls under way at a time."""
    dimensions: int | None = None
    """Unset: as many as the model has."""
    seconds: float = 60.0

    @cached_property
    def fingerprint(self) -> str:
        """The model's name, and eight digits of the hash of all that may change its vectors."""
        told = f"{self.base_url}\n{self.model}\n{self.dimensions}"
        return f"{re.sub(r'[^a-zA-Z0-9.]+', '-', self.model)[:80].strip('-.')}-{sha256(told.encode()).hexdigest()[:8]}"

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """One row of unit length for each text. Raises `NoVectors`."""
        import numpy as np  # noqa: PLC0415  only where vectors are made

        parts = [list(texts[at : at + self.batch]) for at in range(0, len(texts), self.batch)]
        with ThreadPoolExecutor(self.at_once, "embedding") as pool:
            found = [row for part in pool.map(self._called, parts) for row in part]
        sizes = {row.size for row in found}
        rows = np.stack(found) if len(sizes) == 1 else np.empty((0, 0), dtype=np.float32)
        if sizes != {self.dimensions or max(sizes)} or not rows.size or not np.isfinite(rows).all():
            message = f"the embedding endpoint sent vectors of sizes {sorted(sizes)}, or what is no number"
            raise NoVectors(message)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.where(lengths == 0, 1, lengths), dtype=np.float32)

    def _called(self, texts: list[str]) -> "list[Vectors]":
        from openai import OpenAIError, omit  # noqa: PLC0415  it is loaded by now

        try:
            reply = self._client.embeddings.create(
                model=self.model, input=texts, dimensions=self.dimensions or omit, encoding_format="base64"
            )
            rows = {one.index: _row(one.embedding) for one in reply.data}
        except (OpenAIError, AttributeError, TypeError, ValueError) as error:
            message = f"the embedding endpoint failed for {len(texts)} texts: {type(error).__name__}"
            raise NoVectors(message) from error
        if sorted(rows) != list(range(len(reply.data))) or len(reply.data) != len(texts):
            message = f"the embedding endpoint sent {len(reply.data)} vectors for {len(texts)} texts, or not in their order"
            raise NoVectors(message)
        return [rows[at] for at in range(len(texts))]

    @cached_property
    def _client(self) -> "OpenAI":
        from openai import OpenAI  # noqa: PLC0415  a second to import

        return OpenAI(base_url=self.base_url, api_key=self.api_key or "none", timeout=self.seconds, max_retries=_RETRIES)


def _row(embedding: "str | list[float]") -> "Vectors":
    """A vector as it came: in base64, as asked, or in plain numbers, from a server that knows nothing else. Raises `ValueError`."""
    import numpy as np  # noqa: PLC0415  as above

    if isinstance(embedding, str):
        return np.frombuffer(b64decode(embedding, validate=True), dtype="<f4")
    return np.asarray(embedding, dtype=np.float32)


class Cached:
    """An encoder that remembers, in a file, the vector of every text it was ever asked for."""

    def __init__(self, inner: "Embedder", file: Path) -> None:
        """The file is made at the first use; losing it costs money and nothing more."""
        self._inner = inner
        self._file = file
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> str:
        """That of the encoder whose vectors they are."""
        return self._inner.fingerprint

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """One row for each text; only those that were never asked for are asked for now, and each batch is kept at once."""
        import numpy as np  # noqa: PLC0415  as above

        keys = [sha256(f"{self.fingerprint}\n{text}".encode()).digest() for text in texts]
        known = {key: np.frombuffer(vector, dtype=np.float32) for key, vector in self._kept(keys).items()}
        lacking = list({key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items())
        for some in _shares(lacking):
            fresh = self._inner.embed([text for _, text in some])
            rows = dict(zip((key for key, _ in some), fresh.astype(np.float32, copy=False), strict=True))
            self._keep({key: row.tobytes() for key, row in rows.items()})
            known |= rows
        return np.stack([known[key] for key in keys])

    def _kept(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        with self._lock:
            for at in range(0, len(keys), _MANY):
                some = keys[at : at + _MANY]
                marks = ", ".join("?" * len(some))
                found.update(self._database.execute(f"SELECT text, vector FROM vectors WHERE text IN ({marks})", some))  # noqa: S608  marks are question marks
        return found

    def _keep(self, rows: dict[bytes, bytes]) -> None:
        with self._lock, self._database:
            self._database.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows.items())

    @cached_property
    def _database(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._file, check_same_thread=False)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, vector BLOB NOT NULL)")
        return database


_MANY = 500
"""Texts looked up in one statement, and paid for before they are kept."""


def _shares(lacking: Sequence[tuple[bytes, str]]) -> Iterator[Sequence[tuple[bytes, str]]]:
    return (lacking[at : at + _MANY] for at in range(0, len(lacking), _MANY))
