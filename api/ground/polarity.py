"""Whether a text denies something, and whether a claim affirms what its evidence denies."""

import re
from collections.abc import Iterator
from itertools import takewhile

_DENIAL = re.compile(
    r"不(?![断仅但同少管论久日])|没|未(?!来)|无(?!人机|线|锡|缝)|非(?!常|洲|遗|法|煤)|勿|\b(?:not|no|never|none|nobody|cannot)\b|n['’]t\b",
    re.IGNORECASE,
)
_MAY_DENY = re.compile("[不没未]")
_DENIES = frozenset("不 不曾 不会 不再 没 没有 没能 并没有 未 未曾 未能 尚未 并未 从未".split())
_CLAUSE = re.compile(r"[^，,。.；;：:！!？?\n]+")
_SUPPOSES = re.compile(r"[如若凡对者的就则]|一旦|是否")
"""如果没有落实, 对没有落实的: nothing is said to have been left undone."""


def denies(text: str) -> bool:
    """Whether it holds a word of denial; 不断, 不仅, 非常 and the like deny nothing."""
    return bool(_DENIAL.search(text))


def supposes(clause: str) -> bool:
    """Whether it only supposes what it says, or says it of whoever it may be true of."""
    return bool(_SUPPOSES.search(clause))


def affirms_the_denied(claim: str, evidence: str) -> bool:
    """Whether a claim without a denial says what folded evidence denies and says nowhere else: 讨论了招商, of 没有讨论招商."""
    if not _MAY_DENY.search(evidence) or denies(claim):
        return False
    return any(all(word in claim for word in words) and not all(word in rest for word in words) for words, rest in _denied(evidence))


def _denied(evidence: str) -> Iterator[tuple[list[str], str]]:
    """The one or two words that stand right behind each word of denial, and the evidence without that clause."""
    import rjieba  # noqa: PLC0415  its dictionary takes 0.1 s to load

    for clause in _CLAUSE.finditer(evidence):
        if not _MAY_DENY.search(clause[0]) or _SUPPOSES.search(clause[0]):
            continue
        words = rjieba.cut(clause[0])
        for at, word in enumerate(words):
            if word in _DENIES and (behind := list(takewhile(lambda each: len(each) > 1, words[at + 1 : at + 3]))):
                yield behind, evidence[: clause.start()] + evidence[clause.end() :]
