"""A clause → who says it, and what is said."""

import re

from ingest.actions import duty, promise, saying, verbs
from ingest.actions.bodies import is_body
from ingest.actions.clauses import Clause
from ingest.actions.duties import Speech
from ingest.actions.memory import Chain, Memory
from ingest.article import Sentence, Span
from ingest.facts.tagged import first_word

_OPENING = re.compile(r"(?<![^：:\s])(?:[一二两三四五六七八九十多]{1,2}部[门委]|[各双三中日美俄对校企]方|会议|全会|大会)")
_NAMES = frozenset({"nt", "nz", "nrt", "eng", "nr", "ns"})
_CONVENES = re.compile(
    r"(?:[\d年月日上下午晚，]|日前|近日|当天)*(?P<who>[^，。]{2,20}?)(?:在[^，。]{1,14})?(?:紧急|联合|正式)?(?:召开|举行|发出|发布|印发|下发)"
)
"""Whoever calls a meeting or sends out a paper at the head of a sentence."""
_BY_PRONOUN = re.compile("[他她]")


def heard_in(clause: Clause, sentence: Sentence, memory: Memory) -> Clause | None:
    """What is said in a clause, behind who says it; None where it says no more than that. What 报道指出 says nobody says."""
    named = saying.ACCORDING.match(clause.text)
    if named and is_body(named["who"], memory.names.called):
        memory.speech, memory.heard, memory.chain = Speech(clause.part(*named.span("who"))), True, Chain()
        return None
    if (advice := saying.ADVISES.search(clause.text)) and _is_advice(clause, advice, memory):
        memory.speech, memory.chain = None, Chain()
        return None
    for verb in saying.SAYS.finditer(clause.text):
        if not saying.is_said(clause.text, verb):
            continue
        crooked = _is_crooked(clause, verb)
        if not crooked and (who := _speaker(clause, verb, sentence, memory)):
            return _listen(clause, verb, who, memory)
        if crooked or _is_nobodys(clause, verb, memory):
            memory.speech, memory.chain = None, Chain()
            return None
    return clause


def _is_crooked(clause: Clause, verb: re.Match[str]) -> bool:
    """Whether a crook asks, or a victim is asked. What a leader would have done about them is a demand: 要求严打不法分子."""
    return bool(saying.CROOKS.search(clause.text, 0, verb.start()) or saying.OF_VICTIMS.match(clause.text, verb.end()))


def _is_nobodys(clause: Clause, verb: re.Match[str], memory: Memory) -> bool:
    """Whether it is said by nobody who is named, or by whoever leads nobody."""
    unsaid = verb[0] in saying.BARE and memory.names.names_nobody(clause, verb.start())
    return unsaid or bool(saying.ANYBODY.search(clause.text, 0, verb.start()))


def _is_advice(clause: Clause, verb: re.Match[str], memory: Memory) -> bool:
    """Whether somebody is named who advises. What is demanded may be advice, too: 要提醒群众."""
    before = Span(clause.span.start, clause.span.start + verb.start())
    named = memory.names.person_in(before) or (verb.start() and memory.names.subject(clause, verb.start()))
    return bool(named) and not re.search("要|必须|应|将", clause.text[: verb.start()])


def _listen(clause: Clause, verb: re.Match[str], who: Span, memory: Memory) -> Clause | None:
    after = clause.text[verb.end() :]
    asks = bool(saying.ASKS.fullmatch(verb[0]))
    announces = not asks and len(after) <= saying.ANNOUNCEMENT and bool(saying.ANNOUNCES.search(after))
    demands = bool(saying.DEMANDS.fullmatch(verb[0])) or (announces and bool(saying.DEMANDED.search(after)))
    urges = demands or bool(saying.URGES.fullmatch(verb[0]))
    thinks = (
        bool(saying.THINKS.match(verb[0]))
        or (not urges and memory.names.leads_nobody(who))
        or (not demands and memory.names.only_advises(who))
    )
    memory.speech, memory.heard = Speech(memory.names.whole(who), demands, urges, thinks), True
    memory.chain = Chain(live=demands or (bool(saying.STRESSES.fullmatch(verb[0])) and not duty.STATES.search(after)))
    if announces and demands and (told := saying.TO_WHOM.search(clause.text, 0, verb.start())):
        owner = clause.part(*told.span("who"))
        memory.chain = Chain(owner if is_body(told["who"], memory.names.called) else None, live=True)
    if saying.COMMITS.fullmatch(verb[0]):
        memory.chain = Chain(memory.names.house_of(memory.speech.who) or memory.speech.who, "commitment", live=True)
    if announces or not re.search(r"\w", after):
        return None
    if asks:
        memory.asked = clause.span.start + verb.end()
    return clause if asks else clause.behind(verb.end())


def _speaker(clause: Clause, verb: re.Match[str], sentence: Sentence, memory: Memory) -> Span | None:
    """Whoever is named before the verb; where nobody is, whom the sentence tells of, or the one before it."""
    names, at = memory.names, verb.start()
    before = Span(clause.span.start, clause.span.start + at)
    if person := names.person_in(before):
        return person
    if not names.names_nobody(clause, at):
        subject = names.subject(clause, at)
        return (memory.speaker or memory.actor) if subject and subject.of(memory.text) in promise.WE else subject
    if _BY_PRONOUN.search(clause.text, 0, at):
        return names.person_in(Span(sentence.span.start, before.start)) or memory.actor or memory.speaker
    if verb[0] not in saying.BARE:
        return None
    earlier = Span(sentence.span.start, before.start)
    return _told_of(earlier, memory) or (None if _tells_of_others(earlier, memory) else memory.actor or memory.speaker)


def _tells_of_others(earlier: Span, memory: Memory) -> bool:
    """Whether a sentence has begun with a subject that is neither named nor known: it is no speech of whoever spoke before."""
    said = earlier.of(memory.text)
    begun = saying.NO_SUBJECT.match(said)
    rest = said[begun.end() :] if begun else said
    return (
        bool(rest.strip("，,"))
        and first_word(rest[:12])[1] in _NAMES
        and not memory.names.is_prelude(earlier)
        and not verbs.DEED.match(rest)
    )


def _told_of(earlier: Span, memory: Memory) -> Span | None:
    """Whom the sentence has told of so far: 各方, of 各方当天发表声明."""
    if person := memory.names.person_in(earlier):
        return person
    if not memory.names.is_prelude(earlier) and (body := memory.names.body_in(earlier)):
        return body
    if convened := _CONVENES.match(earlier.of(memory.text)):
        who = Span(earlier.start + convened.start("who"), earlier.start + convened.end("who"))
        if is_body(who.of(memory.text), memory.names.called):
            return who
    opening = _OPENING.search(earlier.of(memory.text))
    return Span(earlier.start + opening.start(), earlier.start + opening.end()) if opening else None
