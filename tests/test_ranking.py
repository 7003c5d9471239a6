"""What is found is put in order: a sentence that holds the kind of thing asked counts, and what repeats another gives way."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.brief import Asked, Hit, Kind, Wanted
from api.cues import holds
from api.retrieve.ranking import Weights, candidates, diverse, reranked
from ingest.article import Article
from ingest.passages import passages_in


def hit(text: str, score: float = 1.0, title: str = "柳渡街道快讯") -> Hit:
    """The only passage of an article."""
    article = Article(text[:6], title, text, date(2025, 6, 3))
    (passage,) = passages_in(article)
    return Hit(passage, article, score, score, 0.0)


def asked(text: str, kind: Kind, *words: str) -> Asked:
    """A question for words that weigh the same."""
    return Asked(text, "zh", kind, tuple(Wanted(word, word, (word,), 1.0) for word in words), words, ())


PUMPS = asked("泵站检修了多少座", "number", "泵站", "检修")


def test_a_passage_with_the_kind_of_thing_asked_comes_first():
    """Both speak of the pumps, one says how many."""
    vague, exact = hit("街道检修了一批泵站，水泵全部更换。"), hit("街道检修了三座泵站，水泵全部更换。")
    assert reranked(PUMPS, [vague, exact], Weights())[0].article == exact.article


def test_the_kind_of_thing_counts_beside_the_words_only():
    """A number in a sentence about something else answers nothing."""
    apart, together = hit("街道检修泵站。另有三座公园开放。"), hit("街道检修了三座泵站。另有公园开放。")
    assert reranked(PUMPS, [apart, together], Weights())[0].article == together.article


@pytest.mark.parametrize(
    ("question", "kind", "other", "right"),
    [
        ("泵站检修了多少座", "number", "泵站检修用了90天，水泵全部更换。", "泵站检修了12座，水泵全部更换。"),
        ("泵站检修花了多少元", "number", "泵站检修来了90人，水泵全部更换。", "泵站检修花了90万元，水泵全部更换。"),
        ("泵站检修由谁负责", "who", "泵站检修由专人负责，水泵全部更换。", "泵站检修由张伟负责，水泵全部更换。"),
    ],
)
def test_the_sort_of_thing_counts_beside_its_kind(question: str, kind: Kind, other: str, right: str):
    """Days are no pumps, and people no money; somebody is nobody."""
    first, second = hit(other, 1.01), hit(right)
    assert reranked(asked(question, kind, "泵站", "检修"), [first, second], Weights())[0].article == second.article


def test_words_in_one_sentence_are_worth_more_than_in_two():
    """They belong together."""
    apart, together = hit("泵站已经通电。公园也在检修。"), hit("泵站正在检修。公园已经开放。")
    question = asked("泵站检修的情况", "what", "泵站", "检修")
    assert reranked(question, [apart, together], Weights())[0].article == together.article


def test_an_article_that_speaks_of_all_that_is_asked_comes_first():
    """Elsewhere than in the passage, too."""
    partly = hit("泵站正在检修。")
    told = Article("x", "柳渡街道快讯", "泵站正在检修。\n\n" + "各单位加强值守。" * 60 + "\n\n沈望舒到场。", None)
    fully = Hit(passages_in(told)[0], told, 1.0, 1.0, 0.0)
    question = asked("沈望舒对泵站检修的要求", "what", "沈望舒", "泵站", "检修")
    assert reranked(question, [partly, fully], Weights())[0].article == told


def test_a_question_without_a_word_keeps_the_order():
    """There is nothing to look for in the sentences."""
    some = [hit("水泵全部更换。", 2.0), hit("备用电源接通。", 1.0)]
    assert reranked(asked("？", "what"), some, Weights()) == some


@pytest.mark.parametrize(
    ("kind", "sentence", "question", "held"),
    [
        ("number", "新增校车两辆", "校车有多少", True),
        ("number", "新增校车", "校车有多少", False),
        ("number", "2025年6月3日新增校车", "校车有多少", False),
        ("number", "13家企业到会", "13家企业到会后提出多少问题", False),
        ("when", "校车6月4日开行", "校车什么时候开行", True),
        ("when", "2025年校车开行", "2025年校车什么时候开行", False),
        ("when", "校车共有4辆", "校车什么时候开行", False),
        ("where", "会议在梧桐园区召开", "会议在哪里召开", True),
        ("where", "会议召开", "会议在哪里召开", False),
        ("demand", "各单位务必抓好值守", "提出了什么要求", True),
        ("why", "由于连日降雨,水位上涨", "水位为什么上涨", True),
        ("list", "排查燃气、电梯、工地等", "排查了哪些领域", True),
        ("what", "任何句子", "是什么", False),
    ],
)
def test_a_sentence_holds_a_kind_of_thing_or_not(kind: Kind, sentence: str, question: str, *, held: bool):
    """What the question itself names is not what it asks for."""
    assert holds(kind, sentence, question) == held


def test_the_best_word_score_is_the_measure_of_the_others():
    """And a passage that the vectors did not find is as far as the farthest they found."""
    found = candidates({"a:0": 8.0, "b:0": 4.0}, {"b:0": 0.5, "c:0": 0.2}, Weights(vector=0.5))
    assert [(one.passage, one.words, one.vector) for one in found] == [("a:0", 1.0, 0.2), ("b:0", 0.5, 0.5), ("c:0", 0.0, 0.2)]
    assert [one.score for one in found] == pytest.approx([1.1, 0.75, 0.1])


def test_what_repeats_a_better_passage_gives_way():
    """To what says something else, however far behind."""
    first = hit("柳渡街道检修了三座排水泵站。泵站的水泵全部更换。", 3.0)
    again = hit("消息称如下。柳渡街道检修了三座排水泵站。泵站的水泵全部更换。", 2.0, "又一则")
    other = hit("鹤鸣小学增设校车两辆，每天两班。", 1.0)
    assert diverse([first, again, other], 2) == [first, other]
    assert diverse([first, again], 2) == [first, again]


SENTENCES = st.lists(st.sampled_from(["水位上涨。", "各街道巡堤。", "校车开行。", "泵站检修完毕。"]), min_size=1, max_size=3).map("".join)


@given(st.lists(SENTENCES, max_size=8), st.integers(1, 9))
def test_as_many_passages_are_left_as_there_can_be(texts: list[str], limit: int):
    """Each of them one that was found, the best one first, none twice."""
    hits = [hit(text, float(-at), str(at)) for at, text in enumerate(texts)]
    left = diverse(hits, limit)
    assert len(left) == min(limit, len(hits))
    assert left[:1] == hits[:1]
    assert len({one.article.title for one in left}) == len(left)
