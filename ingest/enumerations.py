"""Enumerations such as 一是 … 二是 …: where each item begins, and which markers belong to one list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SPEECH = "强调|指出|要求|提出|表示|部署|认为|明确|指示"
_DIGIT = "一二三四五六七八九"
_NUMERAL = f"([{_DIGIT}十]{{1,2}})"
_AFTER_A_MARK = r"(?:^|(?<=[，,：:；;。！？!?”）)\n ]))[ ]*"
_AFTER_A_MARK_OR_A_VERB = rf"(?:{_AFTER_A_MARK}|(?<={SPEECH}))"
_STYLES = {
    style: re.compile(pattern, re.MULTILINE)
    for style, pattern in {
        "一是": rf"{_AFTER_A_MARK_OR_A_VERB}{_NUMERAL}是",
        "一要": rf"{_AFTER_A_MARK_OR_A_VERB}{_NUMERAL}要",
        "第一": rf"{_AFTER_A_MARK}第{_NUMERAL}[，,、]",
        "（一）": rf"{_AFTER_A_MARK}[（(]{_NUMERAL}[）)]",
        "一、": rf"^{_NUMERAL}、",
        "1.": r"(?:^|(?<=[：:；;。]))[ ]*(\d{1,2})(?:[.．](?!\d)|、)",
        "①": r"([①②③④⑤⑥⑦⑧⑨⑩])",
        "首先": rf"{_AFTER_A_MARK}(首先|其次|再次|最后)[，,要]",
    }.items()
}
_FIRST = {
    "一是": ("一是",),
    "一要": ("一要",),
    "第一": ("第一",),
    "（一）": ("一）", "一)"),
    "一、": ("一、",),
    "1.": ("1.", "1．", "1、"),
    "①": ("①",),
    "首先": ("首先",),
}
"""What a text must print to have a list of the style at all; looking for this spares most texts the patterns."""
_ADVERBS = {"首先": 1, "其次": 2, "再次": 3, "最后": 4}
_REACH = 2000
"""Characters. Two markers further apart than this are not of one list."""


@dataclass(frozen=True, slots=True)
class Marker:
    """The place where an item begins, and its number in the list."""

    start: int
    style: str
    ordinal: int


def lists_in(text: str) -> tuple[tuple[Marker, ...], ...]:
    """Every list of two items or more, in the order of their first items. A lone 一是 is prose, not a list."""
    styles = (style for style, firsts in _FIRST.items() if any(first in text for first in firsts))
    chains = (chain for style in styles for chain in _chains(_markers(text, style)))
    return tuple(sorted(chains, key=lambda chain: chain[0].start))


def _markers(text: str, style: str) -> Iterator[Marker]:
    for match in _STYLES[style].finditer(text):
        yield Marker(match.start() + len(match[0]) - len(match[0].lstrip()), style, _ordinal(match[1]))


def _chains(markers: Iterator[Marker]) -> Iterator[tuple[Marker, ...]]:
    chain: list[Marker] = []
    for marker in markers:
        if chain and _follows(chain[-1], marker):
            chain.append(marker)
            continue
        if len(chain) > 1:
            yield tuple(chain)
        chain = [marker] if marker.ordinal == 1 else []
    if len(chain) > 1:
        yield tuple(chain)


def _follows(last: Marker, marker: Marker) -> bool:
    near = marker.start - last.start <= _REACH
    if marker.style == "首先":
        return near and marker.ordinal > last.ordinal
    return near and marker.ordinal == last.ordinal + 1


def _ordinal(printed: str) -> int:
    """一 → 1, 十二 → 12, ③ → 3, 其次 → 2."""
    if printed in _ADVERBS:
        return _ADVERBS[printed]
    if "①" <= printed <= "⑩":
        return ord(printed) - ord("①") + 1
    if printed.isdigit():
        return int(printed)
    tens, ten, ones = printed.rpartition("十")
    value = _DIGIT.find(ones) + 1 if ones else 0
    return value + (10 * (_DIGIT.find(tens) + 1 if tens else 1) if ten else 0)
