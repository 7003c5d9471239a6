"""The bodies an article names, in full and in short, and which short name stands for which full one."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ingest.article import Span
from ingest.facts.abbreviations import short_tail
from ingest.facts.bodies import Body, bodies_in
from ingest.facts.printed import places_of
from ingest.facts.shortened import DECLARED, PRINTED, spelt_out, stands_for
from ingest.fold import HAN

_DECLARED = re.compile(
    rf"[（(](?:以下|下文|下称)?(?:统称|简称|下称)(?:为|：|:)?[“\"「《]?(?P<short>[{HAN}A-Za-z0-9]{{2,12}})[”\"」》]?[)）]"
)
_ASIDE = re.compile(rf"[（(](?P<short>[{HAN}]{{2,8}})[)）]")


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body as an article names it, and every place of that name.

    `full` is what a short name stands for, None where neither the article nor general use says; `basis` says which of them it is.
    """

    name: str
    form: Literal["full", "short"]
    full: str | None
    basis: str | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """The names an article prints: short ones that it introduces with the full one each, full ones, short ones by their end."""

    declared: Mapping[str, str]
    fulls: frozenset[str]
    shorts: frozenset[str]


@lru_cache(maxsize=1024)
def organisations_in(text: str) -> tuple[Organisation, ...]:
    """In the order in which they are first printed. A name that only looks like a body's is left out."""
    bodies = bodies_in(text)
    known = _known(text, bodies)
    spans: dict[str, list[Span]] = {}
    for body in bodies:
        spans.setdefault(body.name, []).append(body.span)
    for name, places in places_of(text, known.declared, [body.span for body in bodies]).items():
        spans.setdefault(name, []).extend(places)
    sure = {body.name for body in bodies if body.sure}
    found = (_organisation(name, tuple(sorted(places)), known, sure=name in sure) for name, places in spans.items())
    return tuple(sorted((one for one in found if one), key=lambda one: one.spans))


def _known(text: str, bodies: Sequence[Body]) -> _Known:
    declared = dict(_declared(text, bodies))
    names = {body.name for body in bodies if body.sure} - set(declared)
    shorts = {name for name in names if short_tail(name)}
    return _Known(declared, frozenset(names - shorts), frozenset(shorts))


def _declared(text: str, bodies: Sequence[Body]) -> Iterator[tuple[str, str]]:
    """Short names that the article itself introduces: …委员会（以下简称“安委会”）."""
    for body in bodies:
        said, aside = _DECLARED.match(text, body.span.end), _ASIDE.match(text, body.span.end)
        if said or (aside and stands_for(aside["short"], body.name)):
            yield (said or aside)["short"], body.name  # type: ignore[index]


def _organisation(name: str, spans: tuple[Span, ...], known: _Known, *, sure: bool) -> Organisation | None:
    if name in known.declared:
        return Organisation(name, "short", known.declared[name], DECLARED, spans)
    full, basis = _longer(name, known.shorts) or spelt_out(name, known.fulls) or (None, None)
    if short_tail(name) or basis == PRINTED:
        return Organisation(name, "short", full, basis, spans)
    return Organisation(name, "full", None, None, spans) if sure else None


def _longer(name: str, shorts: Iterable[str]) -> tuple[str, str] | None:
    """管委会 beside 高新区管委会, and beside no other, is that one; its name is spelt out."""
    longer = [one for one in shorts if one != name and one.endswith(name)]
    if short_tail(name) != name or len(longer) != 1:
        return None
    full = spelt_out(longer[0], ())
    return (full[0] if full else longer[0]), PRINTED
