"""Numbers as they are printed, 十三 as well as 13, and their values."""

import re
from collections.abc import Iterator
from decimal import Decimal

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GREAT = {"万": 10**4, "亿": 10**8}
_HAN = "".join(_DIGITS) + "".join(_UNITS)
_COUNTED = "个家名人位次项条年月日号时点分秒万亿元米吨亩户处场起套件座台辆天周届成倍度岁期批页字栋层类种步章公平小百千%％"
_ARABIC = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_CHINESE = re.compile(
    rf"[{_HAN}]+(?:[万亿][{_HAN}]*)*(?=[{_COUNTED}])|第[{_HAN}]+|[{_HAN}]{{2,}}(?:[万亿][{_HAN}]*)*|百分之[{_HAN}]+|[{_HAN}]+分之[{_HAN}]+"
)
_ENGLISH = {
    word: value
    for values, words in (
        (range(1, 11), "one two three four five six seven eight nine ten"),
        (range(1, 11), "first second third fourth fifth sixth seventh eighth ninth tenth"),
        (range(11, 21), "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"),
        (range(11, 21), "eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"),
        (range(30, 101, 10), "thirty forty fifty sixty seventy eighty ninety hundred"),
    )
    for value, word in zip(values, words.split(), strict=True)
}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
MONTHS = "january february march april may june july august september october november december".split()
_WORD = re.compile(r"[A-Za-z]+")


def values_in(text: str) -> set[Decimal]:
    """Every number that a text states, as a value: 1.5亿 and 150,000,000 are one, so are 十三 and 13 and thirteen and August and 8月."""
    return set(_arabic(text)) | set(_chinese(text)) | set(_english(text))


def _arabic(text: str) -> Iterator[Decimal]:
    for match in _ARABIC.finditer(text):
        value = Decimal(match[0].replace(",", ""))
        after = text[match.end() : match.end() + 12].lstrip()
        scale = next((great for char, great in _GREAT.items() if after.startswith(char)), None)
        scale = scale or next((size for word, size in _SCALES.items() if after.lower().startswith(word)), 1)
        if after.startswith("万亿"):
            scale = 10**12
        yield value * scale


def _chinese(text: str) -> Iterator[Decimal]:
    for match in _CHINESE.finditer(text):
        printed = match[0].removeprefix("第").removeprefix("百分之")
        if "分之" in printed:
            yield from (Decimal(value_of(part)) for part in printed.split("分之"))
        else:
            scale = next((great for char, great in _GREAT.items() if text.startswith(char, match.end())), 1)
            yield Decimal(value_of(printed)) * scale


def _english(text: str) -> Iterator[Decimal]:
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if word in _ENGLISH:
            yield Decimal(_ENGLISH[word])
        if match[0] in {month.capitalize() for month in MONTHS}:
            yield Decimal(MONTHS.index(word) + 1)


def value_of(printed: str) -> int:
    """A Chinese numeral's value: 十三 → 13, 二〇二五 → 2025, 一万二千 → 12000."""
    if not any(char in _UNITS or char in _GREAT for char in printed):
        return int("".join(str(_DIGITS[char]) for char in printed))
    total = part = digit = 0
    for char in printed:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            part += (digit or (1 if not part else 0)) * _UNITS[char]
            digit = 0
        else:
            total = (total + part + digit) * _GREAT[char]
            part = digit = 0
    return total + part + digit
