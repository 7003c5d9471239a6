"""What a writer proposed is remembered, and many who ask alike at once are one question."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing

from api.brief import Brief, Claim
from api.errors import WriterFailed
from api.generate.writer import Credit, Usage, Writer
from ingest.fold import fold

_AT_THE_END = "?!.。;；"
"""Marks that change no question."""
Key = tuple[object, ...]


class KnownWriter:
    """A writer that is asked once for the same question over the same sentences.

    The sentences stand for the filters and for the generation of the articles: whatever changes them changes the question. What is kept
    are claims, not statements: they pass the door anew each time. A writer that failed, or that nobody heard to the end, leaves nothing.
    """

    def __init__(self, inner: Writer, most: int) -> None:
        """Keep the claims of so many questions, those longest unasked are forgotten first."""
        self._inner = inner
        self._most = most
        self._known: OrderedDict[Key, tuple[Claim, ...]] = OrderedDict()
        self._under_way: dict[Key, _UnderWay] = {}

    @property
    def credit(self) -> Credit:
        """That of the writer who was asked."""
        return self._inner.credit

    async def write(self, brief: Brief, usage: Usage) -> AsyncIterator[Claim]:
        """The claims; `cached` in the usage of whoever cost nothing. Raises `WriterFailed`."""
        key = _key(brief, self.credit)
        if key in self._known:
            self._known.move_to_end(key)
            usage.cached = True
            for claim in self._known[key]:
                yield claim
            return
        under_way = self._under_way.get(key)
        usage.cached = under_way is not None
        if under_way is None:
            under_way = self._under_way[key] = _UnderWay(self._asked(key, brief, usage), lambda: self._under_way.pop(key))
        async with aclosing(under_way.heard()) as heard:
            async for claim in heard:
                yield claim

    async def _asked(self, key: Key, brief: Brief, usage: Usage) -> AsyncGenerator[Claim, None]:
        """What the writer says, kept when it has said all."""
        claims: list[Claim] = []
        async for claim in self._inner.write(brief, usage):
            claims.append(claim)
            yield claim
        self._known[key] = tuple(claims)
        while len(self._known) > self._most:
            self._known.popitem(last=False)

    async def aclose(self) -> None:
        """Hang up. What is known stays known."""
        await self._inner.aclose()


def _key(brief: Brief, credit: Credit) -> Key:
    """The question folded, who answers it by which prompts, and the sentences it is answered from."""
    asked = brief.asked
    text = " ".join(fold(asked.text).split()).rstrip(_AT_THE_END)
    lines = tuple((line.hit.article.id, line.span.start, line.span.end) for line in brief.lines)
    return (text, asked.language, asked.kind, credit, lines)


class _UnderWay:
    """A writer at work for all who listen; when the last of them leaves, it is stopped."""

    def __init__(self, claims: AsyncGenerator[Claim, None], closed: Callable[[], object]) -> None:
        """Begin. `closed` is called once, when nobody may join any more."""
        self._claims = claims
        self._closed = closed
        self._said: list[Claim] = []
        self._news = asyncio.Event()
        self._listeners = 0
        self._is_over = False
        self._failure: Exception | None = WriterFailed("cut-off")
        """What listeners are told at the end; None once all was said."""
        self._work = asyncio.create_task(self._run())

    async def heard(self) -> AsyncGenerator[Claim, None]:
        """All claims from the first on, as they come. Raises what the writer raised."""
        self._listeners += 1
        at = 0
        try:
            while at < len(self._said) or not self._is_over:
                if at == len(self._said):
                    await self._news.wait()
                    continue
                yield self._said[at]
                at += 1
        finally:
            self._listeners -= 1
            if not self._listeners and not self._is_over:
                self._end()
                self._work.cancel()
                await asyncio.wait({self._work})
        if self._failure:
            raise self._failure

    async def _run(self) -> None:
        try:
            async with aclosing(self._claims) as claims:
                async for claim in claims:
                    self._said.append(claim)
                    self._wake()
            self._failure = None
        except Exception as failure:  # noqa: BLE001  whatever it is, it is raised again to all who listen
            self._failure = failure
        finally:
            self._end()

    def _end(self) -> None:
        if not self._is_over:
            self._is_over = True
            self._closed()
            self._wake()

    def _wake(self) -> None:
        """Let everybody look again, and wait for the next time."""
        self._news.set()
        self._news = asyncio.Event()
