"""What is wrong with a data folder, and the one command that mends it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import text

from ingest.database import version_of
from ingest.errors import Damaged, IngestError
from ingest.library import Library
from ingest.schema import HEAD

_INGEST, _REINDEX, _RESTORE = "jianbao ingest PATH", "jianbao reindex", "jianbao restore FILE"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, and the command that mends it."""

    what: str
    mend: str


def findings(library: Library) -> list[Finding]:
    """Everything that is wrong; [] where all is well. Nothing is written."""
    if not library.exists:
        return [Finding("no article has been read yet", _INGEST)]
    try:
        found = list(_of_catalogue(library))
    except Damaged as error:
        found = [Finding(str(error), _RESTORE)]
    if not found:
        library.refresh()
    return found or [*_of_words(library), *_of_vectors(library), *_of_writers(library)]


def _of_catalogue(library: Library) -> Iterator[Finding]:
    engine = library.engine
    if (standing := version_of(engine)) != HEAD:
        newer = standing is not None and standing > HEAD
        mend = "a newer Jianbao" if newer else _INGEST
        yield Finding(f"the catalogue is of schema {standing}, and this Jianbao knows {HEAD}", mend)
        return
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        verdict = connection.execute(text("PRAGMA quick_check")).scalar()
    if verdict != "ok":
        yield Finding(f"the catalogue is damaged: {verdict}", _RESTORE)


def _of_words(library: Library) -> Iterator[Finding]:
    yield from _counted(library, "word index", lambda: len(library.lexical))


def _of_vectors(library: Library) -> Iterator[Finding]:
    if not library.vectors_fit:
        yield Finding(f"the vectors are of another encoder than {library.embedder.fingerprint}", _REINDEX)
        return
    if counted := list(_counted(library, "vector index", lambda: len(library.vectors))):
        yield from counted
        return
    try:
        library.vectors.search(library.embedder.embed(["安全"])[0], 1)
    except IngestError as error:
        yield Finding(str(error), _REINDEX)


def _counted(library: Library, name: str, size: Callable[[], int]) -> Iterator[Finding]:
    """Whether an index holds as many passages as are published."""
    expected = library.catalogue.counted()[1]
    try:
        held = size()
    except IngestError as error:
        yield Finding(str(error), _REINDEX)
        return
    if held != expected:
        yield Finding(f"the {name} holds {held} passages, and the catalogue {expected}", _REINDEX)


def _of_writers(library: Library) -> Iterator[Finding]:
    if left := library.catalogue.unsettled():
        yield Finding(f"an interrupted ingest left {len(left)} articles unsettled; they are in no answer", _INGEST)
