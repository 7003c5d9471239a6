"""The report of a run: its figures are right, it fetches nothing, and what anybody wrote is text in it."""

import json
import re
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from browsers import Window, overhang
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from playwright.sync_api import Page
from pytest_httpserver import HTTPServer
from recorded import answered, recorded
from test_pages import CONTRASTS
from typer.testing import CliRunner

from evals.cases import Case
from evals.cli import app
from evals.errors import BadRun
from evals.judge.claims import stated
from evals.means import Share
from evals.record import Record, Row
from evals.report import plots
from evals.report.markdown import markdown
from evals.report.measures import failures, groups, kinds, points, verdict
from evals.report.page import embedded, page
from evals.report.plots import Bar, Point
from evals.report.reading import readings
from ingest.article import Article

EVIL = "</script><script>alert(1)</script><img src='http://evil.example/x.png' onerror='alert(2)'>"
JUNE = Article(
    key="june",
    title=f"备汛部署会 {EVIL}",
    text=f"𠮷川高新区召开会议。\n区水务局要对37处点位逐一建档。{EVIL}\n\u2028陆启明主持会议。",
    published_on=date(2025, 6, 12),
)
JULY = Article(key="july", title="防汛调度会", text="沈望舒主持会议。剩余3处险段7月25日前完成加固。")
CASES = [
    Case("case-01", "june", "how_many", "zh", "要建档的点位有几处？", True, (("37处",), ("区水务局",)), ("区水务局要对37处点位逐一建档",)),  # noqa: FBT003  as in the file
    Case("case-02", "july", "who", "zh", f"7月的会议由谁主持？{EVIL}", True, (("沈望舒",),), ("沈望舒主持会议",)),  # noqa: FBT003  as above
    Case("case-03", "july", "unanswerable", "zh", "8月的会议由谁主持？", False, (), ()),  # noqa: FBT003  as above
    Case("case-04", "june", "who", "zh", "6月的会议由谁主持？", True, (("陆启明",),), ("陆启明主持会议",)),  # noqa: FBT003  as above
]
SAID = answered(CASES[0].question, [("区水务局要对37处点位逐一建档。", [1])], [(JUNE, "区水务局要对37处点位逐一建档。")])
LIED = answered(CASES[1].question, [(f"陆启明主持。{EVIL}", [1])], [(JUNE, "陆启明主持会议。")])


def row_of(case: Case, found: float | None, abstained: float, **more: object) -> Row:
    """A row with two scores."""
    scores = {"facts found": found, "abstained rightly": abstained, "quotes printed": 1.0 if more.get("answer") else None}
    return Row(case.id, case.id, case.kind, case.lang, case.key, case.question, scores=scores, **more)


ROWS = [
    row_of(CASES[0], 1.0, 1.0, answer=SAID, latency_ms=10, tokens=100),
    row_of(
        CASES[1], 0.0, 1.0, answer=LIED, latency_ms=30, tokens=300, attribution="used but wrong", differences=(f"missing: 沈望舒{EVIL}",)
    ),
    row_of(CASES[2], None, 1.0, answer=answered(CASES[2].question, []), latency_ms=20, tokens=200),
    row_of(CASES[3], 0.0, 0.0, error=f"ValueError: {EVIL}", latency_ms=40, attribution="error"),
    Row("items:june", "i", "items", "zh", "june", "", scores={"items: F1": 0.5, "items: fields printed": 1.0}, weights={"items: F1": 4.0}),
    Row("items:july", "i", "items", "zh", "july", "", scores={"items: F1": None, "items: fields printed": None}),
]
ALIKE = [replace(row, scores={**row.scores, "facts found": 1.0} if row.case == "case-02" else row.scores, attribution=None) for row in ROWS]


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """A run that went wrong here and there, over an article that tries what it must not do."""
    return recorded(tmp_path / "run", CASES, [JUNE, JULY], ROWS)


@pytest.fixture
def beside(tmp_path: Path) -> Record:
    """The same run, where the second case was answered rightly."""
    return recorded(tmp_path / "beside", CASES, [JUNE, JULY], ALIKE, model="qwen")


def test_every_metric_stands_in_one_group_with_its_mean_and_gain():
    """Computed by hand: facts found are (1 + 0 + 0) / 3 here and (1 + 1 + 0) / 3 beside."""
    found = {one.name: (group.title, one) for group in groups(ROWS, ALIKE) for one in group.measures}
    assert {name: title for name, (title, _) in found.items()} == {
        "quotes printed": "What must hold of every case",
        "items: fields printed": "What must hold of every case",
        "facts found": "Answers",
        "abstained rightly": "Answers",
        "items: F1": "Action items",
    }
    facts = found["facts found"][1]
    assert facts.gain
    assert (facts.here.mean, facts.there, facts.rows) == (pytest.approx(1 / 3), pytest.approx(2 / 3), 3)
    assert facts.gain.mean == pytest.approx(-1 / 3)
    assert found["items: F1"][1].rows == 1
    assert not any(one.is_broken for _, one in found.values())
    broken = [replace(ROWS[0], scores={"quotes printed": 0.5})]
    assert [one.is_broken for group in groups(broken) for one in group.measures] == [True]
    assert groups([]) == []


