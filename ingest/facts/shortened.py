"""Whether a short name stands for a full one: 投促中心 for 投资促进中心, 核净公司 for 河南核净洁净技术有限公司."""

from collections.abc import Iterable, Sequence

from ingest.facts.abbreviations import short_tail, tails
from ingest.facts.tagged import Word, words_of

PRINTED, GENERAL, DECLARED = "the full name is printed in the article", "a general abbreviation", "the article says so"
_SKIPPED = frozenset("和 与 及 、 城乡 工作".split())
"""Words a short name leaves out."""
_FIRMS = ("公司", "集团")
_LEAST = 3
"""Characters of a short name that is found by rule."""
_PLACE_ENDS = "省市区县州旗镇"
_ENDS = ("委员会", "中心", "公司", "集团", "办公室", "指挥部", "小组", "局", "厅", "部", "院", "会", "所", "社", "队")


def spelt_out(short: str, fulls: Iterable[str]) -> tuple[str, str] | None:
    """The full name a short one stands for, and how that is known.

    Of printed names exactly one must fit: 教育局 beside both 市教育局 and 区教育局 stands for neither.
    """
    fits = {full for full in fulls if stands_for(short, full)}
    longest = max(fits, key=len, default=None)
    if longest and all(longest.endswith(full) for full in fits):
        return longest, PRINTED
    tail = short_tail(short)
    if fits or not tail or not tails()[tail]:
        return None
    place, spelt = short.removesuffix(tail), tails()[tail]
    printed = {full for full in fulls if full.endswith(spelt) and full.removesuffix(spelt).endswith(place)}
    return (printed.pop(), PRINTED) if len(printed) == 1 else (place + spelt, GENERAL)


def stands_for(short: str, full: str) -> bool:
    """Whether the one is the other with its place left out, with its words cut to their beginnings, or a firm's name in everyday use."""
    if not _LEAST <= len(short) < len(full):
        return False
    if full.endswith(short):
        return True
    firm = next((end for end in _FIRMS if short.endswith(end) and full.endswith(end)), None)
    if firm:
        return len(short) - len(firm) > 1 and short.removesuffix(firm) in full.removesuffix(firm)
    return _is_spelt(short, _parts(full), begun=False)


def _parts(full: str) -> tuple[Word, ...]:
    """The words of a full name, its end apart."""
    end = next((end for end in _ENDS if full.endswith(end)), "")
    stem = full.removesuffix(end)
    return (*words_of(stem).words, *([Word(end, "n", len(stem))] if end else []))


def _is_spelt(short: str, parts: Sequence[Word], *, begun: bool) -> bool:
    """Whether each part gives its beginning to the short name; places before the first may be left out, and small words between."""
    if not short or not parts:
        return not short and not parts
    first, rest = parts[0].text, parts[1:]
    is_place = len(first) > 1 and (first[-1] in _PLACE_ENDS or parts[0].tag == "ns")
    if any(short.startswith(first[:length]) and _is_spelt(short[length:], rest, begun=True) for length in range(len(first), 0, -1)):
        return True
    if is_place and short[0] == first[-1] and _is_spelt(short[1:], rest, begun=True):
        return True
    return (first in _SKIPPED if begun else is_place) and _is_spelt(short, rest, begun=begun)
