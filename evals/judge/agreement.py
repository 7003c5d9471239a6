"""How far a judge can be believed: what it leaves open, how often it contradicts itself, how far it agrees with people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.judge.votes import Verdict


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Cohen's κ of two who judged the same claims: agreement beyond what their shares of yes and no make likely, of what could be beyond.

    κ = (p_o - p_e) / (1 - p_e); J. Cohen, A Coefficient of Agreement for Nominal Scales, 1960. 1 is perfect, 0 is chance, below is worse.
    None without claims, and where both say the same of all of them: agreement is certain then, and shows nothing.
    """
    if not pairs:
        return None
    many = len(pairs)
    observed = sum(one == other for one, other in pairs) / many
    first, second = (sum(each) / many for each in zip(*pairs, strict=True))
    expected = first * second + (1 - first) * (1 - second)
    return None if expected == 1 else (observed - expected) / (1 - expected)


@dataclass(frozen=True, slots=True)
class Belief:
    """Figures of a judge over some claims."""

    claims: int
    scored: int
    supported: int
    flips: int
    may_flip: int
    """Claims with two votes that count."""
    unscored_votes: Mapping[str, int]
    """By reason."""

    @property
    def coverage(self) -> float | None:
        """Claims with a verdict, of all."""
        return share(self.scored, self.claims)

    @property
    def flip_rate(self) -> float | None:
        """Claims on which its votes contradict one another, of those with two votes that count."""
        return share(self.flips, self.may_flip)

    @property
    def borne_out(self) -> float | None:
        """Claims that it finds supported, of those with a verdict."""
        return share(self.supported, self.scored)


def belief(verdicts: Sequence[Verdict]) -> Belief:
    """The figures of these verdicts."""
    flips = [flips for one in verdicts if (flips := one.flips) is not None]
    said = [supported for one in verdicts if (supported := one.supported) is not None]
    reasons = Counter(vote.reason for one in verdicts for vote in one.votes if vote.reason)
    return Belief(len(verdicts), len(said), sum(said), sum(flips), len(flips), dict(reasons.most_common()))


def paired(verdicts: Sequence[Verdict], labels: Mapping[str, bool]) -> list[tuple[bool, bool]]:
    """What the judge and people say of each claim with a verdict and a label, by the claim's name."""
    both = ((one.supported, labels.get(one.exhibit.name)) for one in verdicts)
    return [(judge, person) for judge, person in both if judge is not None and person is not None]


def share(some: int, of: int) -> float | None:
    """Of nothing there is no share."""
    return some / of if of else None
