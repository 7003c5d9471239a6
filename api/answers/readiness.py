"""Whether questions can be answered at this moment, and with what."""

from dataclasses import dataclass

from api.retrieve.hybrid import HybridRetriever
from ingest.errors import IngestError
from ingest.library import Library


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is there. Trouble is None where all is well; it names no path."""

    trouble: str | None
    articles: int = 0
    passages: int = 0
    generation: int = 0


def readiness(library: Library, retriever: HybridRetriever) -> Readiness:
    """Compare both indexes with the catalogue. What is being written may be there already, so more is no trouble; less is."""
    try:
        generation = retriever.generation()
        articles, passages = library.catalogue.counted()
    except IngestError:
        return Readiness("no newspaper has been read yet, or its catalogue is of another version")
    lacking = [name for name, held in (("word index", len(library.lexical)), ("vectors", len(library.vectors))) if held < passages]
    trouble = f"the {' and the '.join(lacking)} hold less than the catalogue's {passages} passages" if lacking else None
    return Readiness(trouble or (None if articles else "no article is published"), articles, passages, generation)
