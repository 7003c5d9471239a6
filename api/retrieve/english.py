"""English words → what Chinese articles print for them: names by their sound, terms by glossary and dictionary."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from api import glossary as terms
from api.glossary import stems
from api.retrieve.days import days_in
from api.retrieve.dictionary import Dictionary
from api.retrieve.kinds import only_asks
from api.retrieve.names import LATIN_WORD, Frequency, name_windows, spellings
from ingest.article import Span
from ingest.fold import fold
from ingest.words import pairs

_LONGEST_PHRASE = 4
_MOST_WORDS = 12
"""Chinese words kept for one English term, the most frequent first."""
_LONG_NAME, _SHORT_NAME = 2.0, 1.3
"""What a name weighs: of three syllables and more, and of two (one in seven two-character strings sounds like another)."""
_FROM_GLOSSARY, _EXACT, _IN_A_GLOSS = 1.0, 0.8, 0.5
_TELLING = 0.34
"""A stem that is less than a third of a gloss says too little about the word."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """An English term, and its Chinese spellings with their weights; none where nobody knows one."""

    label: str
    spellings: tuple[tuple[str, float], ...]
    is_name: bool = False

    @property
    def letters(self) -> str:
        """The term as an English article prints it, folded."""
        return fold(self.label)


class English:
    """Renders an English question in words that the articles print."""

    def __init__(self, dictionary: Dictionary, glossary: Path | None = None) -> None:
        """Read the glossary that comes with the product, then a team's own."""
        self._dictionary = dictionary
        self._glossary = terms.own() | (terms.read(glossary.read_text("utf-8")) if glossary else {})

    def prepare(self) -> None:
        """Have the dictionary ready, so that no question waits for it."""
        self._dictionary.exact(())

    def renderings(self, text: str, frequency: Frequency) -> list[Rendering]:
        """Every term of the question that is a name, a day, a glossary term or a dictionary word; the rest by its own letters."""
        spans = [Span(*match.span()) for match in LATIN_WORD.finditer(text)]
        words = [span.of(text) for span in spans]
        taken: set[int] = set()
        found: list[Rendering] = []
        for rendering, used in (*self._names(words, frequency), *_days(text, spans), *self._phrases(words, frequency)):
            if not taken & used:
                taken |= used
                found.append(rendering)
        return found

    def printed_for(self, phrase: str) -> tuple[str, ...]:
        """What Chinese newspapers may print for a term, by glossary and dictionary."""
        some = stems(phrase)
        return (*self._glossary.get(some, ()), *map(fold, self._dictionary.exact(some)))

    def _names(self, words: Sequence[str], frequency: Frequency) -> Iterator[tuple[Rendering, set[int]]]:
        taken: set[int] = set()
        for start, stop, parts in name_windows(list(words)):
            window = set(range(start, stop))
            if taken & window or not self._may_be_a_name(words[start:stop]):
                continue
            if han := spellings(parts, frequency):
                weight = _LONG_NAME if len(parts) > 2 else _SHORT_NAME  # noqa: PLR2004  syllables
                taken |= window
                yield Rendering(" ".join(words[start:stop]), tuple((one, weight) for one in han), is_name=True), window

    def _may_be_a_name(self, words: Sequence[str]) -> bool:
        """A name is capitalised, or at least no English word."""
        if any(only_asks(word.lower()) for word in words):
            return False
        return all(word[0].isupper() or not self._dictionary.exact(stems(word)) for word in words)

    def _phrases(self, words: Sequence[str], frequency: Frequency) -> Iterator[tuple[Rendering, set[int]]]:
        at = 0
        while at < len(words):
            size, rendering = self._longest(words, at, frequency)
            if rendering:
                yield rendering, set(range(at, at + size))
            at += size

    def _longest(self, words: Sequence[str], at: int, frequency: Frequency) -> tuple[int, Rendering | None]:
        """The longest phrase from here that the glossary or the dictionary has, and how many words it takes."""
        for size in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = [word.lower() for word in words[at : at + size]]
            if only_asks(phrase[0]) or only_asks(phrase[-1]):
                continue
            if known := self._known(stems(" ".join(phrase)), frequency, alone=size == 1):
                return size, Rendering(" ".join(words[at : at + size]), known)
        word = words[at]
        return 1, None if only_asks(word.lower()) else Rendering(word, ())

    def _known(self, phrase: tuple[str, ...], frequency: Frequency, *, alone: bool) -> tuple[tuple[str, float], ...]:
        weights: dict[str, float] = {}
        for han in self._glossary.get(phrase, ()):
            weights[han] = _FROM_GLOSSARY
        for han in self._dictionary.exact(phrase):
            weights.setdefault(fold(han), _EXACT)
        if alone and not weights:
            for han, share in self._dictionary.holding(phrase[0]):
                if share >= _TELLING:
                    weights.setdefault(fold(han), _IN_A_GLOSS * share)
        printed = [(han, weight) for han, weight in weights.items() if _rarest(han, frequency)]
        printed.sort(key=lambda pair: (-pair[1], -_rarest(pair[0], frequency)))
        if not printed and weights:
            return tuple(list(weights.items())[:1])
        return tuple(printed[:_MOST_WORDS])


def _days(text: str, words: Sequence[Span]) -> Iterator[tuple[Rendering, set[int]]]:
    for day in days_in(text):
        yield Rendering(day.span.of(text), ((day.printed, 1.0),)), {at for at, word in enumerate(words) if day.span.holds(word)}


def _rarest(han: str, frequency: Frequency) -> int:
    """In how many passages its rarest part stands; 0 where it is printed nowhere."""
    return min(map(frequency, pairs(han)), default=0)
