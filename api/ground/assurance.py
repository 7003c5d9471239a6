"""How sure we are that the articles answer a question, without a model: by what the best sentence and its surroundings print."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from api.brief import Asked, Brief, Line, Wanted
from api.sorts import Sort, printed, sort_of
from ingest.article import Article
from ingest.facts import SURNAMES
from ingest.fold import HAN, fold
from ingest.words import is_han

_ENOUGH = {"zh": 0.9, "en": 0.8}
"""Below it the articles are taken not to say, by the language of the question: chosen in docs/decisions/0007."""
_NEAR, _IN_SENTENCE, _AROUND, _IN_ARTICLE = 0.2, 0.3, 0.3, 0.2
"""Weights of the question's words by where they stand: beside a thing of the sort asked for, in its sentence, around it, in the article."""
_COSINE = 1.4
_UNNAMED = 1.5
"""What the share of the question's names counts that the article prints nowhere."""
_NONE = 0.6
"""What it costs that the sentence prints nothing of the sort that is asked for."""
_AGREED = 0.1
"""Of what a second article is worth that prints the same thing."""
_REACH = 40
"""Characters on either side of a thing that are beside it."""
_TYPICAL = 0.5
"""The cosine of a passage, and the share of a question in an article of another language, where there is none to go by."""
_PAIR, _LONG = 2, 3
"""Characters: a word of three has fewer synonyms than one of two."""
_HAN, _LATIN = re.compile(f"[{HAN}]"), re.compile("[A-Za-z]")
_NOUNS = ("n", "l", "j")
_ASKED_FOR = rf"(?:多少|几|哪[些种类])[{HAN}]?{{0}}|{{0}}了?(?:吗|没有?[?？]|是多少)"
"""A pattern with a hole for the word."""
_NAMES = ("nr", "ns", "nt", "nz")


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What a line is worth but for what stands beside the thing asked for, and its things with what stands beside each."""

    article_id: str
    worth: float
    things: dict[str, float]


def is_enough(brief: Brief, *, cosines: bool = True) -> bool:
    """Whether an answer may be given at all; `cosines` as for `assurance`."""
    return assurance(brief, cosines=cosines) >= _ENOUGH["zh" if is_chinese(brief.asked.text) else "en"]


def assurance(brief: Brief, *, cosines: bool = True) -> float:
    """From about 0, where nothing fits, to 2. It grows with what speaks for an answer and says nothing of which one.

    Without `cosines` those of the passages are left out of account: they are of an encoder on which nothing here was chosen. So are they
    where the vectors could not be asked and none has any.
    """
    sort = sort_of(brief.asked)
    told = cosines and any(line.hit.vector for line in brief.lines)
    weighed = list(_weighed(brief, sort, cosines=told))
    if not weighed:
        return 0.0
    best = max(one.worth + _NEAR * max(one.things.values(), default=0.0) for one in weighed)
    return best + _AGREED * _second(weighed)


def unprinted(brief: Brief) -> tuple[str, ...]:
    """The names of the question that the best-placed article does not print."""
    article = brief.lines[0].hit.article
    folded = fold(f"{article.title}\n{article.text}")
    return tuple(dict.fromkeys(one.label for one in _telling(brief.asked.wanted) if is_name(one) and not one.is_in(folded)))


def _second(weighed: Sequence[_Weighed]) -> float:
    """What the second-best article is worth among those that print the same thing; 0 where no two do."""
    by_thing: dict[str, dict[str, float]] = defaultdict(dict)
    for one in weighed:
        for thing, near in one.things.items():
            worths = by_thing[thing]
            worths[one.article_id] = max(worths.get(one.article_id, 0.0), one.worth + _NEAR * near)
    return max((sorted(worths.values())[-2] for worths in by_thing.values() if len(worths) > 1), default=0.0)


def _weighed(brief: Brief, sort: Sort, *, cosines: bool) -> Iterator[_Weighed]:
    asked, wanted = brief.asked, _telling(brief.asked.wanted)
    articles = {line.hit.article.id: fold(_with_its_day(line.hit.article)) for line in brief.lines}
    unheard = _NONE * any(_is_asked_for(one, asked) for one in wanted if not one.spellings)
    within = {name: (_share(wanted, text), _unnamed(wanted, text)) for name, text in articles.items()}
    foreign = {name for name, text in articles.items() if is_chinese(asked.text) and not is_chinese(text)}
    for line, before, after in _with_neighbours(brief.lines):
        own = line.said
        around = f"{line.hit.article.title}\n{before}\n{own}\n{after}"
        in_article, unnamed = within[line.hit.article.id]
        things = _things(sort, before[-_REACH:] + own, asked, wanted)
        worth = (
            _IN_SENTENCE * _share(wanted, fold(own))
            + _AROUND * _share(wanted, fold(around))
            + _IN_ARTICLE * in_article
            - _UNNAMED * unnamed
        )
        if line.hit.article.id in foreign:
            worth = max(worth, _TYPICAL * (_IN_SENTENCE + _AROUND + _IN_ARTICLE))
        worth -= unheard
        worth += _COSINE * (line.hit.vector if cosines else _TYPICAL)
        if sort == "any":
            yield _Weighed(line.hit.article.id, worth + _NEAR * _share(wanted, fold(own)), {})
        else:
            yield _Weighed(line.hit.article.id, worth - _NONE * (not things), things)


def _with_its_day(article: Article) -> str:
    """An article with its title and the month it was published in: 今年 is the year of the day above it."""
    day = article.published_on
    return f"{article.title}\n{f'{day.year}年{day.month}月' if day else ''}\n{article.text}"


def _with_neighbours(lines: Sequence[Line]) -> Iterator[tuple[Line, str, str]]:
    """Every line, with what its article prints before and after it."""
    for before, line, after in zip((None, *lines), lines, (*lines[1:], None), strict=False):
        beside = [one.said if one and one.hit.article.id == line.hit.article.id else "" for one in (before, after)]
        yield line, beside[0], beside[1]


def _things(sort: Sort, text: str, asked: Asked, wanted: Sequence[Wanted]) -> dict[str, float]:
    """Each thing of the sort that a text prints, and the share of the question that stands beside it."""
    things: dict[str, float] = {}
    for span in printed(sort, text, asked):
        beside = f"{text[max(0, span.start - _REACH) : span.start]} {text[span.end : span.end + _REACH]}"
        thing = fold(span.of(text))
        things[thing] = max(things.get(thing, 0.0), _share(wanted, fold(beside)))
    return things


def _share(wanted: Sequence[Wanted], folded: str) -> float:
    """Of the weight of all that the question wants, what a text prints."""
    total = sum(one.weight for one in wanted)
    return sum(one.weight for one in wanted if one.is_in(folded)) / total if total else 0.0


def _unnamed(wanted: Sequence[Wanted], folded: str) -> float:
    """Of the weight of all that the question wants, the names that a text does not print."""
    total = sum(one.weight for one in wanted)
    return sum(one.weight for one in wanted if is_name(one) and not one.is_in(folded)) / total if total else 0.0


def _is_asked_for(one: Wanted, asked: Asked) -> bool:
    """Whether a noun stands where a Chinese question says what it wants to know: 多少财政补贴, 提出行政复议了吗."""
    label, tag = one.label, _tags(fold(one.part_of)).get(one.label, "")
    return len(label) >= _LONG and tag.startswith(_NOUNS) and bool(re.search(_ASKED_FOR.format(re.escape(label)), fold(asked.text)))


def _telling(wanted: Sequence[Wanted]) -> list[Wanted]:
    """What is wanted but for pairs across the joint of two words, such as 到大 of 到大观校区, unless they may begin a name."""
    return [one for one in wanted if not _is_joint(one)]


def _is_joint(one: Wanted) -> bool:
    words = _tags(fold(one.part_of))
    return (
        len(one.label) == _PAIR < len(one.part_of)
        and is_han(one.label)
        and one.label[0] not in SURNAMES
        and not any(one.label in word for word in words)
    )


def is_name(one: Wanted) -> bool:
    """Whether a word of a Chinese question names a person, a place or a body."""
    return _tags(fold(one.part_of)).get(one.label, "").startswith(_NAMES)


def is_chinese(text: str) -> bool:
    """Whether a text has more Han characters than Latin letters in threes."""
    return len(_HAN.findall(text)) * 3 > len(_LATIN.findall(text))


@lru_cache(maxsize=1024)
def _tags(run: str) -> dict[str, str]:
    import rjieba  # noqa: PLC0415  its dictionary takes 0.1 s to load

    return {word: tag for word, tag in rjieba.tag(run) if len(word) > 1}
