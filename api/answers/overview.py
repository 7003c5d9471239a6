"""What several articles share, and what each adds, in printed words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from api.answers.question import Said
from api.answers.telling import NOTHING_ASKED, Teller, line_of, statement_of
from api.brief import Brief, Claim, Language, Line, Quote, Statement
from api.generate.gist.choosing import chosen, gist_of
from api.ground.door import borne_out
from ingest.article import Article, Span

_SHARED, _ADDED = 2, 1
"""Statements on what the articles share, and on what each adds."""
_CHARACTERS = 80
"""Of each."""


@dataclass(slots=True)
class Overview:
    """What is common, what each article adds, and the citations of both."""

    common: list[Said] = field(default_factory=list)
    adds: list[tuple[Article, list[Said]]] = field(default_factory=list)
    citations: dict[Quote, int] = field(default_factory=dict)


def overview_of(articles: Sequence[Article], language: Language) -> Overview | None:
    """None for fewer than two articles. The names that more than half of them print are shared; what no other speaks of is added."""
    if len(articles) < 2:  # noqa: PLR2004  it takes two to share
        return None
    spread = Counter(name for article in articles for name in gist_of(article.text).weights)
    named = {name for article in articles for name in gist_of(article.text).named}
    overview = Overview()
    teller = Teller(overview.citations, language, titled=True)
    overview.common = list(teller.all(_common(articles, {name for name in named if spread[name] > max(1, len(articles) // 2)})))
    known = {name for name, count in spread.items() if count > 1}
    for article in articles:
        spans = chosen(article.text, _CHARACTERS, most=_ADDED, known=known)
        overview.adds.append((article, list(teller.all([statement_of(article, span) for span in spans]))))
    return overview


def lines_of(quotes: Sequence[Quote], first: int = 1) -> list[Line]:
    """Quotes as the numbered lines that a model may cite."""
    return [line_of(quote.article, quote.span, number) for number, quote in enumerate(quotes, first)]


def grounded(claims: Sequence[Claim], lines: Sequence[Line], language: Language) -> Overview:
    """What a model says of the lines, as far as they bear it: the rest falls, and what is said twice."""
    brief = Brief(NOTHING_ASKED, tuple(lines))
    found = [one for claim in claims if isinstance(one := borne_out(claim, brief), Statement)]
    overview = Overview()
    overview.common = list(Teller(overview.citations, language, titled=True).all(list({one.text: one for one in found}.values())))
    return overview


def _common(articles: Sequence[Article], shared: set[str]) -> list[Statement]:
    """In the words of the article that says most of it, borne by these and by where each of the others says most of the same."""
    found: list[Statement] = []
    while shared and len(found) < _SHARED:
        value, at = max((_best(article, shared)[0], -number) for number, article in enumerate(articles))
        article = articles[-at]
        span = _best(article, shared)[1]
        first = statement_of(article, span) if span and value else None
        if not first:
            break
        holds = shared & _held(article, span)
        others = [statement_of(other, place) for other in articles if other is not article and (place := _best(other, holds)[1])]
        found.append(Statement(first.text, (*first.quotes, *(quote for one in others if one for quote in one.quotes))))
        shared = shared - holds
    return found


def _best(article: Article, wanted: set[str]) -> tuple[float, Span | None]:
    """How much of what is wanted one short stretch of an article says, and which; of equals the shortest."""
    gist = gist_of(article.text)
    short = (one for one in gist.stretches if len(one.span) <= _CHARACTERS and one.holds & wanted)
    best = max(((sum(gist.weights[name] for name in one.holds & wanted), -len(one.span), one.span) for one in short), default=None)
    return (best[0], best[2]) if best else (0.0, None)


def _held(article: Article, span: Span | None) -> set[str]:
    return {name for one in gist_of(article.text).stretches if one.span == span for name in one.holds}
