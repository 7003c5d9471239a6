"""Summaries without a model: printed words, within their length, nothing said twice; of several articles, what they share and add."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTICLES, article_of, served, write_in
from hypothesis import given, settings
from hypothesis import strategies as st

from api.answers.overview import overview_of
from api.answers.question import Said
from api.answers.summary import CHARACTERS, Begun, Event, Length, Summaries, Summary, Wish, summarise, summed_up
from api.errors import NoSuchArticle
from api.generate.gist.choosing import EDITION, chosen
from api.services import Services
from ingest.article import Article
from ingest.catalogue import Filters

_BIN = Path(sys.executable).parent


def told(services: Services, wish: Wish) -> Sequence[Event]:
    """All that happens while articles are summed up."""

    async def gather() -> list[Event]:
        return [event async for event in summarise(services.library, wish, services.in_turn, services.picker)]

    return asyncio.run(gather())


def whole(services: Services, wish: Wish) -> Summaries:
    """The last of it."""
    last = told(services, wish)[-1]
    assert isinstance(last, Summaries)
    return last


@pytest.mark.parametrize("length", ["line", "short", "long"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_summary_keeps_its_length_and_quotes_what_is_printed(samples: Services, length: Length, language: Any):  # noqa: ANN401  a literal
    """An English frame is counted, too; only a single statement may be longer for it."""
    found = whole(samples, Wish(Filters(), length, language)).summaries
    assert len(found) == ARTICLES
    for summary in found:
        assert summary.statements
        characters = sum(len(said.text) for said in summary.statements)
        assert characters <= CHARACTERS[length] or len(summary.statements) == 1
        assert language == "en" or characters <= CHARACTERS[length]
        for quote, number in summary.citations.items():
            assert summary.article.text[quote.span.start : quote.span.end] == quote.text
            assert any(number in said.citations for said in summary.statements)


def test_statements_stand_in_printed_order_and_share_no_character(samples: Services):
    """What is said once is not said again."""
    for summary in whole(samples, Wish(Filters(), "long")).summaries:
        spans = [quote.span for quote in summary.citations]
        assert spans == sorted(spans)
        assert all(one.end <= other.start for one, other in pairwise(spans))


def test_a_line_is_one_statement(samples: Services):
    """Of every article."""
    assert {len(one.statements) for one in whole(samples, Wish(Filters(), "line")).summaries} == {1}


def test_in_english_whoever_is_named_is_named_in_both_scripts(samples: Services):
    """And the printed words stay as they are printed; attending is not speaking."""
    article = article_of(samples, "safety-committee")
    (summary,) = whole(samples, Wish(Filters(article_ids=(article.id,)), "long", "en")).summaries
    assert any(said.text.startswith("naming Zhang Hongjun (张红军): “") for said in summary.statements)


def test_somebodys_word_is_not_told_as_a_fact():
    """What follows 说 or 如果 in a sentence does not leave without it."""
    text = "区水务局局长陈清河说，清浦河堤防万无一失，鹤鸣街道十年不会进水。如果上游放水，柳渡街道将全部停产。区水务局昨天检查了堤防。"
    for characters in (12, 20, 30, 60):
        said = [span.of(text) for span in chosen(text, characters)]
        assert not any(one.startswith(("清浦河堤防", "鹤鸣街道", "柳渡街道")) for one in said), said


def test_a_sum_and_a_total_come_before_a_count_by_the_way():
    """What news counts in thousands is seldom by the way."""
    text = "检查组走访了36座泵站。工程总投资4.6亿元。"
    assert [span.of(text) for span in chosen(text, 13)] == ["工程总投资4.6亿元"]


@pytest.mark.parametrize(
    "opening",
    [
        "区水务局局长陈清河解释",
        "与9月16日那一次相比",
        "据统计",
        "由区水务局牵头",
        "由兴苇路方向出行的",
        "区水务局的调查显示",
        "截至 2026 年 7 月",
        "面对罕见的暴雨",
    ],
)
def test_what_only_leads_on_to_the_next_clause_does_not_stand_alone(opening: str):
    """It says nothing without what follows."""
    text = f"{opening}，6座泵站已经全部检修，雨水将从两条河道排出，低洼地带的居民不用转移。"
    for characters in (14, 20, 40):
        assert opening not in [span.of(text) for span in chosen(text, characters)]


def test_no_quotation_is_cut_and_no_number_of_a_list_stands_alone():
    """What is not quoted to its end is not quoted; 2. says nothing where 1. is not."""
    text = (
        "6月9日，河东园区召开护林会。副主任周启明要求：1.林区入口要在6月20日前装好卡口；2.巡护路由园区管护站牵头，8月底前铺完12公里。"
        "村民何大河说：“今年水枪添了40支，巡护员也添了6名，出了火情不慌。”"
    )
    for characters in range(20, 130, 5):
        for span in chosen(text, characters):
            said = span.of(text)
            assert said.count("“") == said.count("”")
            assert not said.startswith(("1.", "2."))
    assert "巡护路由园区管护站牵头，8月底前铺完12公里" in [span.of(text) for span in chosen(text, 80)]


def test_a_pronoun_that_could_be_anybody_begins_no_duty():
    """Behind the words of another one, 他 would be read as that one; without its verb, what is asked would be told as done."""
    text = (
        "6月9日，河东园区副主任周启明到管护站调研。站长何大河汇报说，站里现有水枪40支。"
        "周启明说，“防火无小事”。他要求园区财政所三天内拨付购置款。"
    )
    assert "要求园区财政所三天内拨付购置款" in [span.of(text) for span in chosen(text, 150)]


@pytest.mark.parametrize("supposed", ["如果水位超过12米，", "一旦堤防渗水，河面上涨，"])
def test_what_is_asked_only_if_is_not_told_without_its_if(supposed: str):
    """Neither as done nor as asked."""
    text = f"站长何大河汇报了工作。周启明说，{supposed}他要求区水务局立即关闭12座泵站。"
    for characters in (20, 30, 40, 60, 150):
        for span in chosen(text, characters):
            assert supposed in span.of(text) or "关闭" not in span.of(text)


def test_a_list_numbered_with_one_bracket_is_summed_up():
    """1） opens nothing that is cut."""
    text = "会议要求：1）区水务局要在6月底前检修12座泵站；2)区园林中心要在7月前补种300棵树木。"
    assert [span.of(text) for span in chosen(text, 60)] == ["区水务局要在6月底前检修12座泵站", "区园林中心要在7月前补种300棵树木"]


@pytest.mark.parametrize(
    ("text", "unsaid"),
    [
        ("6月11日，区水务局建成12座泵站。编辑：李晓明返回首页。", "编辑"),
        ("难道区水务局最担心的洪水就要来了？区水务局排查了12座泵站。", "难道"),
        ("区水务局的调查显示，清浦河堤防沉降了两米，鹤鸣街道有三处渗水。", "清浦河堤防沉降"),
        ("区水务局局长陈清河强调泵站已经检修了，并将按照计划排查12处管网。", "将按照"),
    ],
)
def test_no_piece_is_the_pages_or_begins_in_mid_thought(text: str, unsaid: str):
    """An editor's name, a question to the reader, a finding without who found it, a promise without who makes it."""
    for characters in (12, 16, 20, 30, 150):
        assert not any(span.of(text).startswith(unsaid) for span in chosen(text, characters))


