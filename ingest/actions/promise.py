"""The words by which somebody undertakes something, and whether what follows is a deed or only what is going to happen."""

import re

from ingest.actions import verbs
from ingest.actions.duty import OPEN
from ingest.facts.tagged import first_word, words_of

WILL = re.compile(
    "(?:还|也|都|均|正)?(?:(?<![即必势])将(?![军领士近至来才])(?:会|要)?|拟(?!定|议|任|稿)|计划(?!生育|书|单|的|内|外|是|[”’」』》〉+＋])|力争|(?<!积极)(?<!主动)争取(?!政策|资金|上级|到|指标)|承诺|打算|"
    "准备(?!金|工作)|会(?=[继进尽努全认积加]|公开|及时)|(?<=[还也])会(?=[一-鿿]{2})|决心|愿意?(?=[与为同将]))"
)
OURS = re.compile("我们|咱们|该(?P<kind>.{1,3})|公司|园区|街道|学校|医院|企业|集团|全区|全市|全县")
"""Names of whatever body the speaker speaks for."""
WE = frozenset({"我们", "咱们"})
_WHEN_AND_HOW = re.compile(
    r"(?:还|也|都|均|再|先|会|要|于|(?:在|于)[^，。]{1,9}?(?:[前内底末](?!部|容|后|往|来|期|线|沿|提)|\d日)|从(?=\d)|自|至|到|、|[一二三四]季度|[一两二三四五六七八九十]年内?|期间|[年月]内|各|[全陆]部|陆续|[（(][^）)]{1,8}[）)]|\d+年|\d+月[底末初中上下]?旬?|\d+日|今年|明年|年内|年底前?|近期|随后|[上下]半年|"
    "下周[一二三四五六日]?|下月|[上下]午|今晚|明晚|明天|今天|每[天日周月年]|起|内|前|后|分批|首次|正式|亲自|共同|一起){1,8}"
)
_BEFALLS = re.compile(
    "涉嫌|认为|视为|迎来|面临|成为|出现|有望?|是|达到?|超过|受|遭|进入|导致|造成|影响|结束|下降|上升|增长|失去|获得|得到|被|其|他|她|不|产生|带来|看到|拥有|承受|损失|"
    "继续(?:上|下|走|保持)|保持|形成|呈现|可能|无法|难以|需要|回归|重返|对阵|迎战|挑战|取代|接替|决定|亮相"
)
"""What happens to somebody, who does not do it."""
_BY_FORCE = re.compile("抓获|归案|抓捕|查获|送往|送至|送到|押解|带回|移送|救出|击败|打伤|撞[倒伤]|判处")
"""What is told as done to whomever 将 puts first."""
_EFFECTS = re.compile(
    "(?:进一步|有力|有效|极大|大大|更好地?|显著|大幅|全面|持续|不断|直接|也|还){0,3}(?:提升|促进|推动|助力|带动|提高|增强|增加|减少|改善|影响|为|对|给|使|让|实现|"
    "加速|加剧|缓解|深化|降低|服务|有助)"
)
_THROUGH = re.compile("在|与|和|同|对|向|为|以|给|就|用|根据|结合|按照|针对|通过|围绕|由|联合|从|把|将")


def is_ahead(said: str, will: re.Match[str], *, named: bool) -> bool:
    """Whether a deed is announced: 将 before a thing only puts that first, as 把 does, and behind nobody's name an effect is likelier."""
    behind = said[will.end() :]
    rest = behind[skipped.end() :] if (skipped := _WHEN_AND_HOW.match(behind)) else behind
    if not rest or _BY_FORCE.search(rest) or _BEFALLS.match(rest) or (not named and _EFFECTS.match(rest)):
        return False
    if "将" not in will[0] and "会" not in will[0]:
        return True
    if _THROUGH.match(rest):
        return bool(verbs.ANY_DEED.search(rest)) or (named and (bool(OPEN.search(rest)) or _has_verb(rest)))
    return bool(verbs.DEED.match(rest)) or (named and first_word(rest)[1].startswith(("v", "d", "a")))


def _has_verb(said: str) -> bool:
    """Whether the segmenter takes any of the words for the verb of a deed, behind the first: 为两个园区各建一座分馆."""
    return any(word.tag == "v" and not _BEFALLS.match(word.text) for word in words_of(said).words[1:])
