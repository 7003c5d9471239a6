"""A question is understood: what it asks for, by which words it is searched, and what no article prints of it."""

from pathlib import Path

import pytest

from api.brief import Asked
from api.retrieve.days import days_in
from api.retrieve.dictionary import Dictionary, stems
from api.retrieve.english import English
from api.retrieve.kinds import content, kind_of, language_of
from api.retrieve.understand import understand
from ingest.facts import SURNAMES
from ingest.words import pairs


class Shelf:
    """A word index over a few passages, given as they are printed."""

    def __init__(self, *passages: str) -> None:
        self._passages = passages

    def frequency(self, token: str) -> int:
        """In how many passages the token stands."""
        return sum(token in passage for passage in self._passages)

    def __len__(self) -> int:
        return len(self._passages)


SHELF = Shelf(
    "8月24日，高新区安委会开会，主任张红军提出要求",
    "13家企业到会，张红军、单志刚听取意见",
    "以色列企业到访梧桐园区，会议在园区召开",
    "防汛演练查出安全隐患，9月3日前整改",
    "8月27日再查，2025年底完成",
    "吕明到西安招商，红军路通车",
)


@pytest.fixture(scope="module")
def dictionary(cache: Path) -> Dictionary:
    """The machine's own."""
    return Dictionary(cache)


@pytest.fixture(scope="module")
def english(dictionary: Dictionary) -> English:
    """With the glossary that comes with the product."""
    return English(dictionary)


def asked(question: str, english: English) -> Asked:
    """The question as it was understood, over the shelf."""
    return understand(question, None, SHELF, english).asked  # type: ignore[arg-type]  # the shelf answers what the index is asked


def spellings(question: str, english: English) -> dict[str, tuple[str, ...]]:
    """The printed forms of each thing that is looked for."""
    return {one.label: one.spellings for one in asked(question, english).wanted}


def days(question: str) -> list[str]:
    """The days and months that a question names, as they are printed."""
    return [day.printed for day in days_in(question)]


def searched(question: str, english: English) -> set[str]:
    """Every token that the word index is asked for."""
    terms = understand(question, None, SHELF, english).terms  # type: ignore[arg-type]  # as above
    return {token for term in terms for spelling, _ in term.spellings for token in spelling.split(" ")}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("张红军对安委会提出了哪些要求", "demand"),
        ("会上部署了哪些工作", "demand"),
        ("张红军强调了什么", "demand"),
        ("有多少企业到会", "number"),
        ("来了几家企业", "number"),
        ("整改期限到什么时候", "when"),
        ("哪一天开会", "when"),
        ("谁主持会议", "who"),
        ("由哪个部门牵头", "body"),
        ("会议在哪里召开", "where"),
        ("在哪个园区举办", "where"),
        ("为什么开会", "why"),
        ("有哪些安全隐患", "list"),
        ("水厂存在哪三个问题", "list"),
        ("他给出的三条建议是什么", "list"),
        ("停业的是哪3家食堂", "list"),
        ("讲座定在哪两天", "when"),
        ("防汛演练的情况", "what"),
        ("电影首映时间？", "when"),
        ("论坛的举办地是哪里", "where"),
        ("一季度出口额", "number"),
        ("2025年全区工业投资增长率是什么", "number"),
        ("女子短跑冠军", "who"),
        ("列车晚点的原因", "why"),
    ],
)
def test_a_chinese_question_asks_for_a_kind_of_thing(question: str, kind: str):
    """By its question word."""
    assert kind_of(question, "zh") == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What did Zhang Hongjun ask of the safety committee?", "demand"),
        ("What was the water bureau told to do?", "demand"),
        ("What did he stress?", "demand"),
        ("How many companies came?", "number"),
        ("What percentage was finished?", "number"),
        ("When was the drill?", "when"),
        ("What is the deadline?", "when"),
        ("Who chaired the meeting?", "who"),
        ("Where was the meeting held?", "where"),
        ("In which district is the park?", "where"),
        ("Why was the meeting held?", "why"),
        ("Which hazards were found?", "list"),
        ("What happened at the drill?", "what"),
    ],
)
def test_an_english_question_asks_for_the_same_kinds(question: str, kind: str):
    """In either case of letters."""
    assert kind_of(question, "en") == kind == kind_of(question.upper(), "en")


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("谁主持会议", "zh"),
        ("GDP是多少", "zh"),
        ("Who chaired the meeting?", "en"),
        ("What did 张红军 say to the committee?", "en"),
        ("高新区 GDP 和 CPI", "zh"),
        ("2025?", "en"),
    ],
)
def test_a_question_is_in_the_language_of_most_of_its_words(question: str, language: str):
    """A Chinese question may hold an English word, and the other way round."""
    assert language_of(question) == language


