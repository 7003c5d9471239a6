"""The words that bound the time of a deed, and the last day that they allow."""

import re
from collections.abc import Sequence
from datetime import date

from ingest.actions import duty, promise
from ingest.article import Span
from ingest.facts import Dated

_WITHIN = re.compile(r"(?:[一二三四五六七八九十两半\d]+个?(?:分钟|小时|工作日|[日天周月])|本(?:学期|季度|年度|月|周))[之以]?内")
_UNTIL = re.compile(r"[\u4e00-\u9fff]{2,8}之前|(?:完工|竣工|开工|开学|开园|入汛|汛期|入冬|供暖季?|雨季|投产|开业|节|春耕|秋收)[^，]{0,3}前")
_SOON = re.compile(r"尽快|尽早|立即|立刻|即刻|马上|第一时间")
_BOUND = re.compile(r"(?:之?前|内|底|末|以前|之内|截止)$")
_START = re.compile(r"\s*(?:起|开始|以来|至今|以后|之后|后)")
_FROM = re.compile("(?:起|开始|以来|至今)$")
_BESIDE = re.compile(r"[（(]\d{1,2}月\d{1,2}[日号]?[）)]|[（(]\d{1,2}[日号][）)]")
_BY = re.compile(r"在[^，。、]{2,12}之?前(?=[^，。]{0,6}(?:完成|建成|达到|实现|报|提交|投入|恢复|到位))")


def due_in(text: str, evidence: Span, dates: Sequence[Dated]) -> tuple[Span | None, date | None, str | None]:
    """The bound that the evidence prints, its last day and how that is known. A start bounds nothing; 尽快 has no day."""
    inside = [one for one in dates if evidence.holds(one.span) and not _START.match(text, one.span.end) and not _FROM.search(one.text)]
    for one in inside:
        if _BOUND.search(one.text) or _is_when(text, one.span, evidence):
            beside = _BESIDE.match(text, one.span.end)
            return Span(one.span.start, beside.end() if beside else one.span.end), one.last, one.basis
    for match in (_WITHIN.search(text, evidence.start, evidence.end), _UNTIL.match(text, evidence.start, evidence.end)):
        if match:
            return Span(*match.span()), None, "no day is printed"
    if match := _BY.search(text, evidence.start, evidence.end):
        return Span(match.start() + 1, match.end()), None, "no day is printed"
    if match := _SOON.search(text, evidence.start, evidence.end):
        return Span(*match.span()), None, "no day is printed"
    return None, None, None


def _is_when(text: str, day: Span, evidence: Span) -> bool:
    """Whether a day says when the deed is to be done: it opens the clause, or stands behind the word that announces it."""
    before = text[max(evidence.start, day.start - 6) : day.start]
    opens = day.start == evidence.start or before[-1:] in "，,"
    announced = text[day.end : day.end + 1] in "，," or promise.WILL.match(text, day.end) or duty.MODAL.match(text, day.end)
    return (opens and bool(announced)) or bool(re.search(r"(?:将|拟|计划|定|要|力争|争取|必须)(?:于|在)?$", before))
