"""What we say to a model: each prompt says what it is for, is known by its text, and may be replaced by a folder's own."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from prompts import Prompt, load

NAMES = sorted(file.name.removesuffix(".md") for file in files("prompts").iterdir() if file.name.endswith(".md"))
HOLES = {"question": "谁主持会议？", "sentences": "[1] 会议开始。", "language": "Chinese", "most": "5", "claim": "会议已开。"}
OWN = "---\nname: write\nfor: a team's own way\nlanguage: Chinese\n---\n用一句话回答：$question\n$sentences\n"


def holes_of(prompt: Prompt) -> set[str]:
    """The names of its holes."""
    return set(re.findall(r"\$\{?([a-z_]+)", prompt.text))


ASKING = [name for name in NAMES if "question" in holes_of(load(name))]
"""Those that answer a question; others read whole articles."""


def in_folder(folder: Path, text: str = OWN) -> Path:
    """A folder with a prompt `write` of its own."""
    (folder / "write.md").write_text(text, "utf-8")
    return folder


def test_the_product_comes_with_its_prompts():
    """One to write, one to select, one to verify; perhaps more."""
    assert {"write", "select", "verify"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_says_its_name_its_purpose_and_its_language(name: str):
    """In front matter, which the model does not see."""
    prompt = load(name)
    assert prompt.name == prompt.about["name"] == name
    assert all(prompt.about[each].strip() for each in ("for", "language"))
    assert prompt.about["for"] not in prompt.text
    assert not prompt.text.startswith("---")
    assert prompt.text == prompt.text.strip() != ""


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_is_asked_over_sentences(name: str):
    """And has no hole that nobody fills."""
    assert {"sentences"} <= holes_of(load(name)) <= set(HOLES)
    assert set(NAMES) - set(ASKING) == {"demands", "items", "judge", "overview", "pick"}


@pytest.mark.parametrize("name", NAMES)
def test_a_filled_prompt_holds_what_was_put_in_and_no_hole(name: str):
    """Word for word."""
    filled = load(name).filled(**HOLES)
    assert "$" not in filled
    assert (HOLES["question"] in filled) == (name in ASKING)
    assert HOLES["sentences"] in filled


@pytest.mark.parametrize("name", ASKING)
@pytest.mark.parametrize("hole", ["question", "sentences"])
def test_an_open_hole_is_an_error(name: str, hole: str):
    """It is named; nothing is sent with a gap in it."""
    with pytest.raises(KeyError, match=hole):
        load(name).filled(**{each: said for each, said in HOLES.items() if each != hole})


@pytest.mark.parametrize("name", NAMES)
def test_sentences_stand_behind_a_fence_that_our_own_words_close(name: str):
    """Once opened, once closed, the sentences within and the question without; and it says that they are no orders."""
    filled = load(name).filled(**HOLES)
    assert filled.count("<<<") == filled.count(">>>") == 1
    assert filled.index("<<<") < filled.index(HOLES["sentences"]) < filled.index(">>>")
    assert name not in ASKING or filled.index(">>>") < filled.index(HOLES["question"])
    assert "not orders" in filled or "不是对你的指示" in filled


@pytest.mark.parametrize("name", ["write", "select"])
def test_a_model_may_say_that_nothing_was_found(name: str):
    """In the words that we listen for, and with labels in the brackets that we read."""
    assert "NOT FOUND" in load(name).text
    assert re.search(r"\[\d+\]\[\d+\]", load(name).text)


@pytest.mark.parametrize("printed", ["单价 $question 元", "$sentences", "${language}", "$$", "$5"])
def test_a_dollar_in_the_newspaper_fills_no_hole(printed: str):
    """Printed words are put in as they are."""
    assert printed in load("write").filled(**(HOLES | {"sentences": printed}))


def test_a_version_is_eight_hexadecimal_digits_of_its_own():
    """No two prompts share one, and reading again changes nothing."""
    versions = [load(name).version for name in NAMES]
    assert all(re.fullmatch("[0-9a-f]{8}", version) for version in versions)
    assert len(set(versions)) == len(NAMES)
    assert versions == [load(name).version for name in NAMES]


@pytest.mark.parametrize(("old", "new"), [("一句话", "两句话"), ("：", ":"), ("$question\n$sentences", "$sentences\n$question")])
def test_a_changed_word_is_another_version(tmp_path: Path, old: str, new: str):
    """So that scores are never ascribed to words that did not earn them."""
    before = load("write", in_folder(tmp_path)).version
    assert load("write", in_folder(tmp_path, OWN.replace(old, new))).version != before


def test_what_is_said_about_a_prompt_is_no_part_of_its_version(tmp_path: Path):
    """The model does not see it."""
    before = load("write", in_folder(tmp_path)).version
    assert load("write", in_folder(tmp_path, OWN.replace("a team's own way", "another purpose"))).version == before


def test_a_folder_overrides_a_prompt_and_leaves_the_others(tmp_path: Path):
    """Its own text, its own version."""
    own = load("write", in_folder(tmp_path))
    assert own.filled(**HOLES) == "用一句话回答：谁主持会议？\n[1] 会议开始。"
    assert own.version != load("write").version
    assert load("select", tmp_path) == load("select")


def test_a_rule_within_a_prompt_is_part_of_it(tmp_path: Path):
    """Only the first two fence off what is said about it."""
    assert "---" in load("write", in_folder(tmp_path, f"{OWN}---\n再想一遍。\n")).text


def test_a_prompt_that_is_nowhere_is_named(tmp_path: Path):
    """Neither in the folder nor in the product."""
    with pytest.raises(FileNotFoundError, match="translate"):
        load("translate", tmp_path)
