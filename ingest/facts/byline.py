"""Who reported: the byline at the foot of an article, at its head (本报讯（记者 …）), or wherever brackets hold nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.article import Span
from ingest.facts import names
from ingest.fold import HAN

_OWN = "本报|本网|本台|本刊|全媒体|融媒体|融媒|首席|见习|实习|特约|特派|高级|资深|流程|值班|总台|报社"
_KIND = (
    "记者|通讯员|实习生|评论员|撰稿人|撰稿|撰文|责任编辑|编辑|责编|主编|编审|审校|审核|校对|摄影|摄像|作者|供稿|来源|文字|图片|[一二三终初复]审|编译|整理|供图|制图|审定|签发|"
    "监制|策划|统筹|剪辑|(?:文/图|图/文|文|图|摄)(?=[ /:：|｜])"
)
_ANY_ROLE = f"(?:{_OWN}){{0,4}}(?:{_KIND})"
_DONE = "/?(?:的?(?:综合|摄影)?报道(?:改写)?|摄影|摄|文/图|图/文|供图|(?:文|图)(?![/:：|])|整理|改写)"
_JOINT = "[ 、，,/]{1,2}+"
_NAME_ENDS = rf"(?=[^{HAN}·]|$|{_DONE}|{_ANY_ROLE})"
_NAME = rf"(?!{_ANY_ROLE})[{HAN}]{{2,4}}?(?:·[{HAN}]{{1,8}}?){{0,2}}{_NAME_ENDS}"
_PART = re.compile(
    r"(?:来源|供稿|出品|稿源)[:：/ ](?P<source>[^\s，。；！？（）()]{1,24}+)"
    rf"|(?P<role>{_ANY_ROLE})(?P<separator>[ :：/|｜丨—-]{{0,4}}+)(?P<names>{_NAME}(?:{_JOINT}{_NAME}){{0,7}})?[ ]?(?P<deed>{_DONE})?"
    rf"|(?P<named>{_NAME})[ /](?P<by>文|图|摄影|摄)(?![{HAN}])"
)
_GAP = r"[\s、，,;；|/　]{0,3}+"
_ANY_PART = f"(?>{re.sub(r'[?]P<[a-z]+>', '?:', _PART.pattern)})"
"""Once read, a part is not read otherwise: the time it takes stays in step with the length of the text."""
_CODE = r"(?:[A-Za-z]{1,3}\d{2,4}\s?)?"
_PAPER = rf"(?:[{HAN}]{{2,6}}?(?:新闻网?|[日晚晨商]报|都市报|电视台|在线|客户端|网)(?=记者))?"
_BODY = rf"(?:据\s?)?{_PAPER}{_ANY_PART}(?:{_GAP}{_ANY_PART}){{0,9}}+"
_BRACKETED = re.compile(rf"[（(【\[]\s{{0,2}}{_BODY}\s{{0,2}}{_CODE}[）)】\]]")
_FOOT = re.compile(rf"(?>(?:[（(【\[]\s?)?{_BODY}\s?{_CODE}[）)】\]]?{_GAP}){{1,4}}+(?:[（(]完[）)])?\s*$")
_FOOT_BEGINS = re.compile(rf"(?:(?<=[\s。！？…”）)】])|^)(?:[（(【\[]\s?)?(?:据\s?)?{_PAPER}{_ANY_PART}")
_NAMES_ALONE = re.compile(rf"(?<=[。！？”…\n])[（(]({_NAME}(?: {_NAME}){{0,4}})[）)](?:\s?[（(]完[）)])?\s*$")
_HEAD = re.compile(rf"(?:{_OWN}){{0,4}}(?P<role>记者|通讯员|实习生)[ :：]{{0,2}}")
_FOOT_REACH, _HEAD_REACH = 240, 120
"""Characters from either end within which a byline begins."""


@dataclass(frozen=True, slots=True)
class Credit:
    """A name in a byline, and what it is there for, as printed: 本报记者, 通讯员, 责任编辑; empty where nothing is said."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Byline:
    """Who reported, as printed."""

    span: Span
    text: str
    credits: tuple[Credit, ...] = ()

    @property
    def reporters(self) -> tuple[str, ...]:
        """The names of the paper's own reporters."""
        return tuple(one.name for one in self.credits if one.role.endswith("记者"))

    @property
    def correspondents(self) -> tuple[str, ...]:
        """The names of those who wrote in: 通讯员."""
        return tuple(one.name for one in self.credits if one.role.endswith("通讯员"))


