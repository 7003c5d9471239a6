"""Two runs over the same cases: what is better, what is worse, and whether that is more than chance."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.errors import BadRun
from evals.means import Share, by_article, difference, mean
from evals.record import Record, Row, unlike

_TELLING = ("facts found", "abstained rightly", "items: F1", "short: facts held", "long: facts held")
"""By which a row is better or worse: the first of them that applies."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A metric in both runs."""

    metric: str
    before: float
    after: float
    gain: Share
    """After less before, with its interval over articles."""

    @property
    def is_certain(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.gain.low > 0 or self.gain.high < 0


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows of one kind, one by one."""

    rows: int
    wins: tuple[str, ...]
    """Cases that score higher than before."""
    losses: tuple[str, ...]
    flips: tuple[str, ...]
    """Of both, those that went from wholly right to not, or the other way."""


def check_alike(one: Sequence[Row], other: Sequence[Row], corpora: tuple[str, str]) -> None:
    """Raises `BadRun` where two runs are not over the same cases and articles; it names the difference."""
    found = unlike([(row.case, row.digest) for row in one], [(row.case, row.digest) for row in other])
    if corpora[0] != corpora[1]:
        found.append("the articles are others")
    if found:
        message = f"not the same cases: {'; '.join(found)}"
        raise BadRun(message)


def check_whole(record: Record) -> None:
    """Raises `BadRun` for a run that was stopped: what it lacks would be taken for other cases."""
    if record.run.finished is None:
        message = f"{record.folder} is not finished; `jianbao-eval run --resume {record.folder}` goes on with it"
        raise BadRun(message)


def changes(before: Sequence[Row], after: Sequence[Row]) -> Iterator[Changed]:
    """Every metric that applies in both."""
    for metric in dict.fromkeys(name for row in before for name in row.scores):
        gain = difference(by_article(after, metric), by_article(before, metric))
        old, new = mean(before, metric), mean(after, metric)
        if gain and old is not None and new is not None:
            yield Changed(metric, old, new, gain)


def counts(before: Sequence[Row], after: Sequence[Row]) -> Mapping[str, Counted]:
    """Kind by kind: which cases win and lose, and which flip."""
    old = {row.case: telling(row) for row in before}
    kinds: dict[str, list[tuple[str, float, float]]] = {}
    for row in after:
        kinds.setdefault(row.kind, []).append((row.case, old[row.case], telling(row)))
    return {
        kind: Counted(
            len(pairs),
            tuple(name for name, was, now in pairs if now > was),
            tuple(name for name, was, now in pairs if now < was),
            tuple(name for name, was, now in pairs if (was == 1) != (now == 1)),
        )
        for kind, pairs in kinds.items()
    }


def telling(row: Row) -> float:
    """What a row comes to in one number: the facts found, where there are any to find, else whether it was right to say nothing."""
    return next((score for name in _TELLING if (score := row.scores.get(name)) is not None), 0.0)
