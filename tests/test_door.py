"""The one door: what a liar writes does not leave, what is true leaves with the printed words that bear it."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.answers.desk import laid_out
from api.brief import Asked, Brief, Claim, Hit, Statement
from api.ground.door import Dropped, borne_out
from ingest.article import Article
from ingest.passages import passages_in

MEETING = Article(
    "levee",
    "梧桐园区召开护堤现场会",
    "8月24日，梧桐园区召开护堤现场会，管委会主任张红军主持会议，13家企业的负责人到场。会议由区水务局承办。散会以后，张红军看望了值班人员。\n"
    "会议通报，全区摸排险段1,200处，整改率为百分之三十，三分之一的险段已经销号，另有百分之五列入明年计划。\n"
    "张红军指出，一是巡查要到底。各企业要在9月底前查完全部涵闸。二是物资要备足，投入1.5亿元。三是值守要严格，不漏一人。\n"
    "会上没有讨论招商。",
)
VISIT = Article(
    "visit",
    "王德敏走访枫杨园区",
    "8月26日，副主任王德敏到枫杨园区走访两家企业。王德敏表示，来信将在二〇二五年全部办结。",
    date(2025, 8, 27),
)
CHAIRED, HOSTED, CALLED_ON, REPORTED, PATROL, STOCK, WATCH, TRADE, VISITED = 1, 2, 3, 4, 6, 7, 8, 9, 10


def brief_of(*articles: Article, question: str = "会议说了什么") -> Brief:
    """All sentences of the articles, numbered as a writer sees them."""
    asked = Asked(question, "zh", "what", (), (), ())
    return laid_out(asked, [Hit(passage, article, 1.0, 1.0, 0.5) for article in articles for passage in passages_in(article)])


BRIEF = brief_of(MEETING, VISIT)


def through(text: str | None, *numbers: int, brief: Brief = BRIEF) -> Statement | str:
    """The statement that leaves, or the reason why none does."""
    outcome = borne_out(Claim(numbers, text), brief)
    return outcome.reason if isinstance(outcome, Dropped) else outcome


def quoted(*numbers: int, text: str | None = None) -> list[str]:
    """The printed words that leave with a claim on these sentences."""
    outcome = through(text, *numbers)
    assert isinstance(outcome, Statement)
    return [quote.text for quote in outcome.quotes]


def test_the_numbers_in_this_file_are_those_of_its_sentences():
    """What the tests below cite is what they mean to cite."""
    starts = {CHAIRED: "8月24日", HOSTED: "会议由", CALLED_ON: "散会", REPORTED: "会议通报", PATROL: "一是", STOCK: "二是", WATCH: "三是"}
    starts |= {TRADE: "会上没有", VISITED: "8月26日"}
    assert all(BRIEF.by_number[number].text.startswith(start) for number, start in starts.items())


@pytest.mark.parametrize(
    ("claim", "number"),
    [
        ("张红军主持会议。", CHAIRED),
        ("管委会主任张红军主持护堤现场会，十三家企业的负责人到场。", CHAIRED),
        ("八月二十四日，张红军主持了会议。", CHAIRED),
        ("承办会议的是区水务局。", HOSTED),
        ("摸排险段1200处，整改率30%。", REPORTED),
        ("三分之一的险段销号了。", REPORTED),
        ("张红军要求备足物资，投入150,000,000元。", STOCK),
        ("张红军要求值守不漏一人。", WATCH),
        ("会上没有讨论招商。", TRADE),
        ("王德敏走访了2家企业。", VISITED),
        ("Zhang Hongjun chaired the meeting on August 24; thirteen companies came.", CHAIRED),
        ("Hongjun Zhang chaired the meeting.", CHAIRED),
        ("HONG-JUN ZHANG chaired the meeting.", CHAIRED),
        ("Zhang Hong-jun chaired the meeting in Wutong.", CHAIRED),
        ("Zhang Hongjun asked for 150 million yuan of supplies.", STOCK),
        ("One third of the stretches, 30 percent, 1,200 in all.", REPORTED),
        ("Investment was not discussed.", TRADE),
        ("Here Zhang Hongjun chaired the meeting.", CHAIRED),
        ("Meeting chaired by Zhang Hongjun, August 24.", CHAIRED),
        ("The Water Bureau hosted the meeting.", HOSTED),
        ("Deputy Director Wang Demin visited two companies in Fengyang Park.", VISITED),
        ("Wang visited Fengyang-based companies on Aug. 26.", VISITED),
    ],
)
def test_what_is_true_leaves(claim: str, number: int):
    """In Chinese and English, numerals and names in any writing."""
    outcome = through(claim, number)
    assert isinstance(outcome, Statement), outcome
    assert outcome.text == claim


@pytest.mark.parametrize(
    ("claim", "number"),
    [
        ("14家企业的负责人到场。", CHAIRED),
        ("十四家企业的负责人到场。", CHAIRED),
        ("Fourteen companies came.", CHAIRED),
        ("13亿元当场签约。", CHAIRED),
        ("Thirteen million people came.", CHAIRED),
        ("8月25日召开会议。", CHAIRED),
        ("The meeting was held on August 25.", CHAIRED),
        ("The meeting was held in September.", CHAIRED),
        ("2022年8月24日召开会议。", CHAIRED),
        ("投入500亿元。", STOCK),
        ("投入15亿元。", STOCK),
        ("整改率为百分之八十。", REPORTED),
        ("另有百分之八列入明年计划。", REPORTED),
        ("三分之二的险段已经销号。", REPORTED),
        ("摸排险段2,100处。", REPORTED),
    ],
)
def test_a_number_nobody_printed_never_leaves(claim: str, number: int):
    """Counts, sums, shares and days; another unit is another number."""
    assert through(claim, number) == "unprinted-number"


@pytest.mark.parametrize(
    "claim",
    [
        "李建国主持会议。",
        "欧阳建平主持会议。",
        "王德敏主持会议。",
        "张红军和王德敏主持会议。",
        "区财政局承办会议。",
        "中铁隧道集团的负责人到场。",
        "会议在北京召开。",
        "会议在枫杨园区召开。",
        "Li Jianguo chaired the meeting.",
        "Jianguo Li chaired the meeting.",
        "Lǐ Jiànguó chaired the meeting.",
        "Wang Demin chaired the meeting.",
        "Zhang Hongjun met Wang Demin there.",
        "The meeting was held in Beijing.",
        "The meeting was held in Fengyang.",
        "Zhang Hongjun met John Smith there.",
        "Zhang Hongjun met the head of Goldman Sachs there.",
        "The Ministry of Finance held the meeting.",
        "He Hongjun chaired the meeting.",
        "Wang Hongjun chaired the meeting.",
        "Li chaired the meeting.",
        "Mayor Zhang Hongjun chaired the meeting.",
        "Mr. Smith came.",
        "张红军谈到GDP。",
    ],
)
def test_a_name_nobody_printed_never_leaves(claim: str):
    """People, bodies and places; a name that another article prints is no better than an invented one."""
    assert through(claim, CHAIRED) == "unprinted-name"


@pytest.mark.parametrize(
    "claim",
    [
        "张红军没有主持会议。",
        "张红军并未主持会议。",
        "会议不是由张红军主持的。",
        "Zhang Hongjun did not chair the meeting.",
        "Zhang Hongjun never chaired it.",
        "Zhang Hongjun didn't chair the meeting.",
        "Zhang Hongjun didn’t chair the meeting.",
    ],
)
def test_a_denial_nobody_printed_never_leaves(claim: str):
    """Every name and number in it is printed, and still it is false."""
    assert through(claim, CHAIRED) == "denial"


def test_what_the_sentence_denies_is_not_affirmed():
    """Every word of it is printed, behind 没有; where another sentence that is cited says it, it may be said."""
    article = Article("trade", "会议", "会上没有讨论招商。工程尚未完成验收。散会以后讨论了招商。")
    brief = brief_of(article)
    assert through("会上讨论了招商。", 1, brief=brief) == "denial"
    assert through("工程的验收已经完成。", 2, brief=brief) == "denial"
    assert isinstance(through("讨论了招商。", 1, 3, brief=brief), Statement)
    assert isinstance(through("会上没有讨论招商。", 1, brief=brief), Statement)


@pytest.mark.parametrize("numbers", [(), (0,), (-1,), (99,), (0, -1, 10**30)])
@pytest.mark.parametrize("claim", ["张红军主持会议。", None])
def test_a_label_that_no_sentence_has_bears_nothing(claim: str | None, numbers: tuple[int, ...]):
    """Neither words nor the request to print the sentence itself."""
    assert through(claim, *numbers) == "no-such-sentence"


def test_a_false_label_beside_a_real_one_adds_nothing():
    """What the real one bears leaves, with the real one's words alone."""
    assert quoted(99, CHAIRED, 0, text="张红军主持会议。") == quoted(CHAIRED)


