"""Names in Latin letters find the people that the newspaper prints in Han characters."""

import pytest

from api.pinyin import characters_of, is_read, is_syllable, readings_of, romanised, syllables
from api.retrieve.names import Frequency, latin_words, name_windows, spellings


def printed(*passages: str) -> Frequency:
    """In how many of these passages a token stands."""
    return lambda token: sum(token in passage for passage in passages)


def spelled(name: str, frequency: Frequency) -> list[str]:
    """Every Han spelling of a name that is printed, by any way to read its words."""
    return [han for _, _, parts in name_windows(latin_words(name)) for han in spellings(parts, frequency)]


@pytest.mark.parametrize(
    ("han", "readings"),
    [
        ("曾", {"zeng", "ceng"}),
        ("单", {"shan", "dan", "chan"}),
        ("重", {"zhong", "chong"}),
        ("乐", {"le", "yue"}),
        ("红", {"hong"}),
        ("吕", {"lv"}),
    ],
)
def test_a_character_has_all_its_readings(han: str, readings: set[str]):
    """Without tones; ü is written v, as on a keyboard."""
    assert readings <= set(readings_of(han))
    assert all(han in characters_of(reading) for reading in readings)


@pytest.mark.parametrize("other", ["A", "7", "。", ""])
def test_what_is_not_han_has_no_reading(other: str):
    """Letters, digits, marks."""
    assert readings_of(other) == ()


@pytest.mark.parametrize("letters", ["zhang", "lv", "e", "a", "er", "zhuang"])
def test_mandarin_has_these_syllables(letters: str):
    """From one letter to six."""
    assert is_syllable(letters)


@pytest.mark.parametrize("letters", ["smi", "n", "m", "ng", "th", ""])
def test_mandarin_has_none_of_these(letters: str):
    """Lone consonants among them, though a dictionary lists a grunt or two."""
    assert not is_syllable(letters)


def test_a_word_is_cut_into_syllables_every_way_it_can_be():
    """The fewest first: xian is one syllable, and also Xi'an."""
    assert syllables("xian") == (("xian",), ("xi", "an"))
    assert syllables("hongjun") == (("hong", "jun"),)
    assert {("fang", "an"), ("fan", "gan")} <= set(syllables("fangan"))


def test_an_apostrophe_cuts():
    """Where there is one; before a syllable of one letter it must be there."""
    assert syllables("xi'an") == (("xi", "an"),)
    assert syllables("chang'e") == (("chang", "e"),)
    assert ("chang", "e") not in syllables("change")


def test_an_endless_word_is_no_name():
    """It has more cuts than anybody can try."""
    assert syllables("xian" * 100) == ()


@pytest.mark.parametrize("word", ["smith", "meeting", "committee", "hartwell"])
def test_an_english_word_is_no_pinyin(word: str):
    """It cannot be cut into syllables."""
    assert syllables(word) == ()


@pytest.mark.parametrize(
    "letters",
    [
        "Zhang Hongjun",
        "Hongjun Zhang",
        "ZHANG HONGJUN",
        "HONG-JUN ZHANG",
        "Zhang Hong-jun",
        "Zhang Hong Jun",
        "zhanghongjun",
        "Zhāng Hóngjūn",
    ],
)
def test_a_name_is_recognised_in_every_order_and_hyphenation(letters: str):
    """Family name first or last, in capitals or not, with tone marks or without."""
    assert is_read("张红军", letters)


@pytest.mark.parametrize("letters", ["Zhang Hong", "Zhang Hongjin", "Zhang Junhong", "Hongjun", "Zhang Hongjuna", "Wang Hongjun", ""])
def test_another_name_is_not_recognised(letters: str):
    """A syllable less, a syllable more, or two changed round within the given name."""
    assert not is_read("张红军", letters)


@pytest.mark.parametrize(
    ("han", "letters"),
    [
        ("曾国平", "Zeng Guoping"),
        ("单志刚", "Shan Zhigang"),
        ("单志刚", "Zhigang Shan"),
        ("重庆", "Chongqing"),
        ("任重", "Ren Zhong"),
        ("西安", "Xi'an"),
        ("西安", "Xi’an"),
        ("西安", "Xian"),
        ("吕明", "Lv Ming"),
        ("吕明", "Lü Ming"),
        ("吕明", "Ming Lü"),
        ("欧阳修远", "Ouyang Xiuyuan"),
        ("欧阳修远", "Xiuyuan Ouyang"),
        ("诸葛亮", "Liang Zhuge"),
    ],
)
def test_heteronyms_umlauts_apostrophes_and_double_surnames_are_recognised(han: str, letters: str):
    """By any reading of each character, with the surname first or last."""
    assert is_read(han, letters)


