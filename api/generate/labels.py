"""A model's words → claims with the numbers of the sentences they rest on."""

import re
from collections.abc import Iterator

from api.brief import Claim

_AND = r"\s*[,，、;；\-–~至]\s*"
_LABELS = re.compile(rf"(?:[\[【［]\s*\d+(?:{_AND}\d+)*\s*[\]】］][^\S\n]*)+[。.;；]?")
"""What stands on another line belongs to another claim: so a claim leaves with the line it ends."""
_BEGINS = re.compile(rf"[\[【［]\s*(?:\d+(?:{_AND}\d+)*(?:{_AND}|\s*))?")
"""What may become one more label when more of it has come."""
_NUMBERS = re.compile(r"(\d+)(?:\s*[\-–~至]\s*(\d+))?")
_BULLET = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.)、])\s+")
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_NOTHING = re.compile(r"\W*NOT FOUND\W*", re.IGNORECASE)
_REFUSAL = re.compile(
    r"\W*(?:很?抱歉|对不起|作为(?:一个|一名)?(?:AI|人工智能|语言模型|智能助手)|我(?:不能|无法)(?:回答|提供|协助|帮)"
    r"|(?:I['’]?m|I am) sorry|Sorry,|I (?:can['’]?t|cannot|can not|am unable|won['’]?t)|As an AI)",
    re.IGNORECASE,
)
_SHORTEST = 6
"""Letters and characters. Fewer make no sentence ("14"), so the printed sentences say it instead: each for itself, for they may be of
several articles."""
_WIDEST = 30
"""A range of labels wider than this is no citation."""
_LONGEST = 6
"""Digits. No brief has a sentence of a longer number, and Python reads none of five thousand digits."""


class Labelled:
    """Cuts a stream of text into claims as soon as their labels are complete."""

    def __init__(self) -> None:
        """Nothing has come yet."""
        self._text = ""
        self._done = 0
        self.found = 0
        """Claims so far."""

    def feed(self, piece: str) -> Iterator[Claim]:
        """The claims that this piece completes. Labels are complete when something else follows them."""
        self._text += piece
        yield from self._claims(final=False)

    def close(self) -> Iterator[Claim]:
        """The claims left when the stream has ended. Words behind the last label are no claim."""
        yield from self._claims(final=True)

    @property
    def says_nothing_found(self) -> bool:
        """Whether the model said that the sentences do not answer."""
        return bool(_NOTHING.fullmatch(_THOUGHT.sub("", self._text).strip()))

    @property
    def refuses(self) -> bool:
        """Whether the model begged off, and cited nothing."""
        return not self.found and bool(_REFUSAL.match(_THOUGHT.sub("", self._text).strip()))

    @property
    def heard(self) -> int:
        """Characters so far that are no thought."""
        return 0 if "<think>" in self._text and "</think>" not in self._text else len(_THOUGHT.sub("", self._text))

    def _claims(self, *, final: bool) -> Iterator[Claim]:
        if "<think>" in self._text and "</think>" not in self._text:
            return
        text = _THOUGHT.sub(lambda match: " " * len(match[0]), self._text)
        for match in _LABELS.finditer(text, self._done):
            if not final and _may_go_on(text, match.end()):
                return
            said = _BULLET.sub("", text[self._done : match.start()].strip()).strip()
            self._done = match.end()
            self.found += 1
            numbers = tuple(_numbers(match[0]))
            if sum(char.isalnum() for char in said) >= _SHORTEST:
                yield Claim(numbers, said)
            else:
                yield from (Claim((number,)) for number in numbers) if numbers else (Claim(()),)


def _may_go_on(text: str, end: int) -> bool:
    """Whether what comes next may belong to the labels that end here: nothing is behind them, or what begins another one."""
    return end == len(text) or (text[end - 1] not in "。.;；" and bool(_BEGINS.fullmatch(text, end)))


def _numbers(labels: str) -> Iterator[int]:
    for first, last in _NUMBERS.findall(labels):
        if max(len(first), len(last)) > _LONGEST:
            continue
        start, stop = int(first), int(last or first)
        if start <= stop <= start + _WIDEST:
            yield from range(start, stop + 1)
