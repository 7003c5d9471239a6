"""English terms of local government → the Chinese words that newspapers print for them, as data in `glossary.toml`."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from ingest.fold import fold

Glossary = dict[tuple[str, ...], tuple[str, ...]]
"""Stems of a term → Chinese words, folded."""


@cache
def stem(word: str) -> str:
    """The Snowball stem of a lower-case English word."""
    from snowballstemmer import stemmer  # noqa: PLC0415  only English needs it

    return str(stemmer("english").stemWord(word))


def stems(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase's words."""
    return tuple(stem(word) for word in re.findall(r"[a-z0-9]+", phrase.lower()))


def read(toml: str) -> Glossary:
    """A glossary as a team writes it: an English term, and a list of Chinese words."""
    return {stems(english): tuple(fold(han) for han in chinese) for english, chinese in tomllib.loads(toml).items()}


@cache
def own() -> Glossary:
    """The one that comes with the product. Nobody changes it."""
    return read(files("api").joinpath("glossary.toml").read_text("utf-8"))


@lru_cache(maxsize=4096)
def printed_for(phrase: str) -> tuple[str, ...]:
    """What newspapers print for an English term, by the product's own glossary."""
    return own().get(stems(phrase), ())
