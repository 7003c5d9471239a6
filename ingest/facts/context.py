"""What the words around a date settle: the year of 8月24日, the month of 24日, the day from which 三日内 counts."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ingest.article import Span
from ingest.facts.periods import DAY, Period

_AHEAD = re.compile(
    "将(?!近)|拟|计划|预计|力争|争取|确保|务必|必须|应当|(?<![主重需])要(?![求点素闻])|有望|即将|定于|打算|安排|前(?:完成|建成|实现)|目标"
)
_SENTENCE_ENDS = re.compile(r"[。！？!?；;\n]")
_AT_A_MEETING = re.compile("[^，。；]{0,12}会上")
_QUOTED = re.compile(r"“[^“”\n]{1,400}”|「[^「」\n]{1,400}」")
_SOON = 60
"""Days. A date further ahead of publication than this needs a word of the future."""
_FAR, _LATE = 300, 62
"""Days. A date that is so far away in the year of publication, and so near in the one beside it, is of that one."""
_RECENT = 10
"""Days. How long before publication the event of an article is, whose day stands at its head."""
_LEAD_WITHIN = 400
"""Characters. Where the head of an article ends."""
NO_PUBLICATION = "no year is printed, and the day of publication is not known"


@dataclass(frozen=True, slots=True)
class Year:
    """A year, or None; how it was found, or why not."""

    number: int | None
    basis: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """The date that was spoken of last."""

    span: Span
    year: Year
    month: int
    day: date | None
    deadline: bool


class Context:
    """What is known at a place in the text. It is told each date in turn, so that the next may lean on it."""

    def __init__(self, text: str, published_on: date | None) -> None:
        """At the beginning nothing has been spoken of."""
        self.text = text
        self.published = published_on
        self.latest: Spoken | None = None
        self.lead: date | None = None
        self._printed: tuple[int, int] | None = None
        self._ends = [match.end() for match in _SENTENCE_ENDS.finditer(text)]
        self._lines = [match.end() for match in re.finditer("\n", text)]
        self._quoted = [match.span() for match in _QUOTED.finditer(text)]
        self._ahead: dict[int, bool] = {}

    def note_year(self, year: int, at: int) -> None:
        """A year is printed in full."""
        self._printed = (year, self._sentence(at))

    def note(self, spoken: Spoken) -> None:
        """A month, or a day of it, was spoken of. The first day at the head of the article is that of its event."""
        self.latest = spoken
        happened = spoken.day and not spoken.deadline and spoken.span.start < _LEAD_WITHIN
        if self.lead is None and happened and spoken.day and (not self.published or 0 <= (self.published - spoken.day).days <= _RECENT):
            self.lead = spoken.day

    def year(self, place: Callable[[int], Period | None], span: Span, *, deadline: bool = False) -> Year:
        """The year of a date that prints none."""
        if self._continues(span) and self.latest:
            return self.latest.year
        other = self._year_in_sentence(span.start)
        if other is not None and (not self.published or other != self.published.year):
            return Year(None, f"another year, {other}, is printed in the sentence")
        if not self.published:
            return Year(other, f"the year printed in the sentence, {other}") if other else Year(None, NO_PUBLICATION)
        return self._nearest(place, self.published, ahead=deadline or self.looks_ahead(span.start))

    def year_of(self, word: str) -> Year:
        """The year that 今年, 去年, 同年 … name."""
        if word in {"当年", "同年", "次年"}:
            if self._printed is None:
                return Year(None, f"which year {word} is, is not printed")
            return Year(self._printed[0] + (word == "次年"), f"{word} of {self._printed[0]}")
        if not self.published:
            return Year(None, f"{word} needs the day of publication, which is not known")
        offset = {"去": -1, "前": -2, "明": 1}.get(word[0], 0)
        year = self.published.year + offset
        relation = {0: "of", -1: "before that of", -2: "two before that of", 1: "after that of"}[offset]
        return Year(year, f"the year {relation} publication, {year}")

    def latest_day(self, at: int) -> date | None:
        """The day spoken of last in the same paragraph, if it was no deadline."""
        latest = self.latest
        if latest is None or latest.deadline or not self.is_same_paragraph(latest.span.start, at):
            return None
        return latest.day

    def base(self, at: int) -> date | None:
        """The day from which a term counts: that of the event. Of another day the sentence may speak only if it was set on that one."""
        latest = self.latest
        if latest is None or latest.deadline or latest.day == self.lead or not self.is_same_sentence(latest.span.start, at):
            return self.lead
        return latest.day if _AT_A_MEETING.match(self.text, latest.span.end) else None

    def looks_ahead(self, at: int) -> bool:
        """Whether the sentence speaks of what is to come."""
        sentence = self._sentence(at)
        if sentence not in self._ahead:
            start = self._ends[sentence - 1] if sentence else 0
            end = self._ends[sentence] if sentence < len(self._ends) else len(self.text)
            self._ahead[sentence] = bool(_AHEAD.search(self.text, start, end))
        return self._ahead[sentence]

    def is_quoted(self, at: int) -> bool:
        """Whether a place stands in a quotation: whose 今天 it is, the quotation marks do not say."""
        index = bisect_right(self._quoted, (at, len(self.text))) - 1
        return index >= 0 and self._quoted[index][1] > at

    def is_same_sentence(self, one: int, other: int) -> bool:
        """Whether two places are of one sentence."""
        return self._sentence(one) == self._sentence(other)

    def is_same_paragraph(self, one: int, other: int) -> bool:
        """Whether two places are of one line."""
        return bisect_right(self._lines, one) == bisect_right(self._lines, other)

    def _continues(self, span: Span) -> bool:
        """Whether the date stands in a row with the one before it: 2023年3月、5月."""
        return bool(self.latest and self.text[self.latest.span.end : min(span.start, self.latest.span.end + 3)] in {"、", "和", "及", "与"})

    def _sentence(self, at: int) -> int:
        return bisect_right(self._ends, at)

    def _year_in_sentence(self, at: int) -> int | None:
        if self._printed and self._printed[1] == self._sentence(at):
            return self._printed[0]
        return None

    def _nearest(self, place: Callable[[int], Period | None], published: date, *, ahead: bool) -> Year:
        """The year of publication; the one before it or after it where New Year lies between, and none where that is open."""
        this = place(published.year)
        if this is None or this.last is None:
            return Year(published.year, f"the year of publication, {published.year}")
        to_come = ((this.first or this.last) - published).days
        gone_by = (published - this.last).days
        if to_come > _FAR and not ahead and _distance(place(published.year - 1), published) < _LATE:
            return Year(published.year - 1, f"the last one before publication, {published.year - 1}")
        if gone_by > _FAR and ahead and _distance(place(published.year + 1), published) < _LATE:
            return Year(published.year + 1, f"the next one after publication, {published.year + 1}")
        if to_come > _SOON and not ahead:
            return Year(None, f"it is still to come in {published.year}, the year of publication, and the sentence does not look ahead")
        return Year(published.year, f"the year of publication, {published.year}")


def _distance(period: Period | None, published: date) -> float:
    if period is None or period.last is None:
        return float("inf")
    first = period.first or period.last
    return 0 if first <= published <= period.last else min(abs(published - first), abs(published - period.last)) / DAY
