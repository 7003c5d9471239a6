"""The right article comes first, in either language; what is filtered out or withdrawn does not come at all."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from conftest import ARTICLES, article_of, write_in
from sqlalchemy import event

from api.retrieve.hybrid import Found, HybridRetriever
from api.retrieve.ranking import Weights
from api.services import Services, build
from api.settings import Settings
from ingest.catalogue import Filters
from ingest.library import Library
from ingest.pipeline import remove

PUMPS = "# 柳渡街道检修排水泵站\n\n6月3日，柳渡街道检修了三座排水泵站。泵站的水泵全部更换，备用电源也已接通。\n"
SCHOOL = "# 鹤鸣小学增设校车\n\n6月4日，鹤鸣小学增设校车两辆。校车每天两班，路线经过柳渡街道。\n"


def keys(found: Found) -> list[str]:
    """The articles that were found, each once, best first."""
    return list(dict.fromkeys(hit.article.key for hit in found.hits))


def first(question: str, services: Services, filters: Filters = Filters()) -> str:  # noqa: B008  Filters is frozen
    """The article found first."""
    return keys(services.retriever.retrieve(question, 8, filters))[0]


@pytest.fixture
def two(empty: Services) -> Services:
    """The parts over two articles that a test may withdraw."""
    write_in(empty.library, "pumps.md", PUMPS)
    write_in(empty.library, "school.md", SCHOOL)
    return empty


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("张红军对安委会提出了哪些要求", "safety-committee"),
        ("張紅軍對安委會提出了哪些要求", "safety-committee"),
        ("张良才对党史学习教育提了什么要求", "party-history"),
        ("陆启明要求各单位做好哪几项防汛备汛工作", "yunchuan-flood-june"),
        ("7月的防汛调度会由谁主持", "yunchuan-flood-july"),
        ("非遗市集有多少个摊位", "yunchuan-reed-lake-fair"),
        ("老旧小区改造总投资多少", "yunchuan-renovation"),
        ("哪家公司的蒸汽供应不足", "yunchuan-enterprise-roundtable"),
        ("电动自行车引发的火情有多少起", "yunchuan-fire-safety"),
        ("2025年全区地区生产总值是多少", "yunchuan-economy-2025"),
        ("梧桐园区座谈会上核净公司缺什么", "enterprise-forum-wutong"),
    ],
)
def test_a_chinese_question_finds_its_article_first(question: str, key: str, samples: Services):
    """By its words, in either script."""
    assert first(question, samples) == key


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("What did Zhang Hongjun ask of the safety committee?", "safety-committee"),
        ("What did Hongjun Zhang tell the safety committee?", "safety-committee"),
        ("HONG-JUN ZHANG safety committee demands", "safety-committee"),
        ("What did Liangcai Zhang ask for in party history study?", "party-history"),
        ("What did Lu Qiming ask for in flood preparation in June?", "yunchuan-flood-june"),
        ("What did Shen Wangshu stress about floods?", "yunchuan-flood-july"),
        ("How many stalls were at the intangible heritage fair?", "yunchuan-reed-lake-fair"),
        ("How many old residential compounds are being renovated?", "yunchuan-renovation"),
        ("What did Qin Ruochuan say about underground pipes?", "yunchuan-renovation"),
        ("Which park did Wang Demin and Zheng Yansong visit on August 27?", "enterprise-forum-fengyang"),
        ("Who spoke on fire safety, Lu Qianfan?", "yunchuan-fire-safety"),
    ],
)
def test_an_english_question_finds_the_chinese_article_first(question: str, key: str, samples: Services):
    """Names in either order, terms by what is printed for them."""
    assert first(question, samples) == key


@pytest.mark.parametrize(
    "question",
    [
        "When did the one-stop desk for foreign investors open?",
        "How many serviced apartments for overseas staff are planned?",
        "What did Hartwell Lumen apply for?",
        "How far is Yunchuan's international airport?",
    ],
)
def test_an_english_question_finds_the_english_article_first(question: str, samples: Services):
    """An article printed in English is found by its own words."""
    assert first(question, samples) == "yunchuan-investor-release"


def test_hits_come_best_first_and_as_many_as_asked(samples: Services):
    """No passage twice."""
    hits = samples.retriever.retrieve("防汛要求", 5).hits
    assert len(hits) == 5
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.passage.id for hit in hits}) == 5


def test_a_passage_is_a_slice_of_the_article_it_names(samples: Services):
    """What is shown of a hit is printed in it."""
    for hit in samples.retriever.retrieve("企业座谈会", 20).hits:
        assert hit.passage.article_id == hit.article.id
        assert 0 <= hit.passage.span.start < hit.passage.span.end <= len(hit.article.text)


def test_words_lead_and_vectors_help(samples: Services):
    """The best passage by words has all of their score; sentences and articles apart, a hit's score is that and its share of the cosine."""
    retriever = HybridRetriever(samples.library, samples.english, weights=Weights(vector=0.6, sentence=0, article=0))
    hits = retriever.retrieve("苇编摊位前围的人", 10).hits
    assert max(hit.words for hit in hits) == 1.0
    assert all(hit.score == pytest.approx(hit.words + 0.6 * hit.vector) for hit in hits)


