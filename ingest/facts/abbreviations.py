"""The table of general abbreviations, which is data: abbreviations.toml beside this file."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("ingest.facts") / "abbreviations.toml").read_text("utf-8"))


@cache
def tails() -> dict[str, str]:
    """The end of a short name → the end of the full one; empty where the full name has another build."""
    return dict(_table()["tails"])


@cache
def known() -> frozenset[str]:
    """Names that end like no other body's: 国务院."""
    return frozenset(_table()["known"]["names"])


def short_tail(name: str) -> str | None:
    """The abbreviation a name ends with, the longest one."""
    return max((tail for tail in tails() if name.endswith(tail)), key=len, default=None)
