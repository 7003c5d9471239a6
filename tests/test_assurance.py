"""How sure the product is: more where more of what is asked is printed, less where the kind of thing asked for is missing."""

import time
from datetime import date

import pytest
from conftest import asked
from hypothesis import given
from hypothesis import strategies as st

from api.answers.desk import laid_out
from api.brief import Asked, Brief, Hit, Kind, Wanted
from api.ground.assurance import assurance, is_chinese, is_enough, unprinted
from api.services import Services
from api.sorts import Sort, holds_the_sort, printed, sort_of
from ingest.article import Article
from ingest.passages import passages_in

TEXT = (
    "5月9日，柳河镇举行春耕现场会，镇长宋希文到场。全镇投入农机42台，补贴资金130万元，覆盖1.2万人，播种面积比上年增长6.5%。"
    "会场设在柳河镇文化馆。"
)


def question(text: str, kind: Kind = "what", *words: str) -> Asked:
    """A question that wants these words, all of one weight."""
    return Asked(text, "zh", kind, tuple(Wanted(word, word, (word,), 2.0) for word in words), words, ())


def brief_of(asked: Asked, text: str = TEXT, cosine: float = 0.5) -> Brief:
    """One article's sentences."""
    article = Article("ploughing", "柳河镇春耕", text)
    return laid_out(asked, [Hit(passage, article, 1.0, 1.0, cosine) for passage in passages_in(article)])


@pytest.mark.parametrize(
    ("text", "sort", "things"),
    [
        ("投入了多少台农机", "count", {"42台"}),
        ("补贴资金是多少", "money", {"130万元"}),
        ("发了多少钱", "money", {"130万元"}),
        ("覆盖了多少人", "count", {"1.2万人"}),
        ("面积增长了多少", "share", {"6.5%"}),
        ("现场会什么时候开", "day", {"5月9日"}),
        ("会场设在哪里", "place", {"柳河", "文化馆"}),
        ("镇长是谁", "person", {"宋希文"}),
        ("为什么开会", "reason", set()),
        ("提出了哪几点要求", "any", set()),
        ("讲了几点要求", "any", set()),
        ("How many machines were used?", "count", {"42台", "1.2万人"}),
        ("When was it held?", "day", {"5月9日"}),
        ("How many came when it was held?", "count", {"42台"}),
    ],
)
def test_the_sort_of_thing_asked_for_is_found_where_it_is_printed(text: str, sort: Sort, things: set[str]):
    asked = question(text)
    assert sort_of(asked) == sort
    found = {span.of(TEXT) for span in printed(sort, TEXT, asked)}
    assert all(any(each.startswith(thing) for each in found) for thing in things), found
    assert bool(found) == bool(things)


def test_what_the_question_names_itself_is_no_answer():
    """5月9日 of the question is not the day that is asked for."""
    assert not printed("day", "5月9日，现场会举行。", question("5月9日的现场会是为哪一天准备的"))


def test_what_will_be_done_is_no_association():
    """The 会 of 不会 and the 办 of 举办 end no body's name; those of 林业协会 and 防汛办 do."""
    asked = question("是哪家单位办的", "body")
    assert [
        span.of(text)
        for text in ("风险不会全部消失", "每月举办", "市林业协会到场", "市防汛办到场")
        for span in printed("body", text, asked)
    ] == [
        "市林业协会",
        "市防汛办",
    ]


def test_an_answer_must_print_the_number_that_was_asked_for():
    """Nothing else will do for an amount, while any words may be a reason."""
    assert holds_the_sort(question("补贴资金是多少"), ["播种面积扩大。", TEXT])
    assert not holds_the_sort(question("补贴资金是多少"), ["全镇投入农机42台。", "镇长宋希文到场。"])
    assert holds_the_sort(question("怎样补贴"), ["镇长宋希文到场。"])


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("给了多少租房补贴", "money"),
        ("修了几个单元", "count"),
        ("今天值班的师傅叫啥", "person"),
        ("这条路怎么老不修", "reason"),
        ("机器做一遍要多长时间", "count"),
        ("What did the field day cost?", "money"),
    ],
)
def test_the_sort_is_known_however_it_is_asked_for(text: str, sort: Sort):
    assert sort_of(question(text)) == sort


def test_the_year_of_an_article_is_printed_above_it():
    """今年 in an article of 2025 is 2025."""
    asked = question("2025年投入了多少台农机", "number", "农机", "2025年")
    dated, undated = (Article("ploughing", "柳河镇春耕", TEXT, day) for day in (date(2025, 5, 10), None))
    one, other = (laid_out(asked, [Hit(each, article, 1.0, 1.0, 0.5) for each in passages_in(article)]) for article in (dated, undated))
    assert assurance(one) > assurance(other)