def test_a_row_of_days_is_read_in_one_way():
    """日前 is 日 and 前, or one word: 200 of them can be read in more ways than anybody could try; this returns at all."""
    assert chosen("日前" * 200 + "甲，区水务局排查了12座泵站。", 150)


def test_nothing_is_said_twice():
    """A sentence that another repeats adds nothing, so it is left out."""
    text = "云川高新区召开防汛会议。云川高新区召开防汛会议。区水务局负责人陈清河通报了37处隐患。"
    assert len(chosen(text, 400)) == 2


@settings(max_examples=60)
@given(st.text(alphabet="云川高新区召开会议，。；“”1月2日 \nabc要将", max_size=200), st.integers(1, 120))
def test_whatever_the_text_stretches_fit_and_lie_apart(text: str, characters: int):
    """In order, within the text and within the length."""
    spans = chosen(text, characters)
    assert sum(map(len, spans)) <= characters
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def shared_by(*articles: Article) -> list[tuple[str, set[str]]]:
    """What their overview says they share, and the keys of the articles it cites for it; all of them printed words."""
    overview = overview_of(articles, "zh")
    assert overview
    numbers = {number: quote for quote, number in overview.citations.items()}
    assert all(quote.article.text[quote.span.start : quote.span.end] == quote.text for quote in numbers.values())
    return [(said.text, {numbers[number].article.key for number in said.citations}) for said in overview.common]