def test_words_that_only_ask_are_not_searched_for(english: English):
    """Neither the question word nor what joins."""
    assert asked("请问张红军对安委会提出了哪些要求", english).looked_for == ("张红军", "安委会")
    assert asked("What did Zhang Hongjun ask of the safety committee?", english).looked_for == ("Zhang Hongjun", "safety committee")


def test_a_joining_character_within_a_word_is_kept(english: English):
    """以 of 以色列 is part of a name; the 以 of 以防汛为主 joins."""
    assert "以色列" in content("以色列企业何时到访")
    assert "以" not in content("谁以防汛为主")
    assert "以色列" in spellings("以色列企业何时到访", english)
    assert "以色列" in searched("以色列企业何时到访", english)


@pytest.mark.parametrize("question", ["会议在哪里召开", "在哪里召开会议", "会议是在哪儿召开的", "会议召开是在什么时候"])
def test_no_piece_of_a_question_word_is_left_over(question: str, english: English):
    """里 of 在哪里 is nothing to look for."""
    assert set("".join(asked(question, english).looked_for)) == set("会议召开")


def test_what_was_looked_for_is_named_as_its_asker_wrote_it(english: English):
    """Full width, capitals and traditional characters as they were; what is compared is folded."""
    assert asked("ＧＤＰ和張紅軍", english).looked_for == ("ＧＤＰ", "張紅軍")
    assert asked("what did HONG-JUN ZHANG say on the Gdp", english).looked_for == ("HONG-JUN ZHANG", "Gdp")
    assert {"张红", "红军"} <= set(spellings("ＧＤＰ和張紅軍", english))


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("张红军对安委会提出了哪些要求", ()),
        ("2022年高新区的GDP是多少", ("2022年", "GDP")),
        ("2025年高新区的防汛演练", ()),
        ("What is the GDP of the high-tech zone?", ("GDP",)),
        ("What did Zhang Hongjun say about Atlantis?", ("Atlantis",)),
        ("张红兵对安委会提出了哪些要求", ("张红兵",)),
        ("章红军对安委会提出了哪些要求", ("章红军",)),
    ],
)
def test_what_no_article_prints_is_missing(question: str, missing: tuple[str, ...], english: English):
    """Named, so that the reply can say so; a name of which only a part is printed is missing too."""
    assert asked(question, english).missing == missing


def test_a_name_in_letters_that_no_article_prints_is_missing(english: English):
    """Whole, or word by word."""
    assert "Li Jianguo" in " ".join(asked("Did Li Jianguo speak to the safety committee?", english).missing)


def test_what_is_missing_has_no_spelling_and_what_is_printed_has(english: English):
    """Something wanted is never found by what nobody prints."""
    found = spellings("2022年张红军说的GDP", english)
    assert found["2022年"] == found["gdp"] == ()
    assert found["红军"] == ("红军",)


def test_the_rarer_a_word_the_more_it_weighs(english: English):
    """安委会 is printed once, 企业 twice."""
    weights = {one.label: one.weight for one in asked("安委会 企业", english).wanted}
    assert weights["安委会"] > weights["企业"] > 0


def test_a_question_of_nothing_but_question_words_wants_nothing(english: English):
    """There is nothing to search for, in either language."""
    for question in ("什么", "请问是什么？", "what is it?", "?"):
        assert asked(question, english).wanted == ()
        assert searched(question, english) == set()