@pytest.mark.parametrize(
    ("han", "latin"),
    [
        ("张红军", "Zhang Hongjun"),
        ("曾国平", "Zeng Guoping"),
        ("单志刚", "Shan Zhigang"),
        ("仇小红", "Qiu Xiaohong"),
        ("解振华", "Xie Zhenhua"),
        ("任重", "Ren Zhong"),
        ("王重阳", "Wang Chongyang"),
        ("欧阳修远", "Ouyang Xiuyuan"),
        ("尉迟恭", "Yuchi Gong"),
        ("张", "Zhang"),
    ],
)
def test_a_name_is_romanised_as_a_passport_has_it(han: str, latin: str):
    """A surname keeps the reading it has as a surname; one of two characters stays together."""
    assert romanised(han) == latin


@pytest.mark.parametrize("foreign", ["内塔尼亚胡", "尤瓦尔·施泰尼茨", "拜登", "岸田文雄", "奥巴马", "卡塔尔埃米尔"])
def test_a_foreign_name_is_not_spelled_as_a_chinese_one(foreign: str):
    """Nobody knows 内塔尼亚胡 as Nei Taniyahu."""
    assert romanised(foreign) is None


@pytest.mark.parametrize(
    "han", ["张红军", "曾国平", "单志刚", "仇小红", "吕明", "欧阳修远", "尉迟恭", "覃丽", "朴永哲", "盖叫天", "秦若川"]
)
def test_what_we_romanise_we_recognise(han: str):
    """The English frame of a quote names people so that the door and the search know them again."""
    assert is_read(han, romanised(han) or "")


@pytest.mark.parametrize(
    ("name", "han"),
    [
        ("Zhang Hongjun", "张红军"),
        ("Hongjun Zhang", "张红军"),
        ("HONG-JUN ZHANG", "张红军"),
        ("Zhang Hong Jun", "张红军"),
        ("Zeng Guoping", "曾国平"),
        ("Shan Zhigang", "单志刚"),
        ("Chongqing", "重庆"),
        ("Xi'an", "西安"),
        ("Xi’an", "西安"),
        ("Lv Ming", "吕明"),
        ("Lü Ming", "吕明"),
        ("Xiuyuan Ouyang", "欧阳修远"),
    ],
)
def test_a_name_in_letters_finds_the_printed_one(name: str, han: str):
    """Whichever order and reading, among passages that print others too."""
    papers = printed("主任张红军到会", "曾国平、单志刚陪同", "从重庆到西安", "吕明发言", "欧阳修远主持", "张弘在场，君子一言")
    assert han in spelled(name, papers)


def test_a_spelling_that_no_passage_prints_is_not_proposed():
    """Of all that sounds like it, only what is printed, character beside character."""
    assert spellings(("zhang", "hong", "jun"), printed("张红军说", "章鸿讲", "军人")) == ["张红军"]
    assert spellings(("zhang", "hong", "jun"), printed("张三", "红军")) == []


def test_the_most_frequent_spelling_comes_first():
    """It is the likeliest one."""
    assert spellings(("wang", "wei"), printed("王伟", "王维", "王维", "王维")) == ["王维", "王伟"]


@pytest.mark.parametrize("parts", [(), ("zhang",)])
def test_less_than_two_syllables_find_nothing(parts: tuple[str, ...]):
    """One syllable sounds like a hundred characters."""
    assert spellings(parts, printed("张红军")) == []


def test_many_spellings_are_cut_to_the_likeliest():
    """A name of common sounds does not turn into hundreds of search terms."""
    ones, others = characters_of("yi")[:8], characters_of("shi")[:8]
    found = spellings(("yi", "shi"), printed(*(one + other for one in ones for other in others)))
    assert 0 < len(found) < 64


def test_words_of_a_question_keep_their_hyphens_and_apostrophes():
    """They are parts of names."""
    assert latin_words("Did Hong-Jun Zhang visit Xi'an, on 24 August?") == ["Did", "Hong-Jun", "Zhang", "visit", "Xi'an", "on", "August"]


def test_a_word_with_an_umlaut_is_one_word():
    """Lü is no L."""
    assert latin_words("Lü Ming") == ["Lü", "Ming"]


def test_the_longest_stretch_is_tried_first_in_both_orders():
    """The name of three words before the name of two that is in it."""
    windows = list(name_windows(["Zhang", "Hong", "Jun"]))
    assert windows[0] == (0, 3, ("zhang", "hong", "jun"))
    assert (0, 3, ("jun", "zhang", "hong")) in windows
    assert [stop - start for start, stop, _ in windows] == sorted((stop - start for start, stop, _ in windows), reverse=True)
