"""A clause → the duty it lays on somebody, or that somebody takes on; None where it does neither."""

import re
from collections.abc import Sequence

from ingest.actions import duty, promise, saying, verbs
from ingest.actions.clauses import Clause
from ingest.actions.duties import Duty, Speech
from ingest.actions.memory import Memory
from ingest.actions.owners import behind_when, owner_before, spoken_of, told_in
from ingest.article import Span
from ingest.facts.tagged import first_word, words_of

_SHORT, _SHORTEST, _LONG_SUBJECT, _LONG_NAME = 20, 5, 24, 6
"""Characters: of a clause that may go on with a duty, of one that surely does, of a thing of which something is demanded, and of a
body whose name may begin with a verb; 建设三座电站将… tells of a deed's effects."""


_LONG_SINCE = 2
"""Characters of what is no more than a time; 年内 may be half a word."""
_EACH = re.compile(r"(.)\1")
"""件件, 户户: whatever is demanded of each is said of what was told before."""
_BY_THEN = re.compile(r"(?:还|也|都)?将(?:在|于)[^，]{0,12}?(?:[前内底末]|\d日|\d月)")
_IN_WHICH = re.compile("在[^，]{2,14}(?:[中上时]|过程中|方面|环节)")
_PUTS_FIRST = re.compile("作为|纳入|列为|列入|融入|贯穿|[落抓摆放]在|[转变]化?为|落到")
"""What makes 将 another 把."""
_SEVERAL = re.compile("各|全[省市区县]|有关|相关|所有")
"""How news names those whom a leader addresses."""
_COUNTED = re.compile(r"(?:剩余|最后|其余|其他|全部|首批|所有)?的?\d+[家处个座所条项部名套]|下一[次期届]")


def duty_in(content: Clause, led: Sequence[Clause], memory: Memory, *, opens: bool) -> Duty | None:
    """The duty of a clause. `led` are the clauses that lead on to it; `opens` where the sentence has no duty yet."""
    marker = duty.MARKER.match(content.text)
    joins = duty.JOINS.match(content.text, marker.end() if marker else 0)
    clause = content if marker else content.behind(joins.end() if joins else 0)
    rest = content.behind(joins.end() if joins else 0)
    when = duty.WHEN.match(rest.text)
    dated = when is not None and when.end() < len(rest.text)
    if when and not dated and len(when[0]) > _LONG_SINCE:
        return None
    if when and dated:
        rest = rest.behind(when.end())
    if not rest.text or len(rest.text) > duty.LONGEST_CLAUSE or duty.PAST.search(rest.text) or duty.APPRAISAL.match(rest.text):
        return None
    may_go_on = not opens or memory.listed or memory.continued or not dated or bool(when and duty.BOUND.search(when[0]))
    begun = bool(not opens or led or marker or memory.listed or memory.continued)
    return (
        _charged(clause, rest, memory)
        or _demanded(clause, rest, led if opens else (), memory)
        or _undertaken(clause, rest, memory)
        or (_going_on(clause, rest, memory, begun=begun, opens=opens) if may_go_on else None)
        or (_bounded(clause, rest, memory) if not opens or memory.continued else None)
    )


def _charged(clause: Clause, rest: Clause, memory: Memory) -> Duty | None:
    """由园区中心牵头."""
    match = duty.CHARGED.match(rest.text)
    if not match or not memory.speech or memory.is_stale:
        return None
    return Duty(clause, rest.span.start, "instruction", memory.speech, rest.part(*match.span("who")), fresh=True)


def _demanded(clause: Clause, rest: Clause, led: Sequence[Clause], memory: Memory) -> Duty | None:
    speech = memory.speech
    if not speech:
        return None
    if speech.thinks:
        return _laid_on_a_body(clause, rest, speech, memory)
    if rest.span.start <= memory.asked < rest.span.end:
        owner = told_in(rest.behind(memory.asked - rest.span.start), memory.names)
        return Duty(clause, owner.end if owner else memory.asked, "instruction", speech, owner, fresh=True)
    modal = duty.MODAL.match(rest.text)
    if modal and not _tells_a_deed(rest.text[modal.end() :]):
        return None
    if modal and not memory.is_forgotten and (speech.demands or not duty.MAY_DESCRIBE.fullmatch(modal[0])):
        owner = spoken_of(led, memory.chain.owner, memory.names) if led else memory.chain.owner
        deed = rest.span.start + (0 if duty.FORBIDS.search(modal[0]) else modal.end())
        return Duty(clause, deed, "instruction", speech, owner, fresh=True)
    return None if memory.is_stale else _of_somebody(clause, rest, speech, memory) or _of_whom(clause, rest, speech, memory)


def _tells_a_deed(said: str) -> bool:
    """Whether there is a verb in it; without one, 要 says what somebody wants: 还要私人飞机."""
    return (
        len(said) > _SHORT
        or bool(verbs.HOW.match(said) or verbs.ANY_DEED.search(said))
        or any(word.tag[:1] in {"v", "d", "p", "i", "l", "a"} for word in words_of(said).words)
    )


