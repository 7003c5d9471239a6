"""Bars around what takes long, where somebody watches."""

import sys
from functools import partial
from typing import Any


def bar(doing: str) -> "partial[Any]":
    """Wraps what is gone through, with `total` where it does not know its length."""
    from rich.progress import track  # noqa: PLC0415  after --help is done

    return partial(track, description=doing, transient=True, disable=not sys.stderr.isatty())
