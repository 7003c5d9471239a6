"""The writer with a model: it writes labelled claims, or only selects sentences and has its selection verified."""

import logging
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Literal

from api.brief import Brief, Claim, Line
from api.errors import WriterFailed
from api.generate import control
from api.generate.chat import Chat
from api.generate.evidence import Room, alone, rendered, within
from api.generate.extractive import chosen
from api.generate.labels import Labelled
from api.generate.tongue import speaks
from api.generate.writer import Credit, Usage

if TYPE_CHECKING:
    from prompts import Prompt

_log = logging.getLogger(__name__)
_LANGUAGES = {"zh": "Chinese", "en": "English"}
_LISTS = ("demand", "list")
"""Kinds of question that want printed items, not prose: a model selects them."""
_MOST_WRITTEN, _MOST_SELECTED = 700, 96
"""Tokens of a reply: prose, and numbers alone."""
_PATIENCE = 400
"""Characters of prose without a label behind which a model is not heard any further."""
_OF_THE_TIME = 0.9
"""What of a question's seconds the model may use; the rest is for its stand-in."""
SURE, SURE_ALONE = 0.96, 0.98
"""The probability of 能 from which sentences are let through: where the articles by themselves speak for an answer, and where the model
alone does; chosen in docs/decisions/0005."""
Mode = Literal["auto", "write", "select"]


