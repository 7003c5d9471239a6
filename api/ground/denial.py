"""Whether the articles deny what a question takes for granted: 石埠园区停水期间, where 石埠园区不停水 is printed."""

import re
from collections.abc import Iterator

from api.brief import Asked, Brief, Line
from api.ground.assurance import is_name
from api.ground.polarity import denies, supposes
from api.ground.premise import of_its_day
from api.ground.sayers import says
from ingest.facts import people_in
from ingest.fold import fold

_DENIAL = re.compile(
    r"(?:(?:并不是?|并非|并?未曾?能?|不(?:是|存在)?|没有?|[无毫]无?)(?:发生|造成|出现|发现|任何|人员)*)(?=[\u3400-\u9fff])"
)
_CUT_SHORT = re.compile(r"([\u3400-\u9fff]{2})(?:不|未|没有?)([\u3400-\u9fff])(?![\u3400-\u9fff])")
"""急诊不停, of a question about 急诊停诊."""
_FALSE = re.compile(r"(?:说法|传言|传闻|消息|信息|网传|内容)[^。；]{0,8}(?:不实|不属实|虚假|是假)|谣言|谣传|误传")
_ABSENT = re.compile(r"(?:未|没有?|未能|不)(?:能)?(?:参加|出席|到会|到场|与会)|缺席|请假")
_POLAR = re.compile(
    r"吗|是否|是不是|有无|有没有|能否|可否|会不会|([\u3400-\u9fff])[不没]\1|没[？?。\s]*$|(?<![什怎那这多要])么[？?。\s]*$|\b(?:whether|if)\b|^(?:did|does|do|is|are|was|were|has|have|can|will)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[^，,。；;：:！!？?\n]+")
_REACH = 20
"""Characters from a name to the words that say its bearer was away."""
_MUCH = 0.4
"""Of what a question wants, so much is printed in a sentence that calls it false."""
_LEAST = 2
"""Characters of what is denied."""


def denied(brief: Brief, sayers: frozenset[str]) -> Line | None:
    """The line that denies what the question takes for granted; None where none does, or where the question asks just that.

    `sayers` are those who are taken to have spoken.
    """
    asked = brief.asked
    if _POLAR.search(asked.text.strip()) or denies(asked.text):
        return None
    return next(
        (
            line
            for line in of_its_day(brief).lines
            if _stayed_away(line, brief, sayers) or _is_called_false(line, asked) or _says_not(line, brief)
        ),
        None,
    )


def _stayed_away(line: Line, brief: Brief, sayers: frozenset[str]) -> bool:
    """Whether one who is taken to have spoken was not there, and speaks in no article that prints as much of what is asked."""
    if not _is_absent(line, sayers):
        return False
    printed = _told(brief)
    here = line.hit.article.id
    return not any(printed[other] >= printed[here] for one in brief.lines if (other := one.hit.article.id) != here and says(one, sayers))


def _is_absent(line: Line, sayers: frozenset[str]) -> bool:
    """Whether one who is taken to have spoken was not there: who is named last before the words that say so."""
    away = _ABSENT.search(line.text)
    if away is None or not any(name in line.text for name in sayers):
        return False
    before = line.text[max(0, away.start() - _REACH) : away.start()]
    named = {*sayers, *(person.name for person in people_in(line.hit.article.text))}
    return max(named, key=lambda name: (before.rfind(name), len(name))) in sayers and any(name in before for name in sayers)


def _is_called_false(line: Line, asked: Asked) -> bool:
    said = fold(line.said)
    if not _FALSE.search(said):
        return False
    printed = [one.weight for one in asked.wanted if one.is_in(said)]
    return len(printed) > 1 and sum(printed) >= _MUCH * sum(one.weight for one in asked.wanted)


def _says_not(line: Line, brief: Brief) -> bool:
    asked = brief.asked
    said, article, question = fold(line.said), fold(f"{line.hit.article.title}\n{line.hit.article.text}"), fold(asked.text)
    names = [one for one in asked.wanted if is_name(one)]
    if names and all(one.is_in(said) for one in names):
        return any(True for _ in _denials(said, question, asked))
    return any(not _is_affirmed(phrase, article) for phrase in _denials(said, question, asked)) and _is_told_most_of(line, brief)


def _is_told_most_of(line: Line, brief: Brief) -> bool:
    """Whether no other article prints more of what is asked: that nobody 未参加 one meeting says nothing of another."""
    printed = _told(brief)
    return printed[line.hit.article.id] >= max(printed.values())


def _told(brief: Brief) -> dict[str, float]:
    """How much of what is asked each article prints, by its id."""
    articles = {one.hit.article.id: fold(f"{one.hit.article.title}\n{one.hit.article.text}") for one in brief.lines}
    return {name: sum(one.weight for one in brief.asked.wanted if one.is_in(text)) for name, text in articles.items()}


def _denials(said: str, question: str, asked: Asked) -> Iterator[str]:
    """What a line denies and the question speaks of."""
    words = {word for one in asked.wanted for word in (one.label, *one.spellings) if len(word) >= _LEAST}
    for clause in _CLAUSE.findall(said):
        if supposes(clause):
            continue
        for match in _DENIAL.finditer(clause):
            behind = clause[match.end() :]
            if any(behind.startswith(word) for word in words):
                yield _common(behind, question) or next(word for word in words if behind.startswith(word))
        for match in _CUT_SHORT.finditer(clause):
            if re.search(f"{match[1]}.{{0,2}}{match[2]}", question):
                yield match[1] + match[2]


def _common(behind: str, question: str) -> str:
    """The longest beginning that the question has too."""
    size = next((size for size in range(len(behind), _LEAST - 1, -1) if behind[:size] in question), 0)
    return behind[:size]


def _is_affirmed(phrase: str, article: str) -> bool:
    """Whether the article prints it anywhere without denying it."""
    return any(not _DENIAL.search(article[max(0, at - 6) : at + 1]) for at in _places(phrase, article))


def _places(phrase: str, text: str) -> Iterator[int]:
    return (match.start() for match in re.finditer(re.escape(phrase), text))