def test_a_row_comes_to_a_verdict():
    """Where nothing was to be found and nothing was, that is right; what is forbidden makes a full score wrong."""
    assert [verdict(row) for row in ROWS] == ["right", "wrong", "right", "error", "partly", "right"]
    assert verdict(replace(ROWS[0], attribution="used but wrong")) == "wrong"


def test_kinds_are_scored_by_facts_or_by_silence():
    """Each by its own cases; what was drawn out of articles is no kind of question."""
    assert [(one.name, one.cases, one.here.mean, one.there and one.there.mean) for one in kinds(ROWS, ALIKE)] == [
        ("who", 2, 0.0, 0.5),
        ("how_many", 1, 1.0, 1.0),
        ("unanswerable", 1, 1.0, 1.0),
    ]


def test_what_a_question_costs_is_money_or_tokens_or_time():
    """Whatever is known of all of them."""
    runs = {"this run": ROWS}
    found, unit = points(runs)
    assert unit == "tokens of a question"
    assert [(one.name, one.cost, one.score.mean, one.is_run) for one in found] == [
        ("this run", 150.0, 0.5, True),
        ("who", 150.0, 0.0, False),
        ("how_many", 100.0, 1.0, False),
        ("unanswerable", 200.0, 1.0, False),
    ]
    priced = [replace(row, cost=row.tokens / 1000) for row in ROWS]
    assert points({"a": priced})[0][0].cost == pytest.approx(0.15)
    assert points({"a": priced, "b": ROWS})[1] == "tokens of a question"
    unpaid = [replace(row, tokens=0) for row in ROWS]
    assert (points({"a": unpaid})[0][0].cost, points({"a": unpaid})[1][:12]) == (25.0, "milliseconds")
    assert points({"a": []})[0] == []


def test_failures_are_counted_by_kind_and_place():
    """The most frequent first."""
    names, counted = failures([*ROWS, replace(ROWS[1], case="case-05")])
    assert names == ["used but wrong", "error"]
    assert counted == [("who", Counter({"used but wrong": 2, "error": 1}))]


def drawings() -> list[str]:
    """One of each."""
    share, other = Share(0.5, 0.25, 0.75), Share(1.0, 1.0, 1.0)
    return [
        plots.bars([Bar("who", 3, share, other), Bar("what", 1, other)]),
        plots.costs([Point("this run", 100, share, is_run=True), Point("beside", 0, other, is_run=True), Point("who", 3, other)], "tokens"),
        plots.latencies([10, 20, 3000], [15, 0], {"p50": 20, "p95": 3000}),
    ]


def test_plots_have_the_colours_of_the_page_and_refer_to_nothing_outside():
    """And no name twice, no style of their own, no script; the same figures are the same drawing."""
    names: list[str] = []
    for drawn in drawings():
        drawing = etree.fromstring(drawn)
        assert not [
            one for one in drawing.iter() if etree.QName(one).localname in {"script", "style", "metadata", "image", "foreignObject"}
        ]
        links = [value for one in drawing.iter() for name, value in one.attrib.items() if name.endswith("href")]
        assert all(link.startswith("#") for link in links)
        assert not re.search(r"(?:fill|stroke|color): (?!none|var\()", drawn)
        names += [name for one in drawing.iter() if (name := one.get("id"))]
    assert len(names) == len(set(names)) > 0
    assert drawings() == drawings()


def test_plots_say_what_they_show():
    """In words that can be read and searched."""
    bars, costs, latencies = ["\n".join(etree.fromstring(drawn).itertext()) for drawn in drawings()]
    assert all(word in bars for word in ("who", "what", "0.50, n 3"))
    assert all(word in costs for word in ("this run", "beside", "tokens"))
    assert all(word in latencies for word in ("p50 20 ms", "p95 3,000 ms", "milliseconds"))


def test_a_bar_is_as_long_as_its_mean():
    """The second is twice the first, and its interval lies between the bounds."""
    drawing = etree.fromstring(plots.bars([Bar("a", 1, Share(0.4, 0.2, 0.5)), Bar("b", 1, Share(0.8, 0.8, 0.8))]))
    paths = [one.get("d", "") for one in drawing.iter("{*}path") if "var(--here)" in one.get("style", "")]
    spans = [[float(number) for number in re.findall(r"[ML] ([\d.]+)", path)] for path in paths]
    one, other = (max(span) - min(span) for span in spans)
    assert other == pytest.approx(2 * one, rel=1e-4)


