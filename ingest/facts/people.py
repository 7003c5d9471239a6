"""The people an article names with a title, and every place where their names are printed. A wrong person is worse than a missing one."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.article import Span
from ingest.facts import names
from ingest.facts.byline import bylines_in
from ingest.facts.printed import places_of
from ingest.facts.tagged import words_of
from ingest.facts.titles import AFTER_NAME, HEAD, OFFICES_ABROAD, shares, title_ending
from ingest.fold import HAN, simplified

_HEAD = re.compile(HEAD)
_BESIDE = re.compile("、|和|与|及|以及")
_ROW_ENDS = re.compile(rf"[、，,。；;：:\s（()）\n]|和|与|及|等|以及|$|[^{HAN}]")
_ROW_BEFORE = re.compile(rf"(?<![{HAN}])((?:[{HAN}]{{2,4}}、){{1,30}}[{HAN}]{{2,4}}?)等(?=[{HAN}]{{2,24}})")
_LENGTHS = (3, 2, 4)
"""Characters of a name, the likeliest first."""
_TITLE_AFTER = re.compile(rf"[{HAN}]{{0,20}}?(?:领导|负责人|代表|专家|委员|成员)(?!小组|班子)")


@dataclass(frozen=True, slots=True)
class Person:
    """A person an article names with a title, and every place where the name is printed."""

    name: str
    title: str | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a name begins, how it may be read, and the title it is printed with."""

    start: int
    reading: names.Reading
    title: str | None


@lru_cache(maxsize=1024)
def people_in(text: str) -> tuple[Person, ...]:
    """The people named beside a title, or in a row with one who is; reporters are none. In the order in which they are first printed."""
    plain = simplified(text)
    return _people(plain) if plain == text else tuple(_as_printed(person, plain, text) for person in _people(plain))


def _as_printed(person: Person, plain: str, text: str) -> Person:
    """A person read in simplified script, as the text in traditional script names him."""
    at = plain.find(person.title) if person.title else 0
    return Person(person.spans[0].of(text), text[at : at + len(person.title)] if person.title else None, person.spans)


def _people(text: str) -> tuple[Person, ...]:
    credited = [byline.span for byline in bylines_in(text)]
    found = [one for one in _titled(text) if not any(span.start <= one.start < span.end for span in credited)]
    titles = _settled(text, found)
    for name, title in _called(text, titles):
        titles.setdefault(name, title)
    places = places_of(text, titles)
    return tuple(Person(name, titles[name], tuple(spans)) for name, spans in places.items())


def _titled(text: str) -> Iterator[_Found]:
    """Names right behind a title, each with those that follow it in a row."""
    floor = 0
    for head in _HEAD.finditer(text):
        if head.end() < floor or not (row := _row(text, head)):
            continue
        title = title_ending(text, Span(*head.span()), floor).of(text)
        yield _Found(row[0][0], row[0][1], title)
        for start, reading in row[1:]:
            yield _Found(start, reading, title if shares(title) else None)
        floor = row[-1][0] + row[-1][1].length


def _row(text: str, head: re.Match[str]) -> list[tuple[int, names.Reading]]:
    """The first name behind a title's last word, and those that 、 or 和 joins to it."""
    at = head.end()
    first = None if _is_cut(text, head) else names.read(text, at)
    if first is None and OFFICES_ABROAD.fullmatch(head[0]):
        first = names.read_abroad(text, at)
    if first is None:
        return []
    row = [(at, first)]
    at += first.length
    while (joint := _BESIDE.match(text, at)) and (beside := _beside(text, joint.end())):
        row.append((joint.end(), beside))
        at = joint.end() + beside.length
    return row


def _is_cut(text: str, head: re.Match[str]) -> bool:
    """Whether the end of a title is the beginning of another word: 城市|长江. A 任何 in 主任何小舟 is none."""
    words = words_of(text)
    return words.cuts(head.end()) and (head[0].endswith("长") or words.cuts(head.start()))


