"""False premises: nobody is made to have said what another one said, or to have said it to somebody else; the note says who did."""

import time
from datetime import date

import pytest
from conftest import asked
from hypothesis import given
from hypothesis import strategies as st

from api.answers.desk import laid_out
from api.answers.phrases import framed
from api.brief import Asked, Brief, Claim, Hit, Kind, Statement, Wanted
from api.ground.addressees import unaddressed
from api.ground.door import Dropped, borne_out
from api.ground.sayers import asked_sayers, mismatch, mistaken, said_by_them, sayer_in, says
from api.services import Services
from ingest.article import Article
from ingest.passages import passages_in
from ingest.sentences import sentences_in

BOTH = Article(
    "both",
    "河东园区召开护林会",
    "6月3日，河东园区召开护林会，副主任周启明出席。区林业局局长何守田强调，林区一律不得生火。\n"
    "园区主任郑学文指出，一是巡山要勤。二是水源要足。\n会议要求，各单位抓好落实。",
    date(2025, 6, 4),
)


def brief_of(question: str, kind: Kind = "demand", *articles: Article) -> Brief:
    """All sentences of the articles."""
    hits = [Hit(passage, article, 1.0, 1.0, 0.5) for article in articles or (BOTH,) for passage in passages_in(article)]
    return laid_out(Asked(question, "zh", kind, (), (), ()), hits)


@pytest.mark.parametrize(
    ("question", "kind", "sayers"),
    [
        ("郑学文在护林会上提出了哪些要求", "demand", {"郑学文"}),
        ("园区主任郑学文和何守田强调了什么", "demand", {"郑学文", "何守田"}),
        ("園區主任鄭學文在護林會上強調了什麼", "demand", {"郑学文"}),
        ("谁对郑学文提出了要求", "demand", set()),
        ("会议向郑学文作了什么安排", "demand", set()),
        ("郑学文在哪里提出要求", "where", set()),
        ("护林会提出了哪些要求", "demand", set()),
    ],
)
def test_whoever_is_taken_to_have_spoken_is_known(question: str, kind: Kind, sayers: set[str]):
    assert asked_sayers(brief_of(question, kind)) == sayers


def test_a_sentence_is_its_own_speakers_and_a_list_that_of_its_lead_in():
    """何守田 says one sentence, 郑学文 leads in the list, and what the meeting asks is nobody's."""
    brief = brief_of("郑学文提出了哪些要求")
    by = {line.text[:4]: [name for name in ("何守田", "郑学文") if says(line, frozenset({name}))] for line in brief.lines}
    assert by["区林业局"] == ["何守田"]
    assert by["一是巡山"] == by["二是水源"] == ["郑学文"]
    assert by["会议要求"] == []


def test_what_another_one_said_does_not_leave_and_the_note_knows_who():
    brief = brief_of("周启明在护林会上提出了哪些要求")
    item = next(line for line in brief.lines if line.text.startswith("一是"))
    outcome = borne_out(Claim((item.number,)), brief)
    assert isinstance(outcome, Dropped)
    assert outcome.reason == "another-sayer"
    wrong = mistaken(brief)
    assert wrong
    assert (wrong.asked, wrong.is_printed) == ("周启明", True)
    assert wrong.sayer in {"郑学文", "何守田"}


def test_of_two_speakers_only_the_one_asked_about_is_read():
    texts = [line.text for line in said_by_them(brief_of("何守田在护林会上强调了什么")).lines]
    assert any("不得生火" in text for text in texts)
    assert not any("巡山" in text for text in texts)


@pytest.mark.parametrize("verb", ["责成", "责令", "敦促", "叮嘱"])
def test_whoever_puts_somebody_to_it_speaks(verb: str):
    """责成 and the like are verbs of saying: the one who spoke before is not made to have said it."""
    text = f"园区主任郑学文指出，巡山要勤。\n区林业局局长何守田{verb}园区管护站5日内补齐水泵。"
    last = brief_of("何守田有什么要求", "demand", Article("verbs", "护林会", text, date(2025, 6, 4))).lines[-1]
    assert says(last, frozenset({"何守田"}))
    assert mismatch(last, frozenset({"何守田"})) is None


def test_an_article_that_does_not_name_the_one_asked_about_is_no_answer_about_him():
    brief = brief_of("应急局局长孙立民在护林会上提出了哪些要求")
    assert asked_sayers(brief) == {"孙立民"}
    assert all(mismatch(line, asked_sayers(brief)) for line in brief.lines)


@pytest.mark.parametrize(("more", "sayer"), [("", "郑学文"), ("区林业局局长何守田强调，林区一律不得生火。", None)])
def test_where_only_one_speaks_it_is_known_who_said_it(more: str, sayer: str | None):
    """Though none of the sentences that speak most of what is asked is a saying; of two speakers it could be either."""
    opening = "".join(f"护林会第{number}项：护林会材料。" for number in "一二三四五六")
    article = Article("one", "河东园区召开护林会", f"{opening}\n\n园区主任郑学文指出，巡山要勤。{more}", date(2025, 6, 4))
    hits = [Hit(passage, article, 1.0, 1.0, 0.5) for passage in passages_in(article)]
    meeting = Wanted("护林会", "护林会", ("护林会",), 1.0)
    wrong = mistaken(laid_out(Asked("应急局局长孙立民在护林会上提出了哪些要求", "zh", "demand", (meeting,), (), ()), hits))
    assert wrong
    assert (wrong.is_printed, wrong.sayer) == (False, sayer)


