"""A run from end to end: every row is there, whatever happens to some of them, and a run that was stopped is gone on with."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, shared, until
from typer.testing import CliRunner

from api.answers import question
from api.settings import Settings
from evals.cases import BadCases
from evals.cases_cli import HOME, corpus_of
from evals.cli import app
from evals.errors import BadRun
from evals.jobs import Desk, Job
from evals.means import Marks
from evals.plan import Plan, again, planned
from evals.record import Record, Row, load
from evals.run import _all, resume, run

_EVAL = Path(sys.executable).parent / "jianbao-eval"
PUMPS = "6月11日，云川高新区召开备汛会，区管委会主任陆启明出席。石埠泵站有水泵13台。陆启明强调，区水务局要在6月20日前补齐沙袋。"
SCHOOL = "杏坞小学的校车每天两班。校长秦若川说，家长可以随车。"
ARTICLES = [
    {"key": "pumps", "title": "石埠泵站", "published_on": "2025-06-12", "text": PUMPS},
    {"key": "school", "title": "杏坞小学", "published_on": "2025-06-15", "text": SCHOOL},
]
CASES = [
    ("pumps-1", "pumps", "how_many", "石埠泵站有多少台水泵？", [["13台"]], ["石埠泵站有水泵13台"]),
    ("school-1", "school", "how_many", "杏坞小学的校车每天几班？", [["两班"]], ["校车每天两班"]),
    ("school-2", "school", "unanswerable", "杏坞小学今年的学费是多少元？", [], []),
]
DEED = {"id": "a", "key": "pumps", "kind": "instruction", "assigner": "陆启明", "owner": "区水务局", "action": "补齐沙袋"} | {
    "due_text": "6月20日前",
    "due_on": "2025-06-20",
    "optional": False,
    "evidence": "区水务局要在6月20日前补齐沙袋",
}


def lines(rows: Iterable[object]) -> str:
    """JSON, a row a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def rows_of(cases: Iterable[tuple[str, str, str, str, list[list[str]], list[str]]]) -> list[dict[str, object]]:
    """Cases as their file has them."""
    names = ("id", "key", "kind", "question", "key_facts", "evidence")
    return [dict(zip(names, case, strict=True)) | {"lang": "zh", "answerable": bool(case[4])} for case in cases]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles, three cases, one labelled item, one summary."""
    home = tmp_path / "gold"
    home.mkdir()
    (home / "articles.jsonl").write_text(lines(ARTICLES), "utf-8")
    (home / "qa.jsonl").write_text(lines(rows_of(CASES)), "utf-8")
    (home / "actions.jsonl").write_text(lines([DEED]), "utf-8")
    summary = {"key": "pumps", "must_have": [{"all_of": ["13台"]}], "must_not_claim": []}
    (home / "summaries.jsonl").write_text(lines([summary]), "utf-8")
    return home


@pytest.fixture
def plan(folder: Path, cache: Path) -> Plan:
    """All of it, without a model."""
    return planned(folder, folder / "articles.jsonl", Settings(cache_dir=cache))


def test_every_case_and_every_label_has_its_row(plan: Plan, tmp_path: Path):
    """With answer, passages, scores and how long it took; what was drawn out comes behind."""
    record = run(plan, tmp_path / "run")
    assert [row.case for row in record.rows] == [
        *("pumps-1", "school-1", "school-2"),
        *("items:pumps", "short:pumps", "long:pumps", "items:school"),
    ]
    first = record.rows[0]
    assert first.answer
    assert first.passages[0].key == "pumps"
    assert (first.scores["facts found"], first.scores["retrieval MRR"], first.attribution) == (1.0, 1.0, None)
    assert first.latency_ms > 0
    assert record.rows[2].scores["abstained rightly"] == 1.0
    assert record.rows[3].scores["items: F1"] == 1.0
    assert record.rows[3].weights["items: F1"] == 2.0
    assert load(record.folder) == record
    assert record.run.finished


def test_a_run_says_what_was_run(plan: Plan, tmp_path: Path):
    """It was asked on the day after the last article, whatever the day is; without a model no prompt matters."""
    told = run(plan, tmp_path / "run").run
    assert (told.today, told.writer, told.model, told.retriever, told.prompts) == (date(2025, 6, 16), "extractive", None, "both", {})
    assert told.settings["passages"] == 8


def test_a_run_writes_no_secret_down(folder: Path, cache: Path):
    """No key, no password, and of an address with one in it nothing but where it leads."""
    secret = {
        "openai_api_key": "sk-secret",
        "smtp_password": "secret",
        "link_secret": "secret",
        "catalogue_url": "postgresql://a:secret@b/c",
    }
    settings = Settings(cache_dir=cache, chat_model="some", openai_base_url="https://me:secret@host:8443/v1?key=secret", **secret)
    plan = planned(folder, folder / "articles.jsonl", settings)
    assert "secret" not in json.dumps(dict(plan.told))
    assert plan.told["openai_base_url"] == "https://host/v1"
    assert set(plan.prompts) >= {"write", "select", "verify"}


def test_a_run_asks_nobody_but_its_own_articles(folder: Path, cache: Path, tmp_path: Path):
    """Whatever data folder, database or Chroma the settings name, it is left alone."""
    theirs = tmp_path / "theirs"
    nowhere = "postgresql+pg8000://nobody@127.0.0.1:1/none"
    settings = Settings(data_dir=theirs, catalogue_url=nowhere, chroma_url="http://127.0.0.1:1", cache_dir=cache)
    assert run(planned(folder, folder / "articles.jsonl", settings), tmp_path / "run").rows[0].scores["facts found"] == 1.0
    assert not theirs.exists()


def test_a_case_that_raises_scores_nothing_and_ends_nothing(plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """It is counted, and asked again when the run is gone on with; all others stand."""
    right = question.laid_out

    def raises(asked: object, hits: object) -> object:
        if "水泵" in asked.text:  # type: ignore[attr-defined]
            raise ArithmeticError(asked.text)
        return right(asked, hits)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(question, "laid_out", raises)
        record = run(plan, tmp_path / "run")
    failed = record.rows[0]
    assert (failed.error, failed.attribution, failed.answer) == ("ArithmeticError: 石埠泵站有多少台水泵？", "error", None)
    assert (failed.scores["facts found"], failed.scores["quotes printed"], failed.scores["refusals right"]) == (0.0, 0.0, None)
    assert all(row.error is None for row in record.rows[1:])
    mended = resume(plan, record)
    assert mended.rows[0].scores["facts found"] == 1.0
    assert len((record.folder / "rows.jsonl").read_text("utf-8").splitlines()) == len(record.rows) + 1


def stopped(plan: Plan, folder: Path, after: int) -> Record:
    """A run that Ctrl-C ended after so many rows."""

    def some(waited_for: Iterable[object], total: int) -> Iterator[object]:
        for done, each in enumerate(waited_for):
            if done == after:
                asyncio.get_running_loop().call_soon(each.close)  # type: ignore[attr-defined]
                raise KeyboardInterrupt
            assert total > after
            yield each

    with pytest.raises(KeyboardInterrupt):
        run(plan, folder, some)
    return load(folder)


@pytest.mark.parametrize("after", [0, 1, 4])
def test_a_run_that_was_stopped_is_gone_on_with(after: int, plan: Plan, cache: Path, tmp_path: Path):
    """From its folder alone; nothing that is there is asked again, and the whole is as if it had not been stopped."""
    record = stopped(plan, tmp_path / "run", after)
    assert (len(record.rows), record.run.finished) == (after, None)
    whole = resume(again(record, Settings(cache_dir=cache), 1), record)
    assert whole.run.finished
    straight = run(plan, tmp_path / "straight")
    assert {row.case: row.scores for row in whole.rows} == {row.case: row.scores for row in straight.rows}
    assert len((record.folder / "rows.jsonl").read_text("utf-8").splitlines()) == len(straight.rows)
    assert (whole.run.cases, whole.run.corpus) == (straight.run.cases, straight.run.corpus)


def test_the_name_of_a_run_is_no_day_of_its_articles(folder: Path, cache: Path, tmp_path: Path):
    """A run is called by the time of its beginning. An article without a day has none when it is gone on with or asked anew."""
    undated, dated = {name: value for name, value in ARTICLES[0].items() if name != "published_on"}, ARTICLES[1]
    (folder / "articles.jsonl").write_text(lines([undated, dated]), "utf-8")
    plan, home = planned(folder, folder / "articles.jsonl", Settings(cache_dir=cache)), tmp_path / "20261125-200858-none"
    record = stopped(plan, home, 1)
    days = {"pumps": None, "school": date(2025, 6, 15)}
    assert {key: one.published_on for key, one in record.articles().items()} == days
    gone_on_with = again(record, Settings(cache_dir=cache), 1)
    assert {one.article.key: one.article.published_on for one in gone_on_with.labelled} == days
    whole = resume(gone_on_with, record)
    assert (whole.run.finished is not None, len(whole.rows)) == (True, 7)
    anew = run(planned(home, corpus_of(home), Settings(cache_dir=cache)), tmp_path / "20261126-081500-none")
    assert {key: one.published_on for key, one in anew.articles().items()} == days
    assert (anew.run.corpus, anew.run.cases, anew.run.today) == (whole.run.corpus, whole.run.cases, whole.run.today)


def test_a_run_is_not_gone_on_with_as_another(plan: Plan, tmp_path: Path):
    """Other cases, other settings: what differs is named, and nothing is written."""
    record = stopped(plan, tmp_path / "run", 1)
    with pytest.raises(BadRun, match="its cases was"):
        resume(replace(plan, cases=plan.cases[:2]), record)
    with pytest.raises(BadRun, match=r"its settings was .*passages': 8.* and is .*passages': 3"):
        resume(replace(plan, settings=plan.settings.model_copy(update={"passages": 3})), record)
    with pytest.raises(BadRun, match="its retriever was both, and is words"):
        resume(replace(plan, retriever="words"), record)
    assert load(record.folder) == record


def test_what_is_finished_is_not_done_again(plan: Plan, tmp_path: Path):
    """Nor written to."""
    record = run(plan, tmp_path / "run")
    before = {path.name: path.read_bytes() for path in record.folder.iterdir()}
    assert resume(plan, record) == record
    assert {path.name: path.read_bytes() for path in record.folder.iterdir()} == before


def test_no_more_questions_are_at_work_than_were_allowed(plan: Plan, tmp_path: Path):
    """Three of ten, and three indeed."""
    record = run(replace(plan, cases=(), labelled=()), tmp_path / "run")
    inside, most = 0, 0

    def job(number: int) -> Job:
        row = Row(str(number), "", "who", "zh", "k", "问")

        async def work(_: Desk) -> Row:
            nonlocal inside, most
            inside, most = inside + 1, max(most, inside + 1)
            await asyncio.sleep(0.01)
            inside -= 1
            return row

        return Job(row, Marks({}), work)

    class Nobody:
        async def aclose(self) -> None:
            """It holds nothing."""

    class Services:
        desk = type("Desk", (), {"writer": Nobody()})

    desk = Desk(Services(), (), {}, {})  # type: ignore[arg-type]  nothing else is asked of it
    asyncio.run(_all([job(number) for number in range(10)], desk, record, 3, lambda rows, total: rows))  # noqa: ARG005  the bar's signature
    assert most == 3
    assert len(load(record.folder).rows) == 10


def test_however_many_are_asked_at_once_none_is_turned_away(plan: Plan, tmp_path: Path):
    """A service would tell the third to come back."""
    settings = plan.settings.model_copy(update={"waiting": 0, "workers": 1})
    many = [replace(plan.cases[0], id=f"pumps-{at}") for at in range(30)]
    record = run(replace(plan, cases=many, settings=settings, concurrency=30), tmp_path / "run")
    assert [row.error for row in record.rows] == [None] * len(record.rows)


def test_an_evidence_that_is_not_printed_ends_the_run_before_it_begins(folder: Path, cache: Path, tmp_path: Path):
    """And leaves no folder behind."""
    (folder / "qa.jsonl").write_text(lines(rows_of([("x", "pumps", "how_many", "问？", [["14台"]], ["水泵14台"])])), "utf-8")
    with pytest.raises(BadCases, match="x: not printed in pumps: 水泵14台"):
        run(planned(folder, folder / "articles.jsonl", Settings(cache_dir=cache)), tmp_path / "run")
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_a_process_that_is_stopped_or_killed_leaves_a_run_to_go_on_with(sign: signal.Signals, folder: Path, tmp_path: Path):
    """Stopped, it says how; killed, it cannot. Every case is there in the end, once."""
    many = [(f"pumps-{at}", *CASES[0][1:3], f"石埠泵站有多少台水泵？{'？' * at}", *CASES[0][4:]) for at in range(400)]
    (folder / "qa.jsonl").write_text(lines(rows_of(many)), "utf-8")
    command = [str(_EVAL), "run", "--cases", str(folder), "--out", str(tmp_path / "out")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until(lambda: any(rows.stat().st_size for rows in tmp_path.glob("out/*/rows.jsonl")), 60)
    process.send_signal(sign)
    _, said = process.communicate(timeout=60)
    (home,) = (tmp_path / "out").iterdir()
    assert 0 < len(load(home).rows) < 400
    if sign == signal.SIGINT:
        assert process.returncode == 130
        assert said == f"jianbao-eval: stopped; `jianbao-eval run --resume {home}` goes on\n"
    done = subprocess.run([str(_EVAL), "run", "--resume", str(home)], capture_output=True, text=True, check=True)
    assert "400 questions" in done.stdout
    assert len((home / "rows.jsonl").read_text("utf-8").splitlines()) == 400 + 4


def told(*words: str) -> tuple[int, str]:
    """What a command of `jianbao-eval` prints, and its exit code."""
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    return done.exit_code, done.output


def test_a_matrix_is_a_run_for_each_of_what_was_named_and_two_of_them_compare(folder: Path, tmp_path: Path):
    """The same command again does nothing anew; two cells are weighed against each other."""
    command = ["matrix", str(tmp_path / "out"), "--cases", str(folder), "--retriever", "words", "--retriever", "both", "--model", "none"]
    code, said = told(*command)
    cells = sorted((tmp_path / "out").iterdir())
    assert (code, len(cells)) == (0, 2)
    assert [load(cell).run.retriever for cell in cells] == ["both", "words"]
    assert "words alone" in said
    written = [(cell / "rows.jsonl").stat().st_mtime_ns for cell in cells]
    assert told(*command)[0] == 0
    assert [(cell / "rows.jsonl").stat().st_mtime_ns for cell in cells] == written
    code, said = told("compare", str(cells[0]), str(cells[1]))
    assert code == 0
    assert "facts found" in said


def test_a_matrix_goes_over_prompts_and_models_too(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Every cell says by whose words it was made; that nobody listens at the endpoint is in every row, and no error."""
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    words = (ROOT / "prompts" / "select.md").read_text("utf-8")
    options = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "select.md").write_text(words + name, "utf-8")
        options += ["--prompts", str(tmp_path / name), "--model", f"maker/{name}"]
    assert told("matrix", str(tmp_path / "out"), "--cases", str(folder), "--limit", "1", *options)[0] == 0
    found = [load(cell) for cell in (tmp_path / "out").iterdir()]
    assert sorted((one.run.model or "", Path(one.run.settings["prompts_dir"]).name) for one in found) == [
        (f"maker/{model}", prompts) for model in ("first", "second") for prompts in ("first", "second")
    ]
    assert len({one.run.prompts["select"] for one in found}) == 2
    answers = [row.answer for one in found for row in one.rows if row.answer]
    assert [answer.writer.fell_back for answer in answers] == [True] * 4


