"""The main job, as its users meet it: the seed newspaper in, grounded answers out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SAMPLES, asked, shared

from api.services import Services

CHINESE = "张红军对安委会提出了哪些要求"
ENGLISH = "what did Zhang Hongjun ask of the safety committee"
DEMANDS = ("一是高度重视", "二是开展城市基础设施安全隐患大排查", "三是压实责任", "四是守住底线")


def test_the_seed_file_holds_three_articles(seed: Services):
    """One file, an H1 an article."""
    assert seed.library.catalogue.counted()[0] == 3


@pytest.mark.parametrize("question", [CHINESE, ENGLISH])
def test_his_four_demands_are_four_statements_each_with_its_printed_words(seed: Services, question: str):
    """In either language, from the right article, with the lead-in that says who spoke."""
    answer = asked(question, seed)
    assert len(answer.statements) == 4
    for statement, demand in zip(answer.statements, DEMANDS, strict=True):
        quotes = [quote for quote, number in answer.citations.items() if number in statement.citations]
        assert any(demand in quote.text for quote in quotes)
        assert any("张红军在会上强调" in quote.text for quote in quotes)
        assert all("安委会全体(扩大)会议" in quote.article.title for quote in quotes)
        assert all(quote.article.text[quote.span.start : quote.span.end] == quote.text for quote in quotes)


def test_a_sentence_broken_over_two_paragraphs_is_whole_again(seed: Services):
    """The page had 张红军在会上强 and, after a blank line, 调,一是."""
    assert "张红军在会上强调,一是" in asked(CHINESE, seed).statements[0].text


def test_an_english_question_gets_an_english_frame_around_the_chinese_words(seed: Services):
    """Who, and where from."""
    first = asked(ENGLISH, seed).statements[0].text
    assert first.startswith("Zhang Hongjun (张红军), in “高新区召开安委会全体(扩大)会议")
    assert "一是高度重视" in first


def test_what_the_articles_do_not_say_is_not_answered(seed: Services):
    """And the note tells what was looked for, as its asker wrote it."""
    answer = asked("2022年高新区的GDP是多少", seed)
    assert not answer.answered
    assert not answer.citations
    assert answer.note is not None
    assert "GDP" in answer.note
    assert "2022年" in answer.note


def test_who_did_not_ask_is_told_from_who_did(seed: Services):
    """张良才 spoke elsewhere."""
    answer = asked("张良才对安委会提出了哪些要求", seed)
    assert not answer.citations
    assert answer.note
    assert "没有写到张良才；说这些话的是张红军。张良才见于《高新区召开党史学习教育推进会》" in answer.note


def jianbao(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a shell would."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("JIANBAO_", "OPENAI_"))}
    command = [str(Path(sys.executable).parent / "jianbao"), *words, "--data-dir", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, env={**clean, **environment}, check=False, timeout=120)


def test_the_commands_do_it_from_a_cold_shell(tmp_path: Path):
    """Ingest, ask in JSON, and ingest again: nothing new, nothing embedded."""
    assert jianbao("ingest", str(shared("corpus/seed")), folder=tmp_path).returncode == 0
    reply = json.loads(jianbao("ask", CHINESE, "--json", folder=tmp_path).stdout)
    assert reply["answered"]
    assert len(reply["statements"]) == 4
    again = jianbao("ingest", str(shared("corpus/seed")), folder=tmp_path).stdout
    assert "3 unchanged" in again
    assert "0 passages embedded" in again


def test_chinese_is_printed_as_chinese(tmp_path: Path):
    """No backslash-u escape, in prose or in JSON."""
    jianbao("ingest", str(SAMPLES), folder=tmp_path)
    for words in (("ask", CHINESE), ("ask", CHINESE, "--json"), ("articles", "--json")):
        printed = jianbao(*words, folder=tmp_path).stdout
        assert "张红军" in printed
        assert "\\u" not in printed


def test_a_search_is_held_to_a_body_and_a_section_and_explains_itself(samples: Services):
    """In prose, and in JSON with the wire's own shapes; a body that no article prints lets nothing through."""
    folder = samples.settings.data_dir
    held = ("--organisation", "高新区", "--section", "随即召开全区会议")
    found = json.loads(jianbao("search", "安全生产", *held, "--explain", "--json", folder=folder).stdout)["passages"]
    assert {one["section"] for one in found} == {"随即召开全区会议"}
    assert found[0]["explain"]["fused"] == found[0]["score"]
    assert "生产" in "".join(found[0]["explain"]["terms"])
    printed = jianbao("search", "安全生产", *held, "--explain", folder=folder).stdout
    assert "words 1.00, cosine 0." in printed
    assert "生产" in printed.splitlines()[2]
    assert "nothing found" in jianbao("search", "安全生产", "--organisation", "铁路局", folder=folder).stdout
    assert not json.loads(jianbao("ask", CHINESE, "--organisation", "铁路局", "--json", folder=folder).stdout)["answered"]
    assert "安委会" in jianbao("ask", CHINESE, "--organisation", "安委会", folder=folder).stdout


def test_with_the_model_gone_the_articles_own_sentences_come(tmp_path: Path):
    """And the reply says so."""
    jianbao("ingest", str(SAMPLES), folder=tmp_path)
    reply = json.loads(
        jianbao("ask", CHINESE, "--json", folder=tmp_path, JIANBAO_CHAT_MODEL="local", OPENAI_BASE_URL="http://127.0.0.1:9/v1").stdout
    )
    assert reply["answered"]
    assert reply["writer"] == {"kind": "extractive", "model": None, "prompt": None, "fell_back": True, "reason": "unreachable"}


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("ingest", "nowhere"), "nowhere does not exist"),
        (("ask", ""), "the question is empty"),
        (("ask", "问" * 10_000), "10000 characters"),
        (("ask", "谁"), "no article has been read"),
        (("search", "谁"), "no article has been read"),
    ],
)
def test_bad_input_is_one_line_that_names_it(tmp_path: Path, words: tuple[str, ...], named: str):
    """On standard error, with a non-zero exit, and nothing is written."""
    done = jianbao(*words, folder=tmp_path / "data")
    assert done.returncode != 0
    assert named in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "data" / "catalogue.db").exists()


def test_ctrl_c_ends_a_command_with_a_line():
    """And with the exit code of a process that was interrupted."""
    command = "@cli.app.command()\ndef stop():\n    raise KeyboardInterrupt\n"
    program = f"import typer\nfrom api import cli\ncli.app = typer.Typer()\n{command}cli.main()\n"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "jianbao: stopped; what was published before stands\n")
