"""What is demanded, but no deed: headings whose details follow, and what only asks for an attitude."""

import re
from collections.abc import Iterator, Sequence

from ingest.actions.duties import Duty
from ingest.article import Sentence

_MANNER = "(?:要|必须|务必)?(?:深刻|充分|进一步|切实|高度|清醒|不断|认真|全面|坚决|深入|自觉|始终){0,3}"
_APPRECIATED = re.compile(f"{_MANNER}(?:认识|重视|提高(?:思想|政治)?认识|提高政治站位|统一思想|看到|领会)")
_ATTITUDE = re.compile(
    f"{_MANNER}(?:认识|重视|提高(?:思想|政治)?认识|提高政治站位|统一思想|增强[^，]*(?:自觉$|意识|责任感|紧迫感)|看到|把握[^，]*意义|领会|坚持)"
)
_DATED = re.compile(r"\d|[年月日]内|[底末]前")
_OF_THE_PAGE = re.compile(
    "请[^，]{0,6}(?:扫描|点击|拨打|关注|下载|登录|与本|联系|注明|查看|咨询)|我们将及时(?:进行)?(?:处理|删除)|版权|转载"
)
"""What a page says to its readers under every article."""
_HEADING = 40
"""Characters of a sentence that heads an item."""


def is_appreciation(some: Sequence[Duty]) -> bool:
    """Whether it only asks to know or to esteem something."""
    return all(_APPRECIATED.match(one.said) and "、" not in one.said for one in some)


def worth_telling(text: str, sentences: Sequence[tuple[Sentence, Sequence[Sequence[Duty]]]]) -> Iterator[Sequence[Duty]]:
    """The groups that tell of a deed."""
    for at, (sentence, groups) in enumerate(sentences):
        after = sentences[at + 1] if at + 1 < len(sentences) else None
        if after and _heads(sentence, groups, *after):
            continue
        yield from (some for some in groups if not (_introduces(text, some) or _is_attitude(some) or _is_of_the_page(some)))


def _heads(sentence: Sentence, groups: Sequence[Sequence[Duty]], after: Sentence, told: Sequence[Sequence[Duty]]) -> bool:
    """Whether a sentence is the heading of an item (一是思想认识要到位。) whose details the next one gives."""
    item = sentence.item
    opens = item is not None and after.item == item and item.span.start == sentence.span.start and len(sentence.span) <= _HEADING
    return opens and len(groups) == 1 and told[0][0].kind == groups[0][0].kind


def _introduces(text: str, some: Sequence[Duty]) -> bool:
    """Whether it only announces a list, as 要做到五个提高 before a colon does."""
    return text[some[-1].clause.span.end :][:1] in {"：", ":"}


def _is_attitude(some: Sequence[Duty]) -> bool:
    return all(_ATTITUDE.match(one.said) and not _DATED.search(one.said) for one in some)


def _is_of_the_page(some: Sequence[Duty]) -> bool:
    return bool(_OF_THE_PAGE.search(some[0].clause.text))
