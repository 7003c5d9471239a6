"""What a summary may be made of: runs of whole clauses that can be read by themselves."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.actions import clauses, duty, saying, verbs
from ingest.article import Sentence, Span
from ingest.facts.tagged import Word, words_of

LONGEST = 170
"""Characters of a run of several clauses."""
_SHORTEST, _FOREIGN = 9, 60
"""Characters of a run that can stand alone, and of one that is not Chinese and not a whole sentence."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_OF_THE_PAGE = re.compile(
    r"图为|供图|资料图|责任编辑|特稿|查看更多|广告|>>|来源[:：]|扫码|二维码|原标题|返回[\u4e00-\u9fff]{2}$|^[（(]?(?:记者|校对|编辑|责编|实习生)|编辑[丨：:]|仅供参考|未经授权|版权"
)
_POINTS_BACK = re.compile(
    "但|而|因此|所以|此外|同时|其中|[这该他她其它]|据悉|对此|为此|此|与此同时|另外|于是|然而|并|当然|那么|难道|毕竟|原因是|比如|诸如|其实|虽然|虽|何况|况且"
)
_OPEN = re.compile(
    r"(?:[时后中前下上]|以来|称|据悉|消息|报道|[、和与及的]|相比|[来而]言|来[说看]|牵头|配合|解释|提醒|分析|答复|回答|显示|表明|看来|近日|日前)$|^在.*方面$|提醒[^，]{1,8}$"
)
_SUPPOSES = re.compile("如果|如(?=[^今何期实同需])|若|一旦|假如|除非|倘若|尽管|虽然|即使|即便|只要|只有|由于|因为|除了")
"""What it says holds only together with what follows, and what follows only with it."""
_DAY = re.compile(
    r"(?:据统计|从(?=\d)|截至|到(?=\d)|[上下]午|当地时间|北京时间|[\d年月日时点分秒—至、起前后晚凌晨早间]|今年|去年|明年|近日|昨天|今天|"
    r"[上下]半年|\s)++$"
)
"""No two of them begin alike, so that a row of them can be read in one way only."""
_NUMBER = re.compile(r"(?:\d{1,2}(?:[.．、](?!\d)|[）)])|[①-⑳]|[（(](?:[一二三四五六七八九十]{1,2}|\d{1,2})[）)])\s*(?=[\u4e00-\u9fff])")
"""An item's in its list: 3. says nothing where 1. and 2. are not."""
_PAIRS = ("“”", "（）", "()", "《》", "「」", "【】")
_HE = re.compile(rf"[他她](?:还|也|又|同时|随后)?(?={saying.ASKS.pattern})")
"""Whoever that is; the verb stays, for what is asked is not yet so."""
_CLOSING = re.compile(r"[。！？!?]?[”’）》」】]+")
_SHOWS = re.compile("(?:显示|表明)$")
_UNDER = re.compile("面对|随着|鉴于")
"""What a clause begins with that says under what something is done, and not always what."""
_BEGINS_WITH_A_NOUN = ("n", "t", "s")