def test_the_products_own_cases_are_known_by_any_path(cache: Path, monkeypatch: pytest.MonkeyPatch):
    """They have articles and labels of their own, elsewhere."""
    monkeypatch.chdir(ROOT)
    own = Path("evals") / "cases"
    plan = planned(own, corpus_of(own), Settings(cache_dir=cache))
    assert plan.corpus == HOME / "corpus"
    assert len(plan.labelled) == len(list(plan.corpus.iterdir()))


def test_the_gate_by_command(folder: Path, tmp_path: Path):
    """It refuses without a baseline, records one, is open to the same, closed by a worse case, and refuses other cases."""
    own = ["gate", "--cases", str(folder), "--out", str(tmp_path / "out"), "--baseline", str(tmp_path / "baseline.json")]
    with pytest.raises(BadRun, match="gate --record"):
        told(*own)
    assert told(*own, "--record")[0] == 0
    assert told(*own)[0] == 0
    file = tmp_path / "baseline.json"
    raised = file.read_text("utf-8").replace('"citation precision": 0.5', '"citation precision": 0.75')
    assert raised != file.read_text("utf-8")
    file.write_text(raised, "utf-8")
    code, said = told(*own)
    assert code == 1
    assert "gate: citation precision was " in said
    assert said.endswith("gate: closed\n")
    (folder / "qa.jsonl").write_text(lines(rows_of(CASES[:2])), "utf-8")
    with pytest.raises(BadRun, match="only in the first: school-2"):
        told(*own)