@pytest.mark.parametrize("name", ["Zhang Hongjun", "Hongjun Zhang", "HONG-JUN ZHANG", "Zhang Hong Jun"])
def test_a_name_in_letters_is_sought_as_it_is_printed(name: str, english: English):
    """In either order; as one thing, of which every two characters must stand together."""
    assert spellings(f"What did {name} say?", english)[name] == ("张红军",)
    assert {"张红", "红军"} <= searched(f"What did {name} say?", english)


@pytest.mark.parametrize(("name", "han"), [("Shan Zhigang", "单志刚"), ("Xi'an", "西安"), ("Lü Ming", "吕明"), ("Wutong", "梧桐")])
def test_heteronyms_apostrophes_and_umlauts_are_sought_as_printed(name: str, han: str, english: English):
    """A question does not fail on how a name is spelled."""
    assert spellings(f"Who went to see {name} there?", english).get(name) == (han,)


@pytest.mark.parametrize(
    ("question", "term", "han"),
    [
        ("the safety committee", "safety committee", "安委会"),
        ("the Safety Committees", "Safety Committees", "安委会"),
        ("hidden dangers", "hidden dangers", "隐患"),
        ("hazards in the high-tech zone", "high-tech zone", "高新区"),
        ("a visit from Israel", "Israel", "以色列"),
        ("flood control", "flood control", "防汛"),
        ("companies", "companies", "企业"),
    ],
)
def test_an_english_term_is_sought_by_what_articles_print_for_it(question: str, term: str, han: str, english: English):
    """By glossary or dictionary, in singular or plural; the longest phrase that is known."""
    assert han in spellings(question, english)[term]
    assert set(pairs(han)) <= searched(question, english)


def test_neighbouring_terms_are_sought_as_one_word_in_either_order(english: English):
    """Where some passage prints them so: committee and development zone, 防汛 and 演练."""
    assert "汛演" in searched("flood drill", english)
    assert "汛演" in searched("drill on floods", english)
    assert "汛整" not in searched("flood rectification", english)


@pytest.mark.parametrize("word", ["China", "June", "Japan", "Women"])
def test_an_english_word_is_no_name_because_it_could_be_pinyin(word: str, english: English):
    """China is not Chi Na, and June no Ju Ne."""
    assert not [one for one in english.renderings(f"What did {word} say?", lambda _: 1) if one.is_name]


def test_a_name_of_several_words_begins_with_a_surname_where_it_can(english: English):
    """单志刚 before any other characters that sound so."""
    (name,) = [one for one in english.renderings("What did Zhigang Shan say?", SHELF.frequency) if one.is_name]
    assert all(han[0] in SURNAMES for han, _ in name.spellings)


def test_a_place_is_what_the_dictionary_calls_it_first(english: English):
    """郑州 before other characters that sound so, which stay for the places that no dictionary has."""
    shelf = Shelf("他是正周先生，正周", "郑州开会")
    (name,) = [one for one in english.renderings("the city of Zhengzhou", shelf.frequency) if one.is_name]
    assert [han for han, _ in name.spellings] == ["郑州", "正周"]


@pytest.mark.parametrize(("form", "base"), [("led", "lead"), ("held", "hold"), ("built", "build"), ("Women", "woman"), ("spoken", "speak")])
def test_an_irregular_form_is_its_word(form: str, base: str):
    """No rule of endings leads back from it."""
    assert stems(form) == stems(base)


@pytest.mark.parametrize(("word", "han"), [("Vienna", "维也纳"), ("Hunan", "湖南"), ("Putin", "普京"), ("Pyongyang", "平壤")])
def test_the_dictionary_knows_places_and_people_by_name(word: str, han: str, dictionary: Dictionary):
    """Though it goes on to explain them: Vienna, capital of Austria."""
    assert han in dictionary.exact(stems(word))


def test_a_hyphenated_word_that_nobody_knows_is_its_parts(english: English):
    """Flood-drill is no word of any dictionary; high-tech is."""
    assert {"flood", "drill"} <= set(spellings("the flood-drill", english))
    assert "high-tech" in spellings("a high-tech idea", english)


def test_an_english_term_is_sought_by_its_own_letters_too(english: English):
    """An article may be printed in English, or print an English word."""
    assert "companies" in searched("How many companies came?", english)
    assert "gdp" in searched("What is the GDP?", english)


