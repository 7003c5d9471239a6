"""The words that lay a duty on somebody."""

import re

from ingest.actions import verbs
from ingest.facts.titles import HEAD

LONGEST_NAME = 30
"""Characters of the name of whoever speaks or is told."""
LONGEST_CLAUSE = 240
"""Characters. What goes on for longer without a mark is no sentence of a newspaper."""
MARKER = re.compile(
    r"(?:[（(][一二三四五六七八九十]{1,2}[）)]|[一二三四五六七八九十]{1,2}(?:是(?!否)|(?=要))|第[一二三四五六七八九十][，、]?|[①-⑩]|\d{1,2}[.．、]|"
    "首先|其次|再次|最后)"
)
_JOINS = (
    "同时|此外|另外|因此|所以|为此|对此|而且|并且|以及|"
    "下一步|下步|下阶段|下一阶段|接下来|今后|未来|当前|目前|现阶段|总之|其中|会上|会后|随后|那么|其实|首要的"
)
JOINS = re.compile(f"(?:(?:{_JOINS}|并|还|也|又|则|且|他|她|会议)(?=[^强指要提表]))?")
ONLY_JOINS = re.compile(f"{_JOINS}|与此同时|具体来说")
"""A clause that only joins."""
_YAO = "要(?!求|素|点|闻|不是|不然|是|么|想|挟|好的|害|职|道|塞|价|钱|件|持续[到至]|面临)"
_YING = "应(?![^，。][尽必]|[急对用有届邀聘付]|运而|景|县)"
MODAL = re.compile(
    "(?:一定|务必|必须|同时|还|更|也|都|均|就|又|既|一律|切实|始终|坚决|首先|首要的是|关键是|重点是|特别是|尤其是?|全力)?"
    f"(?:{_YAO}|必须|务必|务须|应当|应该|{_YING}|须|不得(?!不)|不准|严禁|禁止|切勿|需要|需)"
)
WITHIN = re.compile(
    f"(?<![容需重主只不想首必紧次摘纪简扼概险机索将若正刚硬快即])(?:{_YAO}|必须|务必|务须|应当|应该|(?<![供响反感效适相对]){_YING}|"
    "须(?!知)|不得(?!不)|不准|严禁|需要|需(?![求要]))"
)
"""A modal verb behind its subject."""
MAY_DESCRIBE = re.compile("应|应该|应当|需|[还也都]?需要")
"""What 应 be done, and nobody is named who should, is seldom a demand."""
FORBIDS = re.compile("不得|不准|严禁|禁止|切勿")
GENERAL = re.compile("我们|只有|如果|若想|要想|谁|哪些|是否|如何|怎么|(?<![但可要凡其别一二三四五六七八九])是(?!否)")
CHARGED = re.compile(
    "[^，。是]{0,12}?由(?P<who>[^，。]{2,24}?)(?:共同)?(?:会同[^，。]{2,14}?)?(?:逐一|自己|自行|抓紧|限期)?(?:牵头|负责(?!人)|承担|统筹|组织|办理|依法|具体|认领|解决|落实|处理|整改)(?!的)"
)
ASIDE = re.compile("[^，]{2,24}(?:配合|参与|协助|协同)$")
"""Who helps whoever is charged."""
PRELUDE = re.compile(
    "(?:根据|按照|依据|结合|针对|围绕|通过|以(?![上下及往来]|色列)|在(?![职校读线场建]|岗)|对照|立足|聚焦|从(?![业事严快]|来)|随着|面对|为(?!了?什么|民)|本着|鉴于|"
    "如(?![皋东期实何今意])|若(?!干)|一旦|对(?![外口接标])|就(?![业读餐诊医])|遇|凡|每逢|必要时|到(?!位)|自(?![然治主觉贸来身])|经(?![营济开信办理贸发])|"
    "当(?![前地事天日好局])|除(?!夕)|依托|借助|特别是|尤其是|把|将(?![军领])|无论|不管|截至)"
)
"""What begins a clause that says how, when or by what something is to be done."""
OPEN = re.compile("(?:的|[下上中后时前]|基础|措施|情况|问题|意见|建议|要求|目标|契机|抓手|导向|核心|主线|重点)$")
"""What a clause ends with that leads on to another."""
OPEN_END = re.compile("[的下上中后时前]$")
PUT_FIRST = re.compile("(?:对(?!于)|与(?!会|此)|同(?!时|步|意|比|志)|就|按|将|把|以|为(?!了)|向|给|在(?![职校读线场建]|岗)|到(?!位))")
WHEN = re.compile(
    r"(?:在|于)?(?:[一二三四五六七八九十两\d]{1,4}个?(?:工作)?(?:[日天周月年]|小时)[之以]?[内里]|每(?:季度|[日天周月年])(?:[一二三四五六日末])?(?:\d{1,2}[时点][之以]?前)?|(?:从|自)\d{1,2}月\d{0,2}日?起|[一二三四]季度|元旦前|春节前|国庆节?前|"
    r"(?:今年|明年|本月|下月|每月|每周|下?周[一二三四五六日末]|本周[一二三四五六日]?|[\d一二三四五六七八九十]{1,4}[年月日号]|年|月|季度|上半年|下半年){1,4}"
    "(?:[上中下]旬)?[底末初]?(?:之?前|以前|内|起)?|年内|近期|[^，]{0,4}汛期|[^，]{2,8}之前|[^，]{2,6}期间)"
)
"""When something is to be done, before what is."""
BOUND = re.compile("[前内底末]$")
BOUNDED = re.compile(
    r"(?:[^，]{2,14}?(?:\d{1,2}[月日]|\d小时|年|月|季度|汛|底)[底末]?[前内](?!后|期|来)|[^，]{2,12}(?:一律|一并|各[建留设派配]))(?P<deed>[^，]{2,24})$"
)
"""A thing, by when, and what is to be done with it: 选址方案3月10日前公示."""
TIME = re.compile(r"\d|[一二三四五六七八九十两]+[个年月日名项家次位天周]|目前|当前|今|明|昨|近|日|月|年|此外|其中|同时|随后|会上")
FRAGMENT = re.compile("(.{1,24}?)(?=在|作为|对|于|无论|不论|不管)")
"""Whom or what the next clause is about: 双方, of 双方在合作过程中."""
PAST = re.compile(
    "了(?!解|如指掌|望|断|结|却|得|不起|然)(?<!为了)(?<!除了)|^[^，]{0,10}已(?!知|经?(?:要求|责成|责令|敦促|督促)|[^，]{1,8}[的或])|曾(?!经?营)|[参出]加过|[^通超经渡跨走不]过$|据悉|以来$"
)
SUPPOSES = re.compile("如果|假如|倘若|要是")
"""What goes on behind it only supposes, unless it is demanded."""
APPRAISAL = re.compile("希望|祝|勉励|寄望|感谢|欢迎|相信|期待|鼓励|建议|提议|提醒|愿|要看到|应当看到")
STATES = re.compile(
    r"(?<![但可要凡其别一二三四五六七八九])是(?!否)|取决于|意味|说明|表明|有望|可能|处于|属于|成为|面临|^受(?!理)|^(?!(?:密切|持续|高度)?(?:关注|研判|评估|消除|减少|降低|克服|避免|防范)).*影响$|(?:后|之前|时|同时)$|达到?[了\d]"
)
PAIRED = re.compile("[\u4e00-\u9fff]{4}、[\u4e00-\u9fff]{4}|[\u4e00-\u9fff]{3}、[\u4e00-\u9fff]{3}$")
AT_NEED = re.compile("[^，]{2,8}(?:必要时|共同|单独|个性化|分别|合力|一律|全部|一并|各[建留设派配]|逐一|逐个|逐项)")
IS_TOLD = re.compile(rf"(?:{verbs.DEED.pattern}|{PRELUDE.pattern}|(?:还|都|也|均|必须|务必)?(?:要|不得|必须|务必|应|须))")
"""What stands behind whoever is told."""
BEFORE_OWNER = re.compile(
    r"(?:请(?!示|假|愿)|(?:在|于)[^，]{1,14}?(?:中|上|时|下|后|期间|过程中)|\d{1,4}年|\d{1,2}月|\d{1,2}日|[今明后]年|下一步|同时|为此|此外|因此|并|还|届时|未来|[几两三]个?[年月周]|当前|"
    "目前|另外|据悉|其中|故|后续|此后|如果|鉴于|由于|但){0,6}"
)
BEHIND_OWNER = re.compile(
    r"(?:每[年月周](?:\d+日)?|还|也|都|均|就|又|更|一定|务必|切实|同样|首先|同时|一律|始终|今后|[今明后]年|年内|上半年|下半年|[一-十\d]+月[上中下]?旬?|全部|今年|"
    r"[一-十\d]+日|正|目前|当场|现场|此次|后续|下一步|至少|原则上|积极){1,6}$"
)
WITH = re.compile(rf"(?:[和与及、].*|{HEAD})?$")
"""What may stand between a person's name and the modal verb: an office, or others."""


def only_leads_on(said: str) -> bool:
    """Whether a clause says how or by what something is to be done, and not what: 对…逐一建档 does."""
    if not PRELUDE.match(said):
        return False
    return bool(OPEN.search(said)) or not (PUT_FIRST.match(said) and verbs.ANY_DEED.search(said, 2))
