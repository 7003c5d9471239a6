"""The dictionary's view of a text: its words, what kind each is, and which of them a stretch would cut in two."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple


class Word(NamedTuple):
    """A word as the segmenter cuts it. Its tag is jieba's: n is a noun, v a verb, p a preposition, nr a person.

    A tuple, for an article has hundreds, and a frozen dataclass takes four times as long to make.
    """

    text: str
    tag: str
    start: int

    @property
    def end(self) -> int:
        """Where the next word begins."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, in order, without gaps."""

    words: tuple[Word, ...]
    starts: tuple[int, ...]

    def at(self, place: int) -> int:
        """The index of the word that covers a place."""
        return bisect_right(self.starts, place) - 1

    def cuts(self, place: int) -> bool:
        """Whether a boundary at this place would cut a dictionary word in two."""
        word = self.words[self.at(place)] if self.words else None
        return bool(word and word.start < place < word.end and is_word(word.text))


@lru_cache(maxsize=256)
def words_of(text: str) -> Words:
    """The words of a text; they join to the text itself."""
    import rjieba  # noqa: PLC0415  its dictionary takes 0.1 s to load

    words, at = [], 0
    for piece, tag in rjieba.tag(text):
        words.append(Word(piece, tag, at))
        at += len(piece)
    return Words(tuple(words), tuple(word.start for word in words))


@lru_cache(maxsize=4096)
def first_word(text: str) -> tuple[str, str]:
    """The word that a stretch begins with, and its tag; two empty strings for nothing."""
    import rjieba  # noqa: PLC0415  as above

    return next(iter(rjieba.tag(text)), ("", ""))


def is_word(text: str) -> bool:
    """Whether the dictionary lists it."""
    import rjieba  # noqa: PLC0415  as above

    return bool(rjieba.has_word(text))
