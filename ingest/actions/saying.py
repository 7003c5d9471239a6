"""The verbs by which news says who speaks, and how: 要求 alone makes a demand, 强调 urges, 说 only tells."""

import re

from ingest.enumerations import SPEECH

SAYS = re.compile(
    rf"(?:作(?:出|了)?(?=[^，]{{0,8}}(?:安排|部署|要求|指示|强调))|讲了?(?=[几两三四五六七]点)|{SPEECH}|交办|(?:发出|下发|印发)(?:[^，。]{{0,10}}(?:通知|通告|倡议|工作提示))(?=$)|责成|号召|呼吁|敦促|叮嘱|嘱咐|责令|宣布|承诺|表态|说|称|"
    r"介绍|透露|谈到|讲到|坦言|直言|回应|认为|安排|督促|达成|形成)(?:说|道|称|了|到)?"
)
DEMANDS = re.compile("要求|责成|交办|.*(?:通知|通告)|部署|安排|号召|呼吁|敦促|指示|叮嘱|嘱咐|责令|督促")
ASKS = re.compile("要求|责成|号召|呼吁|敦促|责令|督促|指示|叮嘱")
"""Verbs that name whom they ask: 要求各单位…."""
URGES = re.compile("(?:强调|指出|提出|明确|部署|安排)[说了]?")
"""Verbs of whoever leads; 说 and 表示 are anybody's."""
STRESSES = re.compile("强调说?")
"""What stands behind it without a subject is urged, too: 强调，加快推进…."""
THINKS = re.compile("认为|谈到|坦言|直言|介绍|透露|回应")
"""What somebody only thinks or tells is no demand of his."""
COMMITS = re.compile("承诺了?")
ANNOUNCES = re.compile("(?:要求|意见|建议|任务|措施|安排|部署|讲话|希望|方面|[几点]|共识|发言)$")
"""What ends a clause that says how much is going to be said."""
ANNOUNCEMENT = 16
"""Characters such a clause has at most behind its verb."""
DEMANDED = re.compile("要求|任务|安排|部署")
TO_WHOM = re.compile("[对向](?P<who>[^，。]{2,14})$")
"""Whom an announced demand is put to: 对新任干部提出要求."""
LISTED = re.compile("要求|任务|措施|意见|安排|部署|做到|做好|抓好|落实|实现|要|必须|工作")
"""What the lead-in of a list of demands speaks of."""
ACCORDING = re.compile(r"据(?P<who>[^，]{2,14}?)(?:\d{1,2}月|\d{1,2}日|发布|消息|通报|公布|公告)")
ACTS = re.compile("[^，。]{0,6}?(?:作|主持|讲|强调|指出|要求|表示|率|带|出席|说)")
ANYBODY = re.compile("(?:报道|网友|分析|分析师|媒体|评论|舆论|有人|人士|专家|学者|机构|当事人|知情者)们?[还也又]?$")
"""Whoever speaks here leads nobody, and what was said before is over."""
NO_SUBJECT = re.compile(r"(?:[\d年月日时分上下午晚左右，,、]|会上|会后|随后|当天|当日|日前|近日|同时|此外|另外|其中|据悉|据了解)*")
"""What may stand before the subject of a sentence."""
CROOKS = re.compile("骗子|诈骗(?:分子|团伙|人员)|不法分子|受害(?:人|者)|被害人")
"""What the ones ask, and what is asked of the others, is told as a warning."""
OF_VICTIMS = re.compile("受害(?:人|者)(?!的?家属)|被害人(?!的?家属)")
"""Whoever stands so right behind 要求 is told what a crook would have."""
ADVISES = re.compile("提醒|提示|建议|告诫|支招|倡议")
"""Whoever advises readers demands nothing of them."""
ADVISERS = re.compile("(?:律师|专家|医生|医师|护士长?|分析师|网友)$")
NO_LEADER = re.compile(
    "(?:医生|医师|教授|专家|律师|老师|教师|研究员|分析师|教练|学者|院士|博士|护士长?|先生|女士|同学|网友|阿姨|大爷|大妈|师傅|店主|市民|村民|居民|游客|家长|学生|球员|球迷|演员|导演)$"
)
BARE = frozenset(
    verb + end
    for verb in ("强调", "指出", "要求", "提出", "表示", "称", "说", "认为", "承诺", "宣布", "责成", "交办", "敦促", "呼吁")
    for end in ("", "说", "道", "称", "了")
)
"""Verbs that may stand without a subject."""
_ALSO_NOUNS = frozenset({"要求", "部署", "安排", "指示"})
_AS_A_NOUN = re.compile(
    r"[的等项点种个按照据有关各合符高最新严硬必然工“《名号职被堪简统人俗]$|(?:根据|按照|按(?=[^，期时月年]{1,6}$)|落实|贯彻|符合|对标|对照|任务|回应|[^会]工作)[^，]*$"
)
_WORK_AHEAD = re.compile("了(?:[^，。]{0,10}的)?(?:下半年|下一步|下步|下阶段|今年|明年|[一二三四]季度|重点)[^，。]{0,10}(?:工作|任务)$")
_NEED_A_DEMAND = frozenset({"部署", "安排", "明确", "督促", "达成", "形成", "指示"})
_ALSO_PARTS_OF_WORDS = frozenset({"说", "称", "介绍", "回应"})


def is_said(said: str, verb: re.Match[str]) -> bool:
    """Whether a verb of saying is one here: 按照要求 is a noun, the 说 of 说法 is no speech."""
    before, after = said[: verb.start()], said[verb.end() :]
    if before.endswith("的") or (verb[0] in _ALSO_NOUNS and _AS_A_NOUN.search(before)) or re.match("[的和与及、》”等者性书]", after):
        return False
    if verb[0] in {"部署", "安排"} and after.startswith("了") and _WORK_AHEAD.match(after):
        return True
    if verb[0] in _NEED_A_DEMAND:
        return (not after and verb[0] != "督促") or bool(re.match("[要各]|.{0,12}共识", after))
    return verb[0] not in _ALSO_PARTS_OF_WORDS or not re.match("[法明服话唱号谓呼赞职]", after)
