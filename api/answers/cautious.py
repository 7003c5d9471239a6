"""The writer without a model, kept from answering where the articles probably do not say."""

from collections.abc import AsyncIterator

from api.brief import Brief, Claim, Line
from api.generate.writer import Credit, Usage, Writer
from api.ground.addressees import unaddressed
from api.ground.assurance import is_enough
from api.ground.denial import denied
from api.ground.premise import of_its_day
from api.ground.sayers import PRONOUN, asked_sayers, mismatch, sayer, says
from api.ground.sorts import holds_the_sort


class Cautious:
    """Lets a writer's claims through where enough speaks for an answer, and where it was said by and to whom the question names."""

    def __init__(self, writer: Writer, *, cosines: bool = True) -> None:
        """`cosines` is whether those of the passages are of the encoder on which the threshold was chosen."""
        self._writer = writer
        self._cosines = cosines

    @property
    def credit(self) -> Credit:
        """Of the writer."""
        return self._writer.credit

    async def write(self, brief: Brief, usage: Usage) -> AsyncIterator[Claim]:
        """The writer's claims but those of what another one said, or said to another one; none where there is nothing but those."""
        sayers = asked_sayers(brief)
        brief = _of_their_articles(of_its_day(brief), sayers)
        if not is_enough(brief, cosines=self._cosines) or denied(brief, sayers):
            return
        demands = sayers if brief.asked.kind == "demand" else frozenset()
        if any(says(line, demands) for line in brief.lines):
            brief = Brief(brief.asked, tuple(line for line in brief.lines if _may_be_theirs(line, demands)))
        claims = [claim async for claim in self._writer.write(brief, usage)]
        lines = {number: brief.by_number[number] for claim in claims for number in claim.numbers}
        others = {number for number, line in lines.items() if mismatch(line, sayers) or unaddressed(line, brief.asked)}
        if others and not any(says(line, sayers) for number, line in lines.items() if number not in others):
            return
        if demands and not any(_may_be_theirs(line, sayers) for line in lines.values()):
            return
        if not holds_the_sort(brief.asked, [line.said for line in lines.values()]):
            return
        for claim in claims:
            if others.isdisjoint(claim.numbers):
                yield claim

    async def backs(self, brief: Brief) -> bool:
        """Whether it would let anything through: whether the articles by themselves speak for an answer."""
        return bool([claim async for claim in self.write(brief, Usage())])

    async def aclose(self) -> None:
        """Let go of what the writer holds open."""
        await self._writer.aclose()


def _of_their_articles(brief: Brief, sayers: frozenset[str]) -> Brief:
    """The brief without the articles that do not name those who are taken to have spoken, where any does."""
    lines = tuple(line for line in brief.lines if any(name in line.hit.article.text for name in sayers))
    return Brief(brief.asked, lines or brief.lines)


def _may_be_theirs(line: Line, sayers: frozenset[str]) -> bool:
    """Whether a line is printed as said by one of these or by a pronoun, or names one."""
    return sayer(line) in (*sayers, PRONOUN) or any(name in line.said for name in sayers)
