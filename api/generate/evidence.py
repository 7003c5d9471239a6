"""A brief's sentences as a model sees them: numbered, under their titles, within a budget of tokens."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from api.brief import Brief, Line
from api.generate.extractive import scores
from ingest.tokens import count

_PASSAGE = 4.0
"""What its passage's score counts beside a sentence's own: chosen in docs/decisions/0010."""
Counter = Callable[[str], int]
"""The tokens of a text."""


@dataclass(frozen=True, slots=True)
class Room:
    """The tokens there are for sentences, and by which vocabulary they count."""

    tokens: int
    count: Counter


def within(brief: Brief, budget: int, count: Counter = count) -> tuple[Line, ...]:
    """Whole sentences, the likeliest to answer first, as many as the budget of tokens holds with their titles; at least one."""
    kept: list[Line] = []
    spent = 0
    for line in _by_worth(brief):
        spent += _cost(line, count, first=all(line.hit.article.id != other.hit.article.id for other in kept))
        if kept and spent > budget:
            break
        kept.append(line)
    while len(kept) > 1 and count(rendered(_in_order(kept))) > budget:
        kept.pop()
    return tuple(_in_order(kept))


def _cost(line: Line, count: Counter, *, first: bool) -> int:
    """Tokens of a line and its line break, and of the title over the first one of its article."""
    return count(_numbered(line, line.text)) + 1 + (count(_headed(line)) + 1 if first else 0)


def _in_order(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line.number)


def _by_worth(brief: Brief) -> list[Line]:
    """The lines of the best passages first, and of each those that speak of what was asked."""
    said = scores(brief)
    return sorted(brief.lines, key=lambda line: (-(said[line.number] + _PASSAGE * line.hit.score), line.number))


def rendered(lines: Iterable[Line], led: Collection[int] = ()) -> str:
    """The title and day of each article, and its sentences under their numbers; none of them can end the fence they stand in.

    Those whose numbers are `led` bring the words along that introduce them.
    """
    parts = []
    for _, some in groupby(lines, key=lambda line: line.hit.article.id):
        of_one = list(some)
        parts += [_headed(of_one[0]), *(_numbered(line, line.said if line.number in led else line.text) for line in of_one)]
    return "\n".join(parts)


def alone(lines: Iterable[Line]) -> str:
    """As above, for sentences without their neighbours: the first item of a list brings its lead-in, which says who said it."""
    shown = list(lines)
    first = {line.listed: line.number for line in reversed(shown) if line.lead}
    return rendered(shown, first.values())


def _headed(line: Line) -> str:
    article = line.hit.article
    day = f"（{article.published_on.isoformat()}）" if article.published_on else ""
    return f"《{_harmless(article.title)}》{day}"


def _numbered(line: Line, printed: str) -> str:
    return f"[{line.number}] {_harmless(printed)}"


def _harmless(printed: str) -> str:
    """The text without the marks that fence it or that chat templates use."""
    return printed.replace("<<<", "‹‹‹").replace(">>>", "›››").replace("<|", "‹|").replace("|>", "|›").replace("\n", " ")
