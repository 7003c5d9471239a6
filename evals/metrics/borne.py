"""Whether numbers and people that a statement names stand in what it cites, read apart from the door that should have seen to it.

Only the table of how characters are read is shared with it.
"""

import re
from collections.abc import Callable, Iterator

from api.pinyin import is_syllable, orders, readings_of, syllables
from api.routes.wire import Answer
from api.routes.wire.questions import Statement
from api.routes.wire.shapes import Citation
from evals.metrics.answers import outside
from evals.metrics.values import printed, stated

_FAMILIES = frozenset(
    "张王李刘陈杨赵黄周吴徐孙胡朱郭林罗郑梁宋唐许邓冯韩曹彭萧蔡潘袁董苏吕魏蒋杜丁沈姜范傅钟卢汪"
    "戴崔陆廖姚邹熊谭贾韦薛侯邱孟秦尹闫段黎陶贺郝顾龚邵钱覃"
)
"""Surnames that are hardly ever the end of another word; 方, 何, 任 and the like are left out, for 会议方面强调 names nobody."""
_OFFICES = "书记|主任|局长|区长|市长|县长|镇长|部长|处长|科长|院长|校长|会长|总经理|董事长|经理|负责人|同志|先生|女士"
_SAYS = "指出|强调|要求|表示|提出|主持|认为|介绍|宣布|说"
_BEFORE = re.compile(rf"([{''.join(sorted(_FAMILIES))}][\u4e00-\u9fff]{{1,2}})(?=(?:{_OFFICES}|{_SAYS}))")
_BEHIND = re.compile(rf"(?:{_OFFICES})([{''.join(sorted(_FAMILIES))}][\u4e00-\u9fff]{{1,2}})")
_LATIN = re.compile(r"\b([A-Z][a-z]+) ([A-Z][a-z]+(?:[-'’]?[a-z]+)?)\b")


def numbers_are_borne(answer: Answer) -> float | None:
    """The share of statements all of whose numbers and dates are borne by what they cite. None without statements.

    Anything below 1 is a bug. What is cited are the quotations, and the titles and days of their articles, which a reader sees beside them.
    A number is borne by its value, however it is written; a date by the numbers of its day, month and year. A number that the question
    names must be borne, too.
    """
    return _share(answer, lambda statement, cited: stated(statement.text) <= printed(cited))


def names_are_borne(answer: Answer) -> float | None:
    """The share of statements all of whose people are borne by what they cite. None without statements.

    Anything below 1 is a bug. People are known by a common surname beside an office or a verb of saying, in Latin letters by a surname in
    pinyin with a given name; they are borne where what is cited prints them, or characters that read so. Whoever is named in another way
    is not seen by this metric.
    """
    return _share(answer, lambda statement, cited: all(_is_borne(forms, cited) for forms in _people(statement.text)))


def _share(answer: Answer, bears: Callable[[Statement, str], bool]) -> float | None:
    if not answer.statements:
        return None
    by_number = {one.number: one for one in answer.citations}
    cited = ((one, [by_number[number] for number in one.citations if number in by_number]) for one in answer.statements)
    return sum(bears(one, "\n".join(map(_shown, some))) for one, some in cited) / len(answer.statements)


def _shown(citation: Citation) -> str:
    """What a reader sees of a citation."""
    day = citation.published_on
    return f"{citation.quote}\n{citation.title}\n{f'{day.year}年{day.month}月{day.day}日' if day else ''}"


def _people(text: str) -> Iterator[tuple[str, ...]]:
    """Each by the forms of which one must be printed: behind an office a name may have two characters or three."""
    yield from ((name,) for name in _BEFORE.findall(text))
    yield from ((name, name[:2]) for name in _BEHIND.findall(text))
    for one in _LATIN.finditer(outside(text)):
        if any(_is_family(word) for word in one.groups()) and all(map(syllables, one.groups())):
            yield (one[0],)


def _is_family(word: str) -> bool:
    return is_syllable(word.lower()) and any(word.lower() in readings_of(char) for char in _FAMILIES)


def _is_borne(forms: tuple[str, ...], cited: str) -> bool:
    return any(form in cited or (form.isascii() and _reads_so(form, cited)) for form in forms)


def _reads_so(name: str, cited: str) -> bool:
    """Whether characters that may be read so stand side by side there, the surname first or last."""
    readings = [readings_of(char) for char in cited]
    return any(
        all(syllable in readings[at + number] for number, syllable in enumerate(parts))
        for parts in orders(name.split())
        for at in range(len(readings) - len(parts) + 1)
    )