def test_plots_of_nothing_are_drawn():
    """An empty run has a report, too."""
    for drawn in (plots.bars([]), plots.costs([], "tokens"), plots.latencies([], [], {})):
        assert etree.fromstring(drawn).tag.endswith("svg")


def scripts_of(written: str) -> tuple[str, str]:
    """The data and the script of a page, as a browser would part them."""
    data, script = [one.text_content() for one in html.document_fromstring(written).iter("script")]
    return data, script


def test_the_page_fetches_nothing_and_runs_only_its_own_script(record: Record):
    """As its policy says, by the script's hash; nothing that was written has become an element."""
    written = page(record)
    data, script = scripts_of(written)
    tree = html.document_fromstring(written)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none';")
    assert not tree.xpath("//@src | //img | //link | //iframe | //object | //@onerror | //@onclick")
    assert {link for link in tree.xpath("//@*[local-name()='href']") if not link.startswith("#")} == set()
    assert json.loads(data) == readings(record)
    assert "alert(1)" in json.loads(data)["articles"]["june"]["text"]


@given(st.text())
def test_no_text_can_end_the_data(text: str):
    """And it is read back as it was."""
    raw = embedded({"text": text})
    assert not set("<>&\u2028\u2029") & set(raw)
    assert json.loads(raw) == {"text": text}


def test_a_reading_has_the_places_that_matter(record: Record):
    """In code points: what is cited, and what is labelled."""
    one = readings(record)["cases"]["case-01"]
    assert [(JUNE.text[place["start"] : place["end"]], place.get("number")) for place in one["places"]] == [
        ("区水务局要对37处点位逐一建档。", 1),
        ("区水务局要对37处点位逐一建档", None),
    ]
    assert one["facts"] == [{"spellings": ["37处"], "found": True}, {"spellings": ["区水务局"], "found": True}]
    other = readings(record)["cases"]["case-02"]
    assert other["keys"] == ["july", "june"]
    assert [fact["found"] for fact in other["facts"]] == [False]


