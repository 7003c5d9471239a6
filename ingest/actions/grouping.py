"""Which clauses of a sentence are one item: what can be ticked off on its own."""

import re
from collections.abc import Iterator, Sequence

from ingest.actions import duty
from ingest.actions.attitude import is_appreciation
from ingest.actions.duties import Duty

_MANNER = "(?:切实|扎实|有力|坚决|真正|全力|努力|不断|有效|全面|积极|持续|进一步|更好|更加|最大程度|最大限度|共同|从而|进而|加快|以){0,3}"
_AIM = re.compile(
    f"{_MANNER}(?:确保|保障|保证|保持|促进|提升|提高|实现|形成|引导|让|使|维护|赋能|满足|避免|防止|杜绝|为(?!了)|打造|推动|增强|构建|营造|"
    "回应|防范|减少|达到|做到|服务|助力|不|使得|奠定|建成|把|将)"
)
"""Clauses that say what a deed is for, or how far it goes: they stay with it."""
_CLOSING = re.compile(f"{_MANNER}(?:确保|保持|促进|实现|引导|推动|维护|赋能|满足|避免|防止|为(?!了)|达到|减少)")
"""Aims behind which the next clause is another deed."""
_CARRIES_OUT = re.compile("(?:认真|深入|全面|坚决|切实|抓好){0,3}(?:学习|贯彻|落实)[^，]*(?:精神|要求|部署|意见|讲话|指示|决定|任务)$")
_FINISHES = re.compile(
    r"(?:计划|力争|争取|确保|将|[要也]|全部|至少|基本|正式|整改|向社会|[^，]{0,9}[前内底末]){0,4}"
    r"(?:完成(?:[\d一二三四五六七八九十百千]+[部处个家套座条项])?|见效|到位|建成|开通|投用|投入使用|交付|(?:公布|反馈|报告)结果|销号|办结|完工)$"
)
"""What says no more of a deed than by when it is to be over."""
_ON_CONDITION = re.compile("[^，]{3,20}的，")
BOUND = re.compile("汛前|元旦前|春节前|节前|(?:年|月|日|底|周|季度|天|小时)[底末]?前|[年月日周天时]内|[上下]半年")
_APART = re.compile(
    "必要时|(?:全力|大力|积极|坚定)?支持|停止|撤销|撤回|取消|释放|归还|道歉|允许|(?:抓紧|尽快|审慎|加快|及时|研究){0,3}(?:拟定|制定|出台|编制|起草|修订)"
)
"""What begins a deed of its own, though no subject and no modal verb does."""
_BESIDES = re.compile("同时|并(?!且)|此外|另外")
_ON_THE_SPOT = re.compile(
    "(?:要求|要)?(?:抓紧|全力|全面|同步|及时|迅速|准确|进一步|尽快|立即|妥善|最大限度){0,3}(?:核实|组织好|做好|排查|抢修|撤离|转移|安置|救治|发布|搜救|搜寻|疏散|"
    "进行|加强监测|开展)"
)
"""Emergencies are ordered deed by deed."""
_HEADING, _AFTERTHOUGHT = 18, 6
"""Characters."""


def grouped(text: str, duties: Sequence[Duty]) -> Iterator[list[Duty]]:
    """The duties of one sentence, those of one item together."""
    some: list[Duty] = []
    for one in duties:
        if some and not _joins(text, some, one):
            yield some
            some = []
        some.append(one)
    if some:
        yield some


def _joins(text: str, some: Sequence[Duty], one: Duty) -> bool:
    first, last = some[0], some[-1]
    if last.kind != one.kind or one.speech != last.speech:
        return False
    if one.fresh:
        return _is_said_again(some, one)
    if _is_heading(first) or _only_leads_on(some) or _only_charges(some):
        return True
    besides = len(one.said) > _AFTERTHOUGHT and _BESIDES.search(text, last.clause.span.end, one.clause.span.start)
    return not (besides or is_appreciation(some) or _begins_anew(some, one))


def _is_said_again(some: Sequence[Duty], one: Duty) -> bool:
    """Whether a clause with a subject or a modal verb of its own only says more of the same duty."""
    first = some[0]
    if _FINISHES.match(one.said) and one.owner == first.owner:
        return True
    if _is_heading(first) and (len(some) == 1 or one.owner == first.owner):
        return True
    if _only_charges(some):
        return one.owner in {None, first.owner}
    return len(some) == 1 and one.owner == first.owner and _only_leads_on(some) and bool(duty.OPEN.search(first.said))


def _begins_anew(some: Sequence[Duty], one: Duty) -> bool:
    """Whether a clause without a subject is a deed apart: bound to a time of its own, or behind the aim of the one before."""
    said, before = one.said, some[-1].said
    if one.kind == "commitment" and len(some) == 1 and _CARRIES_OUT.match(before):
        return True
    if BOUND.search(one.clause.text):
        return not _FINISHES.match(said)
    if _ON_CONDITION.match(one.clause.text):
        return True
    if _APART.match(said) or (_ON_THE_SPOT.match(said) and _ON_THE_SPOT.match(before)):
        return True
    return len(some) > 1 and bool(_CLOSING.match(before)) and not (_AIM.match(said) or len(said) <= _AFTERTHOUGHT)


def _is_heading(one: Duty) -> bool:
    """一是要加强学习 and the like: what follows in the sentence says what is meant by it."""
    return bool(duty.MARKER.match(one.clause.text)) and len(one.clause.text) <= _HEADING and not BOUND.search(one.clause.text)


def _only_leads_on(some: Sequence[Duty]) -> bool:
    return all(duty.only_leads_on(each.said) for each in some)


def _only_charges(some: Sequence[Duty]) -> bool:
    """由区住建局牵头，各园区配合: with what, the next clause says."""
    return all(duty.CHARGED.match(each.clause.text) or duty.ASIDE.fullmatch(each.clause.text) for each in some)