def _laid_on_a_body(clause: Clause, rest: Clause, speech: Speech, memory: Memory) -> Duty | None:
    """What somebody who stands for a body thinks that others must do: of several who are named, with a plain 要 or 必须."""
    modal = duty.WITHIN.search(rest.text)
    if not modal or memory.is_forgotten or memory.names.leads_nobody(speech.who) or not memory.names.house_of(speech.who):
        return None
    owner = owner_before(rest, modal.start(), memory.names)
    if owner is None or duty.MAY_DESCRIBE.fullmatch(modal[0]) or duty.GENERAL.search(rest.text[: modal.start()]):
        return None
    if not _SEVERAL.match(owner.of(memory.text)):
        return None
    deed = modal.start() if duty.FORBIDS.match(modal[0]) else modal.end()
    return Duty(clause, rest.span.start + deed, "instruction", speech, owner, fresh=True)


def _of_whom(clause: Clause, rest: Clause, speech: Speech, memory: Memory) -> Duty | None:
    """A body and its deed without a modal verb, where the verb of saying demands: 会议要求，各单位压实责任."""
    begins = (
        duty.PRELUDE.match(rest.text) or duty.PUT_FIRST.match(rest.text) or duty.ASIDE.fullmatch(rest.text) or verbs.DEED.match(rest.text)
    )
    if not (speech.demands and memory.heard) or begins or duty.STATES.search(rest.text):
        return None
    owner = told_in(rest, memory.names)
    if owner is None or promise.WILL.match(memory.text, owner.end):
        return None
    deed = behind_when(memory.text, owner.end)
    if verbs.NARRATED.match(memory.text, deed) or (deed == owner.end and not verbs.DEED.match(memory.text, deed)):
        return None
    return Duty(clause, owner.end, "instruction", speech, owner, fresh=True)


def _of_somebody(clause: Clause, rest: Clause, speech: Speech, memory: Memory) -> Duty | None:
    """A demand with its subject: 各单位要…, 兴苇路必须…. Behind a thing that is only put first, the owner is the one spoken of before."""
    modal = duty.WITHIN.search(rest.text)
    if not modal:
        return None
    before = rest.text[: modal.start()]
    owner = owner_before(rest, modal.start(), memory.names)
    put_first = bool(duty.PRELUDE.match(before) or duty.OPEN.search(before))
    may_describe = bool(duty.MAY_DESCRIBE.fullmatch(modal[0]))
    if duty.GENERAL.search(before) or (may_describe and not (owner and speech.urges)):
        return None
    if owner is None and not _is_demanded_of_a_thing(before, speech, memory):
        return None
    deed = 0 if owner is None else modal.start() if duty.FORBIDS.match(modal[0]) else modal.end()
    fresh = not ((put_first or _EACH.match(before)) and memory.chain.live)
    owner = owner or (memory.chain.owner if put_first else None)
    return Duty(clause, rest.span.start + deed, "instruction", speech, owner, fresh)


def _is_demanded_of_a_thing(before: str, speech: Speech, memory: Memory) -> bool:
    """Whoever urges may demand of a thing; in anybody's talk that is no demand."""
    if len(before) > _LONG_SUBJECT:
        return False
    if speech.urges and _IN_WHICH.fullmatch(before):
        return True
    return (speech.urges and (memory.heard or memory.chain.live)) or (memory.chain.live and bool(duty.PRELUDE.match(before)))


def _undertaken(clause: Clause, rest: Clause, memory: Memory) -> Duty | None:
    will = promise.WILL.search(rest.text)
    if not will:
        return None
    owner = owner_before(rest, will.start(), memory.names) if will.start() else None
    if owner and len(owner) > _LONG_NAME and verbs.DEED.match(memory.text, owner.start, owner.end):
        return None
    owner = owner or _named_in_title(rest.part(0, will.start()), memory)
    if not promise.is_ahead(rest.text, will, named=owner is not None):
        return None
    if owner and _is_a_thing(owner, memory):
        owner = None
    if owner is None and not _may_be_the_speakers(memory, said_of=rest.text[: will.start()], will=rest.text[will.start() :]):
        return None
    of_a_thing = owner is None and will.start() > 0
    return _commitment(clause, rest.span.start + (0 if of_a_thing else will.end()), owner, memory)


def _is_a_thing(owner: Span, memory: Memory) -> bool:
    """Whether things are counted that are no bodies: 剩余3座泵站; 3家食堂 are none where somebody speaks for the body that runs them."""
    counted = _COUNTED.match(owner.of(memory.text))
    spoken_for = memory.heard and memory.speech and memory.names.house_of(memory.speech.who)
    return counted is not None and bool(spoken_for or not counted[0].endswith(("家", "所", "名")))