def who_reported(text: str) -> Byline | None:
    """The byline that names a reporter or a correspondent, wherever it stands; else the one that closes the text, if it says anything."""
    found = bylines_in(text)
    named = (one for one in found if one.reporters or one.correspondents)
    return next(
        named, next((one for one in found[-1:] if one.span.end == len(text.rstrip()) and re.search(r"[:： /|]\W*\w", one.text)), None)
    )


def byline_in(text: str) -> Byline | None:
    """The byline that closes the text, every line of it; None if it has none."""
    begins = max(len(text) - _FOOT_REACH, 0)
    for match in _FOOT_BEGINS.finditer(text, begins):
        if (foot := _FOOT.match(text, match.start())) and _is_credible(text, Span(*foot.span())):
            return _byline(text, Span(*foot.span()))
    alone = _NAMES_ALONE.search(text, begins)
    if alone and all(names.is_shaped(name) and not names.is_common(name) for name in alone[1].split()):
        return Byline(span := _stripped(text, Span(*alone.span())), span.of(text), tuple(Credit(name, "") for name in alone[1].split()))
    return None


@lru_cache(maxsize=1024)
def bylines_in(text: str) -> tuple[Byline, ...]:
    """All of them, in order: at the head, in brackets, at the foot."""
    foot = byline_in(text)
    end = foot.span.start if foot else len(text)
    bracketed = [_byline(text, Span(*match.span())) for match in _BRACKETED.finditer(text, 0, end)]
    head = _head(text)
    before = [head] if head and head.span.end <= end and not any(one.span.holds(head.span) for one in bracketed) else []
    return tuple(sorted((*before, *bracketed, *([foot] if foot else [])), key=lambda one: one.span))


def _head(text: str) -> Byline | None:
    """A byline without brackets before the first sentence: 记者方牧之 通讯员葛临溪 7月9日…."""
    match = _HEAD.search(text, 0, _HEAD_REACH)
    start, credited, end = match.start() if match else 0, list[Credit](), 0
    while match:
        at = match.end()
        while name := _name_at(text, at):
            credited.append(Credit(name, match["role"]))
            end = at + len(name)
            at = end + (text[end : end + 1] in {" ", "、"})
        match = _HEAD.match(text, at)
    span = Span(start, end)
    return Byline(span, span.of(text), tuple(credited)) if credited else None


def _name_at(text: str, at: int) -> str | None:
    """A name of a head's byline. It ends before a mark or a number; who else is named there is in the news."""
    for length in (3, 2, 4):
        name = text[at : at + length]
        if (
            names.is_shaped(name)
            and not names.is_common(name)
            and re.compile(r"[\s\d、]|通讯员|记者|实习生|报道|摄|讯").match(text, at + length)
        ):
            return name
    return None


def _is_credible(text: str, span: Span) -> bool:
    """Whether a role that runs into its name is followed by what can be one: 记者方牧之, not 记者采访."""
    for part in _PART.finditer(text, span.start, span.end):
        name = (part["names"] or "").split(" ")[0]
        if part["role"] and name and not part["separator"] and not names.is_shaped(name[:3]):
            return False
    return True


def _byline(text: str, span: Span) -> Byline:
    span = _stripped(text, span)
    return Byline(span, span.of(text), tuple(_credits(text, span)))


def _stripped(text: str, span: Span) -> Span:
    printed = span.of(text)
    return Span(span.start + len(printed) - len(printed.lstrip()), span.start + len(printed.rstrip()))


def _credits(text: str, span: Span) -> Iterator[Credit]:
    for part in _PART.finditer(text, span.start, span.end):
        if part["named"]:
            yield Credit(part["named"], part["by"])
        role = "摄影" if (part["deed"] or "") in {"摄", "摄影", "供图", "图", "/图"} else part["role"] or ""
        for name in re.split(_JOINT, part["names"] or ""):
            if name:
                yield Credit(name, role)
