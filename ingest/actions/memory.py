"""What a reader of an article has in mind: who speaks, who was told last, and what a clause without a subject goes on with."""

from dataclasses import dataclass, field, replace

from ingest.actions import saying
from ingest.actions.duties import Duty, Kind, Speech
from ingest.actions.speakers import Speakers
from ingest.article import Sentence, Span

_PATIENCE = 6
"""Sentences."""


@dataclass(frozen=True, slots=True)
class Chain:
    """What a clause without a subject goes on with."""

    owner: Span | None = None
    kind: Kind = "instruction"
    live: bool = False


@dataclass(slots=True)
class Memory:
    """Changes from clause to clause."""

    names: Speakers
    speech: Speech | None = None
    chain: Chain = Chain()
    heard: bool = False
    """Whether the sentence itself says who speaks."""
    asked: int = -1
    """Where the last verb ends that puts a request to somebody."""
    listed: bool = False
    """Whether the sentence stands in a list."""
    continued: bool = False
    """Whether it stands behind a semicolon."""
    held: bool = False
    """Whether the sentence has a duty already."""
    silent: int = 0
    """Sentences since the last in which anybody spoke or was told."""
    _lists: dict[int, Chain] = field(default_factory=dict)
    _read: list[Span] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The article's."""
        return self.names.text

    @property
    def speaker(self) -> Span | None:
        """Whoever spoke last."""
        return self.speech.who if self.speech else None

    @property
    def actor(self) -> Span | None:
        """Whom the sentences before tell of: he is meant by 他."""
        return next((found for span in reversed(self._read) if (found := self.names.actor_in(span))), None)

    @property
    def is_only_stressed(self) -> bool:
        """Whether the sentence stresses something, and has laid no duty on anybody yet."""
        urged = self.heard and self.speech is not None and self.speech.urges and not self.speech.demands
        return urged and not self.held

    @property
    def is_stale(self) -> bool:
        """Whether too much was told since anybody spoke."""
        return self.silent > 1 and not self.heard and not self.listed

    @property
    def is_forgotten(self) -> bool:
        """The same of a demand without a subject: who leads is remembered longer than who only talked."""
        patience = _PATIENCE if self.speech and self.speech.urges else 1
        return self.silent > patience and not self.heard and not self.listed

    def begin(self, sentence: Sentence) -> None:
        """A new paragraph ends what was going on; an item of a list goes on with what its lead-in says."""
        item = sentence.item
        if item is None and (self.listed or "\n" in self.text[self._read[-1].end if self._read else 0 : sentence.span.start]):
            self.let_go()
        if item and item.list_start not in self._lists:
            lead = item.lead.of(self.text) if item.lead else ""
            urged = self.speech is not None and self.speech.urges and self.silent == 0
            asked = bool(saying.LISTED.search(lead)) and not (self.speech and self.speech.thinks)
            self._lists[item.list_start] = replace(self.chain, live=self.chain.live or urged or asked)
        if item and item.span.start == sentence.span.start:
            self.chain = self._lists[item.list_start]
        self.heard, self.held, self.listed = False, False, item is not None
        self.continued = bool(self._read) and self._read[-1].of(self.text).endswith(("；", ";"))

    def hold(self, one: Duty) -> None:
        """Go on from this duty."""
        self.chain, self.silent, self.held = Chain(one.owner, one.kind, live=True), 0, True

    def let_go(self, *, owner: bool = False) -> None:
        """Nothing goes on; of the owner that is said apart, for another subject may be printed."""
        self.chain = Chain(None if owner else self.chain.owner, self.chain.kind)

    def end(self, sentence: Sentence, *, told: bool) -> None:
        """The sentence is read."""
        self.silent = 0 if told or self.heard else self.silent + 1
        if not told and not self.heard:
            self.let_go()
        self._read.append(sentence.span)
