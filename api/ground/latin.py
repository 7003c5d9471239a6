"""Names in Latin letters: printed so, read so, or the English for what is printed. Any other is somebody's invention."""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby

from api.ground.capitals import Word, spelled, words_in
from api.ground.ordinary import acts, is_ordinary, opens_sentences
from api.pinyin import characters_of, is_printed_so, orders, syllables
from ingest.facts import SURNAMES

Rendered = Callable[[str], Collection[str]]
"""What Chinese newspapers may print for an English term, folded."""
_LONGEST_TERM = 4
_EVERYDAY = 4
"""Chinese words for an English one from which it is no mere name: Donald has one, Smith three, meeting a dozen."""
_NAME = 2
"""Syllables of the shortest whole name."""


def unborne_latin(claim: str, evidence: str, rendered: Rendered) -> list[tuple[str, ...]]:
    """What a claim names in Latin letters, and its folded evidence neither prints, nor sounds like, nor says in Chinese."""
    words = words_in(claim)
    if not any(word.named for word in words):
        return []
    printed = f" {' '.join(spelled(evidence))} "
    terms = _terms(words, lambda term: any(han in evidence for han in rendered(term)) or (not _reads(term) and f" {term} " in printed))
    return [name for name in _names(words, terms, rendered) if not _is_borne(name, evidence, printed)]


def _terms(words: Sequence[Word], is_known: Callable[[str], bool]) -> set[int]:
    """Where the words of terms stand that begin with a capital and that the evidence knows; of two that overlap, the longer one."""
    known: set[int] = set()
    for size in range(_LONGEST_TERM, 0, -1):
        for at in range(len(words) - size + 1):
            if words[at].named and known.isdisjoint(places := range(at, at + size)) and is_known(_term(words[at : at + size])):
                known.update(places)
    return known


def _term(words: Sequence[Word]) -> str:
    """The words as one term; words that do not stand together make none that anybody knows."""
    return " ".join(word.text for word in words) if all(word.joined for word in words[1:]) else ""


def _names(words: Sequence[Word], terms: set[int], rendered: Rendered) -> Iterator[tuple[str, ...]]:
    """Capitalised words that stand together, apart from terms; those that read like pinyin apart from others."""
    stretch: list[Word] = []
    for at, word in enumerate((*words, None)):
        goes_on = word is not None and word.named and at not in terms
        if stretch and not (goes_on and word and word.joined):
            if not _opens_only(stretch, word, rendered):
                yield from _parts(stretch)
            stretch = []
        if goes_on and word:
            stretch.append(word)


def _opens_only(stretch: Sequence[Word], following: Word | None, rendered: Rendered) -> bool:
    """Whether a lone everyday word has its capital from opening a sentence. One that acts as a person does is a name: Mark said."""
    first = stretch[0]
    if len(stretch) > 1 or not first.opens:
        return False
    if is_ordinary(first.text):
        return True
    everyday = opens_sentences(first.text) or len(rendered(first.text)) >= _EVERYDAY
    return everyday and not _reads(first.text) and (first.text.endswith("s") or not (following and acts(following.text)))


def _parts(stretch: Sequence[Word]) -> Iterator[tuple[str, ...]]:
    for reads, some in groupby(stretch, key=lambda word: _reads(word.text)):
        texts = tuple(word.text for word in some)
        yield from [texts] if reads else ((text,) for text in texts)


def _reads(term: str) -> bool:
    """Whether all its words may be pinyin."""
    return all(syllables(word) for word in term.split())


def _is_borne(name: tuple[str, ...], evidence: str, printed: str) -> bool:
    """Whether a name is printed in these letters, or in characters so read; several names in a row may be so one by one.

    A lone syllable is borne by a surname so read, but no name is put together from a surname here and a given name there.
    """
    if f" {' '.join(name)} " in printed:
        return True
    readings = list(orders(name))
    if any(len(parts) >= _NAME and is_printed_so(parts, evidence) for parts in readings):
        return True
    if len(name) == 1:
        return any(_is_a_surname(parts, evidence) for parts in readings)
    halves = ((name[:at], name[at:]) for at in range(1, len(name)))
    return any(all(_is_whole(half) and _is_borne(half, evidence, printed) for half in pair) for pair in halves)


def _is_a_surname(parts: tuple[str, ...], evidence: str) -> bool:
    return len(parts) == 1 and any(char in evidence and char in SURNAMES for char in characters_of(parts[0]))


def _is_whole(name: tuple[str, ...]) -> bool:
    return any(len(parts) >= _NAME for parts in orders(name))
