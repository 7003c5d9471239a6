"""Reads an article's duties, sentence by sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.actions import duty, promise, saying
from ingest.actions.bodies import is_body
from ingest.actions.clauses import Clause, clauses_in
from ingest.actions.duties import Duty
from ingest.actions.hearing import heard_in
from ingest.actions.memory import Memory
from ingest.actions.speakers import Speakers
from ingest.actions.telling import duty_in
from ingest.article import Sentence, Span
from ingest.sentences import sentences_in

_SHORT = 16
"""Characters."""


def duties_in(text: str) -> Iterator[tuple[Sentence, list[Duty]]]:
    """The sentences that lay duties on somebody, each with its duties in order."""
    memory = Memory(Speakers(text))
    for sentence in sentences_in(text):
        memory.begin(sentence)
        found = _read(sentence, memory)
        memory.end(sentence, told=bool(found))
        if found:
            yield sentence, found


def _read(sentence: Sentence, memory: Memory) -> list[Duty]:
    found: list[Duty] = []
    led: list[Clause] = []
    for clause in clauses_in(memory.text, sentence.span):
        if duty.ONLY_JOINS.fullmatch(clause.text) or duty.MARKER.fullmatch(clause.text):
            continue
        content = heard_in(clause, sentence, memory)
        if memory.speech is None and content and not promise.WILL.search(content.text):
            continue
        one = duty_in(content, led, memory, opens=not found) if content else None
        if one and not one.fresh and _is_no_deed(led, memory, opens=not found):
            one = None
        if one:
            found.append(_led(led, one, memory))
            memory.hold(one)
            led = []
        else:
            led = _leading(content, led, found, sentence, memory)
    if found and led and memory.chain.live and all(map(_leads_on, led)):
        found[-1] = _until(found[-1], led[-1], memory)
    return found


def _is_no_deed(led: Sequence[Clause], memory: Memory, *, opens: bool) -> bool:
    """Whether clauses before one without a subject or a modal verb make it a tale, or a supposition."""
    return any((opens and _is_fragment(each, memory)) or duty.SUPPOSES.match(each.text) for each in led)


def _leading(content: Clause | None, led: list[Clause], found: Sequence[Duty], sentence: Sentence, memory: Memory) -> list[Clause]:
    """What leads on to the next clause, behind one that lays no duty on anybody."""
    if content is None:
        return []
    if duty.APPRAISAL.match(content.text):
        memory.let_go()
        return []
    if _leads_on(content) or (not found and _is_fragment(content, memory)):
        return [*led, content]
    if found and (sentence.item or (memory.chain.live and not led and _may_be_more(content, memory))):
        return [content]
    memory.let_go(owner=not found)
    return []


def _may_be_more(content: Clause, memory: Memory) -> bool:
    """Whether a clause that nothing is known of may go on with a duty, if the next one does."""
    said = content.text
    odd = duty.PAST.search(said) or duty.STATES.search(said) or saying.SAYS.search(said) or duty.TIME.match(said)
    return not odd and len(said) <= _SHORT and not memory.names.named_in(content.span)


def _led(led: Sequence[Clause], one: Duty, memory: Memory) -> Duty:
    """The duty with the clauses that lead on to it, unless it says itself who asks."""
    if not led or memory.asked > one.clause.span.start:
        return one
    return replace(one, clause=_stretch(Span(led[0].span.start, one.clause.span.end), memory))


def _until(one: Duty, last: Clause, memory: Memory) -> Duty:
    """The duty with a clause behind it that says by what it is to be done."""
    return replace(one, clause=_stretch(Span(one.clause.span.start, last.span.end), memory))


def _stretch(span: Span, memory: Memory) -> Clause:
    return Clause(span, span.of(memory.text))


def _leads_on(content: Clause) -> bool:
    """Whether a clause only says how, when or by what a deed is to be done."""
    marker = duty.MARKER.match(content.text)
    begins = duty.PRELUDE.match(content.text, marker.end() if marker else 0) or duty.WHEN.fullmatch(content.text)
    return bool(begins) and not duty.PAST.search(content.text)


def _is_fragment(content: Clause, memory: Memory) -> bool:
    """Whether a clause only names whom, or what, the next one is about: 双方在合作过程中."""
    if duty.PAST.search(content.text):
        return False
    head = duty.FRAGMENT.match(content.text)
    named = head is not None and head.end() < len(content.text) and is_body(head[1], memory.names.called)
    return named or content.text.endswith(("的", "者")) or "无论" in content.text