def printed(key: str, text: str, day: int = 12) -> Article:
    """An article of a June."""
    return Article(key, key, text, date(2025, 6, day))


def test_two_reports_share_what_both_print_and_each_adds_something():
    """Stops and particles may differ; what each adds stands in it alone."""
    one = printed("one", "6月11日，鹤鸣街道启用3座新的泵站，总投资2.4亿元。街道办主任陈清河介绍了泵站的运行情况。柳渡街道将增加5辆泵车。")
    other = printed("other", "6月11日，鹤鸣街道启用了3座新泵站、总投资2.4亿元。石埠园区仓库清理出12吨垃圾。")
    assert shared_by(one, other) == [("6月11日，鹤鸣街道启用3座新的泵站，总投资2.4亿元", {"one", "other"})]
    overview = overview_of([one, other], "zh")
    assert overview
    numbers = {number: quote for quote, number in overview.citations.items()}
    for article, added in overview.adds:
        assert {numbers[number].article.id for said in added for number in said.citations} == {article.id}
    assert overview_of([one], "zh") is None


@pytest.mark.parametrize(
    "other",
    [
        "6月11日，云川高新区石埠园区举行消防演练，区管委会主任陆启明观看了演练。",
        "6月11日，云川高新区尚未启用3座新泵站，区管委会主任陆启明解释了原因。",
        "6月11日，云川高新区计划启用3座新泵站，区管委会主任陆启明公布了方案。",
        "6月11日，云川高新区启用4座新泵站，区管委会主任陆启明公布了清单。",
        "6月11日，云川高新区启用3座新泵房，区管委会主任陆启明公布了清单。",
        "6月10日，云川高新区启用3座新泵站，区管委会主任沈望舒公布了清单。",
        "区管委会主任陆启明说，云川高新区启用3座新泵站。",
    ],
)
def test_names_in_common_are_no_statement_in_common(other: str):
    """Another deed, a denial, a plan, another number, thing, day or somebody's word: nothing is shared, and each still adds its own."""
    one = printed("one", "6月11日，云川高新区启用3座新泵站，区管委会主任陆启明公布了泵站清单。")
    assert shared_by(one, printed("other", other)) == []


def test_the_same_words_of_another_meeting_are_another_statement():
    """Of two reports on one meeting they are shared, and so is a figure that both print."""
    common = "区党工委书记沈望舒主持会议。全区共有易涝点37处。"
    june, again = (printed(key, f"6月11日，云川高新区召开{key}。{common}") for key in ("防汛部署会", "备汛会"))
    later = printed("later", f"6月28日，云川高新区召开防汛调度会。{common}", 29)
    assert {text for text, _ in shared_by(june, again)} == {"区党工委书记沈望舒主持会议", "全区共有易涝点37处"}
    assert [text for text, _ in shared_by(june, later)] == ["全区共有易涝点37处"]


def test_only_those_that_print_it_are_cited_and_most_must():
    """Two of three are most, two of four are not."""
    text = "6月11日，鹤鸣街道启用3座新泵站。"
    one, two = printed("one", text), printed("two", f"{text}街道还清理了河道。")
    three, four = printed("three", "6月11日，柳渡街道启用2个新车站。"), printed("four", "6月11日，杏坞园区新开8家食堂。")
    assert shared_by(three, one, two) == [("6月11日，鹤鸣街道启用3座新泵站", {"one", "two"})]
    assert shared_by(three, one, two, four) == []


