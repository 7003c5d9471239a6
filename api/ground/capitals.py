"""The Latin words of a text, and which of them have a capital that may make them a name."""

import re
from dataclasses import dataclass

from api.ground.number_words import MONTHS, counts
from api.ground.ordinary import is_ordinary, joins
from api.pinyin import LATIN, syllables, toneless
from ingest.fold import HAN

_WORD = re.compile(rf"(?<![{LATIN}0-9])(?<![{LATIN}]['’])[{LATIN}][{LATIN}0-9]*(?:['’](?!s(?![{LATIN}]))[{LATIN}]+)*")
"""An apostrophe belongs to it, but for that of a possessive."""
_ENDS = re.compile(r"[.!?:;。！？：；\n]")
_ABBREVIATED = re.compile(r"mr|mrs|ms|dr|st|no|co|[a-z]")
"""A full stop behind one of these ends no sentence."""
_ALSO_SURNAMES = frozenset({"he", "she", "you"})
"""He Jianguo is a man's whole name, though *he* names nobody."""
_FOLLOWED_BY_A_CAPITAL = re.compile("[ -][A-Z]")
_FOLLOWED_BY_HAN = re.compile(rf"[{HAN}]")
_MONTHS = (frozenset(MONTHS) | {month[:3] for month in MONTHS} | {"sept"}) - {"jun"}
"""Jun is likelier to end a name."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, and how it stands."""

    text: str
    """In lower case, tones left out."""
    named: bool
    """Whether it has a capital, or goes on behind the hyphen of one that has, and is none of the words that name nothing."""
    joined: bool
    """Whether only a blank or a hyphen parts it from the word before."""
    opens: bool
    """Whether it opens an English sentence, which gives any word a capital."""


def words_in(text: str) -> list[Word]:
    """All Latin words of a text, in order."""
    words: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        gap, before = text[end : match.start()], words[-1] if words else None
        joined = before is not None and gap.strip(" \u00a0") in {"", "-"}
        opens = before is None or (bool(_ENDS.search(gap)) and not _ABBREVIATED.fullmatch(before.text))
        opens = opens and not _FOLLOWED_BY_HAN.match(text, match.end()) and not _is_an_acronym(match[0])
        word = toneless(match[0].lower())
        goes_on = joined and gap == "-" and bool(before and before.named) and bool(syllables(word)) and not is_ordinary(word)
        surname = word in _ALSO_SURNAMES and bool(_FOLLOWED_BY_A_CAPITAL.match(text, match.end()))
        named = (match[0][0].isupper() or goes_on) and (surname or not _names_nothing(match[0]))
        words.append(Word(word, named, joined, opens))
        end = match.end()
    return words


def spelled(text: str) -> list[str]:
    """All Latin words of a text in lower case, tones left out."""
    return [toneless(word) for word in _WORD.findall(text.lower())]


def _names_nothing(word: str) -> bool:
    """Months and numbers are held to the evidence as numbers; a word that joins is none, unless it is an acronym: IT is not it."""
    lower = word.lower()
    return lower in _MONTHS or counts(lower) or (joins(lower) and not _is_an_acronym(word))


def _is_an_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()
