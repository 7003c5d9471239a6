"""Who says it: the person, the body or the meeting before a verb of saying."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ingest.actions import duty, saying
from ingest.actions.bodies import is_body
from ingest.actions.clauses import Clause
from ingest.article import Span
from ingest.facts import organisations_in, people_in
from ingest.facts.tagged import words_of
from ingest.facts.titles import HEAD, IS_OFFICE

_MANNER = (
    r"还|也|都|已经?|同时|并且?|进一步|明确|现场|当场|分别|在会上|会上|再次|一致|共同|近日|日前|特别|着重|反复|最后|今天|昨天|正式|当天|严肃|随后|上周|本周|当晚|发(?:表|布)?(?:了?[^，]{0,4}(?:声明|公告|通报|公报)|文)|代表|郑重|向[^，]{1,10}|"
    r"在[^，]{1,16}(?:时|中|上|后|会)|\d{1,2}日|\d{1,2}月\d{1,2}日"
)
_HOW_SAID = re.compile(_MANNER)
_LONGEST_MANNER = 18
"""Characters of the longest of them: 在, sixteen more, and 时."""
_LEADING = re.compile(
    r"(?:[（(][^（）()]{0,20}[）)]|[”“’‘]|据|对此|为此|随后|同时|此外|另外|其中|最后|会后|会上|日前|近日|当天|当日|同日|昨日|今日|当晚|而|但|并|\d{1,4}年|\d{1,2}月|\d{1,2}日|上午|下午|晚)+"
)
_MEETING = re.compile(
    r"(?:会议|大会|全会|座谈会|推进会|动员会|部署会|调度会|例会|专题会|常委会|会商|联席会|办公会|党组会|通知|意见|方案|通报|公告|规定|办法|决定|计划|报告|》|倡议书?|公报|文件|声明|规划|批示)$"
)
_ONLY_A_TITLE = re.compile("(?![和与、同向对及率就在把被将了是着代会陪])[\u4e00-\u9fff]{2,30}(?<![和与同向对及率的着了])")
_DOES = re.compile("将|把|被|已|发表|发布|举行|召开|^(?:如果|遇到|若|凡|向|对(?!外|口)|积极|认真|根据)")
_PAPER = re.compile(r"(?:的)?(?:通知|意见|公告|通报|声明|批示)$")
_SIDE = re.compile("(?![这那一各多在从对各多有相])[\u4e00-\u9fff]{2,10}(?<![等些个])方面")
"""How news calls whoever speaks for a firm or a country: 枫杨集团方面."""
_THIS = re.compile("[本此这][次届](?:会议|全会|大会)$")
_TITLED = re.compile("《[^《》]*》")
_ISSUED = re.compile("(?:出台|发布|印发|公布|下发|通过|制定)[^，]{0,4}的$")
"""What stands before the title of a paper."""
_TITLE = 30
"""Characters before a name in which the title may name a body."""
_LAST_OFFICE = re.compile(f"(?P<of>[^、，]+?)副?{HEAD}$")
_LEAST = 2
"""Characters of what names no body by itself: 公司, 学校."""
_NAME = 4
"""Characters of a name."""
_HE_OR_HOW_SAID = re.compile(f"他|她|其|{_MANNER}")
_OF_WHAT = re.compile("对|就|在|围绕|针对|结合|从|为")


@dataclass
class Speakers:
    """The people and the bodies of an article."""

    text: str

    @cached_property
    def people(self) -> Sequence[Span]:
        """Where its people are named, in order; also those whom only the dictionary knows, behind an office."""
        known = [span for person in people_in(self.text) for span in person.spans]
        taken = {at for span in known for at in range(span.start, span.end)}
        words = words_of(self.text).words
        others = [
            Span(word.start, word.end)
            for before, word in pairwise(words)
            if word.tag in {"nr", "nrfg"} and 1 < len(word.text) <= _NAME and word.start not in taken and IS_OFFICE.search(before.text)
        ]
        return sorted(known + others)

    @cached_property
    def bodies(self) -> Sequence[Span]:
        """Where its bodies are named, in order."""
        titles = [Span(*match.span()) for match in _TITLED.finditer(self.text)]
        named = (span for body in organisations_in(self.text) for span in body.spans)
        return sorted(span for span in named if not any(title.holds(span) for title in titles))

    def called(self) -> frozenset[str]:
        """What they are called."""
        return self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(span.of(self.text) for span in (*self.people, *self.bodies))

    def person_in(self, span: Span) -> Span | None:
        """The person a stretch tells of: the first one, but for one whose name only stands before (a caption run into the text)."""
        inside = [place for place in self.people if span.holds(place)]
        while len(inside) > 1 and _ONLY_A_TITLE.fullmatch(self.text[inside[0].end : inside[1].start]):
            inside.pop(0)
        return next(iter(inside), None)

    def whole(self, who: Span) -> Span:
        """The place where a foreign name is printed whole, of one whose last part stands here."""
        said = who.of(self.text)
        return next((place for place in self.people if re.search(f"[·•‧・]{re.escape(said)}$", place.of(self.text))), who)

    def body_in(self, span: Span) -> Span | None:
        """The first body named in a stretch."""
        return next((place for place in self.bodies if span.holds(place)), None)

    def leads_nobody(self, who: Span) -> bool:
        """Whether the title is that of somebody who advises, or only talks."""
        return bool(saying.NO_LEADER.search(self.title_of(who) or who.of(self.text)))

    def only_advises(self, who: Span) -> bool:
        """Whether even what he urges is advice: a lawyer's, a doctor's."""
        return bool(saying.ADVISERS.search(self.title_of(who) or who.of(self.text)))

    def title_of(self, who: Span) -> str | None:
        """The title with which a person is named somewhere in the article."""
        return next((person.title for person in people_in(self.text) if who in person.spans), None)

    def named_in(self, span: Span) -> bool:
        """Whether anybody is named in a stretch."""
        return any(span.holds(place) for place in (*self.people, *self.bodies))

    def actor_in(self, sentence: Span) -> Span | None:
        """Whom a sentence tells of: the person before 作, 主持 and the like, else the first one."""
        inside = [place for place in self.people if sentence.holds(place)]
        acting = [place for place in inside if saying.ACTS.match(self.text, place.end)]
        return next(iter([*acting, *inside]), None)

    def is_prelude(self, sentence: Span) -> bool:
        """Whether a sentence begins with what it is about, not with who acts."""
        return bool(duty.PRELUDE.match(self.text, sentence.start))

    def house_of(self, who: Span) -> Span | None:
        """The body that a speaker speaks for: the one in the title before the name."""
        before = [place for place in self.bodies if who.start - _TITLE <= place.start and place.end <= who.end]
        near = [place for place in before if not re.search("[，,。；;]", self.text[place.end : who.end])]
        return near[0] if near else self._titled_house(who)

    def _titled_house(self, who: Span) -> Span | None:
        """What the title right before the name begins with, where that ends as bodies do: 区民政局, of 区民政局局长."""
        title = self.title_of(who) or ""
        office = _LAST_OFFICE.search(title)
        start = who.start - len(title)
        if office is None or self.text[max(start, 0) : who.start] != title:
            return None
        body = Span(start + office.start("of"), start + office.end("of"))
        return body if len(body) > _LEAST and is_body(body.of(self.text), self.called) else None

    def subject(self, clause: Clause, at: int) -> Span | None:
        """The body, the people or the meeting that the clause begins with, before a place in it."""
        head = clause.text[:at]
        start = leading.end() if (leading := _LEADING.match(head)) else 0
        said = head[start:]
        said = said[: min(_led_to({len(said)}, said, _HOW_SAID))]
        if not said or len(said) > duty.LONGEST_NAME or _DOES.search(said):
            return None
        if said.endswith("》") and _ISSUED.search(said[: said.rfind("《")]):
            start, said = start + said.rfind("《"), said[said.rfind("《") :]
        begin = clause.span.start + start
        if (paper := _PAPER.search(said)) and is_body(said[: paper.start()], self.called):
            return Span(begin, begin + paper.start())
        if _THIS.match(said):
            return Span(begin + 2, begin + len(said))
        if (named := words_of(said).words[0]).tag == "nr" and IS_OFFICE.fullmatch(said[named.end :]):
            return Span(begin, begin + named.end)
        if _SIDE.fullmatch(said) or _MEETING.search(said) or is_body(said, self.called):
            return Span(begin, begin + len(said))
        return None

    def names_nobody(self, clause: Clause, at: int) -> bool:
        """Whether nothing before a place in the clause could name a speaker."""
        said = clause.text[:at].strip()
        of_what = {match.start() for match in _OF_WHAT.finditer(said, said.rfind("，") + 1)}
        return 0 in _led_to(of_what | {len(said)}, said, _HE_OR_HOW_SAID)


def _led_to(ends: set[int], said: str, piece: re.Pattern[str]) -> set[int]:
    """The ends, and every place from which pieces alone lead to one.

    Each place is asked once: one expression for a row of them would try every way to part it, and 在会上在会上 has many.
    """
    found, first = set(ends), min(ends)
    for start in range(len(said) - 1, -1, -1):
        if first - start > _LONGEST_MANNER:
            break
        if any(end in found and piece.fullmatch(said, start, end) for end in range(start + 1, start + _LONGEST_MANNER + 1)):
            found.add(start)
            first = min(first, start)
    return found
