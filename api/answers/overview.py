"""What several articles share, and what each adds, in printed words."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from api.answers.question import Said
from api.answers.sharing import printings
from api.answers.telling import NOTHING_ASKED, Teller, line_of, statement_of
from api.brief import Brief, Claim, Language, Line, Quote, Statement
from api.generate.gist.choosing import chosen, gist_of
from api.ground.door import borne_out
from ingest.article import Article

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
    """None for fewer than two articles. What more than half of them print is shared, often nothing; what no other speaks of is added."""
    if len(articles) < 2:  # noqa: PLR2004  it takes two to share
        return None
    spread = Counter(name for article in articles for name in gist_of(article.text).weights)
    overview = Overview()
    teller = Teller(overview.citations, language, titled=True)
    overview.common = list(teller.all(_common(articles)))
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


@dataclass(frozen=True, slots=True)
class _Shared:
    """A statement that most of the articles print, and what each concept it holds counts."""

    statement: Statement
    weights: dict[str, float]

    def gain(self, said: Collection[str]) -> float:
        """What it says that is not said yet."""
        return sum(weight for name, weight in self.weights.items() if name not in said)


def _common(articles: Sequence[Article]) -> list[Statement]:
    """What more than half of them print, in the words of the first that does; what says most comes first, and nothing comes twice."""
    found = [one for article in articles for one in _shared(article, [other for other in articles if other is not article])]
    taken, said = list[Statement](), set[str]()
    while found and len(taken) < _SHARED:
        best = max(found, key=lambda one: one.gain(said))
        if best.gain(said) <= 0:
            break
        taken.append(best.statement)
        said |= best.weights.keys()
    return taken


def _shared(article: Article, others: Sequence[Article]) -> Iterator[_Shared]:
    """Its own stretches that most of the others print, each borne by all that do."""
    gist = gist_of(article.text)
    for one in gist.stretches:
        places = [(article, one.span), *printings(article, one.span, others)] if len(one.span) <= _CHARACTERS else []
        borne = [statement for where, place in places if (statement := statement_of(where, place))] if _are_most(places, others) else []
        if _are_most(borne, others):
            quotes = tuple(quote for statement in borne for quote in statement.quotes)
            yield _Shared(Statement(borne[0].text, quotes), {name: gist.weights[name] for name in one.holds})


def _are_most(some: Sequence[object], others: Sequence[Article]) -> bool:
    return len(some) * 2 > len(others) + 1
