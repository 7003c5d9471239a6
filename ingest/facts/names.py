"""Where a name ends that is known to begin here: 张有为主持 is 张有为 or 张有, and the words behind it decide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.article import Span
from ingest.enumerations import SPEECH
from ingest.facts.surnames import ALSO_PLACES, COMMON, DOUBLE, JAPANESE, LEADING, RARE, RISKY, SINGLE, SPELLING
from ingest.facts.tagged import first_word, is_word, words_of
from ingest.fold import HAN

IS_HAN = re.compile(f"[{HAN}]")
FOREIGN = re.compile(rf"[{SPELLING}]{{1,8}}(?:[·•‧・][{SPELLING}]{{1,10}}){{1,3}}")
_DOTTED = re.compile(rf"[{HAN}]{{1,8}}[·•‧・]")
_ONE_WORD = re.compile(rf"[{SPELLING}]{{2,7}}")
_NOT_ABROAD = frozenset("因多得道通中里让理易可东高大古日新什当公代都还以任")
"""Characters that spell foreign names but seldom end them, for they begin verbs and adverbs."""
_JAPANESE = re.compile(rf"(?:{'|'.join(sorted(JAPANESE))})[{HAN}]{{1,2}}?(?=[^{HAN}]|[在将和与就对为向说称也]|表示|访|出席|宣布|会)")
_FOLLOWS = re.compile(
    rf"{SPEECH}|主持|出席|参加|带队|带领|率[队领团]|深入|前往|听取|一行|代表|宣布|传达|现场|分别|先后|陪同|来到|致[辞欢以]|讲[话述解]|"
    "作[出了报为总表]|等[人，。]|通报|列席|严重|晋级|突然|做客|迅速|会面|见面|激动|直言|坦言|证实|正式|应邀|荣获|声称|特别|意外|着重|因涉嫌|"
    "两次|多次|深感|教授|老师|律师|医生|院士|大使|会长|大校|研究员|同学|同志|阿姨|夫人|课题组|第一时间|第[一二三四五六]|也在|在会上|谈到|"
    "说道|告诉|[又还曾]?[说称]|先生|女士|本人|为代表|笑着|受访者|[左右]起"
)
"""What follows a name for certain, though the segmenter takes some of it for nouns."""
_LEADS_ON = frozenset("均的在到就对为与和及向率等并还也将作以从赴听看因被把给带则都曾正已再任")
"""Characters that may follow a name and begin the next word."""
_NEVER_LAST = frozenset("的了着说称在到就对与及并还又再已都从因给把被请率赴来去问讲没不等将要听看据则曾也")
_SELDOM_LAST = frozenset("任让作有正均为和同向于以会能道当过即主表介出参带代指强")
"""They end names and begin words; without more to go by, neither is taken for granted."""
_NEVER_IN = frozenset("副某该本的了们你我他她它每各等被吗呢吧啊与及或但且这哪此其些个第")
_NO_LAST = frozenset("姓区县市镇乡村局委办部处科室院校会社厂店馆站所队组党省州街们族氏岁")
"""What ends the name of a place or a body, not of a person."""
_CALLED = re.compile(
    "先生|女士|小姐|大爷|大妈|大娘|阿姨|师傅|老师|同学|医生|大叔|大姐|大哥|奶奶|爷爷|老人|老汉|同志|会议|单位|家人|家长|教练"
)
_LEADS_IN = frozenset(
    "请 由 的 了 是 对 向 让 听取 随 由于 落实 按照 根据 据 感谢 采访 采访了 邀请 会见 陪同 与 和 跟 及 以及 被 把 给 为 在 从 就 原 "
    "时任".split()
)
_SPEAKS = re.compile(rf"说|称|{SPEECH}|告诉|写道|介绍|透露|回应|警告|呼吁|[（(][A-Z]")
"""What makes a foreign name without a title a person's: 罗兰·加洛斯 is a stadium, but stadiums do not speak."""
_SPOKEN = re.compile(
    rf"(?:(?:在|于)[^，。；]{{1,14}}?(?:时|上|中|后|会)|向[^，。；]{{1,8}}?|当[场天]|现场|随后|进一步|特别|再次|[还也又则])?"
    rf"(?:{SPEECH}|说|称|介绍|透露|告诉|坦言|宣布|主持|回应|表态|解释|分析|坦陈|答复)"
)
"""What a person does who speaks."""
_NOUNS = ("n", "a", "x", "m", "q", "eng", "z", "i", "j", "r")
_PARTICLES = ("v", "d", "p", "c")
_AND = frozenset("和与及")
_LONG = 3
"""Characters of a word. The segmenter takes whole phrases for nouns (提供援助); their first two characters are a verb or none."""
_DOTS = "·•‧・"
CLEAR = 3
"""How well a name ends before a mark or a verb."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How long the name is; where `other` is set, that length is as likely, and only the rest of the text can tell."""

    length: int
    other: int | None = None