@pytest.mark.parametrize("claim", ["", " ", "。", "……", "“”", "\n"])
def test_a_claim_without_a_word_does_not_leave(claim: str):
    """Marks state nothing."""
    assert through(claim, CHAIRED) == "empty"


def test_half_a_wrong_sentence_is_still_wrong():
    """One invented number sinks all that is true around it."""
    assert through("张红军主持会议，13家企业的负责人到场，投入500亿元。", CHAIRED) == "unprinted-number"


def test_a_claim_may_rest_on_sentences_of_two_articles():
    """What each of them prints, together, in the order they were cited."""
    outcome = through("张红军和王德敏都见了企业的人。", VISITED, CHAIRED)
    assert isinstance(outcome, Statement)
    assert [quote.article.key for quote in outcome.quotes] == ["visit", "levee"]


def test_a_claim_needs_all_the_sentences_it_draws_on():
    """What another sentence prints bears it only when that is cited too."""
    assert through("张红军主持会议，投入1.5亿元。", CHAIRED) == "unprinted-number"
    assert isinstance(through("张红军主持会议，投入1.5亿元。", CHAIRED, STOCK), Statement)


def test_every_quote_is_a_slice_of_its_article():
    """For every sentence and every pair of sentences."""
    numbers = list(BRIEF.by_number)
    for one in numbers:
        for other in numbers:
            outcome = through(None, one, other)
            assert isinstance(outcome, Statement)
            for quote in outcome.quotes:
                assert quote.text
                assert quote.article.text[quote.span.start : quote.span.end] == quote.text