@dataclass(frozen=True)
class _Clause:
    """A clause and its words, cut once."""

    span: Span
    text: str

    @cached_property
    def words(self) -> Sequence[Word]:
        """As the segmenter cuts them."""
        return words_of(self.text).words

    @cached_property
    def tells(self) -> bool:
        """Whether it has a verb of its own that is no verb of saying."""
        said = {verb[0] for verb in saying.SAYS.finditer(self.text)}
        return bool(verbs.ANY_DEED.search(self.text)) or any(word.tag in {"v", "vd"} and word.text not in said for word in self.words)

    @cached_property
    def breaks_off(self) -> bool:
        """Whether something must follow it."""
        spoken = [verb.end() for verb in saying.SAYS.finditer(self.text)]
        speaks = bool(spoken) and spoken[-1] >= len(self.text) - 1
        supposes = bool(_SUPPOSES.match(self.text) or _DAY.fullmatch(self.text))
        under = bool(_UNDER.match(self.text)) and not verbs.ANY_DEED.search(self.text, 2)
        return (
            supposes
            or speaks
            or under
            or bool(_OPEN.search(self.text))
            or (duty.only_leads_on(self.text) and bool(duty.OPEN.search(self.text)))
        )

    @cached_property
    def frames(self) -> bool:
        """Whether what follows is only somebody's word, or holds only if something else does."""
        said = any(saying.is_said(self.text, verb) for verb in saying.SAYS.finditer(self.text))
        return said or bool(_SUPPOSES.match(self.text) or _SHOWS.search(self.text))

    def may_begin(self, names: Sequence[str]) -> bool:
        """Whether it can be read without what stands before it in its sentence."""
        joins = duty.JOINS.match(self.text)
        if duty.only_leads_on(self.text) or (joins and joins.end()):
            return False
        if self.text.startswith(tuple(names)) or duty.MODAL.match(self.text) or duty.MARKER.match(self.text):
            return True
        return self.words[0].tag.startswith(_BEGINS_WITH_A_NOUN) and not verbs.DEED.match(self.text) and self.tells


def stretches_in(text: str, sentence: Sentence, names: Sequence[str]) -> Iterator[Span]:
    """Every run of clauses of a sentence that can stand alone. Of a sentence that is not Chinese, its beginnings."""
    found = [_Clause(clause.span, clause.text) for clause in clauses.clauses_in(text, sentence.span)]
    framed = False
    for at, first in enumerate(found):
        if framed and not duty.MODAL.match(first.text) and not duty.MARKER.match(first.text):
            continue
        framed = framed or first.frames
        for end in range(at, len(found)):
            span = Span(first.span.start, found[end].span.end)
            if end > at and len(span) > LONGEST:
                break
            if _stands_alone(text, found[at : end + 1], span, names, opens=at == 0) and (whole := legible(text, span)):
                yield whole


def legible(text: str, span: Span) -> Span | None:
    """A stretch without its number in a list or the 他 of 他要求, with the mark behind it that closes its quotation.

    None where it cuts one, and where what 他 asks depends on what its sentence supposes before.
    """
    he = _HE.match(text, span.start, span.end)
    if he and _is_supposed(text, span.start):
        return None
    left_out = he or _NUMBER.match(text, span.start, span.end)
    start = left_out.end() if left_out else span.start
    closing = _CLOSING.match(text, span.end)
    ends = (span.end, closing.end()) if closing else (span.end,)
    return next((Span(start, end) for end in ends if not _is_cut(text[start:end])), None)


def _is_supposed(text: str, at: int) -> bool:
    """Whether an earlier clause of the sentence only supposes."""
    begins = max(text.rfind(mark, 0, at) for mark in "。！？!?\n") + 1
    return any(_SUPPOSES.match(clause.text) for clause in clauses.clauses_in(text, Span(begins, at)))


def _is_cut(said: str) -> bool:
    """Whether it holds one of two marks that only stand together. The ’ of it’s stands alone."""
    return said.count("‘") > said.count("’") or any(_is_open(said, *pair) for pair in _PAIRS)


def _is_open(said: str, left: str, right: str) -> bool:
    depth = 0
    for mark in said:
        depth += (mark == left) - (mark == right)
        if depth < 0:
            return True
    return depth > 0


def _stands_alone(text: str, run: Sequence[_Clause], span: Span, names: Sequence[str], *, opens: bool) -> bool:
    if not _CHINESE.search(text, span.start, span.end):
        return opens and (len(span) >= _FOREIGN or text[span.end : span.end + 1] in {".", "!", "?"})
    if len(span) < _SHORTEST or _OF_THE_PAGE.search(text, span.start, span.end):
        return False
    if run[-1].breaks_off or not run[-1].tells:
        return False
    return not _POINTS_BACK.match(run[0].text) if opens else run[0].may_begin(names)
