"""What a claim puts in quotation marks, and what it calls by a title: either is printed to the letter, or it is an invention."""

import re

from ingest.fold import fold

_QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"|「([^「」]*)」|『([^『』]*)』|《([^《》]*)》|«([^«»]*)»|„([^„“”]*)[“”]")
_MARKS = re.compile(r"[\s“”\"「」『』‘’'《》«»„]+")
_AROUND = "，。、；：！？,.;:!?…"
"""Marks that a quotation may bring along at its ends: English puts its full stop inside."""


def quotes_the_unprinted(claim: str, evidence: str) -> bool:
    """Whether words stand between quotation marks that the folded evidence does not print so. Blanks and inner marks do not count."""
    printed = _bare(evidence)
    return any(said.strip(_AROUND) not in printed for said in map(_bare, _quotations(fold(claim))))


def _quotations(claim: str) -> list[str]:
    return ["".join(found) for found in _QUOTED.findall(claim)]


def _bare(text: str) -> str:
    return _MARKS.sub("", text)
