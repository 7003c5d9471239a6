"""The writer without a model, kept from answering where the articles probably do not say."""

from collections.abc import AsyncIterator

from api.brief import Brief, Claim
from api.generate.writer import Credit, Usage, Writer
from api.ground.addressees import unaddressed
from api.ground.assurance import is_enough
from api.ground.sayers import asked_sayers, mismatch, says


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
        if not is_enough(brief, cosines=self._cosines):
            return
        claims = [claim async for claim in self._writer.write(brief, usage)]
        sayers = asked_sayers(brief)
        lines = {number: brief.by_number[number] for claim in claims for number in claim.numbers}
        others = {number for number, line in lines.items() if mismatch(line, sayers) or unaddressed(line, brief.asked)}
        if others and not any(says(line, sayers) for number, line in lines.items() if number not in others):
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
