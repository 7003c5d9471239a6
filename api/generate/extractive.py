"""The writer without a model: it proposes the articles' own sentences, an enumeration whole and with its lead-in."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

from api.brief import Asked, Brief, Claim, Line
from api.cues import holds
from api.generate.runs import Run, runs_in
from api.generate.worth import Scored, scored
from api.generate.writer import Credit, Usage

ENOUGH = 0.2
"""Coverage of the question below which no sentence speaks to it; whether one answers it is judged elsewhere (docs/decisions/0007)."""
_MOST = 5
"""Sentences in an answer that is no enumeration."""
_CLOSE = 0.6
"""Of the best sentence's score, what a further sentence must reach."""
_ONE_THING = ("number", "when", "where", "who", "body")
_MOST_OF_ONE_THING, _CLOSE_OF_ONE_THING = 3, 0.65
"""The same where one thing is asked for: a further sentence is seldom the answer, and the reader has to read it."""
_LED = 2.0
"""What the part of the question counts for a list that its lead-in or the heading over it says."""
_COVERS = 0.8
"""Of the best sentence's coverage, what a list must reach."""
_ASKS = "什么|何时|多少|谁|哪|怎么"
_EN_ASKS = r"\b(?:what|which|who|when|where|how)\b"
_SEVERAL = re.compile(
    rf"分别|各[是为有多自增]|先后|后来|(?:{_ASKS}).*[，,、].*(?:{_ASKS})|\brespectively\b|\bboth\b|{_EN_ASKS}.*\band\b.*{_EN_ASKS}",
    re.IGNORECASE,
)
"""A question for several things, which one sentence seldom holds."""
_NEW, _ELSEWHERE = 0.5, 0.3
"""Where several are asked for: what words of the question count more that were not said yet, or less that were, and another article."""


class ExtractiveWriter:
    """Answers with the articles' own sentences. Needs no model and no key."""

    credit = Credit("extractive")

    async def write(self, brief: Brief, usage: Usage) -> AsyncIterator[Claim]:  # noqa: ARG002  it costs nothing
        """The best sentences, or the enumeration that answers; nothing where the question is not covered."""
        for line in chosen(brief):
            yield Claim((line.number,))

    async def aclose(self) -> None:
        """It holds nothing."""


def chosen(brief: Brief) -> list[Line]:
    """What is to be stated, in order."""
    runs, kind = runs_in(brief.lines), brief.asked.kind
    found = sorted(scored(brief, runs), key=lambda one: -one.score)
    if not found or max(one.coverage for one in found) < ENOUGH:
        return []
    found = [one for one in found if not _introduces(one.line, runs)] or found
    if kind in ("demand", "list") and (run := _answering(found, runs, brief.asked)):
        return list(run.told)
    if _SEVERAL.search(brief.asked.text):
        return _under_heads(_of_each(found), runs)
    most, close = (_MOST_OF_ONE_THING, _CLOSE_OF_ONE_THING) if kind in _ONE_THING else (_MOST, _CLOSE)
    return _under_heads([one.line for one in found[:most] if one.score >= close * found[0].score], runs)


def scores(brief: Brief) -> dict[int, float]:
    """How well each line answers, by its number."""
    return {one.line.number: one.score for one in scored(brief, runs_in(brief.lines))}


def _introduces(line: Line, runs: Mapping[int, Run]) -> bool:
    return line.number in runs and runs[line.number].introduces(line)


def _answering(found: Sequence[Scored], runs: Mapping[int, Run], asked: Asked) -> Run | None:
    """The run that answers as a whole, not with one of its lines alone; none where a sentence answers better.

    What is listed is said by its lead-in: 公司存在三个问题： answers what problems there are, whatever words the items have.
    """
    covered = max(one.coverage for one in found)
    fit: list[tuple[float, Run]] = []
    for run in {run.lines[0].number: run for run in runs.values()}.values():
        own = [one for one in found if one.line in run.lines]
        coverage = max((one.coverage for one in own), default=0.0)
        if coverage < max(ENOUGH, _COVERS * covered):
            continue
        worth = sum(one.score for one in own) / len(own) + _LED * _led(run, asked)
        if worth >= found[0].score:
            fit.append((coverage + worth, run))
    return max(fit, key=lambda each: each[0])[1] if fit else None


def _led(run: Run, asked: Asked) -> float:
    """The part of the question that what introduces a run says. Demands are introduced as such, whatever else they are about."""
    if asked.kind == "demand" and not holds("demand", run.head, ""):
        return 0.0
    return sum(one.weight for one in asked.wanted if one.is_in(run.head)) / (sum(one.weight for one in asked.wanted) or 1.0)


def _of_each(found: Sequence[Scored]) -> list[Line]:
    """The best sentence, then whichever says best what was not said yet, another article's rather than the same one's."""
    left = [one for one in found if one.score >= _CLOSE * found[0].score]
    kept: list[Line] = []
    said: set[int] = set()
    while left and len(kept) < _MOST:
        articles = {line.hit.article.id for line in kept}
        best = max(left, key=lambda one: _adds(one, said) + _ELSEWHERE * (one.line.hit.article.id not in articles))
        left.remove(best)
        kept.append(best.line)
        said.update(best.telling)
    return kept


def _adds(one: Scored, said: set[int]) -> float:
    return one.score + _NEW * sum(-part if at in said else part for at, part in one.telling.items())


def _under_heads(lines: Sequence[Line], runs: Mapping[int, Run]) -> list[Line]:
    """The lines, the first row of a table behind the table's head: a row alone says nothing."""
    return list(dict.fromkeys(each for line in lines for each in _with_head(line, runs)))


def _with_head(line: Line, runs: Mapping[int, Run]) -> Iterator[Line]:
    run = runs.get(line.number)
    if run and run.is_table:
        yield run.lines[0]
    yield line
