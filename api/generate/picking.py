"""The sentences that a model would have a summary speak of. It names numbers and writes nothing, so it can invent nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from api.errors import WriterFailed
from api.generate.chat import Chat
from api.generate.evidence import Room
from api.generate.gist.choosing import EDITION
from api.generate.labels import Labelled
from api.generate.lately import Lately
from api.generate.pages import Shown, pages
from api.generate.writer import Credit, Usage
from ingest.article import Span
from ingest.sentences import sentences_in

if TYPE_CHECKING:
    from prompts import Prompt

_ASKED, _HEARD = 5, 8
"""Sentences of a page: as many as are asked for, and as many as are heard where the model names more."""
_MOST = 96
"""Tokens of a reply."""


def chooses(text: str, picked: Sequence[Span]) -> bool:
    """Whether it is a choice at all. A model too small for one names the first sentences there are, one after the other, or most."""
    spans = [sentence.span for sentence in sentences_in(text)]
    return spans[: len(picked)] != list(picked) and len(picked) * 2 <= len(spans)


class ModelPicker:
    """Asks by the prompt `pick`; of an article of several pages, page by page, and then among what was picked."""

    def __init__(self, chat: Chat, prompt: "Prompt", room: Room, seconds: float) -> None:
        """The room is for the sentences of one call, the seconds are for one article."""
        self._chat = chat
        self._prompt = prompt
        self._room = room
        self.seconds = seconds
        self.lately = Lately()
        """Articles that it failed at."""

    @property
    def credit(self) -> Credit:
        """The model and the prompt it picks by."""
        return Credit("model", self._chat.model, f"pick@{self._prompt.version}")

    @property
    def name(self) -> str:
        """Equal for as long as the same would be chosen: the edition of the gist, the prompt, the model."""
        return f"{EDITION} {self.credit.prompt} {self.credit.model}"[:128]

    async def picked(self, text: str, usage: Usage, deadline: float) -> tuple[Span, ...]:
        """Whole sentences in printed order. Raises `WriterFailed`, also where it names none that is there."""
        spans = [sentence.span for sentence in sentences_in(text)]
        while True:
            found, asked = await self._of_pages(text, spans, usage, deadline)
            if asked == 1 or len(found) >= len(spans):
                return tuple(found)
            spans = found

    async def _of_pages(self, text: str, spans: Sequence[Span], usage: Usage, deadline: float) -> tuple[list[Span], int]:
        """What is picked of these sentences, and of how many pages."""
        named: set[int] = set()
        asked = 0
        for page in pages(text, [Shown(span, number) for number, span in enumerate(spans, 1)], self._room):
            prompt = self._prompt.filled(sentences=page, most=str(_ASKED))
            reply = await self._chat.reply(prompt, _MOST, usage, deadline)
            named |= {number for number in _numbers(reply.text)[:_HEARD] if f"[{number}] " in page}
            asked += 1
        found = [span for number, span in enumerate(spans, 1) if number in named]
        if not found:
            raise WriterFailed("nothing-borne-out")
        return found, asked


def _numbers(said: str) -> list[int]:
    """The numbers that it names, in its order. Raises `WriterFailed` where it names none."""
    labelled = Labelled()
    numbers = [number for claim in (*labelled.feed(said), *labelled.close()) for number in claim.numbers]
    if not numbers:
        raise WriterFailed("refused" if labelled.refuses else "no-labels")
    return numbers
