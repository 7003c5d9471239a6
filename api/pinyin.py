"""Han characters and their readings: every reading of every character, tones left out."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import product

_MARKS = "\u0300\u0301\u0304\u030c"
LONGEST = 6
"""Letters of the longest syllable (zhuang, chuang, shuang)."""


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    """Character → its toneless readings, from pypinyin's table of 41,923 characters."""
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415  0.2 s, and only Latin letters need it

    plain = _toneless("\n".join(pinyin_dict.values())).split("\n")
    return {chr(code): tuple(dict.fromkeys(each.split(","))) for code, each in zip(pinyin_dict, plain, strict=True)}


def _toneless(marked: str) -> str:
    """Zhāng → zhang, lǜ → lü → lv, as keyboards and passports write it."""
    bare = "".join(char for char in unicodedata.normalize("NFD", marked) if char not in _MARKS)
    return unicodedata.normalize("NFC", bare).replace("ü", "v").replace("ê", "e")


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
    """Whether Mandarin has such a syllable."""
    return letters in _characters() and (len(letters) > 1 or letters in "aeo")


def syllables(word: str) -> tuple[tuple[str, ...], ...]:
    """Every way to cut a lower-case word into syllables, the one with the fewest first; none if it is no pinyin."""
    return tuple(sorted(_cuts(word), key=len))


def _cuts(word: str) -> Iterator[tuple[str, ...]]:
    if not word:
        yield ()
    for length in range(min(LONGEST, len(word)), 0, -1):
        if is_syllable(word[:length]):
            yield from ((word[:length], *rest) for rest in _cuts(word[length:]))


def is_read(han: str, letters: str) -> bool:
    """Whether the characters may be read as these letters, spaces and hyphens aside, the family name first or last."""
    wanted = re.sub(r"[^a-z]", "", letters.lower())
    said = {"".join(parts) for parts in product(*(readings_of(char) for char in han))}
    turned = {"".join((*parts[1:], parts[0])) for parts in product(*(readings_of(char) for char in han))}
    return wanted in said | turned


def romanised(name: str) -> str:
    """A person's name as a passport has it: 张红军 → Zhang Hongjun. Surnames of two characters stay together."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  as above
    from pypinyin.contrib.tone_convert import to_normal  # noqa: PLC0415  as above

    family = 2 if name[:2] in _DOUBLE else 1
    parts = [to_normal(syllable) for syllable in lazy_pinyin(name, style=Style.NORMAL)]
    parts[0] = _FAMILY_READINGS.get(name[0], parts[0]) if family == 1 else parts[0]
    return f"{''.join(parts[:family]).capitalize()} {''.join(parts[family:]).capitalize()}".strip()


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