def test_a_reprint_shares_and_other_news_of_the_same_people_does_not(samples: Services):
    """As the samples print it."""
    signing, reprint = article_of(samples, "yunchuan-signing"), article_of(samples, "yunchuan-signing-reprint")
    assert [keys for _, keys in shared_by(signing, reprint)] == [{signing.key, reprint.key}] * 2
    assert shared_by(signing, reprint, *(article_of(samples, f"yunchuan-flood-{month}") for month in ("june", "july"))) == []


def test_summaries_stream_article_by_article(samples: Services):
    """First what there is to do; then of each article the statements and their summary; last everything."""
    wish = Wish(Filters(people=("张红军",)))
    events = told(samples, wish)
    kinds = [type(event) for event in events]
    assert kinds[-1] is Summaries
    assert isinstance(events[0], Begun)
    assert [one.id for one in events[0].articles] == [event.article.id for event in events if isinstance(event, Summary)]
    statements: list[Said] = []
    for event in events[1:-1]:
        if isinstance(event, Said):
            statements.append(event)
        else:
            assert isinstance(event, Summary)
            assert event.statements == statements
            statements = []
    assert kinds.count(Summary) == 3


def test_articles_come_in_the_order_in_which_they_are_named(samples: Services):
    """One that is named twice comes once; one that does not exist is an error."""
    names = [article_of(samples, key).id for key in ("party-history", "yunchuan-renovation")]
    found = whole(samples, Wish(Filters(article_ids=(*names, names[0])))).summaries
    assert [one.article.id for one in found] == names
    with pytest.raises(NoSuchArticle):
        told(samples, Wish(Filters(article_ids=("0" * 16,))))


def test_a_summary_is_kept_and_served_as_it_was_kept(empty: Services):
    """By article, length and writer."""
    write_in(empty.library, "memo.md", "# 备汛\n云川高新区召开备汛会。区水务局局长陈清河通报了37处隐患。")
    (summary,) = whole(empty, Wish(Filters())).summaries
    kept = empty.library.shelf.find(summary.article.id, "short", EDITION)
    assert kept == tuple(quote.span for quote in summary.citations)
    empty.library.shelf.keep(summary.article.id, "long", EDITION, kept[:1])
    assert len(summed_up(empty.library, summary.article, Wish(Filters(), "long")).statements) == 1
    assert empty.library.shelf.find(summary.article.id, "long", "gist-0") is None


def test_nothing_to_sum_up_is_no_error(empty: Services):
    """No article, no overview."""
    assert whole(empty, Wish(Filters())) == Summaries([], None, 0)


def test_over_http_the_same_as_on_the_command_line(samples: Services):
    """Field by field, at once or as a stream."""
    with served(samples) as client:
        asked = {"filters": {"people": ["陆启明"]}, "length": "short", "language": "zh"}
        sent = client.post("/v1/summaries", json=asked).json()
        streamed = client.post("/v1/summaries", json=asked, headers={"Accept": "text/event-stream"}).text
        named = client.post("/v1/summaries", json={"article_ids": [sent["summaries"][0]["article_id"]]}).json()
        missing = client.post("/v1/summaries", json={"article_ids": ["0" * 16]})
        wrong = client.post("/v1/summaries", json={"length": "epic"})
    command = [str(_BIN / "jianbao"), "summarize", "--person", "陆启明", "--json", "--data-dir", str(samples.library.folder)]
    assert json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout) == sent
    assert set(sent) >= {"summaries", "overview"}
    assert set(sent["summaries"][0]) >= {"article_id", "title", "statements", "citations", "writer"}
    assert sent["overview"]["common"] == []
    assert sent["overview"]["adds"]
    events = [block for block in streamed.split("\n\n") if block.startswith("event:")]
    first, last = (json.loads(events[at].partition("data: ")[2]) for at in (0, -1))
    assert [block.split("\n")[0] for block in (events[0], events[-1])] == ["event: articles", "event: summaries"]
    assert [one["article_id"] for one in first["articles"]] == [one["article_id"] for one in sent["summaries"]]
    assert last == sent
    assert named["overview"] is None
    assert named["summaries"] == sent["summaries"][:1]
    assert (missing.status_code, wrong.status_code) == (404, 422)
    assert wrong.json()["errors"][0]["field"] == "length"