def test_who_reported_is_found_though_a_byline_is_no_sentence(two: Services):
    """With the last passage of its article."""
    write_in(two.library, "bridge.md", "# 清浦大桥合龙\n\n6月5日，清浦大桥合龙。桥面全部贯通。\n\n（记者 方牧之 通讯员 葛临溪）\n")
    assert first("通讯员葛临溪写了什么", two) == "bridge.md"
    assert first("Which correspondent wrote with Fang Muzhi?", two) == "bridge.md"


def test_a_question_without_a_word_in_common_finds_by_meaning(samples: Services):
    """Vectors find what words do not."""
    found = samples.retriever.retrieve("鳏寡", 3)
    assert found.hits
    assert all(hit.words == 0 for hit in found.hits)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(published_from=date(2025, 7, 15), published_to=date(2025, 8, 6)), {"yunchuan-flood-july", "yunchuan-renovation"}),
        (Filters(published_from=date(2026, 6, 3)), {"yunchuan-bridge-correction", "yunchuan-livelihood-progress"}),
        (Filters(published_to=date(2025, 6, 12)), {"yunchuan-flood-june"}),
        (
            Filters(people=("鲁千帆",)),
            {"yunchuan-fire-safety", "yunchuan-hospital", "yunchuan-spring-inspection", "yunchuan-warehouse-fire"},
        ),
        (Filters(people=("鲁千帆", "邱海岩")), {"yunchuan-fire-safety", "yunchuan-spring-inspection"}),
        (Filters(people=("鲁千帆",), published_from=date(2026, 1, 1)), {"yunchuan-spring-inspection"}),
    ],
)
def test_filters_let_through_what_they_name(filters: Filters, expected: set[str], samples: Services):
    """Days, inclusive at both ends; people, all of them; both together."""
    found = samples.retriever.retrieve("会议提出了哪些要求", 50, filters)
    assert set(keys(found)) == expected
    assert found.searched == len(expected)


def test_an_article_id_lets_through_that_article_alone(samples: Services):
    """However badly it fits the question."""
    fair = article_of(samples, "yunchuan-reed-lake-fair")
    found = samples.retriever.retrieve("张红军对安委会提出了哪些要求", 50, Filters(article_ids=(fair.id,)))
    assert keys(found) == ["yunchuan-reed-lake-fair"]
    assert found.searched == 1


@pytest.mark.parametrize(
    "filters",
    [
        Filters(published_from=date(2031, 1, 1)),
        Filters(published_to=date(1949, 1, 1)),
        Filters(people=("无此人",)),
        Filters(people=("张%军",)),
        Filters(article_ids=("0" * 16,)),
        Filters(people=("张红军",), published_from=date(2025, 1, 1)),
    ],
)
def test_a_filter_that_lets_nothing_through_finds_nothing(filters: Filters, samples: Services):
    """Nor does it fall back to all articles; the question is understood all the same."""
    found = samples.retriever.retrieve("张红军提出了哪些要求", 8, filters)
    assert found.hits == ()
    assert found.searched == 0
    assert "张红军" in found.asked.looked_for