def _beside(text: str, at: int) -> names.Reading | None:
    """A name that fills its place in a row, or ends it before a verb."""
    for length in _LENGTHS:
        if _ROW_ENDS.match(text, at + length) and names.is_shaped(text[at : at + length]):
            return names.Reading(length) if names.is_name(text, at, at + length, fit=names.CLEAR) else None
    reading = names.read(text, at)
    return reading if reading and names.after(text, at + reading.length) > 1 else None


def _settled(text: str, found: Sequence[_Found]) -> dict[str, str | None]:
    """Each name with its first title. A name of doubtful length is the one that another place prints for certain, or none.

    Of 秦军 and 秦军搞 in one article, the longer is the shorter and a word more.
    """
    titles: dict[str, str | None] = {}
    doubtful = [one for one in found if one.reading.other]
    for one in found:
        if not one.reading.other:
            _entitle(titles, text[one.start : one.start + one.reading.length], one.title)
    for long in [name for name in titles if name[:-1] in titles and len(name) == _LENGTHS[0]]:
        del titles[long]
    company = _company(text, {text[one.start : one.start + min(_lengths(one))] for one in doubtful})
    for one in doubtful:
        if name := _settle(text, one, titles, company):
            _entitle(titles, name, one.title)
    return titles


def _entitle(titles: dict[str, str | None], name: str, title: str | None) -> None:
    if titles.get(name) is None:
        titles[name] = title


def _lengths(one: _Found) -> list[int]:
    return sorted(length for length in (one.reading.length, one.reading.other) if length)


def _settle(text: str, one: _Found, known: Mapping[str, str | None], company: Mapping[str, Counter[str]]) -> str | None:
    """The reading that is known already; else the longer one, if the shorter is printed more than once and always so continued."""
    short, long = (text[one.start : one.start + length] for length in _lengths(one))
    printed = [name for name in (short, long) if name in known]
    if printed:
        return printed[0] if len(printed) == 1 else None
    follows = company[short]
    return long if follows.total() > 1 and len(follows) == 1 else None


def _company(text: str, shorts: Iterable[str]) -> dict[str, Counter[str]]:
    """Which characters follow each of the names, and how often."""
    company: dict[str, Counter[str]] = defaultdict(Counter)
    for short, places in places_of(text, shorts).items():
        company[short].update(text[place.end : place.end + 1] for place in places)
    return company


def _called(text: str, known: Mapping[str, str | None]) -> Iterator[tuple[str, str | None]]:
    """Names before their titles (张良才主任), names in a row before a title they share, and foreign names in full."""
    for after in AFTER_NAME.finditer(text):
        if name := _name_before(text, after, known):
            yield name, None if after[0] == "同志" else after[0]
    for row in _ROW_BEFORE.finditer(text):
        yield from _row_before(text, row)
    for foreign in names.FOREIGN.finditer(text):
        if names.stands_alone(text, Span(*foreign.span())) and not any(foreign[0].endswith(name) for name in known if "·" in name):
            yield foreign[0], None


def _name_before(text: str, title: re.Match[str], known: Mapping[str, str | None]) -> str | None:
    """The name right before a title, where the words around leave no doubt."""
    if not names.after(text, title.end()) or names.read(text, title.end()):
        return None
    named = (text[max(title.start() - length, 0) : title.start()] for length in _LENGTHS)
    for name in named:
        if name in known or _is_before(text, title.start() - len(name), name):
            return name
    return None


def _is_before(text: str, at: int, name: str) -> bool:
    """Whether a name nobody has read before stands here. Two characters alone are too few to go by."""
    return (
        len(name) > _LENGTHS[1]
        and names.begins(text, at)
        and names.is_shaped(name)
        and names.is_name(text, at, at + len(name), fit=names.CLEAR)
    )


def _row_before(text: str, row: re.Match[str]) -> Iterator[tuple[str, str | None]]:
    title = _TITLE_AFTER.match(text, row.end())
    members = row[1].split("、")
    if title and all(names.is_shaped(name) and not names.is_common(name) for name in members):
        yield from ((name, title[0]) for name in members)
