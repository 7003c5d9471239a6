"""Han characters and their readings: every reading of every character, tones left out."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, product

from ingest.facts import RARE_SURNAMES, SURNAMES

LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f"
"""For a character class: Latin letters, those with marks, and the marks themselves."""
_MARKS = "\u0300\u0301\u0304\u030c"
_VOWELS = frozenset("aeiouv")
_UMLAUTS = str.maketrans("üÜêÊ", "vVeE")
LONGEST = 6
"""Letters of the longest syllable (zhuang, chuang, shuang)."""
_LONGEST_WORD = 4 * LONGEST
"""Letters. A longer word is no name, and xianxianxian… has a cut for every subset of its vowels."""


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    """Character → its toneless readings, from pypinyin's table of 41,923 characters."""
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415  0.2 s, and only Latin letters need it

    plain = toneless("\n".join(pinyin_dict.values())).split("\n")
    return {chr(code): tuple(dict.fromkeys(each.split(","))) for code, each in zip(pinyin_dict, plain, strict=True)}


def toneless(marked: str) -> str:
    """Zhāng → Zhang, lǜ → lü → lv, as keyboards and passports write it. The length may change."""
    if marked.isascii():
        return marked
    bare = "".join(char for char in unicodedata.normalize("NFD", marked) if char not in _MARKS)
    return unicodedata.normalize("NFC", bare).translate(_UMLAUTS)


@cache
def _characters() -> dict[str, str]:
    """Syllable → every character that may be read so."""
    found: dict[str, list[str]] = {}
    for char, readings in _readings().items():
        for reading in readings:
            found.setdefault(reading, []).append(char)
    return {syllable: "".join(chars) for syllable, chars in found.items()}


def readings_of(char: str) -> tuple[str, ...]:
    """The toneless readings of one character; none for what is not Han."""
    return _readings().get(char, ())


def characters_of(syllable: str) -> str:
    """Every character that may be read so."""
    return _characters().get(syllable, "")


def is_syllable(letters: str) -> bool:
    """Whether Mandarin has such a syllable. The grunts that a dictionary lists (嗯 ng, 呣 m) have no vowel and are none."""
    return letters in _characters() and not _VOWELS.isdisjoint(letters) and (len(letters) > 1 or letters in "aeo")


@lru_cache(maxsize=4096)
def syllables(word: str) -> tuple[tuple[str, ...], ...]:
    """Every way to cut a word into syllables, the one with the fewest first; none if it is no pinyin. An apostrophe always cuts."""
    bare = re.sub(r"[^a-z'’]", "", toneless(word.lower())).replace("lyu", "lv")
    parts = (_cuts(part) for part in re.split("['’]", bare) if part)
    return tuple(sorted((tuple(chain(*some)) for some in product(*parts)), key=len)) if 0 < len(bare) <= _LONGEST_WORD else ()


def _cuts(word: str, *, inside: bool = False) -> Iterator[tuple[str, ...]]:
    """A syllable of one letter inside a word needs its apostrophe (Chang'e); writers forget it before longer ones (Xian, fangan)."""
    if not word:
        yield ()
    for length in range(min(LONGEST, len(word)), int(inside), -1):
        if is_syllable(word[:length]):
            yield from ((word[:length], *rest) for rest in _cuts(word[length:], inside=True))


def orders(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The syllables of a name of some words, as they stand and with the last word first; by the two likeliest cuts of each word."""
    for order in [words] if len(words) == 1 else [words, [words[-1], *words[:-1]]]:
        yield from (tuple(chain(*cuts)) for cuts in product(*(syllables(word)[:2] for word in order)))


def is_read(han: str, letters: str) -> bool:
    """Whether the characters may be read as these letters, whatever their tones, spaces and hyphens, the family name first or last."""
    wanted = re.sub(r"[^a-z]", "", toneless(letters.lower())).replace("lyu", "lv")
    families = (0, 1, 2) if han[:2] in _DOUBLE else (0, 1)
    return any(
        "".join((*parts[family:], *parts[:family])) == wanted
        for parts in product(*(readings_of(char) for char in han))
        for family in families
    )


def is_printed_so(parts: Sequence[str], text: str) -> bool:
    """Whether characters that may be read as these syllables stand side by side in the text."""
    found, printed = [""], _characters_in(text)
    for part in parts:
        chars = printed & _set_of(part)
        found = [some + char for some in found for char in chars if some + char in text]
    return bool(parts) and bool(found)


@cache
def _set_of(syllable: str) -> frozenset[str]:
    return frozenset(characters_of(syllable))


@lru_cache(maxsize=16)
def _characters_in(text: str) -> frozenset[str]:
    return frozenset(text)


def romanised(name: str) -> str | None:
    """A person's name as a passport has it: 张红军 → Zhang Hongjun. Surnames of two characters stay together.

    None for a name that is longer than a Chinese one or begins with no surname, such as 内塔尼亚胡: its own spelling is not ours to guess.
    马克龙 passes for a Chinese name.
    """
    family = 2 if name[:2] in _DOUBLE else 1
    is_surname = family > 1 or name[0] in SURNAMES or name[0] in RARE_SURNAMES
    if len(name) > family + _GIVEN or not is_surname:
        return None
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  as above
    from pypinyin.contrib.tone_convert import to_normal  # noqa: PLC0415  as above

    parts = [to_normal(syllable) for syllable in lazy_pinyin(name, style=Style.NORMAL)]
    parts[0] = _FAMILY_READINGS.get(name[0], parts[0]) if family == 1 else parts[0]
    return f"{''.join(parts[:family]).capitalize()} {''.join(parts[family:]).capitalize()}".strip()


_GIVEN = 2
"""Characters of a given name, at most."""
_DOUBLE = {"欧阳", "司马", "上官", "诸葛", "夏侯", "慕容", "令狐", "皇甫", "尉迟", "公孙", "端木"}
_FAMILY_READINGS = {
    "曾": "zeng",
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "翟": "zhai",
    "任": "ren",
    "区": "ou",
    "朴": "piao",
    "盖": "ge",
    "覃": "qin",
    "乐": "yue",
    "华": "hua",
}