def test_a_judges_votes_stand_beside_the_statement(record: Record):
    """And its figures on the page, with what people say of the same claims."""
    exhibit = next(stated("case-01", SAID))
    votes = [{"supported": True, "quote": "", "reason": None}, {"supported": False, "quote": "", "reason": None}]
    votes.append({"supported": None, "quote": "", "reason": "truncated"})
    line = {"of": exhibit.fingerprint, "judge": "qwen judge@1", "name": exhibit.name, "claim": exhibit.claim, "votes": votes}
    (record.folder / "judged.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    assert readings(record)["cases"]["case-01"]["statements"][0]["judged"] == "judge ✓✗·"
    told = "1 statements: finds borne out 0 of 0; coverage 0.00, flip rate 1.00, votes that do not count: truncated 1"
    assert f"qwen judge@1: {told}" in page(record)
    assert f"- qwen judge@1: {told}" in markdown(record)


def test_the_markdown_says_what_changed(record: Record, beside: Record):
    """In tables that no cell breaks; against the run beside it, one case got worse."""
    written = markdown(record, [beside])
    assert "| who | 2 |  | 1: case-02 |  |" not in written
    assert "| who | 2 |  | 1: case-02 | 1: case-02 |" in written
    assert "| facts found | 0.333 |" in written
    assert "What must hold of every case does." in written
    assert "qwen" in written
    for block in re.findall(r"(?:^\|.*\|\n)+", written, re.MULTILINE):
        assert len({line.count("|") for line in block.splitlines()}) == 1


def test_a_run_over_other_cases_is_not_compared_with(record: Record, tmp_path: Path):
    """The difference is named."""
    other = recorded(tmp_path / "other", CASES, [JUNE, JULY], ROWS[:2])
    for write in (page, markdown):
        with pytest.raises(BadRun, match="only in the second: case-03"):
            write(record, [other])


def test_the_command_writes_the_page_into_the_run_or_elsewhere(record: Record, beside: Record, tmp_path: Path):
    """Markdown is printed, or written where one says."""
    run = str(record.folder)
    said = CliRunner().invoke(app, ["report", run, "--against", str(beside.folder)], catch_exceptions=False)
    assert said.output == f"{record.folder / 'report.html'}\n"
    assert (record.folder / "report.html").read_text("utf-8") == page(record, [beside])
    assert CliRunner().invoke(app, ["report", run, "--markdown"]).output == markdown(record)
    CliRunner().invoke(app, ["report", run, "--markdown", "--out", str(tmp_path / "r.md")])
    assert (tmp_path / "r.md").read_text("utf-8") == markdown(record)


def test_without_the_plotting_library_the_page_says_what_it_needs(record: Record):
    """And the Markdown is written all the same."""
    code = "import sys; sys.modules['matplotlib'] = None; from evals.cli import main; main()"
    page_, tables = (
        subprocess.run(
            [sys.executable, "-c", code, "report", str(record.folder), *more], cwd=ROOT, capture_output=True, text=True, check=False
        )
        for more in ([], ["--markdown"])
    )
    assert (page_.returncode, "pip install 'jianbao[report]'" in page_.stderr) == (2, True)
    assert (tables.returncode, tables.stdout) == (0, markdown(record))


@pytest.fixture
def address(record: Record, beside: Record, httpserver: HTTPServer) -> str:
    """Where the report is served for a browser."""
    httpserver.expect_request("/report.html").respond_with_data(page(record, [beside]), content_type="text/html; charset=utf-8")
    return f"http://127.0.0.1:{httpserver.port}/report.html"


def shown(opened: Page) -> list[str]:
    """The cases that the table shows."""
    return [str(one.get_attribute("data-case")) for one in opened.locator("#cases tr[data-case]").all() if one.is_visible()]


def test_the_table_is_filtered_in_a_browser(window: Window, address: str):
    """By each of its columns, by words, and by a number of the table of failures; the count is said."""
    opened = window.page()
    opened.goto(address)
    assert len(shown(opened)) == 6
    opened.get_by_role("combobox", name="kind", exact=True).select_option("who")
    assert shown(opened) == ["case-02", "case-04"]
    opened.get_by_role("combobox", name="verdict").select_option("error")
    assert shown(opened) == ["case-04"]
    assert opened.locator("#shown").text_content() == "1 of 6"
    opened.get_by_role("button", name="1 used but wrong of who").click()
    assert shown(opened) == ["case-02"]
    for name in ("kind", "attribution"):
        opened.get_by_role("combobox", name=name, exact=True).select_option("")
    opened.get_by_role("searchbox").fill("陆启明主持")
    assert shown(opened) == ["case-02"]
    opened.get_by_role("searchbox").fill("点位")
    assert shown(opened) == ["case-01"]


def test_an_opened_case_shows_its_quotes_in_the_article(window: Window, address: str):
    """To the character, behind one that JavaScript counts as two; the label is underlined; another case closes it."""
    opened = window.page()
    opened.goto(address)
    opened.get_by_role("button", name="case-01").click()
    reading = opened.locator("tr.opened")
    assert reading.locator(".article .text").text_content() == JUNE.text.replace("区水务局", "[1]区水务局", 1)
    assert reading.locator("mark.cited").all_text_contents() == ["[1]区水务局要对37处点位逐一建档", "。"]
    assert reading.locator("mark.gold").all_text_contents() == ["[1]区水务局要对37处点位逐一建档"]
    assert reading.locator("ol").first.text_content() == "区水务局要对37处点位逐一建档。 [1]"
    assert opened.url.endswith("#case-01")
    opened.get_by_role("button", name="case-02").press("Enter")
    assert opened.locator("tr.opened").count() == 1
    assert opened.locator("tr.opened .article h4").count() == 2
    assert opened.get_by_text("✗ 沈望舒").is_visible()
    opened.get_by_role("button", name="case-02").press("Enter")
    assert opened.locator("tr.opened").count() == 0


def test_a_link_opens_the_case_it_names(window: Window, address: str):
    """For whoever points a colleague to it, and within the page, whatever is filtered; a name that is none opens nothing."""
    opened = window.page()
    opened.goto(f"{address}#case-02")
    assert opened.locator("tr.opened strong").first.text_content() == CASES[1].question
    opened.get_by_role("searchbox").fill("点位")
    opened.get_by_role("link", name="case-02").first.click()
    assert opened.locator("tr.opened strong").first.is_visible()
    other = window.page()
    other.goto(f"{address}#case-%")
    assert other.locator("tr.opened").count() == 0
    assert len(shown(other)) == 6


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 700])
def test_nothing_in_it_runs_or_is_fetched_and_all_of_it_can_be_read(window: Window, address: str, width: int, dark: bool):  # noqa: FBT001  a case
    """With a case open, by day and by night, without scrolling sideways."""
    opened = window.page(width, dark=dark)
    opened.goto(address, wait_until="networkidle")
    opened.get_by_role("button", name="case-02").click()
    assert opened.get_by_text("alert(1)", exact=False).first.is_visible()
    assert (window.elsewhere, window.said) == ([], [])
    assert overhang(opened) == 0
    contrasts = opened.evaluate(CONTRASTS)
    assert len(contrasts) > 60
    assert [text for contrast, text in contrasts if contrast < 4.5] == []