def test_a_word_that_nothing_renders_is_sought_by_its_own_letters(english: English):
    """A brand has no translation."""
    assert "hartwelllumen" in searched("What did HartwellLumen make?", english)


def test_a_team_adds_its_own_terms(dictionary: Dictionary, tmp_path: Path):
    """In a file of their own; a term that is in both means what the team's file says, and the others stay."""
    own = tmp_path / "terms.toml"
    own.write_text('"ring road" = ["红军路"]\n"safety committee" = ["防汛"]\n', "utf-8")
    english = English(dictionary, own)
    assert spellings("the ring roads", english)["ring roads"] == ("红军路",)
    assert "防汛" in spellings("the safety committee", english)["safety committee"]
    assert "安委会" not in spellings("the safety committee", english)["safety committee"]
    assert "隐患" in spellings("hidden dangers", english)["hidden dangers"]


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("What happened on August 24?", "8月24日"),
        ("What happened on August 24th?", "8月24日"),
        ("What happened on 24 August?", "8月24日"),
        ("What happened on 24 August 2025?", "8月24日"),
        ("What happened on the 24th of August?", "8月24日"),
        ("What happened on Aug. 24, 2025?", "8月24日"),
        ("What is due by September 3?", "9月3日"),
        ("What is due by Sept. 3?", "9月3日"),
        ("What is due by 3rd September?", "9月3日"),
        ("What is due in September?", "9月"),
    ],
)
def test_a_day_in_english_is_sought_as_printed(question: str, day: str, english: English):
    """Month first or last, in full or short, with an ordinal or without."""
    assert (day,) in spellings(question, english).values()


def test_two_days_of_one_month_are_two_days(english: English):
    """Each with its own number."""
    found = spellings("What happened between August 24 and August 27?", english)
    assert ("8月24日",) in found.values()
    assert ("8月27日",) in found.values()


def test_what_may_be_is_no_month(english: English):
    """May and march are months with a capital, or with a day beside them."""
    assert ("5月",) not in spellings("What may they march for?", english).values()
    assert days("What is due in May, and by 3 march?") == ["5月", "3月3日"]


def test_a_possessive_is_no_word_of_its_own(english: English):
    """The zone's is of the zone."""
    assert spellings("What is the High-tech Zone's plan?", english)["High-tech Zone"] == ("高新区",)
    assert "s" not in searched("What is the High-tech Zone's plan?", english)


@pytest.mark.parametrize(("question", "left"), [("企业存在哪些问题", "企业存在问题"), ("安置房在何处", "安置房"), ("哪吒在哪里", "哪吒")])
def test_a_word_that_a_question_word_touches_stays_whole(question: str, left: str):
    """存在 is a word, and so is 哪吒."""
    assert "".join(content(question).split()) == left


def test_a_year_is_sought_as_a_number(english: English):
    """Whatever stands before it."""
    assert spellings("What is due by September 2025?", english)["2025"] == ("2025",)


def test_a_printed_day_is_one_unit_with_its_character(english: English):
    """24日, not 24 of anything."""
    assert {"8月", "24日"} <= set(asked("8月24日开了什么会", english).looked_for)


def test_the_dictionary_turns_english_into_chinese(dictionary: Dictionary):
    """By stem: a plural finds what its singular finds."""
    assert "防汛" in dictionary.exact(stems("flood control"))
    assert dictionary.exact(stems("Companies")) == dictionary.exact(stems("company"))
    assert "企业" in dictionary.exact(stems("company"))
    assert dictionary.exact(stems("zzyzx")) == []
    assert all(0 < share < 1 for _, share in dictionary.holding("flood"))


def test_the_dictionary_is_built_where_its_cache_is_empty(dictionary: Dictionary, tmp_path: Path):
    """Once; it answers as the one that was there."""
    fresh = Dictionary(tmp_path / "none" / "yet")
    assert fresh.exact(stems("flood control")) == dictionary.exact(stems("flood control"))
    assert len(list((tmp_path / "none" / "yet").iterdir())) == 1
