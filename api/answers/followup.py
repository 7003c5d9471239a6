"""A question that leans on those before it → one that stands alone: names, bodies and days are taken from the earlier questions.

Earlier answers are never looked at: what was said is no evidence, and who was asked about stands in the question.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.brief import Brief
from api.ground.sayers import asked_sayers
from api.retrieve.kinds import language_of
from ingest.facts import SURNAMES, organisations_in, people_in
from ingest.fold import HAN

_HE = re.compile(r"他们|她们|他(?![山日人们])|她(?!们)")
_HE_IN_ENGLISH = re.compile(r"\b(?:(?P<own>his|their)|he|she|they|him|them|her)\b", re.IGNORECASE)
_REFERS = re.compile(
    r"(?<!其)(?:他|她|它)(?![山日人])|(?<!应)该(?:会|公司|企业|项目|园区|单位|部门)"
    r"|(?:这|那|此)(?:次|位|个|场|项|家)?(?:会|人|公司|企业|领导|项目|活动|园区|要求)"
    r"|\b(?:he|she|they|him|them|her|his|their|its?|there)\b|\b(?:that|this) (?:meeting|company|project|day|event)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^(?:那|还有|另外|再|然后|接着|会议|会上|座谈会|活动)"
    r"|还(?:要求|说|提|有|强调|做|去|讲)|呢[？?。\s]*$|第二天|次日|前一天"
    r"|^(?:and|then|also)\b|\b(?:what|how) about\b|\belse\b|\bthe (?:next|following|previous) day\b",
    re.IGNORECASE,
)
_OTHER_DAY = re.compile(r"第二天|次日|前一天|(?:on )?the (?:next|following|previous) day", re.IGNORECASE)
_BEFORE = re.compile("前|previous", re.IGNORECASE)
_NAMES_OF_MONTHS = "January February March April May June July August September October November December".split()
_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>1[0-2]|0?[1-9])月(?P<day>[12]\d|3[01]|0?[1-9])[日号]"
    rf"|(?P<name>{'|'.join(_NAMES_OF_MONTHS)}) (?P<of>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\d)",
)
_ONLY = re.compile(r"^(?:那么?|and|then|what about|how about)?[\s，,]*(?P<rest>.*?)(?:呢)?[？?。\s]*$", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:那么?|(?:and )?(?:what|how) about)\s*(?P<rest>.+?)(?:呢)?[？?。\s]*$|^(?P<bare>.+)呢[？?。\s]*$", re.IGNORECASE)
_TOWARDS = re.compile(rf"对[{HAN}]{{1,14}}?(?=提|作|做|有|的|要|强|部|说|讲)")
_VERB = re.compile("提出|要求|强调|部署|作出|做出|说|讲|有(?:什么|哪)|参加|出席|去了")
_CONTEXT = re.compile(r"（[^）]*）(?=[？?。\s]*$)| \([^)]*\)(?=[?.\s]*$)")
_NAME = re.compile(rf"[{HAN}]{{2,4}}")
_MOST_TURNS = 4
"""Questions before, as far as one may lean."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names, as far as the articles it leads to know it."""

    people: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    days: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether it names anything."""
        return bool(self.people or self.bodies or self.days)


Look = Callable[[str], Named]
"""What a question names."""


def named_in(brief: Brief) -> Named:
    """The people and bodies of the articles on the desk that the question names, whoever is asked about first, and its days."""
    text = brief.asked.text
    articles = {line.hit.article.id: line.hit.article.text for line in brief.lines}.values()
    known = {person.name for article in articles for person in people_in(article)}
    han = [name for name in known if name in text]
    latin = [one.label for one in brief.asked.wanted if one.label.isascii() and known.intersection(one.spellings)]
    sayers = asked_sayers(brief)
    people = sorted({*han, *latin}, key=lambda name: (name not in sayers, text.find(name)))
    bodies = {body.name for article in articles for body in organisations_in(article) if body.name in text}
    longest = sorted((one for one in bodies if not any(one != other and one in other for other in bodies)), key=text.find)
    return Named(tuple(people), tuple(longest), tuple(match[0] for match in _DAY.finditer(text)))


def leans(question: str, look: Look) -> bool:
    """Whether a question refers to what was said before, or goes on without naming anything itself."""
    return bool(_REFERS.search(question)) or (bool(_GOES_ON.search(question)) and (bool(_ABOUT.match(question)) or not look(question)))


def standing_alone(question: str, earlier: Sequence[str], look: Look) -> str:
    """The question with what it leans on put in; as it is where it leans on nothing, or on nothing that was asked."""
    before = ""
    for one in (*earlier[-_MOST_TURNS:], question):
        before = _alone(one, before, look) if before and leans(one, look) else one
    return before


def _alone(question: str, before: str, look: Look) -> str:
    said = look(before)
    if (day := _OTHER_DAY.search(question)) and (printed := _DAY.search(before)):
        shifted = _shifted(printed, -1 if _BEFORE.search(day[0]) else 1)
        rest = _ONLY.sub(r"\g<rest>", question[: day.start()] + question[day.end() :]).strip("，, ")
        if not rest:
            return before[: printed.start()] + shifted + before[printed.end() :]
        question = f"{question[: day.start()]}{shifted}{question[day.end() :]}"
    question = _with_people(question, said.people)
    if (about := _ABOUT.match(question)) and (rest := (about["rest"] or about["bare"]).strip()) and not _VERB.search(rest):
        return _with_another(rest, before, said)
    return _with_context(question, said, look)


def _with_people(question: str, people: Sequence[str]) -> str:
    """Names for pronouns: all of them for 他们 and they, else the first."""
    if not people:
        return question
    everyone = "、".join(people)
    question = _HE.sub(lambda match: everyone if match[0].endswith("们") else people[0], question)

    def name(match: re.Match[str]) -> str:
        who = " and ".join(people) if match[0].lower() in {"they", "them", "their"} else people[0]
        return f"{who}'s" if match["own"] else who

    return _HE_IN_ENGLISH.sub(name, question)


def _with_another(rest: str, before: str, said: Named) -> str:
    """The question before with one thing exchanged: whom it was said to or about, who said it, or the day."""
    before = _CONTEXT.sub("", before)
    if towards := re.search(r"对(.+)$", rest):
        if _TOWARDS.search(before):
            return _TOWARDS.sub(lambda _: towards[0], before, count=1)
        verb = _VERB.search(before)
        return rest + (before[verb.start() :] if verb else "")
    if (day := _DAY.search(rest)) and (printed := _DAY.search(before)):
        return before[: printed.start()] + day[0] + before[printed.end() :]
    is_name = (_NAME.fullmatch(rest) and rest[0] in SURNAMES) or rest.istitle()
    if said.people and is_name:
        return before.replace(said.people[0], rest)
    return f"{before}（{rest}）" if language_of(before) == "zh" else f"{before} ({rest})"


def _with_context(question: str, said: Named, look: Look) -> str:
    """The question, behind it the bodies and days asked about before where it names none, and people where no pronoun stood for them."""
    own = look(question)
    people = () if own.people or (said.people and said.people[0] in question) else said.people
    context = [*people, *(() if own.bodies else said.bodies), *(() if own.days or _DAY.search(question) else said.days)]
    lacking = [each for each in context if each not in question]
    if not lacking:
        return question
    end = re.search(r"[？?。\s]*$", question)
    body, mark = (question[: end.start()], end[0]) if end else (question, "")
    return f"{body}（{'、'.join(lacking)}）{mark}" if language_of(body) == "zh" else f"{body} ({', '.join(lacking)}){mark}"


def _shifted(match: re.Match[str], days: int) -> str:
    """The day after or before, written alike. Without a year the 28th of February is followed by the 1st of March."""
    month = int(match["month"]) if match["month"] else _NAMES_OF_MONTHS.index(match["name"]) + 1
    try:
        day = date(int(match["year"] or 2001), month, int(match["day"] or match["of"])) + timedelta(days)
    except (ValueError, OverflowError):
        return match[0]
    if match["name"]:
        return f"{_NAMES_OF_MONTHS[day.month - 1]} {day.day}"
    return f"{f'{day.year}年' if match['year'] else ''}{day.month}月{day.day}日"
