"""A brief's sentences as a model sees them: numbered, under their titles, within a budget of tokens."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from api.brief import Brief, Line
from ingest.tokens import count


def within(brief: Brief, budget: int) -> tuple[Line, ...]:
    """Whole sentences of the best passages, as many as the budget of tokens holds; of the first passage at least one sentence."""
    kept: set[int] = set()
    spent = 0
    for line in _by_rank(brief.lines):
        cost = count(_numbered(line)) + 1
        if kept and spent + cost > budget:
            break
        kept.add(line.number)
        spent += cost
    return tuple(line for line in brief.lines if line.number in kept)


def _by_rank(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of the best passage first."""
    return iter(sorted(lines, key=lambda line: (-line.hit.score, line.number)))


def rendered(lines: Iterable[Line]) -> str:
    """The title and day of each article, and its sentences under their numbers; none of them can end the fence they stand in."""
    parts = []
    for _, some in groupby(lines, key=lambda line: line.hit.article.id):
        of_one = list(some)
        article = of_one[0].hit.article
        day = f"（{article.published_on.isoformat()}）" if article.published_on else ""
        parts.append(f"《{_harmless(article.title)}》{day}")
        parts += [_numbered(line) for line in of_one]
    return "\n".join(parts)


def _numbered(line: Line) -> str:
    return f"[{line.number}] {_harmless(line.text)}"


def _harmless(printed: str) -> str:
    """The text without the marks that fence it or that chat templates use."""
    return printed.replace("<<<", "‹‹‹").replace(">>>", "›››").replace("<|", "‹|").replace("|>", "|›").replace("\n", " ")