def test_a_foreign_name_may_be_spelled_otherwise():
    """So an article without it proves nothing."""
    assert mismatch(brief_of("x").lines[0], frozenset({"阿尔瓦罗·门德斯"})) is None


@pytest.mark.parametrize(
    ("question", "lacking"), [("对林业局提出了哪些要求", None), ("对消防队提出了哪些要求", "消防队"), ("提出了哪些要求", None)]
)
def test_a_body_that_the_article_does_not_print_was_told_nothing(question: str, lacking: str | None):
    brief = brief_of(f"郑学文{question}")
    assert {unaddressed(line, brief.asked) for line in brief.lines} == {lacking}


def test_a_short_name_is_printed_where_the_long_one_is():
    article = Article("long", "会", "郑学文对区安全生产委员会提出要求：严查。")
    brief = brief_of("郑学文对安委会提出了什么要求", "demand", article)
    assert all(unaddressed(line, brief.asked) is None for line in brief.lines)


def test_a_text_of_one_character_is_looked_through_in_no_time():
    """However often a name's first character comes again."""
    article = Article("same", "会", "郑学文指出：" + "安" * 20_000 + "。")
    brief = brief_of("郑学文对安安安安安安安安安安委会提出了什么要求", "demand", article)
    started = time.perf_counter()
    assert unaddressed(brief.lines[0], brief.asked)
    assert time.perf_counter() - started < 1


@given(st.text(alphabet="郑学文何守田对向要求强调了什么谁，。在会上提出", max_size=24), st.sampled_from(["demand", "what", "who", "list"]))
def test_only_names_that_the_question_prints_are_taken_to_have_spoken(question: str, kind: Kind):
    assert all(name in question for name in asked_sayers(brief_of(question, kind)))


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("张良才对安委会提出了哪些要求", ("《高新区部署灾后安全生产 张红军提出四点要求》没有写到张良才", "张红军。", "张良才见于")),
        (
            "What did Zhang Liangcai ask of the safety committee?",
            ("does not name Zhang Liangcai (张良才)", "Zhang Hongjun (张红军) said this"),
        ),
        ("张红军对党史学习教育提出了哪几点要求", ("没有写到张红军", "说这些话的是张良才")),
        ("张红军对消防队提出了什么要求", ("没有一篇写到：消防队",)),
    ],
)
def test_a_false_premise_is_refused_and_named(question: str, named: tuple[str, ...], samples: Services):
    answer = asked(question, samples)
    assert not answer.answered
    assert not answer.citations
    assert answer.note
    assert all(each in answer.note for each in named), answer.note


@pytest.mark.parametrize(
    "question",
    ["张红军对安委会提出了哪些要求", "张良才对党史学习教育提出了什么要求", "What did Zhang Hongjun ask of the safety committee?"],
)
def test_a_true_premise_is_answered(question: str, samples: Services):
    answer = asked(question, samples)
    assert answer.answered
    assert answer.note is None


def test_in_english_whoever_is_only_named_is_not_made_the_speaker():
    """周启明 attended; 何守田 spoke."""
    brief = brief_of("谁出席了护林会")
    told = [framed(said, "en", None) for line in brief.lines if isinstance(said := borne_out(Claim((line.number,)), brief), Statement)]
    assert told[0].startswith("naming Zhou Qiming (周启明), in “河东园区召开护林会”")
    assert told[1].startswith("He Shoutian (何守田), in “河东园区召开护林会”")
    assert told[2].startswith("Zheng Xuewen (郑学文), in “河东园区召开护林会”")
    assert told[-1].startswith("in “河东园区召开护林会”")


@pytest.mark.parametrize(
    "text",
    [
        "区长张红军陪同副市长周启明调研时强调，要抓紧建设。",
        "区长张红军会见企业家李明时表示，欢迎投资。",
        "副主任周启明按照市长张红军的要求检修了水泵。",
        "区长李明被要求作出检讨。",
        "区长李明受到批评。",
        "书记沈望舒、区长陆启明强调，要抓紧建设。",
    ],
)
def test_nobody_is_made_the_speaker_who_may_not_be(text: str):
    """Another one stands between, or it is done to him."""
    (span,) = (sentence.span for sentence in sentences_in(text))
    assert sayer_in(Article("one", "一则", text, None), [span]) is None


def test_what_somebody_arranged_or_was_told_is_not_his_word():
    """安排 and 介绍 are deeds, too, and 副主任 had only attended."""
    text = "6月3日，副主任周启明听取防火工作情况介绍，调度安排巡山事宜后离开。局长何守田介绍说，林区已备好水源。总理内塔尼亚胡表示支持。"
    brief = brief_of("谁听取了介绍", "who", Article("arranged", "护林会听取汇报", text, None))
    told = [framed(said, "en", None) for line in brief.lines if isinstance(said := borne_out(Claim((line.number,)), brief), Statement)]
    assert told[0].startswith("naming Zhou Qiming (周启明), ")
    assert told[1].startswith("He Shoutian (何守田), ")
    assert told[2].startswith("内塔尼亚胡, ")
