"""The numbers that a text states, read simply and apart from the product's own reader, which it is to check."""

import re
from collections.abc import Iterator
from decimal import Decimal

_DIGITS = {char: value for value, chars in enumerate(("〇零", "一", "二两", "三", "四", "五", "六", "七", "八", "九")) for char in chars}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万亿": 10**12, "亿": 10**8, "万": 10**4, "千": 1000, "百": 100}
_SCALES |= {"trillion": 10**12, "billion": 10**9, "million": 10**6, "thousand": 1000, "hundred": 100}
_WORDS = {
    word: value
    for value, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)
} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}  # fmt: skip
_MONTHS = {name: value for value, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MEASURES = "点|项|个|家|条|名|人|次|处|座|台|位|件|起|场|期|类|天|周|批|月|日|年|号|元|亿|万|倍|成|吨|米|公里|亩|户|套|辆|岁|小时|分钟"
_WHOLE = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")

_ARABIC = re.compile(rf"(?<![\d.])(\d+(?:,\d{{3}})*(?:\.\d+)?)\s*({'|'.join(_SCALES)})?", re.IGNORECASE)
_RUN = re.compile(r"[〇零一二两三四五六七八九十百千]+")
_COUNTED = re.compile(rf"(?<![〇零一二两三四五六七八九十百千万亿第])([〇零一二两三四五六七八九十百千]+)(?=(万亿|亿|万)?(?:{_MEASURES}))")
_WORD = re.compile(rf"\b({'|'.join(_WORDS)})\b(?:\s+({'|'.join(name for name in _SCALES if name.isascii())}))?", re.IGNORECASE)
_MONTH = re.compile(
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.?(?=\s+\d)|(?<=\d)(?:st|nd|rd|th)?(?:\s+of)?\s+({'|'.join(_MONTHS)})[a-z]*\b", re.IGNORECASE
)


def stated(text: str) -> set[Decimal]:
    """The numbers that a text states beyond doubt.

    Arabic ones with their unit (1.5亿 and 150 million are one number), English words from two to fifty, months beside a digit, and Chinese
    numerals before a measure word, but for 一 and bare units: 统一, 一个, 千家万户 and 第三 count nothing.
    """
    text = text.translate(_WHOLE)
    found = {_decimal(digits) * _scale(unit) for digits, unit in _ARABIC.findall(text)}
    found |= {_chinese(run) * _scale(unit) for run, unit in _COUNTED.findall(text) if run != "一" and not _DIGITS.keys().isdisjoint(run)}
    return found | set(_english(text))


def printed(text: str) -> set[Decimal]:
    """Every number that a text may be read to print: with and without its unit, every run of Chinese numerals."""
    text = text.translate(_WHOLE)
    found = {number * scale for digits, unit in _ARABIC.findall(text) for number in [_decimal(digits)] for scale in (1, _scale(unit))}
    for run in _RUN.finditer(text):
        value = _chinese(run[0])
        found |= {value, value * _scale(next((unit for unit in _SCALES if text.startswith(unit, run.end())), ""))}
    return found | set(_english(text))


def _english(text: str) -> Iterator[Decimal]:
    yield from (Decimal(_WORDS[word.lower()]) * _scale(unit) for word, unit in _WORD.findall(text))
    yield from (Decimal(_MONTHS[(before or behind).lower()]) for before, behind in _MONTH.findall(text))


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _scale(unit: str) -> int:
    return _SCALES.get(unit.lower(), 1)


def _chinese(run: str) -> Decimal:
    """二百三十 is 230, 十三 is 13, 二〇二五 is 2025."""
    if not any(char in _TENS for char in run):
        return Decimal("".join(str(_DIGITS[char]) for char in run))
    total = digit = 0
    for char in run:
        if char in _TENS:
            total, digit = total + (digit or 1) * _TENS[char], 0
        else:
            digit = _DIGITS[char]
    return Decimal(total + digit)