def read(text: str, at: int) -> Reading | None:
    """The name that begins at a place, None where what stands there is no name for certain."""
    if foreign := FOREIGN.match(text, at):
        last = at + max(foreign[0].rfind(dot) for dot in _DOTS)
        return _ending_best(text, at, [end for end in range(last + 2, foreign.end() + 1) if text[end - 1] not in "因以"])
    if japanese := _JAPANESE.match(text, at):
        return Reading(len(japanese[0]))
    family = 2 if text[at : at + 2] in DOUBLE else 1
    if _DOTTED.match(text, at) or (family == 1 and text[at : at + 1] not in SINGLE and text[at : at + 1] not in RARE):
        return None
    return _chosen(text, at, at + family + 1, at + family + 2) or (_spoken(text, at) if family == 1 else None)


def _spoken(text: str, at: int) -> Reading | None:
    """A name of words that are none in themselves (容与之, 解长风), which somebody's speaking behind it makes one."""
    name = text[at : at + 3]
    odd = name[:1] in RARE or (name[:1] in RISKY and name[:1] not in LEADING)
    if not odd or not _SPOKEN.match(text, at + 3) or is_word(name) or is_word(name[:2]):
        return None
    return Reading(3) if _is_shaped(name.replace("与之", "之"), RARE | SINGLE) else None


def read_abroad(text: str, at: int) -> Reading | None:
    """A foreign name of one word, which only a title of a foreign office makes one: 总统拜登."""
    match = _ONE_WORD.match(text, at)
    ends = [end for end in range(at + 2, match.end() + 1) if text[end - 1] not in _NOT_ABROAD] if match else []
    reading = _ending_best(text, at, ends)
    if reading is None:
        return None
    name, end = text[at : at + reading.length], at + reading.length
    return reading if not is_common(name) or (first_word(name)[1] == "ns" and _SPEAKS.match(text, end)) else None


def _ending_best(text: str, at: int, ends: Sequence[int]) -> Reading | None:
    """A foreign name ends where the next word begins most clearly: 拜登|提供, not 拜登提|供; as far to the right as may be.

    A noun may follow where the spelling ends, if there is more than one character of the name's last part.
    """
    end = max(ends, key=lambda end: (after(text, end), end), default=at)
    is_spelt_out = end > ends[0] and text[end : end + 1] not in SPELLING if ends else False
    return Reading(end - at) if end > at and after(text, end) > (0 if is_spelt_out else 1) else None


def stands_alone(text: str, span: Span) -> bool:
    """Whether a foreign name in full is that of a person without any title."""
    return begins(text, span.start) and bool(_SPEAKS.match(text, span.end)) and text[span.start - 1 : span.start] != "《"


def begins(text: str, at: int) -> bool:
    """Whether a name may begin here: at a mark, or behind a word that is no part of a name or a title."""
    if not at or not IS_HAN.match(text[at - 1]):
        return True
    words = words_of(text)
    before = words.words[words.at(at - 1)]
    return before.end == at and (before.tag.startswith(("p", "u", "c", "d")) or before.text in _LEADS_IN)


