"""Adding a case: what is not printed is refused as it is given, and the file holds one good line more or is as it was."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from evals.asking import none_but
from evals.cases import BadCases, Case, load
from evals.cli import app
from evals.drafts import append, as_printed, next_id, parting

JUNE = "6月11日，陆启明主持会议。泵站\n13座，已修好 9 座。"
JULY = "7月14日，沈望舒主持会议。"
TEXTS = {"june": JUNE, "july": JULY}
CASE = Case("case-01", "june", "how_many", "zh", "泵站有几座？", True, (("13座",),), ("泵站\n13座",))  # noqa: FBT003  as in the file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles and a case."""
    lines = [json.dumps({"key": key, "text": text}, ensure_ascii=False) for key, text in TEXTS.items()]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines), "utf-8")
    append(CASE, tmp_path / "questions.jsonl", TEXTS)
    return tmp_path


def run(folder: Path, *options: str, said: str = "") -> Result:
    """The command, with what is typed."""
    return CliRunner().invoke(app, ["cases", "new", str(folder), *options], input=said)


WHO = ("--question", "谁主持了6月的会议？", "--lang", "zh", "--key", "june", "--kind", "who")


def test_a_case_is_added_by_options_alone(folder: Path):
    """As one line, in the order of the fields, with nothing that is empty beside what is needed."""
    said = run(folder, *WHO, "--evidence", "陆启明主持会议", "--fact", "陆启明 / Lu Qiming")
    assert said.exit_code == 0, said.output
    assert said.output == f"case-02 is in {folder / 'questions.jsonl'}\n"
    assert json.loads((folder / "questions.jsonl").read_text("utf-8").splitlines()[1]) == {
        "id": "case-02",
        "key": "june",
        "kind": "who",
        "lang": "zh",
        "question": "谁主持了6月的会议？",
        "answerable": True,
        "key_facts": [["陆启明", "Lu Qiming"]],
        "evidence": ["陆启明主持会议"],
    }


def test_what_no_option_says_is_asked_for_until_it_can_be_taken(folder: Path):
    """A key that no article has, a kind there is not, words that are not printed, a fact that they do not state."""
    typed = ["谁主持了6月的会议？", "zh", "may", "june", "whom", "who", "", "陆启民主持会议", "陆启明 主持会议", "", "沈望舒", "陆启明", ""]
    said = run(folder, said="\n".join(typed) + "\n")
    assert said.exit_code == 0, said.output
    assert "“may” is none of june, july" in said.output
    assert "“whom” is none of who, what" in said.output
    assert "as far as “陆启” it is printed; then comes “明主持会议。泵站13座，”, not “民主持会议”" in said.output
    assert "no spelling of it stands in the evidence: 沈望舒" in said.output
    assert load(folder)[1] == replace(
        CASE, id="case-02", kind="who", question="谁主持了6月的会议？", key_facts=(("陆启明",),), evidence=("陆启明主持会议",)
    )


def test_evidence_is_kept_as_it_is_printed(folder: Path):
    """With the blanks that a reader of the article sees, not those of whoever typed it."""
    assert run(folder, *WHO[:-1], "how_many", "--evidence", "泵站 13座，已修好9座", "--fact", "9座").exit_code == 0
    assert load(folder)[1].evidence == ("泵站13座，已修好 9 座",)


def test_an_article_that_alone_prints_some_of_it_is_needed_as_well(folder: Path):
    """Nobody has to know the field for it."""
    options = ("--evidence", "陆启明主持会议", "--evidence", "沈望舒主持会议", "--fact", "陆启明", "--fact", "沈望舒")
    said = run(folder, "--question", "6月和7月的会议各由谁主持？", *WHO[2:6], "--kind", "several", *options)
    assert "printed in july alone" in said.output
    assert load(folder)[1].others == ("july",)


def test_a_question_without_an_answer_needs_no_evidence(folder: Path):
    """And what must not be said goes with it."""
    said = run(folder, "--question", "谁主持了8月的会议？", *WHO[2:6], "--kind", "unanswerable", "--must-not", "沈望舒")
    assert said.exit_code == 0, said.output
    assert (load(folder)[1].answerable, load(folder)[1].must_not) == (False, ("沈望舒",))


def test_an_injection_is_asked_about(folder: Path):
    """It may have an answer or none."""
    said = run(folder, *WHO[:-1], "injection_question", said="n\n")
    assert said.exit_code == 0, said.output
    assert load(folder)[1].answerable is False


BAD = {
    "question": "谁主持了7月的会议？",
    "language": "zh",
    "answered": True,
    "statements": [{"text": "陆启明主持会议。", "citations": [1]}],
    "citations": [
        {"number": 1, "key": "june", "quote": "陆启明主持会议", "start": 6, "end": 13},
        {"number": 2, "key": "july", "quote": "沈望舒主持会议", "start": 6, "end": 13},
    ],
    "usage": {"calls": 0},
}


