"""Whether an answer says the facts of a right one."""

import re
from collections.abc import Sequence

from api.routes.wire import Answer
from api.routes.wire.questions import Statement
from evals.cases import Case

_NUMERALS = "〇零一二两三四五六七八九十百千万亿"
_CLAUSE = "[^，,。.；;：:！!？?、\\n“”（）()]"
_DENIED = re.compile(
    rf"(?:(?:没有|没能|没|并未|尚未|从未|未(?!来)|并非|否认){_CLAUSE}{{0,8}}|(?:不(?![断仅但同少管论久日折])|无(?![人线锡])){_CLAUSE}{{0,4}})$"
    r"|(?:\b(?:not(?! only)|no|never|without)|n['’]t)\b(?:\s+[\w'’-]+){0,4}\s*$",
    re.IGNORECASE,
)
"""Words of denial before what they deny, in the same clause: 没 and 未 up to eight characters, 不 and 无 up to four, for they are in many
words that deny nothing; English ones up to four words."""
_REACH = 60
"""Characters looked at before a fact: more than a denial of four long words takes."""


def facts_found(case: Case, answer: Answer) -> float | None:
    """The share of a case's facts that an answer says, each in any one of its spellings; an unanswered one scores 0.

    A statement says a fact that its text or one of its quotations holds. A fact that begins or ends with a digit or a numeral must not be
    part of a longer number: 13 is not found in 130, 13.5 or 13,000, and 三家 not in 十三家. A fact said under a denial that the evidence
    does not have is not found, whatever the statement quotes: 没有要求防洪零死亡, of 要求防洪零死亡. Case does not count.
    None where the question has no answer.
    """
    if not case.answerable:
        return None
    return 1 - len(facts_missing(case, answer)) / len(case.key_facts)


def all_facts_found(case: Case, answer: Answer) -> float | None:
    """1 where every fact is found, else 0. None where the question has no answer."""
    return None if (share := facts_found(case, answer)) is None else float(share == 1)


def facts_missing(case: Case, answer: Answer) -> list[tuple[str, ...]]:
    """The facts that no statement says."""
    quotes = {one.number: one.quote for one in answer.citations}
    evidence = "\n".join(case.evidence)
    read = [(one, [quotes[number] for number in one.citations if number in quotes]) for one in answer.statements]
    return [fact for fact in case.key_facts if not any(_says(statement, cited, fact, evidence) for statement, cited in read)]


def _says(statement: Statement, quotes: Sequence[str], fact: Sequence[str], evidence: str) -> bool:
    denied = any(_is_denied(evidence, spelling) for spelling in fact)
    for spelling in fact:
        if holds(statement.text, spelling):
            return denied or _is_affirmed(statement.text, spelling)
    return any(holds(quote, spelling) and (denied or _is_affirmed(quote, spelling)) for quote in quotes for spelling in fact)


def holds(said: str, fact: str) -> bool:
    """Whether the text prints the fact, and where it begins or ends with a digit or numeral, not as part of a longer number."""
    return bool(_pattern(fact).search(said))


def _is_affirmed(text: str, fact: str) -> bool:
    """Whether it is printed at least once without a denial before it."""
    return any(not _DENIED.search(_before(text, found.start())) for found in _pattern(fact).finditer(text))


def _is_denied(text: str, fact: str) -> bool:
    return any(_DENIED.search(_before(text, found.start())) for found in _pattern(fact).finditer(text))


def _before(text: str, at: int) -> str:
    return text[max(0, at - _REACH) : at]


def _pattern(fact: str) -> re.Pattern[str]:
    return re.compile(_edge(fact[0], before=True) + re.escape(fact) + _edge(fact[-1], before=False), re.IGNORECASE)


def _edge(char: str, *, before: bool) -> str:
    """What may not stand beside a number."""
    if char in _NUMERALS:
        return f"(?<![{_NUMERALS}])" if before else f"(?![{_NUMERALS}])"
    if not char.isdigit():
        return ""
    return r"(?<![0-9])(?<![0-9][.,])" if before else r"(?![0-9])(?![.,][0-9])"
