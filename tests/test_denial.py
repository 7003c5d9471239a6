"""Where the articles deny what a question takes for granted, nothing is answered as if it held."""

from datetime import date

import pytest

from api.answers.desk import laid_out
from api.answers.phrases import not_as_asked
from api.brief import Asked, Brief, Hit, Kind, Wanted
from api.ground.addressees import unaddressed
from api.ground.denial import denied
from api.ground.premise import contradicts
from api.ground.sayers import asked_sayers
from ingest.article import Article
from ingest.passages import passages_in

LAKE = Article(
    "lake",
    "松涛湖封湖休渔",
    "6月3日，松涛湖管理处召开封湖会。处长何守田主持会议，副处长郑学文因病请假，未出席会议。何守田要求，渔政队每日巡湖两次。\n"
    "封湖期间，北岸码头停航，南岸码头不停航。网上关于松涛湖承包给外地公司的说法不实。\n"
    "渔获下降并不是水质恶化，而是水位偏低。去年没有发生沉船。",
    date(2025, 6, 4),
)


def brief_of(question: str, kind: Kind = "what", *words: str) -> Brief:
    """The sentences of the one article, of a question that wants these words."""
    wanted = tuple(Wanted(word, word, (word,) if word in LAKE.text else (), 1.0) for word in words)
    return laid_out(Asked(question, "zh", kind, wanted, words, ()), [Hit(one, LAKE, 1.0, 1.0, 0.5) for one in passages_in(LAKE)])


def denial(brief: Brief) -> str | None:
    """The printed words that deny, or None."""
    line = denied(brief, asked_sayers(brief))
    return line.text if line else None


@pytest.mark.parametrize(
    ("question", "words", "printed"),
    [
        ("松涛湖承包给外地公司用了多少钱？", ("松涛湖", "承包", "外地", "公司"), "说法不实"),
        ("渔获下降时水质恶化到什么程度？", ("渔获", "水质恶化"), "并不是水质恶化"),
        ("去年的沉船造成了多少损失？", ("去年", "沉船", "损失"), "没有发生沉船"),
        ("郑学文在封湖会上强调了什么？", ("郑学文", "封湖"), "未出席"),
    ],
)
def test_what_is_denied_is_found(question: str, words: tuple[str, ...], printed: str):
    brief = brief_of(question, "what", *words)
    assert printed in (denial(brief) or "")
    assert printed in not_as_asked(brief)


def test_who_stayed_away_from_one_meeting_says_nothing_of_another():
    """The article that prints most of what is asked is the one that may deny it."""
    other = Article("ridge", "青岭护林会", "6月9日，青岭护林会召开，处长何守田出席护林会。", date(2025, 6, 10))
    words = ("出席", "青岭", "护林")
    wanted = tuple(Wanted(word, word, (word,), 1.0) for word in words)
    hits = [Hit(passage, article, 1.0, 1.0, 0.5) for article in (LAKE, other) for passage in passages_in(article)]
    assert denial(laid_out(Asked("谁出席了青岭护林会？", "zh", "who", wanted, words, ()), hits)) is None
    assert denial(laid_out(Asked("谁出席了青岭护林会？", "zh", "who", wanted, words, ()), hits[:1])) is not None


def test_who_was_away_once_may_have_spoken_another_time():
    """Unless the article of that day is the one that prints more of what is asked."""
    other = Article("ridge", "青岭护林会", "6月9日，副处长郑学文强调，松涛湖要巡护。", date(2025, 6, 10))
    hits = [Hit(passage, article, 1.0, 1.0, 0.5) for article in (LAKE, other) for passage in passages_in(article)]

    def of(*words: str) -> Brief:
        wanted = tuple(Wanted(word, word, (word,), 1.0) for word in words)
        return laid_out(Asked("郑学文强调了什么？", "zh", "demand", wanted, words, ()), hits)

    assert denial(of("郑学文", "松涛湖")) is None
    assert denial(of("郑学文", "封湖")) is not None


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("去年有没有沉船？", ("去年", "沉船")),
        ("水质恶化了吗？", ("水质恶化",)),
        ("哪些码头不停航？", ("码头", "停航")),
        ("北岸码头停航到什么时候？", ("北岸", "码头", "停航")),
        ("何守田在封湖会上要求了什么？", ("何守田", "封湖")),
        ("松涛湖什么时候开会？", ("松涛湖", "开会")),
    ],
)
def test_what_is_asked_or_holds_is_not_denied(question: str, words: tuple[str, ...]):
    assert denial(brief_of(question, "what", *words)) is None


@pytest.mark.parametrize(
    ("question", "kind", "body"),
    [
        ("何守田要求水文站什么时候测流？", "when", "水文站"),
        ("何守田要求渔政队怎么做？", "demand", None),
        ("何守田对任职的干部提出了什么要求？", "demand", None),
    ],
)
def test_whoever_was_told_to_do_something_is_printed(question: str, kind: Kind, body: str | None):
    """Also where the question is when; cadres are no ministry."""
    brief = brief_of(question, kind)
    assert {unaddressed(line, brief.asked) for line in brief.lines} == {body}


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("2025年6月20日的封湖会上定了什么？", True),
        ("2025年6月3日的封湖会上定了什么？", False),
        ("2025年6月20日前要完成了什么？", False),
        ("2025年6月3日的封湖会将在哪里开？", False),
    ],
)
def test_an_article_tells_nothing_of_a_day_after_it(question: str, *, before: bool):
    article = Article("dayless", "松涛湖", "松涛湖管理处将于6月20日再开会。", LAKE.published_on)
    assert contradicts(article, question) is before