def test_a_long_noun_asked_for_and_printed_nowhere_costs():
    """There is no word of 行政复议 anywhere; a word of the question that stands elsewhere costs less."""
    lacking = Wanted("行政复议", "行政复议", (), 2.0)
    asks, names = (Asked(text, "zh", "what", (lacking,), (), ()) for text in ("镇里提出行政复议了吗", "行政复议之后镇长是谁"))
    assert assurance(brief_of(asks)) < assurance(brief_of(names))


def test_an_amount_of_money_is_no_number_of_people():
    with_people, with_money = (brief_of(question(text, "number", "柳河镇")) for text in ("来了多少名村民？", "补贴了多少元？"))
    without = "柳河镇补贴资金130万元。"
    assert assurance(brief_of(with_people.asked, without)) < assurance(brief_of(with_money.asked, without)) - 0.5


def test_a_name_that_the_article_does_not_print_costs_more_than_a_word():
    name, word = (brief_of(question(f"{one}在春耕现场会上说了什么", "what", "春耕", one)) for one in ("北京", "热闹"))
    assert assurance(name) < assurance(word)
    assert unprinted(name) == ("北京",)


@pytest.mark.parametrize("text", ["1" * 30_000, "1,1." * 8000, "一" * 30_000, "a b" * 10_000, "“" * 20_000, "委" * 20_000])
def test_a_hostile_line_is_looked_through_in_no_time(text: str):
    started = time.perf_counter()
    for each in map(question, ("多少钱", "增长了多少", "多少人", "哪一天", "叫什么", "哪个部门", "为什么", "在哪里", "谁")):
        printed(sort_of(each), text, each)
    assert time.perf_counter() - started < 3


def test_nothing_in_reach_is_no_assurance():
    assert assurance(laid_out(question("谁"), [])) == 0.0
    assert not is_enough(laid_out(question("谁"), []))


def test_a_second_article_that_prints_the_same_thing_adds_to_it():
    asked = question("投入了多少台农机", "number", "农机")
    articles = [Article(f"k{n}", f"报道{n}", "柳河镇投入农机42台。" * (n + 1)) for n in range(2)]
    alone, both = (
        laid_out(asked, [Hit(passage, one, 1.0, 1.0, 0.5) for one in some for passage in passages_in(one)])
        for some in (articles[:1], articles)
    )
    assert assurance(both) > assurance(alone)


@given(st.floats(0.01, 1), st.floats(0.01, 1))
def test_it_grows_with_the_cosine_and_does_without(low: float, high: float):
    """A cosine of another encoder than the one it was chosen on is left out of account."""
    low, high = sorted((low, high))
    asked = question("镇长是谁", "who", "镇长")
    assert assurance(brief_of(asked, cosine=low)) <= assurance(brief_of(asked, cosine=high))
    assert assurance(brief_of(asked, cosine=0.0)) == assurance(brief_of(asked), cosines=False)
    assert assurance(brief_of(asked, cosine=low), cosines=False) == assurance(brief_of(asked, cosine=high), cosines=False)


@given(
    st.lists(st.sampled_from(["农机", "补贴", "镇长", "火星", "足球", "文化馆"]), min_size=1, unique=True),
    st.sampled_from(["火星", "足球"]),
)
def test_a_word_more_that_nobody_prints_never_adds_to_it(words: list[str], more: str):
    without = [word for word in words if word != more] or ["农机"]
    asked = "投入了多少台农机"
    assert assurance(brief_of(question(asked, "number", *without, more))) <= assurance(brief_of(question(asked, "number", *without))) + 1e-9


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_question_over_any_text_gets_a_number(text: str, article: str):
    score = assurance(brief_of(question(text, "what", "农机"), article or "空"))
    assert -2 <= score <= 3


def test_a_sign_on_a_wall_is_chinese_and_a_headline_is_not():
    assert is_chinese("GDP增长6%")
    assert not is_chinese("Yunchuan (云川) opens a desk for investors")


@pytest.mark.parametrize(
    "text",
    [
        "火星上有多少个足球场",
        "世界上最高的山峰叫什么名字",
        "量子计算机的原理是什么",
        "How many moons does Jupiter have?",
        "2022年高新区的GDP是多少",
    ],
)
def test_what_is_off_the_topic_is_refused(text: str, samples: Services):
    answer = asked(text, samples)
    assert not answer.answered
    assert answer.note
    assert not answer.fell_back
