"""Numbers as they are printed, 十三 as well as 13, and their values."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from math import prod

from api.ground.number_words import SCALES, months_in, values_of_words

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GREAT = {"亿": 10**8, "万": 10**4}
_SIZES = _UNITS | _GREAT | SCALES
_HAN = "".join((*_DIGITS, *_UNITS))
_NOUGHT, _ONE_TO_NINE = "零〇○", "".join(char for char, value in _DIGITS.items() if value)
_YEAR = 4
"""Digits. A row of as many without a unit is one number, as 一九九八 is; a shorter one names alternatives, as 七八 does."""
_COUNTED = frozenset(
    "个家名人位次项条年月日号时点分秒元米吨亩户处场起套件座台辆天周届成倍度岁期批页字栋层类种步章公平小%％"
    "所只支份笔间楼村镇街校轮幢株棵艘架箱封例宗对双组队班省市县区国余多"
)
"""What follows a numeral of one character that counts something."""
_SAYINGS = re.compile(
    rf"(?<![{_HAN}万亿])(?:(?<![\d点时])十分(?![之钟])|百分[点比]|千万(?=[要不别莫])|千千万万|成千上万|千家万户|一一|三三两两|一带一路|一次性"
    r"|一时|一度|一起(?![^，。；]{0,8}(?:事|案|火|灾|纠纷)))|进一步|[统唯同单]一"
)
"""Words that hold a numeral and count nothing: 十分重视 is no ten. 一起 does where it is a case of something."""
_KILO = "(?![克瓦伏帕卡焦赫])"
"""千 of 千瓦 belongs to the unit of measure."""
_RUN = rf"(?:[{_HAN.replace('千', '')}]|千{_KILO})(?:[{_HAN.replace('千', '')}万亿]|千{_KILO})*+"
_SPOKEN = re.compile(
    rf"(?P<whole>[{_HAN}万亿]++)分之(?P<part>{_RUN})(?:点(?P<tenths>[{''.join(_DIGITS)}]++))?"
    rf"|(?P<nth>第?)(?P<run>{_RUN})(?:点(?P<decimals>[{''.join(_DIGITS)}]++)(?=[万亿倍]|个百分))?[余多]?(?P<great>[万亿]*)"
)
_PRINTED = re.compile(
    r"((?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"[ \u00a0\u3000]*(?:[余多]?((?:百(?!分)|千(?!米){_KILO}|[万亿])++)|((?:[- ]?(?:hundred|{'|'.join(SCALES)})(?!aire))+))?",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def values_in(text: str) -> frozenset[Decimal]:
    """Every number that a text states, as a value: 1.5亿 and 150,000,000 are one, so are 十三 and 13 and thirteen and August and 8月."""
    rest = _PRINTED.sub("#", text)
    return frozenset((*_printed(text), *_spoken(_SAYINGS.sub("·", rest)), *values_of_words(rest), *months_in(text)))


def _printed(text: str) -> Iterator[Decimal]:
    """Numbers in digits with the unit behind them; 1亿3000万 is one."""
    total, least, end = Decimal(0), Decimal(0), -1
    for match in _PRINTED.finditer(text):
        scale = _scale(match[2] or "", (match[3] or "").lower())
        value = Decimal(match[1].replace(",", "")) * scale
        if match.start() == end and match[2] and value < least:
            total += value
        else:
            if end >= 0:
                yield total
            total = value
        least, end = Decimal(scale if match[2] else 0), match.end()
    if end >= 0:
        yield total


def _scale(han: str, english: str) -> int:
    return prod(_SIZES[char] for char in han) * prod(_SIZES.get(word, 100) for word in re.findall("[a-z]+", english))


def _spoken(text: str) -> Iterator[Decimal]:
    """Numbers in Chinese numerals: those of two characters and more, and single ones that count, order or share something."""
    for match in _SPOKEN.finditer(text):
        if match["whole"]:
            yield _decimal(match["part"], match["tenths"])
            if match["whole"] != "百":
                yield Decimal(value_of(match["whole"]))
        elif match["nth"] or len(match["run"]) > 1 or match[0] != match["run"] or text[match.end() : match.end() + 1] in _COUNTED:
            *others, last = _one_by_one(match["run"])
            yield from (Decimal(value_of(each)) for each in others)
            yield _decimal(last, match["decimals"]) * _scale(match["great"], "")


def _one_by_one(run: str) -> list[str]:
    """The numbers of a row: 七八 is two, and so is 十四五; 二〇二五 is one."""
    if not any(char in _SIZES for char in run) and (len(run) >= _YEAR or any(char in _NOUGHT for char in run)):
        return [run]
    return re.split(rf"(?<=[{_ONE_TO_NINE}])(?=[{_ONE_TO_NINE}])", run)


def _decimal(whole: str, digits: str | None) -> Decimal:
    return Decimal(f"{value_of(whole)}.{value_of(digits):0{len(digits)}}") if digits else Decimal(value_of(whole))


def value_of(printed: str) -> int:
    """A Chinese numeral's value: 十三 → 13, 二〇二五 → 2025, 一亿三千万 → 130000000; 一万二 is short for 一万二千."""
    for char, size in _GREAT.items():
        head, great, tail = printed.rpartition(char)
        if great:
            return value_of(head or "一") * size + (_DIGITS[tail] * size // 10 if tail in _DIGITS else value_of(tail))
    if any(char in _UNITS for char in printed):
        return _below_ten_thousand(printed)
    return int("".join(str(_DIGITS[char]) for char in printed) or 0)


def _below_ten_thousand(printed: str) -> int:
    total = digit = 0
    ones = 1
    for char in printed:
        if char in _UNITS:
            total, digit, ones = total + (digit or 1) * _UNITS[char], 0, _UNITS[char] // 10
        else:
            digit = _DIGITS[char]
            ones = ones if digit else 1
    return total + digit * ones
