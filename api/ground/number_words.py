"""English number words and their values, read together: sixty-three, two hundred and five, eleven million, August."""

import re
from collections.abc import Iterator
from decimal import Decimal

MONTHS = "january february march april may june july august september october november december".split()
_ONES = dict(zip("one two three four five six seven eight nine".split(), range(1, 10), strict=True))
_ONES |= dict(zip("first second third fourth fifth sixth seventh eighth ninth".split(), range(1, 10), strict=True))
_ONES |= dict(zip("thirds fourths fifths sixths sevenths eighths ninths".split(), range(3, 10), strict=True))
_TEENS = dict(
    zip(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        range(10, 20),
        strict=True,
    )
)
_TEENS |= {f"{word}th": value for word, value in _TEENS.items()} | {"twelfth": 12, "tenths": 10}
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_TENS |= {f"{word[:-1]}ieth": value for word, value in _TENS.items()}
_SMALL = _ONES | _TEENS | _TENS
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_TO_99 = rf"(?:(?:{_any(_TENS)})(?:[- ](?:{_any(_ONES)}))?|{_any(_TEENS)}|{_any(_ONES)})(?![a-z])"
_TO_999 = rf"(?:(?:{_TO_99}[- ])?hundred(?:th)?(?![a-z])(?:[- ](?:and )?{_TO_99})?|{_TO_99})"
_SCALED = rf"(?:(?:{_TO_999}[- ])?(?:{_any(SCALES)})(?:th|s)?(?![a-z]))"
_PHRASE = re.compile(rf"{_SCALED}(?:,? (?:and )?{_SCALED})*(?:,? (?:and )?{_TO_999})?|{_TO_999}|dozen(?![a-z])")
_WORD = re.compile(r"[a-z]+")
_SHORT = {name[:3].capitalize(): number for number, name in enumerate(MONTHS, 1)} | {"Sept": 9}
_LONG = {form: number for number, name in enumerate(MONTHS, 1) for form in (name.capitalize(), name.upper())}
_MONTH = re.compile(
    rf"(?<![A-Za-z])(?:({'|'.join(_LONG)})|({'|'.join(_SHORT)})(?=\.?[ ]\d)|(?<=\d )({'|'.join(_SHORT)}))(?![A-Za-z])",
)


def counts(word: str) -> bool:
    """Whether a lower-case word is a number, or begins one."""
    return word in _SMALL or word in SCALES or word in {"hundred", "dozen"}


def values_of_words(text: str) -> Iterator[Decimal]:
    """Every number that is written out in English."""
    lower, end = text.lower(), 0
    for word in _WORD.finditer(lower):
        if word.start() >= end and counts(word[0]) and (phrase := _PHRASE.match(lower, word.start())):
            yield Decimal(_value(_WORD.findall(phrase[0])))
            end = phrase.end()


def months_in(text: str) -> Iterator[Decimal]:
    """The number of every month that is named with its capital letter; a short name needs its day beside it."""
    for match in _MONTH.finditer(text):
        yield Decimal(_LONG.get(match[0]) or _SHORT[match[0]])


def _value(words: list[str]) -> int:
    total = part = 0
    for word in words:
        scale = SCALES.get(word.removesuffix("th").removesuffix("s"))
        if scale:
            total, part = total + (part or 1) * scale, 0
        elif word.startswith("hundred"):
            part = (part or 1) * 100
        else:
            part += 12 if word == "dozen" else _SMALL.get(word, 0)
    return total + part