def _named_in_title(subject: Span, memory: Memory) -> Span | None:
    """The subject, where the speaker's title names it, though it ends as things do: 图书馆."""
    said = subject.of(memory.text)
    title = memory.names.title_of(memory.speech.who) if memory.heard and memory.speech else None
    if not title or len(said) < 2:  # noqa: PLR2004  characters
        return None
    return subject if said in title or (title.endswith("长") and said.endswith(title[-2])) else None


def _may_be_the_speakers(memory: Memory, said_of: str, will: str) -> bool:
    """Whether 将 without a body is the speaker's own: of one who makes a demand, it is not; of a thing (进度也将公布), where he goes on."""
    if memory.is_only_stressed and not said_of:
        return not _PUTS_FIRST.search(will)
    if memory.chain.live:
        return memory.chain.kind == "commitment" and len(said_of) <= _SHORT
    return _promises_it(memory, will) if said_of else memory.heard and memory.speech is not None and not memory.speech.demands


def _promises_it(memory: Memory, will: str) -> bool:
    """Whether a speaker who stands for a body says by when a thing will be done: 剩余泵站将在10月前建成."""
    speech = memory.speech
    return bool(memory.heard and speech and not speech.demands and memory.names.house_of(speech.who) and _BY_THEN.match(will))


def _commitment(clause: Clause, deed: int, owner: Span | None, memory: Memory) -> Duty | None:
    """What a body will do: it is said by whoever speaks for it, else by itself."""
    told = memory.heard or (memory.chain.live and memory.silent == 0) or _speaks_for(owner, memory)
    speech = memory.speech if told else None
    goes_on = memory.chain.live and memory.chain.kind == "commitment"
    owner = _meant(owner or (memory.chain.owner if goes_on else None), speech, memory)
    if owner is None:
        return None
    memory.speech = speech or Speech(owner)
    return Duty(clause, deed, "commitment", memory.speech, owner, fresh=True)


def _meant(owner: Span | None, speech: Speech | None, memory: Memory) -> Span | None:
    """我们 and 该局 are the body in the speaker's title; without a subject it is that body, or the speaker."""
    name = owner.of(memory.text) if owner else ""
    ours = promise.OURS.fullmatch(name)
    house = memory.names.house_of(speech.who) if speech else None
    if owner and not ours:
        return owner
    if house and (not ours or name in promise.WE or house.of(memory.text).endswith(ours["kind"] or name)):
        return house
    return owner if owner and name not in promise.WE else (speech.who if speech else None)


def _speaks_for(owner: Span | None, memory: Memory) -> bool:
    """Whether the speaker's title names the body."""
    if not owner or not memory.speech:
        return False
    who, name = memory.speech.who, owner.of(memory.text)
    titled = name in (memory.names.title_of(who) or "") or name in memory.text[max(0, who.start - duty.LONGEST_NAME) : who.end]
    return titled or (memory.silent <= 1 and bool(promise.OURS.fullmatch(name)))


def _going_on(clause: Clause, rest: Clause, memory: Memory, *, begun: bool, opens: bool) -> Duty | None:
    """A clause without a subject, in a chain of duties."""
    if not memory.speech or not memory.chain.live or duty.STATES.search(rest.text):
        return None
    if not verbs.DEED.match(rest.text) and not (begun and _elaborates(rest.text, opens=opens)):
        return None
    if verbs.NARRATED.match(rest.text) and not memory.heard:
        return None
    return Duty(clause, rest.span.start, memory.chain.kind, memory.speech, memory.chain.owner, fresh=False)


def _bounded(clause: Clause, rest: Clause, memory: Memory) -> Duty | None:
    """What is to be done by a day of its own, in a chain of duties: 选址方案3月10日前公示, 3月底前每人交一份报告."""
    if not memory.speech or not memory.chain.live or duty.STATES.search(rest.text) or saying.SAYS.search(rest.text):
        return None
    bounded = duty.BOUNDED.match(clause.text)
    timed = bool(duty.BOUND.search(clause.text[: rest.span.start - clause.span.start]))
    deed = bounded["deed"] if bounded else rest.text
    if not (bounded or timed) or len(deed) > duty.LONGEST_NAME:
        return None
    if not (timed or verbs.ANY_DEED.search(deed) or any(word.tag == "v" for word in words_of(deed).words)):
        return None
    return Duty(clause, clause.span.start, memory.chain.kind, memory.speech, memory.chain.owner, fresh=False)


def _elaborates(said: str, *, opens: bool) -> bool:
    """Within a sentence: who helps; a thing put first, and what is to be done with it; four characters; whatever begins with no noun."""
    if duty.ASIDE.fullmatch(said) or (duty.PUT_FIRST.match(said) and not duty.OPEN.search(said) and verbs.ANY_DEED.search(said, 2)):
        return True
    if duty.TIME.match(said) or duty.PRELUDE.match(said) or duty.OPEN_END.search(said) or saying.SAYS.search(said):
        return False
    if duty.PAIRED.match(said) or duty.AT_NEED.match(said) or (len(said) <= _SHORTEST and not opens):
        return True
    return len(said) <= _SHORT and first_word(said)[1].startswith(("v", "d", "a", "i", "l", "z"))
