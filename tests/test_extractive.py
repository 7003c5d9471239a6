"""The writer without a model chooses sentences: what is asked for, from the passage that was found best, and not more than is asked."""

from api.answers.desk import laid_out
from api.brief import Asked, Brief, Hit, Kind, Wanted
from api.generate.extractive import chosen
from ingest.article import Article
from ingest.passages import passages_in


def brief(question: str, kind: Kind, words: tuple[str, ...], *texts: str) -> Brief:
    """A question and articles of one passage each, found in this order."""
    asked = Asked(question, "zh", kind, tuple(Wanted(word, word, (word,), 1.0) for word in words), words, ())
    articles = [Article(f"{at}", f"快讯{at}", text) for at, text in enumerate(texts)]
    return laid_out(asked, [Hit(passages_in(one)[0], one, 2.0 - at / 2, 1.0 - at / 4, 0.3) for at, one in enumerate(articles)])


def said(given: Brief) -> list[str]:
    """What is chosen, in order."""
    return [line.text for line in chosen(given)]


def test_the_sentence_with_the_number_asked_for_comes_first():
    """The number that the question names itself is not it."""
    given = brief("13家企业到会后提出多少问题", "number", ("企业", "问题"), "早上开了会。13家企业到会谈了问题。企业提出问题共27个。")
    assert said(given)[0] == "企业提出问题共27个。"


def test_of_equal_sentences_the_better_passage_has_the_first_word():
    """A reprint behind it says it again."""
    given = brief("泵站的情况", "what", ("泵站", "水泵"), "街道查看。三座泵站换了水泵并且通电。", "街道查看。两座泵站换了水泵并且通电。")
    assert said(given)[0] == "三座泵站换了水泵并且通电。"


def test_a_full_sentence_is_worth_more_than_a_scrap():
    """It says what happened, too."""
    given = brief("泵站的情况", "what", ("泵站",), "开场白在此。泵站。三座泵站更换了全部水泵，备用电源也已接通，汛期可以连续排水。")
    assert said(given)[0].startswith("三座泵站")


SEVEN = "各单位到会。" + "".join(f"第{number}组检修泵站并上报。" for number in "甲乙丙丁戊己庚")


def test_where_one_thing_is_asked_for_three_sentences_are_the_most():
    """A number, a day, a place, a person."""
    assert len(said(brief("泵站检修了多少座", "number", ("泵站", "检修"), SEVEN))) == 3


def test_where_more_is_asked_for_five_sentences_are_the_most():
    """Demands without a list, reasons, anything else."""
    assert len(said(brief("泵站检修的情况", "what", ("泵站", "检修"), SEVEN))) == 5
