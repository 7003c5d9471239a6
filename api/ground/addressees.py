"""To whom a question takes something to have been said, and whether an article prints that body at all."""

import re
from collections.abc import Iterator

from api.brief import Asked, Line
from ingest.fold import HAN

_BODY = "委员会|委|会|局|厅|(?<!干)部|办|办公室|公司|集团|企业|部门|单位|街道|园区|中心|院|校|队|社区|村"
_KINDS = "学校|园|站|所|协会|银行|医院"
_TO_A_BODY = re.compile(
    rf"[对向给]((?:(?![和与及])[{HAN}]){{1,12}}?(?:{_BODY}))(?=[和与、]|提|作出|做出|有什|有哪|的|下达|布置|部署|强调|说|讲|要求|安排)"
)
_OF_WHOM = re.compile(
    rf"要求(?!各|所有|有关|相关|全)((?:(?![和与及的])[{HAN}]){{1,12}}?(?:{_BODY}|{_KINDS}))(?=什么|何|哪|怎|如何|做|在|于|把|将|几|多)"
)
_OF_A_BODY = r"\b(?:of|from|to|tell|told|urged?|instruct(?:ed)?|order(?:ed)?)\s+(?:the\s+)?"
_GAP = 5
"""Characters of a long name up to the next that its short one keeps."""
_ENDS_AS_A_BODY = re.compile(rf"(?:{_BODY})$")


def unaddressed(line: Line, asked: Asked) -> str | None:
    """The body to which the question takes something to have been said, where the line's article does not print it in long or in short."""
    printed = f"{line.hit.article.title}\n{line.hit.article.text}"
    for label, spellings in _addressees(asked):
        if not any(_is_printed(one, printed) for one in spellings):
            return label
    return None


def _is_printed(body: str, text: str) -> bool:
    """Whether a text prints a body's name, or one that it may be short for: 安委会, of 安全生产委员会."""
    return any(_goes_on(body, text, at) for at, char in enumerate(text) if char == body[0])


def _goes_on(body: str, text: str, at: int) -> bool:
    """Whether every further character follows soon behind the one before."""
    for char in body[1:]:
        at = text.find(char, at + 1, at + 1 + _GAP)
        if at < 0:
            return False
    return True


def _addressees(asked: Asked) -> Iterator[tuple[str, tuple[str, ...]]]:
    for body in _OF_WHOM.findall(asked.text):
        yield body, (body,)
    if asked.kind != "demand":
        return
    for body in _TO_A_BODY.findall(asked.text):
        yield body, (body.removeprefix("各"),)
    for one in asked.wanted:
        if one.label.isascii() and re.search(_OF_A_BODY + re.escape(one.label), asked.text, re.IGNORECASE):
            bodies = tuple(each for each in one.spellings if _ENDS_AS_A_BODY.search(each))
            if bodies and len(bodies) >= len(one.spellings) - 1:
                yield one.label, bodies