def _chosen(text: str, at: int, short: int, long: int) -> Reading | None:
    """The one of two lengths behind which a word, or the clause, begins more clearly."""
    fits = {
        end: after(text, end)
        for end in (short, long)
        if end <= len(text) and _is_shaped(text[at:end], SINGLE | RARE) and not (end == long and text[end - 1] in _NEVER_LAST)
    }
    fits = {end: fit for end, fit in fits.items() if (fit > 1 or (fit and _is_tagged(text, at, end))) and is_name(text, at, end, fit=fit)}
    if len(fits) < 2:  # noqa: PLR2004  one reading of the two, or none
        return next((Reading(end - at) for end in fits), None)
    best, other = (long, short) if fits[long] > fits[short] else (short, long)
    lead = fits[best] - fits[other]
    if lead > (1 if text[long - 1] in _SELDOM_LAST and not (best == short and text[short] in _AND) else 0):
        return Reading(best - at)
    return Reading(best - at, other - at)


def _is_tagged(text: str, at: int, end: int) -> bool:
    """Whether the segmenter, too, takes exactly these three characters for a person."""
    words = words_of(text)
    word = words.words[words.at(at)]
    foreign = all(one in SPELLING for one in text[at : end + 1])
    return word.start == at and word.end == end == at + 3 and word.tag.startswith("nr") and not foreign


def after(text: str, end: int) -> int:
    """How clearly a name may end here: 3 before a mark or a verb, 2 before a particle, 1 before a noun, 0 where no word begins."""
    follows = text[end : end + 1]
    if not follows or not IS_HAN.match(follows):
        return 0 if follows and follows in _DOTS else CLEAR
    if _FOLLOWS.match(text, end):
        return CLEAR
    word, tag = first_word(text[end : end + 8])
    if len(word) > _LONG and is_word(word[:2]):
        word, tag = first_word(word[:2])
    if follows in _AND:
        return 1 if first_word(text[end + 1 : end + 9])[1].startswith("v") and text[end + 2 : end + 3] != "关" else 2
    if len(word) > 1 and is_word(word):
        return 1 if tag.startswith(_NOUNS) else CLEAR
    return 2 if follows in _LEADS_ON else int(len(word) == 1 and tag.startswith(_PARTICLES))


def is_shaped(name: str) -> bool:
    """Whether it looks like a Chinese name: a surname, one or two characters more, none of which a name never holds."""
    return _is_shaped(name, SINGLE)


def _is_shaped(name: str, surnames: frozenset[str]) -> bool:
    family = 2 if name[:2] in DOUBLE else 1
    given = name[family:]
    return bool(
        (family == 2 or name[:1] in surnames)  # noqa: PLR2004  a surname of two characters
        and 1 <= len(given) <= 2  # noqa: PLR2004  a given name has one or two
        and all(IS_HAN.match(one) for one in given)
        and not _NEVER_IN.intersection(given)
        and name[-1] not in _NO_LAST
        and not _CALLED.search(name)
    )


def is_name(text: str, at: int, end: int, *, fit: int) -> bool:
    """Whether the dictionary has nothing against it: 关心 is a verb, 应邀 another, 于会上 a phrase."""
    name = text[at:end]
    if name[:2] in DOUBLE:
        return not is_common(name) and (name[:2] not in ALSO_PLACES or bool(_SPOKEN.match(text, end)))
    doubtful = name[0] in RISKY or name[0] in RARE
    if doubtful and (fit < CLEAR or is_word(text[at + 1 : at + 3]) or (len(name) == 2 and is_word(name))):  # noqa: PLR2004  于会上
        return False
    if is_common(name) or (name[0] in RARE and len(name) == 2 and not _SPOKEN.match(text, end)):  # noqa: PLR2004  a name of two characters
        return False
    if name[0] in RARE and is_word(name[:2]):
        return False
    return len(name) == 2 or _is_listed(name) or not is_common(name[:2])  # noqa: PLR2004  a name of two characters


@lru_cache(maxsize=4096)
def is_common(word: str) -> bool:
    """Whether it is a dictionary word that is no person's name."""
    return word in COMMON or (is_word(word) and not first_word(word)[1].startswith("nr"))


def _is_listed(name: str) -> bool:
    return name not in COMMON and is_word(name) and first_word(name)[1].startswith("nr")
