"""What a newspaper is made of: articles, their sentences, and the passages we search."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points into one article's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters it covers."""
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        """Whether the other lies inside it."""
        return self.start <= other.start and other.end <= self.end

    def __len__(self) -> int:
        """How many code points it covers."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an enumeration: from its 一是 up to the 二是 that follows."""

    span: Span
    list_start: int
    """Where the first item of its list begins: the same for all items of a list, and for no other list."""
    lead: Span | None
    """The words before the list: who said it, to whom."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One printed sentence; in an enumeration, one sentence of an item, which remembers how the list was introduced."""

    span: Span
    item: Item | None = None

    @property
    def lead(self) -> Span | None:
        """The words that introduce the list it belongs to."""
        return self.item.lead if self.item else None


@dataclass(frozen=True, slots=True)
class Section:
    """A printed heading and the text under it, heading line included."""

    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole neighbouring sentences of one section: what the indexes hold."""

    article_id: str
    number: int
    section: str
    span: Span

    @property
    def id(self) -> str:
        """Its name in both indexes."""
        return f"{self.article_id}:{self.number}"


@dataclass(frozen=True, slots=True)
class Article:
    """A printed article. Its id is made of its own title and text, so an id and an offset mean the same characters for ever."""

    key: str
    """What its source calls it: a file's name, or the key a caller gave."""
    title: str
    text: str
    published_on: date | None = None
    source: str | None = None
    repeats: str | None = None
    """The id of an earlier article that says nearly the same."""
    id: str = field(init=False, default="")

    def __post_init__(self) -> None:
        """Derive the id."""
        object.__setattr__(self, "id", article_id(self.title, self.text))


def article_id(title: str, text: str) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of what was printed. Two of a million articles share one once in 37 million times."""
    return sha256(f"{title}\n{text}".encode()).hexdigest()[:16]