def test_without_filters_every_article_is_searched(samples: Services):
    """And the reply may say among how many."""
    assert samples.retriever.retrieve("防汛", 8).searched == samples.library.catalogue.counted()[0] == ARTICLES


@pytest.mark.parametrize("question", ["", "。", "什么", "🙂", "zzyzx", "的" * 2000, "' OR 1=1 --", '"(泵站 AND', "id:pumps"])
def test_no_question_upsets_the_search(question: str, samples: Services):
    """Whatever is typed is words, not a query language."""
    assert len(samples.retriever.retrieve(question, 3).hits) <= 3


def test_what_was_withdrawn_is_not_found(two: Services):
    """By words or by vectors."""
    assert first("排水泵站", two) == "pumps.md"
    remove(article_of(two, "pumps.md").id, two.library)
    assert keys(two.retriever.retrieve("排水泵站", 8)) == ["school.md"]


def test_what_is_withdrawn_but_still_in_the_indexes_is_not_found(two: Services):
    """The catalogue is the record: a writer that was killed before it swept the indexes changes nothing."""
    assert first("排水泵站", two) == "pumps.md"
    two.library.catalogue.withdraw(article_of(two, "pumps.md").id)
    assert len(two.library.lexical) == 2
    assert keys(two.retriever.retrieve("排水泵站", 8)) == ["school.md"]


class Meanwhile:
    """A view of the vectors during whose search something else happens."""

    def __init__(self, library: Library, happens: Callable[[], object]) -> None:
        self._library = library
        self._happens = happens

    def search(self, vector: Sequence[float], limit: int, article_ids: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """The library's own neighbours, as they were before."""
        found = self._library.vectors.search(vector, limit, article_ids)
        self._happens()
        return found


@pytest.mark.parametrize("filters", [Filters(), Filters(people=("柳渡",))])
def test_an_article_withdrawn_while_it_is_searched_for_is_not_found(filters: Filters, two: Services):
    """Both searches have it; the catalogue has the last word."""
    pumps = article_of(two, "pumps.md")
    meanwhile = Meanwhile(two.library, lambda: remove(pumps.id, two.library))
    retriever = HybridRetriever(two.library, two.english, meanwhile)
    assert keys(retriever.retrieve("排水泵站", 8, filters)) == ["school.md"]


def test_what_another_process_publishes_and_withdraws_is_seen_at_once(two: Services, tmp_path: Path, cache: Path):
    """A reader that has searched already does not stay with what it saw."""
    reader = build(Settings(data_dir=tmp_path / "data", cache_dir=cache)).retriever
    assert keys(reader.retrieve("排水泵站", 1)) == ["pumps.md"]
    write_in(two.library, "bridge.md", "# 清浦大桥合龙\n\n6月5日，清浦大桥合龙。大桥全长两公里，年底通车。\n")
    assert keys(reader.retrieve("清浦大桥何时通车", 1)) == ["bridge.md"]
    remove(article_of(two, "bridge.md").id, two.library)
    assert "bridge.md" not in keys(reader.retrieve("清浦大桥何时通车", 8))
    assert reader.generation() == two.library.catalogue.generation()


def test_a_server_has_its_articles_at_hand_before_anybody_asks(two: Services):
    """A question reads none; a publication lets those go that it changed, and no others."""
    read: list[str] = []

    @event.listens_for(two.library.engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, parameters: Sequence[str], *_: object) -> None:
        if "articles.text" in statement:
            read.extend(name for one in parameters if str(one).startswith("[") for name in json.loads(one))

    two.warm_up("校车")
    assert set(read) == {article_of(two, "pumps.md").id, article_of(two, "school.md").id}
    write_in(two.library, "pumps.md", PUMPS.replace("三座", "四座"))
    read.clear()
    found = two.retriever.retrieve("排水泵站和校车", 8)
    assert {hit.article.key for hit in found.hits} == {"pumps.md", "school.md"}
    assert "四座" in "".join(hit.article.text for hit in found.hits)
    assert read == [hit.article.id for hit in found.hits if hit.article.key == "pumps.md"]