def test_neighbouring_sentences_make_one_quote():
    """In whatever order they were cited, and however often."""
    whole = "8月24日，梧桐园区召开护堤现场会，管委会主任张红军主持会议，13家企业的负责人到场。会议由区水务局承办。"
    assert quoted(CHAIRED, HOSTED) == quoted(HOSTED, CHAIRED, HOSTED) == [whole]


def test_sentences_apart_are_quotes_apart():
    """What stands between them was not cited; a new paragraph parts them too."""
    assert quoted(CHAIRED, CALLED_ON) == [MEETING.text.partition("会议由")[0], "散会以后，张红军看望了值班人员。"]
    assert len(quoted(CALLED_ON, REPORTED)) == 2


def test_a_bare_label_states_the_printed_sentence():
    """To the letter, and nothing else."""
    outcome = through(None, HOSTED)
    assert isinstance(outcome, Statement)
    assert outcome.text == "会议由区水务局承办。"


def test_an_item_of_a_list_brings_its_lead_in():
    """Who said it is part of what was said: as one quote where it stands next to it, else as a quote of its own."""
    assert quoted(PATROL) == ["张红军指出，一是巡查要到底。各企业要在9月底前查完全部涵闸。"]
    assert quoted(WATCH) == ["张红军指出，", "三是值守要严格，不漏一人。"]
    outcome = through(None, WATCH)
    assert isinstance(outcome, Statement)
    assert outcome.lead is not None
    assert (outcome.text, outcome.lead.text) == ("三是值守要严格，不漏一人。", "张红军指出，")


def test_an_article_of_another_day_or_year_does_not_answer():
    """However true the sentence is of its own day."""
    assert through(None, CHAIRED, brief=brief_of(MEETING, question="8月24日谁主持会议")) != "another-day"
    assert through(None, CHAIRED, brief=brief_of(MEETING, question="7月24日谁主持会议")) == "another-day"
    assert through(None, 1, brief=brief_of(VISIT, question="2025年王德敏走访了哪里")) != "another-day"
    assert through(None, 1, brief=brief_of(VISIT, question="2022年王德敏走访了哪里")) == "another-day"


