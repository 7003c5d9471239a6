"""English words → what Chinese articles print for them: names by their sound, terms by glossary and dictionary."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from api import glossary as terms
from api.glossary import stems
from api.pinyin import is_read, syllables
from api.retrieve.days import days_in
from api.retrieve.dictionary import Dictionary
from api.retrieve.kinds import only_asks
from api.retrieve.names import LATIN_WORD, Frequency, name_windows, spellings
from api.retrieve.spoken import in_english, of_the_same_gloss
from ingest.article import Span
from ingest.facts import SURNAMES
from ingest.fold import fold
from ingest.words import pairs

_LONGEST_PHRASE = 4
_MOST_WORDS = 12
"""Chinese words kept for one English term, the most frequent first."""
_LONG_NAME, _SHORT_NAME = 2.0, 1.3
"""What a name weighs: of three syllables and more, and of two (one in seven two-character strings sounds like another)."""
_FROM_GLOSSARY, _EXACT, _IN_A_GLOSS = 1.0, 0.8, 0.5
_BESIDE_GLOSSARY = 0.5
"""A dictionary's word for what the glossary has, too."""
_PART = re.compile(r"[^-]+")
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
        spans = list(self._words(text))
        words = [span.of(text) for span in spans]
        taken: set[int] = set()
        found: list[tuple[int, Rendering]] = []
        for some, used in (*_days(text, spans), *self._names(words, frequency), *self._phrases(words, frequency)):
            if not taken & used:
                taken |= used
                found += [(min(used, default=0), one) for one in some]
        return [one for _, one in sorted(found, key=lambda pair: pair[0])]

    def printed_for(self, phrase: str) -> tuple[str, ...]:
        """What Chinese newspapers may print for a term, by glossary and dictionary."""
        some = stems(phrase)
        return (*self._glossary.get(some, ()), *map(fold, self._dictionary.exact(some)))

    def of(self, han: str, frequency: Frequency) -> tuple[str, ...]:
        """The other way: what articles print for a Chinese word that none prints, in English and in Chinese."""
        return (*of_the_same_gloss(han, self._dictionary, frequency), *in_english(han, self._dictionary, frequency))

    def _words(self, text: str) -> Iterator[Span]:
        """The words of the question; a hyphenated one that nobody knows as a whole, and that is no name, in its parts."""
        for match in LATIN_WORD.finditer(text):
            if "-" not in match[0] or self.printed_for(match[0]) or syllables(match[0]):
                yield Span(*match.span())
            else:
                yield from (Span(match.start() + part.start(), match.start() + part.end()) for part in _PART.finditer(match[0]))

    def _names(self, words: Sequence[str], frequency: Frequency) -> Iterator[tuple[list[Rendering], set[int]]]:
        taken: set[int] = set()
        for start, stop, parts in name_windows(list(words)):
            window = set(range(start, stop))
            if taken & window or not self._may_be_a_name(words[start:stop], first=start == 0):
                continue
            if han := self._likely(spellings(parts, frequency), words[start:stop]):
                weight = _LONG_NAME if len(parts) > 2 else _SHORT_NAME  # noqa: PLR2004  syllables
                taken |= window
                yield [Rendering(" ".join(words[start:stop]), tuple((one, weight) for one in han), is_name=True)], window

    def _likely(self, chains: list[str], words: Sequence[str]) -> list[str]:
        """Of a name of several words, the spellings that begin with a surname, if any do; of a place, the one the dictionary has first."""
        if len(words) > 1:
            return [chain for chain in chains if chain[0] in SURNAMES] or chains
        known = set(map(fold, self._dictionary.exact(stems(words[0]))))
        return sorted(chains, key=lambda chain: chain not in known)

    def _may_be_a_name(self, words: Sequence[str], *, first: bool) -> bool:
        """A name is capitalised, or at least no English word; a word alone (China, Sun) is none that is an English one."""
        if any(only_asks(word.lower()) and (first or not word[0].isupper()) for word in words):
            return False
        if len(words) == 1 and (known := self.printed_for(words[0])):
            return words[0][0].isupper() and any(is_read(han, words[0]) for han in known if han.isalpha() and not han.isascii())
        return all(word[0].isupper() or not self._dictionary.exact(stems(word)) for word in words)

    def _phrases(self, words: Sequence[str], frequency: Frequency) -> Iterator[tuple[list[Rendering], set[int]]]:
        at = 0
        while at < len(words):
            size, renderings = self._longest(words, at, frequency)
            if renderings:
                yield renderings, set(range(at, at + size))
            at += size

    def _longest(self, words: Sequence[str], at: int, frequency: Frequency) -> tuple[int, list[Rendering]]:
        """The longest phrase from here that the glossary or the dictionary has, and how many words it takes.

        A phrase of the dictionary comes with its words: 延揽 is recruiting talent, but 招聘 and 人才 are printed more often.
        """
        for size in range(min(_LONGEST_PHRASE, len(words) - at), 1, -1):
            phrase = [word.lower() for word in words[at : at + size]]
            if only_asks(phrase[0]) or only_asks(phrase[-1]):
                continue
            some, label = stems(" ".join(phrase)), " ".join(words[at : at + size])
            if some in self._glossary:
                return size, [Rendering(label, self._known(some, frequency))]
            if any(_rarest(fold(han), frequency) for han in self._dictionary.exact(some)):
                alone = [one for word in words[at : at + size] for one in self._alone(word, frequency)]
                return size, [Rendering(label, self._known(some, frequency)), *alone]
        return 1, self._alone(words[at], frequency)

    def _alone(self, word: str, frequency: Frequency) -> list[Rendering]:
        """A word by itself, unless it only asks."""
        return [] if only_asks(word.lower()) else [Rendering(word, self._known(stems(word), frequency))]

    def _known(self, phrase: tuple[str, ...], frequency: Frequency) -> tuple[tuple[str, float], ...]:
        weights = dict.fromkeys(self._glossary.get(phrase, ()), _FROM_GLOSSARY)
        beside = _BESIDE_GLOSSARY if weights else _EXACT
        for han in self._dictionary.exact(phrase):
            weights.setdefault(fold(han), beside)
        if len(phrase) == 1 and not weights:
            for han, share in self._dictionary.holding(phrase[0]):
                if share >= _TELLING:
                    weights.setdefault(fold(han), _IN_A_GLOSS * share)
        printed = [(han, weight) for han, weight in weights.items() if _rarest(han, frequency)]
        printed.sort(key=lambda pair: (-pair[1], -_rarest(pair[0], frequency)))
        if not printed and weights:
            return tuple(list(weights.items())[:1])
        return tuple(printed[:_MOST_WORDS])


def _days(text: str, words: Sequence[Span]) -> Iterator[tuple[list[Rendering], set[int]]]:
    for day in days_in(text):
        yield [Rendering(day.span.of(text), ((day.printed, 1.0),))], {at for at, word in enumerate(words) if day.span.holds(word)}


def _rarest(han: str, frequency: Frequency) -> int:
    """In how many passages its rarest part stands; 0 where it is printed nowhere."""
    return min(map(frequency, pairs(han)), default=0)
