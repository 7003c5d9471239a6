"""What a judge makes of a run, and how far it can be believed: the same on the command line and in a report."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.cases_cli import HOME, texts_in
from evals.judge.agreement import Belief, belief, kappa, paired
from evals.judge.claims import Labelled, load, stated
from evals.judge.record import CLAIMS, NAME, kept
from evals.judge.votes import Exhibit, Verdict, Vote

if TYPE_CHECKING:
    from evals.record import Record


@dataclass(frozen=True, slots=True)
class Findings:
    """Of one judge, by one prompt."""

    judge: str
    labelled: Belief
    pairs: Sequence[tuple[bool, bool]]
    """What it and people say of the same claims."""
    statements: Belief

    def told(self) -> Iterator[str]:
        """In two lines."""
        alike, found = sum(judge == person for judge, person in self.pairs), self.statements
        agrees = f"agrees with people on {alike} of {len(self.pairs)}: κ {_shown(kappa(self.pairs))}"
        yield f"{self.labelled.claims} labelled claims: {agrees}; {_believed(self.labelled)}"
        yield f"{found.claims} statements: finds borne out {found.supported} of {found.scored}; {_believed(found)}"


def findings(judge: str, labelled: Sequence[Labelled], of_labels: Sequence[Verdict], of_statements: Sequence[Verdict]) -> Findings:
    """From verdicts on labelled claims and on statements."""
    labels = {one.id: one.supported for one in labelled}
    return Findings(judge, belief(of_labels), paired(of_labels, labels), belief(of_statements))


def exhibits(record: "Record") -> list[Exhibit]:
    """Every statement of a run."""
    return [one for row in record.rows if row.answer for one in stated(row.case, row.answer)]


def printed(record: "Record") -> dict[str, str]:
    """The texts that claims may cite: the run's articles, and the product's own."""
    return texts_in(HOME / "corpus") | {key: article.text for key, article in record.articles().items()}


def kept_in(record: "Record") -> list[Findings]:
    """Of each judge that was heard on the run."""
    file, claims = record.folder / NAME, record.folder / CLAIMS
    if not file.exists():
        return []
    labelled = load(claims, printed(record)) if claims.exists() else []
    said = exhibits(record)
    return [
        findings(judge, labelled, _known([one.exhibit for one in labelled], votes), _known(said, votes))
        for judge, votes in kept(file).items()
    ]


def _known(shown: Sequence[Exhibit], votes: Mapping[str, tuple[Vote, ...]]) -> list[Verdict]:
    return [Verdict(one, votes[one.fingerprint]) for one in shown if one.fingerprint in votes]


def _believed(of: Belief) -> str:
    reasons = ", ".join(f"{reason} {count}" for reason, count in of.unscored_votes.items())
    return f"coverage {_shown(of.coverage)}, flip rate {_shown(of.flip_rate)}" + (
        f", votes that do not count: {reasons}" if reasons else ""
    )


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