PRINTED = [MEETING.text[at : at + size] for at in range(0, len(MEETING.text), 5) for size in (2, 4, 9, 25)]
CAST = ["张红军", "王德敏"]
HOSTILE = [
    *CAST,
    "Zhang Hongjun",
    "Wang Demin",
    "亿",
    "万元",
    "千",
    "百分之",
    "分之",
    "十",
    "三",
    "第",
    "年",
    "月",
    "家",
    " ",
    ".",
    "%",
    "。",
    "[1]",
    "million",
]
digits = st.integers(0, 10**13).map(str) | st.sampled_from(["8", "24", "13", "9", "1", "5", "30", "1200", "1.5", "26"])
texts = st.lists(st.sampled_from(PRINTED) | st.sampled_from(HOSTILE) | digits | st.text(max_size=3), max_size=6).map("".join)
labels = st.lists(st.sampled_from(sorted(BRIEF.by_number)) | st.integers(-3, len(BRIEF.lines) + 3), max_size=6).map(tuple)
SAYS = {"三十": 30, "三分": 3, "之一": 1, "百分之五": 5, "两家": 2, "二〇二五": 2025, "一是": 1, "二是": 2, "三是": 3, "一人": 1}


def figures(text: str) -> set[float]:
    """The values of all Arabic numbers of a text, read independently of the product."""
    found = re.finditer(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(万亿|万|亿|million)?", text)
    scales = {None: 1, "万": 10**4, "亿": 10**8, "万亿": 10**12, "million": 10**6}
    return {round(float(one[1].replace(",", "")) * scales[one[2]], 4) for one in found}


@settings(max_examples=500)
@given(st.none() | texts, labels)
def test_whatever_a_hostile_writer_proposes_only_printed_numbers_and_words_leave(text: str | None, numbers: tuple[int, ...]):
    """Every number of a statement and everybody it names is in its quotes, and every quote is printed."""
    outcome = through(text, *numbers)
    if not isinstance(outcome, Statement):
        return
    evidence = "\n".join(quote.text for quote in outcome.quotes)
    assert outcome.quotes
    assert all(quote.text == quote.article.text[quote.span.start : quote.span.end] != "" for quote in outcome.quotes)
    assert figures(outcome.text) <= figures(evidence) | {value for said, value in SAYS.items() if said in evidence}
    assert all(name in evidence for name in CAST if name in outcome.text)


@given(
    st.integers(0, 10**9) | st.integers(0, 30),
    st.sampled_from(["{}家企业的负责人到场。", "{:,}家企业的负责人到场。", "张红军主持会议，共{}人。", "{} companies came."]),
)
def test_of_all_numbers_only_those_the_sentence_prints_leave(number: int, claim: str):
    """The cited sentence prints 8, 24 and 13."""
    assert (through(claim.format(number), CHAIRED) == "unprinted-number") == (number not in {8, 24, 13})


@pytest.mark.parametrize(
    "claim",
    [
        "张红军说：“投入1.5亿元。”",
        "张红军要求“巡查要到底”。",
        "张红军要求「物资要备足」。",
        'Zhang Hongjun said: "物资要备足，" and went on.',
    ],
)
def test_a_quotation_that_is_printed_may_be_made(claim: str):
    """To the letter, whatever its marks."""
    assert isinstance(through(claim, PATROL, STOCK), Statement)


@pytest.mark.parametrize(
    "claim",
    [
        "张红军说：“投入了1.5亿元。”",
        "张红军要求“巡查到底”。",
        "张红军要求「物资要备好」。",
        "会议通过了《护堤方案》。",
        'Zhang Hongjun said: "patrol to the very end".',
    ],
)
def test_a_quotation_that_is_not_printed_is_an_invention(claim: str):
    """Off by one character is off; so is a translation between quotation marks, and a title that nobody printed."""
    assert through(claim, PATROL, STOCK) == "unprinted-quote"


@pytest.mark.parametrize(
    "claim", ["Donald chaired the meeting.", "Mark said so.", "Microsoft hosted the meeting.", "Finally, Donald came."]
)
def test_a_stranger_who_opens_a_sentence_is_a_stranger(claim: str):
    """The capital that a sentence gives to any word does not hide a name."""
    assert through(claim, CHAIRED) == "unprinted-name"


@pytest.mark.parametrize("claim", ["Officials said so.", "Companies came.", "Responsibility was shared.", "Meetings were held."])
def test_an_everyday_word_that_opens_a_sentence_is_nobody(claim: str):
    """Even before what people do, as long as it is in the plural."""
    assert isinstance(through(claim, CHAIRED), Statement)
