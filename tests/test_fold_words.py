"""The folded view keeps every offset; the words of the index are the same however a text is typed; tokens are counted."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.fold import fold
from ingest.tokens import count
from ingest.words import bigrams, is_han, pairs, tokens, units

ANY_TEXT = st.text(st.characters(), max_size=80)
"""Every code point there is: emoji, half of a surrogate pair, what no font can draw."""


@settings(max_examples=500)
@given(ANY_TEXT)
@example("İstanbul ß ﬃ ㌔ ① Ⅳ ½ 👨‍👩‍👧 é e\u0301 \ud800")
def test_folding_keeps_the_length_and_so_every_offset(text: str):
    """One character for one: what is found in the folded view is quoted from the printed one."""
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("plane", range(17))
def test_folding_keeps_each_single_character_single(plane: int):
    """All of Unicode, plane by plane."""
    characters = "".join(map(chr, range(plane * 0x10000, (plane + 1) * 0x10000)))
    assert len(fold(characters)) == len(characters)


@given(ANY_TEXT)
def test_a_long_text_is_folded_as_a_short_one(text: str):
    """Each in the way that is quicker for it; half a character in either, too."""
    assert fold(text * 80) == fold(text) * 80


def test_what_is_folded_needs_no_more_folding():
    """A question folded on its way and an article folded once still meet."""
    characters = "".join(map(chr, range(0x10000)))
    again = fold(fold(characters))
    assert [(one, fold(one), other) for one, other in zip(characters, again, strict=True) if fold(one) != other] == []


@settings(max_examples=200)
@given(ANY_TEXT, ANY_TEXT)
def test_a_character_folds_the_same_whatever_stands_beside_it(left: str, right: str):
    """So a piece of a text and the text agree."""
    assert fold(left + right) == fold(left) + fold(right)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("張紅軍強調防汛", "张红军强调防汛"),
        ("國務院總理視察龍舟賽", "国务院总理视察龙舟赛"),
        ("记者", "记者"),
        ("ＧＤＰ增长３．５％", "gdp增长3.5%"),
        ("Wi-Fi 6 AI", "wi-fi 6 ai"),
        ("（一）！？：；，", "(一)!?:;,"),
        ("甲\u3000乙。丙、丁", "甲 乙.丙,丁"),
        ("ÀÉÜ Łódź", "àéü łódź"),
        ("ＡＺａｚ～", "azaz~"),
    ],
)
def test_width_case_and_script_are_evened_out(printed: str, folded: str):
    """Traditional to simplified, full width to half, capitals to small."""
    assert fold(printed) == folded


@pytest.mark.parametrize(
    ("here", "there"),
    [("張紅軍強調防汛", "张红军强调防汛"), ("ＧＤＰ增長３．５％", "gdp增长3.5%"), ("WI-FI　６．０", "wi-fi 6.0")],
)
def test_the_same_words_are_indexed_however_they_are_typed(here: str, there: str):
    """A question in traditional characters finds an article in simplified ones."""
    assert sorted(tokens(here)) == sorted(tokens(there))


def test_han_enters_the_index_as_characters_pairs_and_words():
    """All in one bag."""
    found = list(tokens("防汛指挥部"))
    assert set("防汛指挥部") <= set(found)
    assert {"防汛", "汛指", "指挥", "挥部"} <= set(found)
    assert "指挥部" in found
    assert max(found.count(char) for char in "防汛指挥部") == 1


def test_a_word_of_two_characters_counts_as_pair_and_as_word():
    """As often as a Latin word: three tokens hold it."""
    assert [token for token in tokens("防汛") if "防" in token] == ["防", "防汛", "防汛"]
    assert list(tokens("gdp")) == ["gdp"] * 3


@pytest.mark.parametrize("whole", ["3.5", "3.5%", "2.10.3", "wi-fi", "covid-19", "1000", "g20"])
def test_latin_words_and_numbers_stay_whole(whole: str):
    """With the point, the dash and the percent sign inside them."""
    assert set(tokens(f"，{whole}。")) == {whole}


def test_a_number_is_also_indexed_with_the_character_it_counts():
    """13家 is not 13台, and 2022年 is a year."""
    assert {"13", "13家", "家"} <= set(tokens("13家企业"))
    assert not {"13台", "13企"} & set(tokens("13家企业"))
    assert "6家" not in set(tokens("第6 家"))
    assert "a级" not in set(tokens("a级"))


def test_marks_and_blanks_are_no_words_but_they_part_them():
    """No pair reaches over a comma."""
    assert set(tokens("，。！“”——\n")) == set()
    assert "汛巡" not in set(tokens("防汛，巡堤"))


@settings(max_examples=300)
@given(ANY_TEXT)
def test_a_token_is_printed_in_the_folded_text_and_holds_no_blank(text: str):
    """The index takes the tokens as one string parted by blanks."""
    folded = fold(text)
    for token in tokens(text):
        assert token in folded
        assert token == "".join(token.split()) != ""


@settings(max_examples=300)
@given(st.text(st.sampled_from("张红军要求3.5%家13abc-Wi ，\n"), max_size=40))
def test_a_unit_stands_where_it_says_and_its_pairs_are_indexed(text: str):
    """Or a question's words could never be found in the text they were taken from."""
    folded = fold(text)
    indexed = set(tokens(text))
    for start, unit in units(folded):
        assert folded.startswith(unit, start)
        assert set(pairs(unit)) <= indexed


def test_units_keep_a_number_with_what_it_counts():
    """And Han runs whole."""
    assert [unit for _, unit in units("2022年投入3.5亿元，ai企业13家")] == ["2022年", "投入", "3.5亿", "元", "ai", "企业", "13家"]


def test_pairs_are_what_the_index_holds_of_a_unit():
    """Single characters only where there is nothing longer."""
    assert pairs("防汛办") == ["防汛", "汛办"]
    assert pairs("汛") == ["汛"]
    assert pairs("2022年") == ["2022年"]
    assert pairs("gdp") == ["gdp"]
    assert list(bigrams("汛")) == []
    assert is_han("汛期2") > is_han("2汛期")


@pytest.mark.parametrize("text", ["", "水位上涨。", "The levee held.", "👨‍👩‍👧", "<|endoftext|>", "水" * 5000])
def test_tokens_are_counted_as_a_model_would(text: str):
    """At most one a byte, none for nothing; a marker is plain text and cannot end anything."""
    assert (count(text) == 0) == (text == "")
    assert count(text) <= len(text.encode())
    assert count("<|endoftext|>") > 1


@settings(max_examples=100)
@given(st.text(st.sampled_from("张红军强调，一是高度重视。abc 3.5\n"), max_size=60), st.text(max_size=20))
def test_two_texts_together_cost_no_more_than_apart(left: str, right: str):
    """Give or take the merging of their ends; so a budget filled piece by piece is kept."""
    assert count(left + right) <= count(left) + count(right) + 1


def test_nothing_but_words_reaches_the_index():
    """A query can hold no operator of the search engine's language."""
    assert all(re.fullmatch(r"[\w.%-]+", token) for token in tokens('title:防汛* AND (巡堤 OR -堤坝) "x" ^2 ~1 [a TO b]'))
