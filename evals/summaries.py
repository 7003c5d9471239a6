"""How good summaries are: the facts they hold, false statements they make, how short they are, what of them no article prints."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.answers.summary import CHARACTERS, Length, Summary, Wish, summed_up_by
from api.services import Services
from evals.cases import bare
from evals.labels import Labelled
from evals.means import Marks, mean
from evals.metrics.values import printed, stated
from evals.scorers import Asks
from ingest.article import Article
from ingest.catalogue import Filters

LENGTHS: tuple[Length, ...] = ("short", "long")
"""That are judged in a run; a line holds too little to be judged by the facts of the whole."""
_GRAM = 4
_ASKS: Mapping[str, Asks] = {
    "facts held": "no loss",
    "compression": "nothing",
    "within length": "all",
    "nothing false": "all",
    "numbers printed": "all",
    "quotes printed": "all",
    "n-grams printed": "no loss",
}


def asks(length: Length) -> dict[str, Asks]:
    """The metrics of a length, and what the gate asks of each."""
    return {f"{length}: {name}": what for name, what in _ASKS.items()}


@dataclass(frozen=True, slots=True)
class Judged:
    """A summary beside what it should hold."""

    length: Length
    article: Article
    statements: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]
    claims: tuple[str, ...]
    """False statements that it makes."""
    is_printed: bool
    """Whether every citation is exactly what the article prints there."""
    by_model: bool

    @property
    def text(self) -> str:
        """A statement a line."""
        return "\n".join(self.statements)

    @property
    def missing(self) -> tuple[tuple[str, ...], ...]:
        """The facts of which a word is lacking."""
        return tuple(fact for fact in self.facts if not all(word in self.text for word in fact))


async def judged(services: Services, one: Labelled, length: Length) -> Judged:
    """The article's summary of this length, with what the model picks where there is one. It must have labels for it."""
    summary = await summed_up_by(services.picker, services.library, one.article, Wish(Filters(), length), services.in_turn)
    return beside(summary, one, length)


def beside(summary: Summary, one: Labelled, length: Length) -> Judged:
    """A summary beside the labels of its article."""
    assert one.wanted  # noqa: S101  only such are judged
    statements = tuple(said.text for said in summary.statements)
    claims = tuple(claim for claim in one.wanted.must_not_claim if bare(claim).rstrip("。") in bare("\n".join(statements)))
    quoted = all(quote.text in one.article.text for quote in summary.citations) and bool(summary.citations)
    return Judged(length, one.article, statements, one.wanted.must_have, claims, quoted, summary.credit.kind == "model")


def marks(one: Judged) -> Marks:
    """What a summary earns.

    Facts held: the share of labelled facts all of whose words it says. Compression: its characters by those of the article; less is not
    better, so the gate asks nothing of it. Within length, nothing false, numbers printed and quotes printed are 1 or 0: it keeps to the
    length that was asked for, makes none of the false statements that the labels name, states no number and quotes nothing that the article
    does not print. N-grams printed: the share of its runs of four characters that the article prints; what is lacking to 1 is novel.
    """
    held = 1 - len(one.missing) / len(one.facts)
    long = sum(map(len, one.statements))
    named = {
        "facts held": held,
        "compression": long / len(one.article.text),
        "within length": float(long <= CHARACTERS[one.length]),
        "nothing false": float(not one.claims),
        "numbers printed": float(stated(one.text) <= printed(one.article.text)),
        "quotes printed": float(one.is_printed),
        "n-grams printed": ngrams_printed(one.statements, one.article.text),
    }
    return Marks({f"{one.length}: {name}": value for name, value in named.items()})


def ngrams_printed(statements: Sequence[str], text: str) -> float | None:
    """The share of the statements' runs of four characters that the text prints, blanks aside; None where no statement has four."""
    runs = [run for one in map(bare, statements) for run in (one[at : at + _GRAM] for at in range(len(one) - _GRAM + 1))]
    whole = bare(text)
    return sum(run in whole for run in runs) / len(runs) if runs else None


def scores(found: Sequence[Judged], length: Length) -> dict[str, float | None]:
    """Over all articles."""
    earned = [marks(one) for one in found]
    return {name: mean(earned, name) for name in asks(length)}


def differences(one: Judged) -> Iterator[str]:
    """What is missing, and what is false."""
    yield from (f"{one.article.key}: missing: {' and '.join(fact)}" for fact in one.missing)
    yield from (f"{one.article.key}: claims: {claim}" for claim in one.claims)
