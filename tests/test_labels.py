"""A model's words become claims as they come, each with the numbers it ends with."""

import re
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.brief import Claim
from api.generate.labels import Labelled


def read(*pieces: str) -> list[Claim]:
    """The claims of a reply that came in these pieces."""
    labelled = Labelled()
    return [*(claim for piece in pieces for claim in labelled.feed(piece)), *labelled.close()]


def numbers(reply: str) -> list[int]:
    """All numbers that a reply cites."""
    return [number for claim in read(reply) for number in claim.numbers]


def says_nothing(reply: str) -> bool:
    """Whether the reply says that nothing was found."""
    labelled = Labelled()
    list(labelled.feed(reply))
    list(labelled.close())
    return labelled.says_nothing_found


def test_a_claim_is_a_sentence_and_the_numbers_behind_it():
    """One a line, or one after the other."""
    reply = "河堤巡查每日两次。[4]\n值班人员住在闸口 [5][6]。备用水泵共有六台[7]"
    assert read(reply) == [Claim((4,), "河堤巡查每日两次。"), Claim((5, 6), "值班人员住在闸口"), Claim((7,), "备用水泵共有六台")]


def test_an_english_claim_ends_in_numbers_too():
    """The full stop may stand before them or behind."""
    reply = "Patrols walk the levee twice a day [4]. The pumps are ready. [5]"
    assert read(reply) == [Claim((4,), "Patrols walk the levee twice a day"), Claim((5,), "The pumps are ready.")]


@pytest.mark.parametrize(
    ("labels", "cited"),
    [
        ("[3]", [3]),
        ("[3][4]", [3, 4]),
        ("[3] [4]", [3, 4]),
        ("[3, 4]", [3, 4]),
        ("[3，4、5；6]", [3, 4, 5, 6]),
        ("[ 3 ]", [3]),
        ("【3】【4】", [3, 4]),
        ("［3］", [3]),
        ("【3、4】", [3, 4]),
        ("[３]", [3]),
        ("[3-6]", [3, 4, 5, 6]),
        ("[3–6]", [3, 4, 5, 6]),
        ("[3至6]", [3, 4, 5, 6]),
        ("[3 ~ 5]", [3, 4, 5]),
        ("[1, 3-5]", [1, 3, 4, 5]),
        ("[3-3]", [3]),
    ],
)
def test_numbers_are_read_in_every_bracket_and_as_ranges(labels: str, cited: list[int]):
    """Half and full width, lists and ranges."""
    assert read(f"河堤巡查每日两次。{labels}") == [Claim(tuple(cited), "河堤巡查每日两次。")]


@pytest.mark.parametrize("labels", ["[1-1000000]", "[0-999999999999]", "[6-3]"])
def test_a_range_of_half_the_paper_cites_nothing(labels: str):
    """Nor does one that runs backwards; the claim comes without numbers, so it cannot leave."""
    assert read(f"河堤巡查每日两次。{labels}") == [Claim((), "河堤巡查每日两次。")]


def test_a_label_of_endless_digits_cites_nothing_real():
    """Python itself refuses to read an integer of five thousand digits; the reply must still be read to its end."""
    claims = read(f"河堤巡查每日两次。[{'9' * 5000}]备用水泵共有六台。[7]")
    assert claims[-1] == Claim((7,), "备用水泵共有六台。")
    assert all(number > 10**6 for claim in claims[:-1] for number in claim.numbers)


@pytest.mark.parametrize("bullet", ["- ", "* ", "• ", "· ", "1. ", "12. ", "2) ", "  - ", "3、 "])
def test_a_bullet_is_no_part_of_a_claim(bullet: str):
    """Dashes, dots and ordinals of a list."""
    assert read(f"{bullet}河堤巡查每日两次。[4]\n{bullet}备用水泵共有六台。[5]") == [
        Claim((4,), "河堤巡查每日两次。"),
        Claim((5,), "备用水泵共有六台。"),
    ]


def test_a_number_that_begins_a_claim_is_no_bullet():
    """A sum with its point stays whole."""
    assert read("1.5亿元用于河堤。[4]") == [Claim((4,), "1.5亿元用于河堤。")]


@pytest.mark.parametrize("reply", ["[3][4][7]", "3号 [3][4][7]", "- [3][4][7]", "[3-4][7]。"])
def test_numbers_alone_ask_for_the_printed_sentences(reply: str):
    """A word or two beside them make no sentence. Each printed sentence stands for itself: they may be of several articles."""
    assert read(reply) == [Claim((3,)), Claim((4,)), Claim((7,))]


