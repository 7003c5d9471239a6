"""An article's sentences as a model is shown them: numbered, in pages of a budget of tokens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.generate.evidence import Room
from ingest.article import Span


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence, and the number by which a model may name it."""

    span: Span
    number: int


def pages(text: str, shown: Sequence[Shown], room: Room) -> Iterator[str]:
    """All of them, each page within the budget, one sentence at least; none where there are none."""
    page: list[str] = []
    spent = 0
    for one in shown:
        line = f"[{one.number}] {harmless(one.span.of(text))}"
        cost = room.count(line) + 1
        if page and spent + cost > room.tokens:
            yield "\n".join(page)
            page, spent = [], 0
        page.append(line)
        spent += cost
    if page:
        yield "\n".join(page)


def harmless(printed: str) -> str:
    """One line that cannot end its fence."""
    return printed.replace("<<<", "‹‹‹").replace(">>>", "›››").replace("<|", "‹|").replace("|>", "|›").replace("\n", " ")
