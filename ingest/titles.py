"""The title of an article: the line that prints it, else its first words."""

import re

from ingest.layout import CREDIT, is_row

LONGEST = 80
"""Characters of a title that has a line of its own."""
_BORROWED = 30
"""Characters of a title that is lent by the text."""
_LONG = 40
"""Characters of a title that is set apart by blanks alone."""
_ENOUGH = 10
"""Characters. A first clause shorter than this is followed by the next."""
_OPEN = re.compile(r"[。；;，,：:…、]$")
_LABEL = re.compile(r"[（(]?(?:原标题|标题)\s?[：:]\s*")
_NO_TITLE = re.compile(
    r"[（(【\[]?(?:本报|本网|新华社|中新社|中新网|全媒体|融媒体|首席|见习|特约|[\u4e00-\u9fff]{2,6}[报网])*(?:记者|通讯员|报道员|评论员|作者|编辑|责任编辑|责编|校对|来源|摄影|文/|图/|□)"
    r"|本报讯|[-*+>|]|[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．]|图为|[▲△▼]"
)
_LINE = re.compile(r"\s*([^\n]*?)[^\S\n]*(?:\n|[^\S\n]{4}|\Z)")
_AGAIN = 8
"""Characters. Where so many of a title come again, the page prints it twice."""
_MARKS = " \t\u3000\xa0，,；;：:！？、"
_PAIRS = (("“", "”"), ("（", "）"), ("(", ")"), ("《", "》"), ("【", "】"), ("‘", "’"))
_DATELINE = re.compile(
    r"[【（(]?[^。，；！？\n]{0,24}?(?:电|讯|消息|报道)[】）)]?(?:[\s，,：:—-]+|(?=[（(]))(?:[（(][^（()）。\n]{1,60}[）)])?\s*"
    r"|【[^】\n]{1,30}】\s*"
    r"|[^。，；！？\n]{0,12}(?:记者|通讯员)[^。，；！？\n]{2,30}?(?:报道|讯|获悉|了解到)[：:，,\s]\s*"
    r"|(?:据[^。，；！？\n]{2,24}(?:消息|报道)|记者[^。，；！？\n]{0,24}(?:获悉|了解到))[，,]\s*"
)
_BODY_BEGINS = re.compile(
    r"(?:截至|据悉|当地时间)?(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日[^，。]{0,6}[，,]|(?:近日|日前|近年来)[，,]|连日来|今[天日][^。]{0,6}[，,]|为(?:进一步|深入|切实)"
    r"|本报讯|新华[社网]|中新[社网]|[人央光][民广视明]网|参考消息网|环球网|中国青年报|新京报|北京商报|红网时刻|财联社|智通财经|IT之家|[极九红澎][目派星湃]新闻"
    r"|(?:19|20)\d\d-\d\d-\d\d|[【□]|(?:来源|作者)[：:]|文/|[（(](?:本[报网]|见习|实习)?(?:记者|通讯员)|据[^，。]{2,12}[，,]"
)
"""Where the text goes on behind a title whose line end is lost."""


def title_line(text: str) -> tuple[str, int] | None:
    """The first line where it is a title, and where it ends; None where the text begins at once."""
    line = _LINE.match(text)
    if line is None or not text[line.end() :].strip():
        return None
    printed = line[1].lstrip("#").strip()
    title = printed[label_of(printed) :]
    if title != printed and printed[0] in "（(":
        title = title.removesuffix("）").removesuffix(")")
    apart = text[line.end() - 1 : line.end()] == "\n" or title != printed or _fills_its_gap(title)
    return (title, line.end()) if is_title(title) and apart else None


def _fills_its_gap(title: str) -> bool:
    """A line end sets any title apart, but a mere gap only one that is neither a caption's end nor a line among many."""
    return _ENOUGH <= len(title) <= _LONG and not re.search(r"\s{2}|[！？!?].", title)


def is_title(line: str) -> bool:
    """Whether a line may be a title: short, left open by no mark, and neither list, table, caption nor byline."""
    if not 0 < len(line) <= LONGEST or _OPEN.search(line) or not re.search(r"\w", line):
        return False
    return not (_NO_TITLE.match(line) or CREDIT.search(line) or is_row(line) or "。" in line)


def label_of(text: str) -> int:
    """Where the word 原标题： ends that a page puts before its text; 0 where it does not."""
    label = _LABEL.match(text)
    return label.end() if label else 0


def borrowed(text: str, *, labelled: bool = False) -> str:
    """A title lent by a repaired text: its first clause behind the dateline.

    Behind 原标题： stands a title that has lost its line end: it is cut where an article usually begins.
    """
    first = text.partition("\n")[0]
    if labelled:
        again = first.find(first[:_AGAIN], _AGAIN, LONGEST + _AGAIN)
        body = _BODY_BEGINS.search(first, _ENOUGH, again if again > 0 else LONGEST)
        if body or again > 0:
            return first[: body.start() if body else again].strip()
    start = 0 if labelled else _behind_datelines(first)
    return _clauses(first[start:]) or _clauses(first) or first[:_BORROWED]


def _behind_datelines(first: str) -> int:
    start = 0
    for _ in range(3):
        dateline = _DATELINE.match(first, start)
        if dateline is None or len(first) - dateline.end() < _ENOUGH:
            break
        start = dateline.end()
    return start


def _clauses(words: str) -> str:
    """As many whole clauses as fit, or as much of the first."""
    sentence = re.split("。|\n", words[:LONGEST])[0]
    cry = re.compile("[！？]").search(sentence, _ENOUGH)
    sentence = _whole(sentence[: cry.start() if cry else len(sentence)].strip(_MARKS))
    if len(sentence) <= _BORROWED:
        return sentence
    ends = [match.start() for match in re.finditer(r"[，,；;：:]| ", sentence[: _BORROWED + 1])]
    return _whole(sentence[: ends[-1] if ends and ends[-1] >= _ENOUGH else _BORROWED].strip(_MARKS))


def _whole(words: str) -> str:
    """The words up to a bracket or quotation mark that is opened and not closed again."""
    for left, right in _PAIRS:
        at = words.rfind(left)
        if at >= _ENOUGH and right not in words[at:]:
            return words[:at].strip(_MARKS)
    return words