def test_numbers_one_a_line_are_all_cited():
    """As a small model lists them."""
    assert numbers("1. [3]\n2. [4]\n3. [7]\n") == [3, 4, 7]


@pytest.mark.parametrize("reply", ["", "河堤巡查每日两次。", "3, 4, 7", "（3）", "[三]", "[]", "[-3]", "[3", "3]", "\n\n"])
def test_words_without_a_number_in_brackets_are_no_claim(reply: str):
    """However true they sound."""
    assert read(reply) == []


def test_words_behind_the_last_number_are_no_claim():
    """Nor do they join a claim before them."""
    assert read("河堤巡查每日两次。[4] 希望以上回答对您有帮助。") == [Claim((4,), "河堤巡查每日两次。")]


def test_a_thought_is_no_claim():
    """Whatever it cites."""
    assert read("<think>也许是第[7]句，[8]也像。</think>\n河堤巡查每日两次。[4]") == [Claim((4,), "河堤巡查每日两次。")]


def test_a_thought_without_an_end_is_no_claim_either():
    """The reply was cut off before it began."""
    assert read("<think>也许是第[7]句。", "[8]也像。") == []


@pytest.mark.parametrize(
    "reply", ["NOT FOUND", "Not found.", " **NOT FOUND** ", "NOT FOUND。", "<think>没有[3]</think>\nNOT FOUND", "\nnot found\n"]
)
def test_not_found_is_heard(reply: str):
    """In any case, between any marks, behind any thought; and it is no claim."""
    assert says_nothing(reply)
    assert read(reply) == []


@pytest.mark.parametrize(
    "reply", ["", "河堤巡查每日两次。[4]", "NOT FOUND in [3]", "The pump was not found. [3]", "<think>NOT FOUND</think>[3]"]
)
def test_other_words_do_not_say_not_found(reply: str):
    """Silence does not, nor an answer that holds the words."""
    assert not says_nothing(reply)


def test_claims_are_counted():
    """As they are found."""
    labelled = Labelled()
    list(labelled.feed("河堤巡查每日两次。[4]备用水泵共有六台。[5]值班"))
    assert labelled.found == 2
    list(labelled.close())
    assert labelled.found == 2


def test_a_claim_leaves_as_soon_as_its_numbers_are_complete():
    """It does not wait for the end of the reply."""
    labelled = Labelled()
    assert list(labelled.feed("河堤巡查每日两次。[4")) == []
    assert list(labelled.feed("]")) == []
    assert list(labelled.feed("\n备用")) == [Claim((4,), "河堤巡查每日两次。")]


def test_two_numbers_that_come_bracket_by_bracket_belong_to_one_claim():
    """As a model's tokens come."""
    assert read("河堤巡查每日两次。[4]", "[", "5", "]", "备用") == [Claim((4, 5), "河堤巡查每日两次。")]


PIECES = st.sampled_from(
    [
        "河堤巡查每日两次",
        "The pumps are ready",
        "备用",
        "。",
        ".",
        "；",
        "\n",
        " ",
        "- ",
        "1. ",
        "[4]",
        "[5]",
        "[6-8]",
        "【9、10】",
        "[",
        "]",
        "3",
        "，",
    ]
)


def cut(reply: str, sizes: Iterable[int]) -> list[str]:
    """The reply in pieces of these sizes, and what is left as the last."""
    pieces, at = [], 0
    for size in sizes:
        pieces.append(reply[at : at + size])
        at += size
    return [*pieces, reply[at:]]


@settings(max_examples=500)
@given(
    st.sampled_from(["", "<think>也许是[7]</think>"]),
    st.lists(PIECES, max_size=14).map("".join),
    st.lists(st.integers(1, 6), max_size=40),
)
def test_however_a_reply_is_cut_into_pieces_its_claims_are_the_same(thought: str, said: str, sizes: list[int]):
    """A network cuts where it likes, in the middle of a label, too."""
    assert read(*cut(thought + said, sizes)) == read(thought + said)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_a_reply_that_comes_character_by_character_says_the_same(said: str):
    """The finest cut of all."""
    assert read(*said) == read(said)


@given(st.text(alphabet="[]【】［］0123456789-–~至,，、;； 。河堤*\n", max_size=40))
def test_no_reply_upsets_the_reader(reply: str):
    """Whatever comes, the words of a claim are the reply's own, and its numbers are the reply's own or between two of them."""
    own = [int(run) for run in re.findall(r"\d+", reply)]
    for claim in read(reply):
        assert claim.text is None or claim.text in reply
        assert all(min(own) <= number <= max(own) for number in claim.numbers)