def test_what_is_wrong_on_purpose_is_one_line_and_exit_code_2(tmp_path: Path):
    """Bad cases and bad runs alike."""
    here = str(tmp_path)
    for words in (["run", "--cases", here], ["run", "--resume", here], ["compare", here, here], ["items", here], ["summaries", here]):
        done = subprocess.run([str(_EVAL), *words], capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert done.stderr.startswith("jianbao-eval: ")
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(("command", "lacking"), [("items", "actions.jsonl"), ("summaries", "summaries.jsonl")])
def test_nothing_is_held_against_labels_that_are_not_there(command: str, lacking: str, folder: Path):
    """Cases and articles are no labels, nor are those of the other kind; a score of 0 would be said of nothing."""
    (folder / lacking).unlink()
    with pytest.raises(BadCases, match=f"gold holds no labels: no {lacking} is there"):
        told(command, str(folder))


def test_a_limit_spreads_over_all(folder: Path, cache: Path):
    """Of three cases and two articles, the first and the last but one; the first article."""
    few = planned(folder, folder / "articles.jsonl", Settings(cache_dir=cache), limit=1)
    assert ([one.id for one in few.cases], [one.article.key for one in few.labelled]) == (["pumps-1"], ["pumps"])


def test_a_limited_run_is_gone_on_with_over_the_same_articles(folder: Path, cache: Path, tmp_path: Path):
    """In whatever order their file names them: a run keeps them in another."""
    (folder / "articles.jsonl").write_text(lines(reversed(ARTICLES)), "utf-8")
    record = stopped(planned(folder, folder / "articles.jsonl", Settings(cache_dir=cache), limit=1), tmp_path / "run", 1)
    for order in (1, -1):
        kept = (record.folder / "articles.jsonl").read_text("utf-8").splitlines()
        (record.folder / "articles.jsonl").write_text("".join(f"{line}\n" for line in kept[::order]), "utf-8")
        assert [one.article.key for one in again(record, Settings(cache_dir=cache), 1).labelled] == ["pumps"]
    assert [row.case for row in resume(again(record, Settings(cache_dir=cache), 1), record).rows] == [
        *("pumps-1", "items:pumps", "short:pumps", "long:pumps")
    ]


def test_questions_alone_may_be_asked_and_gone_on_with(folder: Path, cache: Path, tmp_path: Path):
    """Then nothing is drawn out, and nothing is lacking."""
    plan = planned(folder, folder / "articles.jsonl", Settings(cache_dir=cache), extracts=False)
    record = stopped(plan, tmp_path / "run", 1)
    whole = resume(again(record, Settings(cache_dir=cache), 1), record)
    assert [row.case for row in whole.rows] == ["pumps-1", "school-1", "school-2"]


def test_any_folder_of_that_shape_can_be_run(tmp_path: Path):
    """Its articles are found beside its cases, its labels as well."""
    gold = shared("gold/dev")
    start = time.monotonic()
    code, said = told("run", "--cases", str(gold), "--limit", "4", "--out", str(tmp_path))
    assert code == 0
    assert "4 questions, 12 extracts; no model" in " ".join(said.split())
    assert time.monotonic() - start < 60
