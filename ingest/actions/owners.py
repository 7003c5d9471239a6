"""Who is to do it, where anybody is printed: before the modal verb, behind 要求, or in the clause that leads on to the demand."""

import re
from collections.abc import Sequence
from itertools import takewhile

from ingest.actions import duty, verbs
from ingest.actions.bodies import is_body
from ingest.actions.clauses import Clause
from ingest.actions.speakers import Speakers
from ingest.article import Span
from ingest.facts.tagged import first_word, words_of

_TAKES_PART = re.compile("(?:参[与加]|从事|承担|负责)[^，]{1,12}?(?:的|各)")
"""A verb that begins the name of whoever is told: 参与施工的各单位."""
_OFFICE = re.compile("(?:局|部|院|队|站|处|所|办公室|委员会|公司|集团|中心|小组|指挥部|专班)$")
_MAY_BEGIN_A_NAME, _NOUNS = ("n", "vn", "l"), frozenset({"n", "ns", "nt", "nz"})
"""How the segmenter tags an adverb that it takes for a part of a name, and the words that follow it there."""
_LONGEST_BEFORE_A_NAME = 8
"""Characters of an office, or so; a longer stretch that ends in a name says what is to be done to its bearer."""


def owner_before(clause: Clause, at: int, names: Speakers) -> Span | None:
    """The body or the people before a place in the clause; of people with a name, the name."""
    leading = duty.BEFORE_OWNER.match(clause.text, 0, at)
    start = leading.end() if leading else 0
    said = duty.BEHIND_OWNER.sub("", clause.text[start:at])
    if not said or len(said) > duty.LONGEST_NAME or duty.PRELUDE.match(said) or _is_cut(said):
        return None
    whole = clause.part(start, start + len(said))
    person = names.person_in(whole)
    if person and person.start == whole.start and duty.WITH.match(names.text, person.end, whole.end):
        return person
    return (person or whole) if is_body(said, names.called) else None


def told_in(rest: Clause, names: Speakers) -> Span | None:
    """Whom a request is put to: the shortest body before a verb, or all there is."""
    acts = verbs.DEED.match(rest.text) or verbs.HOW.match(rest.text)
    if acts and not _TAKES_PART.match(rest.text) and not _begins_with_an_office(rest.text):
        return None
    if len(rest.text) <= duty.LONGEST_NAME and rest.text and is_body(rest.text, names.called) and not _ends_in_a_name(rest, names):
        return rest.part(0, len(rest.text))
    words = words_of(rest.text)
    for end in range(2, min(duty.LONGEST_NAME, len(rest.text))):
        if words.cuts(end) or ("、" in rest.text[:end] and verbs.ANY_DEED.search(rest.text, 0, end)):
            continue
        at = behind_when(rest.text, end)
        told = at > end or duty.IS_TOLD.match(rest.text, at) or first_word(rest.text[at : at + 8])[1] in {"v", "p", "d", "i"}
        if told and is_body(rest.text[:end], names.called):
            return rest.part(0, end)
    return None


def _begins_with_an_office(said: str) -> bool:
    """Whether what begins like a deed is an office's name: 综合管理中心. It is nouns alone, and a deed would end within one of them."""
    words = words_of(said)
    deed = verbs.DEED.match(said)
    if not words.words[0].tag.startswith(_MAY_BEGIN_A_NAME) or (deed and deed.end() in (*words.starts, len(said))):
        return False
    name = list(takewhile(lambda word: word.tag in _NOUNS, words.words[1:]))
    return bool(name) and bool(_OFFICE.search(name[-1].text))


def behind_when(text: str, at: int) -> int:
    """The place behind what says by when, or how often, between whoever is told and the deed: 各园区9月10日前完成."""
    when = duty.WHEN.match(text, at)
    return when.end() if when and (when[0][0] == "每" or duty.BOUND.search(when[0])) else at


def spoken_of(led: Sequence[Clause], before: Span | None, names: Speakers) -> Span | None:
    """Whom the clauses that lead on to a demand are about: 双方, of 双方在合作过程中. Where they are about a thing, nobody."""
    said = led[0].text
    if duty.PRELUDE.match(said):
        return before
    head = duty.FRAGMENT.match(said)
    return led[0].part(0, head.end(1)) if head and is_body(head[1], names.called) else None


def _ends_in_a_name(rest: Clause, names: Speakers) -> bool:
    """Whether a long stretch ends as somebody is named: 参与扣押的士兵释放村长陆启明 tells soldiers something, and not him."""
    person = names.person_in(rest.span)
    return person is not None and person.end == rest.span.end and person.start - rest.span.start > _LONGEST_BEFORE_A_NAME


def _is_cut(said: str) -> bool:
    """Whether a bracket or a quotation mark is open in it."""
    return any(said.count(left) != said.count(right) for left, right in ("（）", "()", "《》", "“”"))
