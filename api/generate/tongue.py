"""Whether a claim is in the language of the answer: a model that changes languages is not followed into them."""

import re
from typing import Literal

from ingest.fold import HAN

_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)?")
_LETTER = re.compile(r"[^\W\d_]")
_TELLING = 2
"""Little words of another language that tell it, where there are more of them than English ones."""
_ENGLISH = frozenset("the of and to in is was were that for on with by as at from it this be are has have had will not a an".split())
_FOREIGN = frozenset(
    (
        "le la les des une est dans pour avec sur que qui aux du et el los las una y se por con para del der die das und ist nicht ein "
        "eine den mit von auf il di che e gli sono della o os da em para uma não"
    ).split()
)


def speaks(text: str, language: Literal["zh", "en"]) -> bool:
    """Whether a text is in the language, as far as its script and its little words tell. Numbers alone are in any."""
    letters, han = len(_LETTER.findall(text)), len(_HAN.findall(text))
    words = [word.lower() for word in _WORD.findall(text)]
    others = letters - han - sum(len(re.sub("['’]", "", word)) for word in words)
    if others * 5 > letters:
        return False
    if language == "zh":
        return han >= len(words)
    foreign = sum(word in _FOREIGN for word in words)
    return len(words) >= han and (foreign < _TELLING or foreign <= sum(word in _ENGLISH for word in words))
