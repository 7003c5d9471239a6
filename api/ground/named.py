"""Who and what a claim names, and whether its evidence names them too."""

import re
from collections.abc import Iterator, Sequence

from api.ground.latin import Rendered, unborne_latin
from ingest.article import Article
from ingest.facts import people_in
from ingest.fold import HAN, fold

_BODY = re.compile(
    rf"[{HAN}A-Za-z0-9]{{2,16}}?(?:公司|集团|委员会|管委会|安委会|党工委|中心|办公室|领导小组|工作组|专班|协会|学院|大学|医院|银行|研究院|[局厅部院办所])(?![{HAN}]{{0,1}}长)"
)
_TAGS = ("nr", "ns", "nt", "nz")
_HAN_RUN = re.compile(f"[{HAN}]+")


def unborne_names(claim: str, evidence: str, articles: Sequence[Article], rendered: Rendered) -> list[str]:
    """People, places and bodies that a claim names and its folded evidence does not, in either script."""
    folded = fold(claim)
    han = {name for name in (*_people(claim, articles), *_tagged(folded), *_bodies(folded)) if fold(name) not in evidence}
    return sorted(han | set(map(" ".join, unborne_latin(claim, evidence, rendered))))


def _people(claim: str, articles: Sequence[Article]) -> Iterator[str]:
    """People of any article on the desk: the ones a writer is most likely to mix up."""
    for article in {article.id: article for article in articles}.values():
        yield from (person.name for person in people_in(article.text) if person.name in claim)


def _tagged(folded: str) -> Iterator[str]:
    import rjieba  # noqa: PLC0415  its dictionary takes 0.1 s to load

    for run in _HAN_RUN.findall(folded):
        yield from (word for word, tag in rjieba.tag(run) if tag in _TAGS and len(word) > 1)


def _bodies(folded: str) -> Iterator[str]:
    """The last four characters of what looks like a body's name: its own, whatever stands before."""
    return (match[0][-4:] for match in _BODY.finditer(folded))
