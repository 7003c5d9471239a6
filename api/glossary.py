"""English terms of local government → the Chinese words that newspapers print for them, as data in `glossary.toml`."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from ingest.fold import fold

Glossary = dict[tuple[str, ...], tuple[str, ...]]
"""Stems of a term → Chinese words, folded."""


_IRREGULAR = {
    form: base
    for base, forms in {
        "lead": "led",
        "hold": "held",
        "take": "took taken",
        "give": "gave given",
        "make": "made",
        "build": "built",
        "rebuild": "rebuilt",
        "speak": "spoke spoken",
        "meet": "met",
        "go": "went gone",
        "bring": "brought",
        "buy": "bought",
        "sell": "sold",
        "send": "sent",
        "spend": "spent",
        "lend": "lent",
        "win": "won",
        "lose": "lost",
        "pay": "paid",
        "find": "found",
        "fall": "fell fallen",
        "rise": "rose risen",
        "grow": "grew grown",
        "begin": "began begun",
        "break": "broke broken",
        "choose": "chose chosen",
        "draw": "drew drawn",
        "drive": "drove driven",
        "fly": "flew flown",
        "write": "wrote written",
        "teach": "taught",
        "catch": "caught",
        "fight": "fought",
        "seek": "sought",
        "think": "thought",
        "keep": "kept",
        "leave": "left",
        "feel": "felt",
        "deal": "dealt",
        "steal": "stole stolen",
        "strike": "struck",
        "shake": "shook shaken",
        "see": "saw seen",
        "show": "shown",
        "run": "ran",
        "woman": "women",
        "man": "men",
        "child": "children",
        "person": "people",
    }.items()
    for form in forms.split()
}
"""Forms that no rule of endings leads back to their word."""


@cache
def stem(word: str) -> str:
    """The Snowball stem of a lower-case English word; an irregular form's is that of its word."""
    from snowballstemmer import stemmer  # noqa: PLC0415  only English needs it

    return str(stemmer("english").stemWord(_IRREGULAR.get(word, word)))


def stems(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase's words."""
    return tuple(stem(word) for word in re.findall(r"[a-z0-9]+", phrase.lower()))


def read(toml: str) -> Glossary:
    """A glossary as a team writes it: an English term, and a list of Chinese words. Terms of the same stems share their words."""
    found: Glossary = {}
    for english, chinese in tomllib.loads(toml).items():
        some = stems(english)
        found[some] = tuple(dict.fromkeys((*found.get(some, ()), *map(fold, chinese))))
    return found


@cache
def own() -> Glossary:
    """The one that comes with the product. Nobody changes it."""
    return read(files("api").joinpath("glossary.toml").read_text("utf-8"))


@lru_cache(maxsize=4096)
def printed_for(phrase: str) -> tuple[str, ...]:
    """What newspapers print for an English term, by the product's own glossary."""
    return own().get(stems(phrase), ())