def test_a_bad_answer_proposes_what_it_can(folder: Path):
    """Question, language, key and evidence; what is wrong with it is left out when asked."""
    (folder / "bad.json").write_text(json.dumps(BAD), "utf-8")
    typed = ["", "", "july", "who", "n", "y", "", "沈望舒", ""]
    said = run(folder, "--from-answer", str(folder / "bad.json"), said="\n".join(typed) + "\n")
    assert said.exit_code == 0, said.output
    added = load(folder)[1]
    assert (added.question, added.key, added.evidence) == ("谁主持了7月的会议？", "july", ("沈望舒主持会议",))


def test_a_bad_answer_may_come_from_standard_input(folder: Path):
    """Then nobody can be asked: what is missing is named, and nothing is written."""
    options = ("--from-answer", "-", "--kind", "several")
    before = (folder / "questions.jsonl").read_bytes()
    for fault in (("--fact", "三号"), (), ("--evidence", "沈望舒主持大会", "--fact", "沈望舒")):
        assert isinstance(run(folder, *options, *fault, said=json.dumps(BAD)).exception, BadCases)
    assert (folder / "questions.jsonl").read_bytes() == before
    said = run(folder, *options, "--fact", "沈望舒", said=json.dumps(BAD))
    assert said.exit_code == 0, said.output
    assert (load(folder)[1].key, load(folder)[1].others) == ("june", ("july",))


def test_of_many_articles_the_likeliest_are_named():
    """Those that hold what was typed, else those most like it; a missing one is called missing."""
    refusal = none_but([f"flood-{month}" for month in range(1, 31)] + ["fire-safety"])
    assert refusal("flood-7") is None
    assert refusal("fire") == "“fire” is none of 31, such as fire-safety"
    assert str(refusal("flod-30")).startswith("“flod-30” is none of 31, such as flood-30, ")
    assert refusal(" ") == "it is missing"


@pytest.mark.parametrize("raw", ["", "no JSON", "[]", '{"citations": [{"quote": "x"}]}', '{"language": "fr"}'])
def test_what_is_no_answer_is_said_to_be_none(folder: Path, raw: str):
    """By its name."""
    assert "- is no answer as JSON" in str(run(folder, "--from-answer", "-", said=raw).exception)


@pytest.mark.parametrize(
    ("case", "fault"),
    [
        (CASE, "there is a case-01 already"),
        (replace(CASE, id="case-02"), "asked twice"),
        (replace(CASE, id="case-02", question="几座？", evidence=("泵站14座",)), "not printed in june"),
        (replace(CASE, id="case-02", question="几座？", key_facts=(("14座",),)), "in no spelling in its evidence"),
        (replace(CASE, id="case-02", question="几座？", key_facts=()), "an answerable question has key_facts"),
        (replace(CASE, id="case-02", question=" "), "its question is no text"),
    ],
)
def test_a_bad_case_leaves_the_file_as_it_was(folder: Path, case: Case, fault: str):
    """And nothing beside it."""
    file = folder / "questions.jsonl"
    before, beside = file.read_bytes(), set(folder.iterdir())
    with pytest.raises(BadCases, match=fault):
        append(case, file, TEXTS)
    assert (file.read_bytes(), set(folder.iterdir())) == (before, beside)


def test_the_command_refuses_a_name_that_is_taken(folder: Path):
    """Before it asks for anything else."""
    said = run(folder, "--id", "case-01")
    assert (str(said.exception), said.output) == ("there is a case-01 already", "")


def test_a_file_without_a_last_line_break_gets_one(folder: Path):
    """Two cases never share a line."""
    file = folder / "questions.jsonl"
    file.write_bytes(file.read_bytes().rstrip())
    append(replace(CASE, id="case-02", question="几座？"), file, TEXTS)
    assert [case.id for case in load(file)] == ["case-01", "case-02"]


def test_two_who_add_at_once_both_add(folder: Path):
    """One waits for the other."""
    cases = [replace(CASE, id=f"case-{number}", question=f"{number}？") for number in range(10, 22)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda case: append(case, folder / "questions.jsonl", TEXTS), cases))
    assert {case.id for case in load(folder)} == {"case-01", *(case.id for case in cases)}


@pytest.mark.parametrize(
    ("names", "following"),
    [
        ([], "case-01"),
        (["case-09"], "case-10"),
        (["case-99"], "case-100"),
        (["a-1", "odd"], "a-2"),
        (["q007", "x"], "q008"),
        (["x"], "case-01"),
    ],
)
def test_the_next_name_is_one_further(names: list[str], following: str):
    """As wide as the last one."""
    assert next_id(names) == following


@given(st.text(alphabet="会议泵站13座 \n。", min_size=1), st.data())
def test_what_is_printed_is_found_whatever_its_blanks(text: str, data: st.DataObject):
    """And is a stretch of the text; what is found nowhere is not printed, blanks aside."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    given = text[start:end]
    found = as_printed(" ".join(given), text)
    if given.isspace():
        assert found is None
    else:
        assert found is not None
        assert found in text
        assert "".join(found.split()) == "".join(given.split())


@given(st.text(alphabet="会议13座 ", min_size=1), st.text(alphabet="会议13座 ", min_size=1))
def test_what_is_not_found_is_not_printed(given: str, text: str):
    """And then it is said where it parts from what is printed."""
    bare = "".join(given.split())
    assert (as_printed(given, text) is not None) == bool(bare and bare in "".join(text.split()))
    assert "printed" in parting(given, text)
