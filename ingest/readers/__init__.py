"""A reader for every format: bytes → the sheets that are printed in them."""

from collections.abc import Callable, Iterator

from ingest.readers.feed import feed
from ingest.readers.jsonlines import jsonlines
from ingest.readers.markdown import markdown
from ingest.readers.pdf import pdf
from ingest.readers.sheet import Sheet, Spoilt
from ingest.readers.webpage import webpage
from ingest.readers.word import word

Reader = Callable[[bytes], Iterator[Sheet | Spoilt]]

READERS: dict[str, Reader] = {
    ".md": markdown,
    ".markdown": markdown,
    ".txt": markdown,
    ".html": webpage,
    ".htm": webpage,
    ".shtml": webpage,
    ".xhtml": webpage,
    ".docx": word,
    ".pdf": pdf,
    ".jsonl": jsonlines,
    ".ndjson": jsonlines,
    ".rss": feed,
    ".atom": feed,
    ".xml": feed,
}
"""By the ending of a file's name."""
MANY = frozenset({jsonlines, feed})
"""The readers each of whose sheets stands for itself, so that they need not be published together."""