class ModelWriter:
    """Writes by the prompt `write`, selects by the prompt `select`, and has a selection verified by the prompt `verify`."""

    def __init__(  # noqa: PLR0913, PLR0917  what it asks, by what, how, about how much, how long, and who backs it
        self,
        chat: Chat,
        prompts: dict[str, "Prompt"],
        mode: Mode,
        room: Room,
        seconds: float,
        backs: Callable[[Brief], Awaitable[bool]],
    ) -> None:
        """The room is for evidence. Mode auto selects lists; and everything once the model was seen to write what does not stand.

        `backs` says whether the articles by themselves speak for an answer, without a model.
        """
        self._chat = chat
        self._prompts = prompts
        self._mode = mode
        self._room = room
        self._seconds = seconds
        self._backs = backs

    @property
    def credit(self) -> Credit:
        """The model, and the prompts it works by."""
        names = {"auto": ("write", "select", "verify"), "write": ("write",), "select": ("select", "verify")}[self._mode]
        return Credit("model", self._chat.model, " ".join(f"{name}@{self._prompts[name].version}" for name in names))

    async def write(self, brief: Brief, usage: Usage) -> AsyncIterator[Claim]:
        """Claims, as they come. A brief that is too long for the model is cut by half, once. Raises `WriterFailed`."""
        if not brief.lines:
            return
        deadline = time.monotonic() + _OF_THE_TIME * self._seconds
        try:
            async for claim in self._claims(brief, within(brief, self._room.tokens, self._room.count), usage, deadline):
                yield claim
        except WriterFailed as failure:
            if failure.reason == "wrong-language":
                self.learn(0, 1)
            if failure.reason != "context-overflow":
                raise
            async for claim in self._claims(brief, within(brief, self._room.tokens // 2, self._room.count), usage, deadline):
                yield claim

    async def _claims(self, brief: Brief, lines: tuple[Line, ...], usage: Usage, deadline: float) -> AsyncIterator[Claim]:
        if self._writes(brief):
            labelled = Labelled()
            prose = self._mode == "write"
            bare: list[Claim] = []
            async for claim in self._written(brief, lines, labelled, usage, deadline):
                prose = prose or claim.text is not None
                bare.append(claim)
                while prose and bare:
                    yield bare.pop(0)
            if labelled.refuses:
                raise WriterFailed("refused")
            if bare:
                self.learn(0, 1)
                named = _whole_lists([number for claim in bare for number in claim.numbers], brief)
                for claim in await self._selected(brief, lines, usage, deadline, named) if named else bare:
                    yield claim
                return
            if labelled.found:
                self._chat.seen["labels"] = "follows"
            if labelled.found or labelled.says_nothing_found:
                return
            self._was_unlabelled()
        for claim in await self._selected(brief, lines, usage, deadline):
            yield claim

    def _writes(self, brief: Brief) -> bool:
        """Whether it is asked for prose."""
        if self._mode == "auto":
            seen = self._chat.seen
            return brief.asked.kind not in _LISTS and seen["labels"] != "leaves out" and seen["prose"] != "falls"
        return self._mode == "write"

    def _was_unlabelled(self) -> None:
        """Remember it; a model that was seen to label is given another chance first. Raises `WriterFailed` where it may not select."""
        if self._mode == "write":
            raise WriterFailed("no-labels")
        self._chat.seen["labels"] = None if self._chat.seen["labels"] else "leaves out"
        _log.info("%s left labels out, so it selects", self._chat.model)

    async def _written(
        self, brief: Brief, lines: Iterable[Line], labelled: Labelled, usage: Usage, deadline: float
    ) -> AsyncIterator[Claim]:
        holes = {"question": brief.asked.text, "language": _LANGUAGES[brief.asked.language]}
        async with aclosing(self._chat.stream(self._filled("write", lines, **holes), _MOST_WRITTEN, usage, deadline)) as pieces:
            async for piece in pieces:
                for claim in labelled.feed(piece):
                    yield _in_language(claim, brief)
                if not labelled.found and labelled.heard > _PATIENCE:
                    return
        for claim in labelled.close():
            yield _in_language(claim, brief)

    async def _selected(self, brief: Brief, lines: Iterable[Line], usage: Usage, deadline: float, named: Sequence[int] = ()) -> list[Claim]:
        """What would be chosen without the model, if it is sure that this answers; else what it selects, if it is sure of that; else none.

        One short call decides most questions: a model too small to select well knows very well whether it was given an answer. What it
        has `named` already, where it was to write, is what it selects.
        """
        own = [line.number for line in chosen(brief)]
        if await self._is_sure(brief, own, usage, deadline):
            return [Claim((number,)) for number in own]
        named = named or await self._named(brief, lines, usage, deadline)
        if set(named) != set(own) and await self._is_sure(brief, named, usage, deadline):
            return [Claim((number,)) for number in named]
        if await self._backs(brief) and not await self._can_tell(usage, deadline):
            raise WriterFailed("no-verdict")
        return []

    async def _can_tell(self, usage: Usage, deadline: float) -> bool:
        """Whether the model tells an answer from none, asked once a day: only then is its doubt worth more than what the articles say."""
        seen = self._chat.seen
        if seen["verdicts"] is None:
            answered, unanswered = [
                await self._sureness(self._prompts["verify"].filled(sentences=control.SENTENCES, question=question), usage, deadline)
                for question in (control.ANSWERED, control.UNANSWERED)
            ]
            seen["verdicts"] = "sound" if (answered or 0.0) >= SURE > (1.0 if unanswered is None else unanswered) else "unsound"
            _log.info("the verdicts of %s are %s", self._chat.model, seen["verdicts"])
        return seen["verdicts"] == "sound"

    async def _named(self, brief: Brief, lines: Iterable[Line], usage: Usage, deadline: float) -> list[int]:
        """The numbers that the model selects. Raises `WriterFailed` where it neither selects nor says that nothing was found."""
        labelled = Labelled()
        prompt = self._filled("select", lines, question=brief.asked.text)
        said = "".join([piece async for piece in self._chat.stream(prompt, _MOST_SELECTED, usage, deadline)])
        named = [number for claim in (*labelled.feed(said), *labelled.close()) for number in claim.numbers]
        numbers = _whole_lists(named, brief)
        if not numbers and not labelled.says_nothing_found:
            raise WriterFailed("no-labels")
        return numbers

    async def _is_sure(self, brief: Brief, numbers: Iterable[int], usage: Usage, deadline: float) -> bool:
        """Whether the model is sure that these sentences answer the question, by one call of one token over them alone."""
        lines = [brief.by_number[number] for number in numbers]
        if not lines:
            return False
        sure = await self._sureness(self._filled("verify", lines, question=brief.asked.text), usage, deadline)
        if sure is None:
            raise WriterFailed("no-verdict")
        return sure >= SURE_ALONE or (sure >= SURE and await self._backs(brief))

    async def _sureness(self, prompt: str, usage: Usage, deadline: float) -> float | None:
        """The probability of 能, by one call of one token; None where the model says something else."""
        reply = await self._chat.reply(prompt, 1, usage, deadline, logprobs=True, top_logprobs=10)
        return probability(reply.first or ((reply.text, 0.0),))

    def _filled(self, name: str, lines: Iterable[Line], **holes: str) -> str:
        shown = alone(lines) if name == "verify" else rendered(lines)
        return self._prompts[name].filled(sentences=shown, **holes)

    def learn(self, borne: int, fell: int) -> None:
        """Hear what became of the prose of a reply: a model most of whose claims fell twice running only selects from then on."""
        seen = self._chat.seen
        if self._mode != "auto" or not borne + fell:
            return
        if fell <= borne:
            seen["prose"] = None
            return
        seen["prose"] = "falls" if seen["prose"] else "fell once"
        _log.info("of what %s wrote, %d of %d fell at the door", self._chat.model, fell, borne + fell)

    async def aclose(self) -> None:
        """Hang up. The next call dials anew."""
        await self._chat.aclose()


def _in_language(claim: Claim, brief: Brief) -> Claim:
    """The claim. Raises `WriterFailed` where it is not in the language of the answer: there is no use in hearing the rest."""
    if claim.text is not None and not speaks(claim.text, brief.asked.language):
        raise WriterFailed("wrong-language")
    return claim


def _whole_lists(named: Iterable[int], brief: Brief) -> list[int]:
    """The numbers that were named; where a list is asked for, one of its items stands for all of it, and its lead-in comes along."""
    by_number = brief.by_number
    numbers = [number for number in named if number in by_number]
    lists = {by_number[number].listed for number in numbers} - {None} if brief.asked.kind in _LISTS else set()
    items = [line for line in brief.lines if line.listed in lists]
    if not items:
        return list(dict.fromkeys(numbers))
    leads = {(line.hit.article.id, line.lead) for line in items}
    whole = {line.number for line in items} | set(numbers)
    return sorted(number for number in whole if (by_number[number].hit.article.id, by_number[number].span) not in leads)


def probability(alternatives: Iterable[tuple[str, float]], word_of_assent: str = "能") -> float | None:
    """Of 能, or of another word, against 否 and 不, of all that might have been said; None where it is none of the three."""
    yes = no = 0.0
    for token, logarithm in alternatives:
        word = token.strip()
        if word.startswith(word_of_assent):
            yes += math.exp(logarithm)
        elif word.startswith(("否", "不")):
            no += math.exp(logarithm)
    return yes / (yes + no) if yes + no else None
