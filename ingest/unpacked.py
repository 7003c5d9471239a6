"""Big tables that a library needs seconds to build, kept built: a restricted pickle whose arrays are mapped, not read."""

import io
import logging
import mmap
import os
import pickle
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

_log = logging.getLogger(__name__)
_ALIGN = 64
"""Bytes. Arrays start at multiples of a cache line."""


def unpacked(folder: Path, name: str, build: Callable[[], Any], allowed: Sequence[str]) -> Any:  # noqa: ANN401  it is what build() makes
    """What `build` makes, from the folder if an earlier run left it there.

    The name must tell the versions of all that the thing is made of. `allowed` lists every global the pickle may name
    ("module.attribute"), so a file that somebody tampered with loads nothing else. A folder that cannot be written, or a
    file that cannot be read, costs time and nothing more.
    """
    try:
        return _load(folder / name, allowed)
    except Exception as error:  # noqa: BLE001  whatever a spoilt file raises, it costs a second and nothing more
        _log.info("%s is built anew: %s", name, error)
        thing = build()
    try:
        _dump(folder / name, thing)
    except OSError as error:
        _log.info("%s is not kept for the next start: %s", name, error)
    return thing


def _dump(path: Path, thing: object) -> None:
    """Write arrays, pickle, and a table of their places: first the whole file under another name, then the rename."""
    buffers: list[pickle.PickleBuffer] = []
    body = pickle.dumps(thing, protocol=5, buffer_callback=buffers.append)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            places = [_append(file, buffer.raw()) for buffer in buffers]
            table = pickle.dumps((_append(file, body), places))
            file.write(table + len(table).to_bytes(8, "little"))
            file.flush()
            os.replace(file.name, path)  # noqa: PTH105  the same call, without a Path made for it
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _append(file: Any, data: bytes | memoryview) -> tuple[int, int]:  # noqa: ANN401  tempfile's wrapper has no public type
    file.write(b"\0" * (-file.tell() % _ALIGN))
    start = file.tell()
    file.write(data)
    return start, file.tell()


def _load(path: Path, allowed: Sequence[str]) -> Any:  # noqa: ANN401  as above
    with path.open("rb") as file:
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    size = int.from_bytes(whole[-8:], "little")
    (start, end), places = _Restricted(io.BytesIO(whole[-8 - size : -8]), (), ()).load()
    buffers = [whole[first:last] for first, last in places]
    return _Restricted(io.BytesIO(whole[start:end]), allowed, buffers).load()


class _Restricted(pickle.Unpickler):
    """An unpickler that finds only what it was told of."""

    def __init__(self, file: io.BytesIO, allowed: Sequence[str], buffers: Sequence[memoryview]) -> None:
        super().__init__(file, buffers=buffers)
        self._allowed = frozenset(allowed)

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401  as its base has it
        if f"{module}.{name}" not in self._allowed:
            message = f"{module}.{name} is not allowed here"
            raise pickle.UnpicklingError(message)
        return super().find_class(module, name)
