"""Numbers have values, however they are printed."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.ground.numerals import value_of, values_in

DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """A number from 0 to 10^12 - 1 as a newspaper writes it out: 12000 → 一万二千, 100000300 → 一亿零三百, 15 → 十五."""
    if not number:
        return "零"
    said = ""
    for great, four in (("亿", number // 10**8), ("万", number // 10**4 % 10**4), ("", number % 10**4)):
        if four:
            said += ("零" if said and four < 1000 else "") + thousands(four) + great
        elif said and not said.endswith("零") and number % (10**8 if great == "亿" else 10**4):
            said += "零"
    said = said.replace("零零", "零")
    return said.removeprefix("一") if said.startswith("一十") else said


def thousands(number: int) -> str:
    """A number from 1 to 9999, written out."""
    said = ""
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // size % 10
        if digit:
            said += DIGITS[digit] + unit
        elif said and not said.endswith("零") and number % size:
            said += "零"
    return said


def values(*numbers: float | str) -> set[Decimal]:
    """The numbers, as the product compares them."""
    return {Decimal(str(number)) for number in numbers}


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (13, "十三"),
        (20, "二十"),
        (105, "一百零五"),
        (12000, "一万二千"),
        (10005, "一万零五"),
        (1_200_030, "一百二十万零三十"),
        (10**8, "一亿"),
    ],
)
def test_this_file_writes_numerals_as_newspapers_do(number: int, written: str):
    """The numerals that the properties below rest on are themselves right."""
    assert numeral(number) == written


@pytest.mark.parametrize("printed", ["十三家企业", "13家企业", "１３家企业", "thirteen companies", "Thirteen companies", "第十三家企业"])
def test_thirteen_is_one_number_in_every_writing(printed: str):
    """Chinese numeral, digits of either width, English word, ordinal."""
    assert values_in(printed) == values(13)


@pytest.mark.parametrize("printed", ["两家企业", "二家企业", "2家企业", "two companies"])
def test_liang_is_two(printed: str):
    """Before a measure word, two is 两."""
    assert values_in(printed) == values(2)


@pytest.mark.parametrize(
    "printed", ["1.5亿元", "150,000,000元", "150000000元", "15000万元", "1.5 亿元", "150 million yuan", "0.15 billion yuan"]
)
def test_a_hundred_and_fifty_million_is_one_number_in_every_writing(printed: str):
    """The unit behind the digits counts, in either language, with or without a blank."""
    assert values_in(printed) == values(150_000_000)


@pytest.mark.parametrize("printed", ["5千万元", "5000万元", "五千万元", "0.5亿元", "50 million yuan"])
def test_digits_before_a_chinese_thousand_are_scaled_too(printed: str):
    """5千万 is what a headline makes of 五千万."""
    assert values_in(printed) == values(50_000_000)


@pytest.mark.parametrize(
    ("printed", "number"), [("1,000处", "1000"), ("1,234,567.89元", "1234567.89"), ("12.50元", "12.5"), ("1.2万亿元", "1200000000000")]
)
def test_groups_decimals_and_trillions_are_read(printed: str, number: str):
    """Commas group, a point divides, 万亿 is one unit."""
    assert values_in(printed) == values(number)


def test_a_comma_between_two_numbers_groups_nothing():
    """3,7 are two numbers, not thirty-seven."""
    assert values_in("第3,7项") == values(3, 7)


@pytest.mark.parametrize("printed", ["百分之三十", "30%", "30％", "30 percent"])
def test_a_percentage_is_its_number_and_no_hundred(printed: str):
    """百分之 is the sign, not a value of its own."""
    assert values_in(printed) == values(30)


@pytest.mark.parametrize(("printed", "number"), [("百分之五", 5), ("百分之十", 10), ("百分之十五", 15), ("百分之百", 100)])
def test_a_percentage_of_any_length_has_its_value(printed: str, number: int):
    """百分之五 cannot pass for 百分之八."""
    assert values_in(printed) == values(number)


@pytest.mark.parametrize("printed", ["三分之一", "1/3", "one of three"])
def test_a_third_is_one_and_three(printed: str):
    """Both parts of a fraction are numbers."""
    assert values_in(printed) == values(1, 3)


def test_two_thirds_are_not_one_third():
    """A fraction that nobody printed cannot hide behind its denominator."""
    assert values_in("三分之二") != values_in("三分之一")


@pytest.mark.parametrize("printed", ["二〇二五年", "二零二五年", "2025年", "in 2025"])
def test_a_year_is_read_digit_by_digit(printed: str):
    """〇 and 零 alike."""
    assert values_in(printed) == values(2025)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [("8月", "August"), ("八月", "in August"), ("8月24日", "August 24"), ("八月二十四日", "24 August"), ("5月", "May"), ("第一", "first")],
)
def test_a_month_is_its_number_in_either_language(chinese: str, english: str):
    """8月 is August, and 24日 is the 24th."""
    assert values_in(chinese) == values_in(english)


def test_what_may_be_is_not_the_month():
    """Only a capital letter makes a month of may and march."""
    assert values_in("they may march on") == set()


@pytest.mark.parametrize(
    ("words", "number"),
    [("twenty-one stalls", 21), ("sixty-three companies", 63), ("two hundred people", 200), ("eleven million yuan", 11_000_000)],
)
def test_english_number_words_are_read_together(words: str, number: int):
    """Eleven million is not eleven, and sixty-three is neither sixty nor three."""
    assert values_in(words) == values(number)


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("1亿3000万元", [130_000_000]),
        ("投资1亿，2025年完工", [100_000_000, 2025]),
        ("二十余万元", [200_000]),
        ("20多万元", [200_000]),
        ("百分之六点二", [6.2]),
        ("三点五亿元", [350_000_000]),
        ("一万二", [12_000]),
        ("五十万千瓦", [500_000]),
        ("七八个人", [7, 8]),
        ("“十四五”规划", [14, 5]),
        ("the 14th Five-Year Plan", [14, 5]),
        ("one hundred and twenty-third", [123]),
        ("two thousand three hundred and four", [2304]),
        ("two-thirds", [2, 3]),
        ("eleven millions", [11_000_000]),
        ("8 millions", [8_000_000]),
        ("3 billionaires", [3]),
        ("Aug. 24", [8, 24]),
        ("24 Sept", [24, 9]),
        ("Zhang Hong Jun", []),
    ],
)
def test_what_belongs_to_one_number_is_read_as_one(printed: str, numbers: list[float]):
    """And what belongs to two as two."""
    assert values_in(printed) == values(*numbers)


@pytest.mark.parametrize(
    ("printed", "number"), [("二十分钟", 20), ("8时十分", 10), ("发生一起火灾", 1), ("二十一时", 21), ("五千万", 50_000_000)]
)
def test_a_saying_is_none_where_a_numeral_goes_on(printed: str, number: int):
    """十分 is ten minutes behind an hour, 一起 one case of a fire."""
    assert number in values_in(printed)


@pytest.mark.parametrize(
    "words",
    [
        "进一步加强",
        "与企业一起研究",
        "提高百分点",
        "千万要注意",
        "唯一",
        "统一部署",
        "一些单位",
        "万里长江",
        "全区干部",
        "十分重视",
        "千方百计",
        "",
        "the whole district",
    ],
)
def test_words_that_only_look_like_numbers_have_no_value(words: str):
    """一 of 统一 counts nothing; a claim does not fall for it."""
    assert values_in(words) == set()


@given(st.integers(0, 10**8))
@example(0)
@example(12_000)
@example(10**8)
def test_a_numeral_has_the_value_of_its_number(number: int):
    """Up to a hundred million, as this file writes it out."""
    assert value_of(numeral(number)) == number


@given(st.integers(10**8, 10**12 - 1))
@example(130_000_000)
def test_a_numeral_above_a_hundred_million_has_the_value_of_its_number(number: int):
    """一亿三千万 is 130 million."""
    assert value_of(numeral(number)) == number


@given(st.integers(0, 10**8))
@example(12_000)
@example(3_542)
def test_a_numeral_in_a_sentence_states_what_its_digits_state(number: int):
    """Whether it is followed by a measure word or not, and no other value comes out of it."""
    assert values_in(f"全区共收到来信{numeral(number)}件。") == values(number) == values_in(f"全区共收到来信{number}件。")


@given(st.integers(11, 10**8))
def test_a_numeral_with_nothing_behind_it_states_its_value(number: int):
    """At the end of a sentence, too, where no measure word marks it."""
    assert values_in(f"总数为{numeral(number)}。") == values(number)


@given(st.integers(0, 10**12))
def test_grouped_digits_state_what_bare_digits_state(number: int):
    """1,234,567 is 1234567."""
    assert values_in(f"{number:,}元") == values(number) == values_in(f"{number}元")
