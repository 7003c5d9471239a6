"""A data folder kept in order: damage named and mended, backups, history, near-duplicates, another encoder."""

import json
import shutil
import struct
from base64 import b64encode
from pathlib import Path

import pytest
from conftest import SAMPLES, asked, over, read_in, served, write_in
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from api.answers.articles import id_of
from api.errors import NoSuchArticle
from api.services import Services, build
from api.settings import Settings
from ingest.backup import backup, restore
from ingest.doctor import findings
from ingest.endpoint import NoVectors
from ingest.errors import Damaged, NothingToRead, NotWritable, Unreadable
from ingest.pipeline import remove
from ingest.rebuild import reindex

CHINESE = "张红军对安委会提出了哪些要求"
NEWS = (
    "8月3日，甘棠镇党委书记尤长河主持召开河道清淤工作部署会。会议指出，入汛以来镇域内三条河道淤积明显，行洪能力下降。"
    "尤长河要求，水利站要在9月底前完成清淤，每周五向镇防汛办报送进度；各村要组织人手清理岸边垃圾，不留死角。"
)


@pytest.fixture
def folder(tmp_path: Path, cache: Path) -> Services:
    """The parts over a folder of its own with the sample articles."""
    return over(SAMPLES, Settings(data_dir=tmp_path / "data", cache_dir=cache))


def damage(services: Services, part: str, how: str) -> Services:
    """Damage a part of the data folder; the parts opened anew."""
    services.library.close()
    path = services.settings.data_dir / part
    if how == "delete":
        shutil.rmtree(path)
    else:
        path.write_bytes(b"\0" * 4096 + path.read_bytes()[4096:])
    return build(services.settings)


@pytest.mark.parametrize(
    ("part", "how", "named"),
    [
        ("lexical", "delete", "word index is missing"),
        ("chroma", "delete", "vectors cannot be read"),
        ("chroma/chroma.sqlite3", "overwrite", "vectors cannot be read"),
    ],
)
def test_damage_is_named_and_one_command_mends_it(folder: Services, part: str, how: str, named: str):
    """Never silently nothing: without vectors the words answer, without words the damage is named."""
    hurt = damage(folder, part, how)
    found = findings(hurt.library)
    assert [named in finding.what for finding in found] == [True]
    assert [finding.mend for finding in found] == ["jianbao reindex"]
    if part == "lexical":
        with pytest.raises(Damaged):
            asked(CHINESE, hurt)
    else:
        assert len(asked(CHINESE, hurt).statements) == 4
    reindex(hurt.library)
    mended = build(hurt.settings)
    assert findings(mended.library) == []
    assert len(asked(CHINESE, mended).statements) == 4


def test_a_damaged_catalogue_is_named_and_restored(folder: Services, tmp_path: Path):
    """From a backup; what was removed since is there again, and the service needs no restart."""
    kept = tmp_path / "kept.db"
    backup(folder.library, kept)
    gone = next(iter(asked(CHINESE, folder).citations)).article.id
    assert remove(gone, folder.library)
    assert not any(quote.article.id == gone for quote in asked(CHINESE, folder).citations)
    restore(folder.library, kept)
    assert any(quote.article.id == gone for quote in asked(CHINESE, folder).citations)
    assert findings(folder.library) == []


def test_what_is_no_backup_changes_nothing(folder: Services, tmp_path: Path):
    """A missing file, a text, and a backup that would overwrite another."""
    (tmp_path / "text").write_text("no database")
    with pytest.raises(NothingToRead):
        restore(folder.library, tmp_path / "nowhere")
    with pytest.raises(Damaged):
        restore(folder.library, tmp_path / "text")
    with pytest.raises(Unreadable):
        backup(folder.library, tmp_path / "text")
    with pytest.raises(NotWritable, match="nowhere/at/all"):
        backup(folder.library, tmp_path / "nowhere" / "at" / "all")
    assert findings(folder.library) == []
    assert len(asked(CHINESE, folder).statements) == 4


def test_answers_go_on_while_the_indexes_are_rebuilt(folder: Services):
    """At every step of it, over HTTP, and afterwards from the new ones."""
    with served(folder) as client:
        answers = []

        def ask(*_: int) -> None:
            answers.append(len(client.post("/v1/questions", json={"question": CHINESE}).json()["statements"]))

        reindex(build(folder.settings).library, ask)
        ask()
    assert answers == [4] * len(answers)
    assert len(answers) > 1


def test_an_edited_article_keeps_its_history(empty: Services):
    """Old and new, in order, each saying what became of it; only the new one answers."""
    write_in(empty.library, "a.md", f"# 甘棠镇部署清淤\n\n{NEWS}")
    old = asked("尤长河要求何时完成清淤", empty)
    write_in(empty.library, "a.md", f"# 甘棠镇部署清淤\n\n{NEWS.replace('9月底', '10月底')}")
    new = asked("尤长河要求何时完成清淤", empty)
    before, after = (next(iter(answer.citations)).article.id for answer in (old, new))
    versions = empty.library.catalogue.history(before)
    assert [(one.article.id, one.published, one.replaced_by) for one in versions] == [(before, False, after), (after, True, None)]
    assert [one.article.id for one in empty.library.catalogue.history(after)] == [before, after]
    assert "10月底前" in new.statements[0].text


def test_an_article_is_meant_by_its_id_or_by_a_key_that_is_its_own(empty: Services):
    """Of two that are called alike, both ids are told; what nobody knows is as it was."""
    (one,) = write_in(empty.library, "flood.md", "# 云川备汛\n\n8月1日，清浦河水位上涨，各街道连夜巡堤。").articles
    assert id_of(empty.library, one.key) == id_of(empty.library, one.id) == one.id
    assert id_of(empty.library, "nobody") == "nobody"
    write_in(empty.library, "boats.jsonl", json.dumps({"key": one.key, "title": "龙舟赛开幕", "text": "十二支龙舟队在芦苇湖竞渡。"}))
    with pytest.raises(NoSuchArticle, match=r"2 articles are called flood\.md: "):
        id_of(empty.library, one.key)


def test_a_reprint_under_another_headline_is_marked_and_folded(empty: Services):
    """Not lost: it is listed, it can be asked for by its id, and it steps in when the first is removed."""
    write_in(empty.library, "first.md", f"# 甘棠镇部署清淤\n\n{NEWS}")
    write_in(empty.library, "reprint.md", f"# 尤长河：九月底前清完三条河\n\n{NEWS}（据甘棠报）")
    write_in(empty.library, "other.md", "# 云台街道开展巡查\n\n" + NEWS.replace("河道清淤", "消防巡查").replace("甘棠", "云台")[:40])
    hits = empty.retriever.retrieve("尤长河河道清淤", 10).hits
    articles = {hit.article.id: hit.article for hit in hits}
    assert sum("尤长河" in article.text and "三条河道" in article.text for article in articles.values()) == 1
    assert empty.library.catalogue.counted()[0] == 3
    shown = next(hit.article for hit in hits if "三条河道" in hit.article.text)
    assert remove(shown.id, empty.library)
    left = [hit.article for hit in empty.retriever.retrieve("尤长河河道清淤", 10).hits if "三条河道" in hit.article.text]
    assert left
    assert left[0].id != shown.id


class Embeddings:
    """An embedding endpoint that keeps what it was asked; its vectors are of eight dimensions and tell nothing."""

    def __init__(self, server: HTTPServer, *, refusals: int = 0, packs: bool = True) -> None:
        self.texts: list[str] = []
        self._refusals = refusals
        self._packs = packs
        server.expect_request("/v1/embeddings").respond_with_handler(self._reply)

    def _reply(self, request: Request) -> Response:
        if self._refusals:
            self._refusals -= 1
            return Response("slow down", 429, headers={"Retry-After": "0"})
        texts = request.get_json()["input"]
        self.texts += texts
        form = _packed if self._packs and request.get_json()["encoding_format"] == "base64" else list
        rows = [{"object": "embedding", "index": at, "embedding": form(_row(text, 8))} for at, text in enumerate(texts)]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        body = {"object": "list", "model": "m", "data": rows[::-1], "usage": usage}
        return Response(json.dumps(body), content_type="application/json")


def _row(text: str, size: int) -> list[float]:
    return [float(1 + (sum(map(ord, text)) >> at) % 7) for at in range(size)]


def _packed(row: list[float]) -> str:
    return b64encode(struct.pack(f"<{len(row)}f", *row)).decode()


def with_endpoint(settings: Settings, server: HTTPServer, model: str = "m") -> Services:
    """The parts, with embeddings from a server."""
    named = {"embedding_model": model, "openai_base_url": server.url_for("/v1"), "openai_api_key": "sk-none"}
    return build(Settings.model_validate({**settings.model_dump(), **named}))


@pytest.mark.parametrize("packs", [True, False])
def test_an_endpoint_takes_the_place_of_the_local_encoder_and_is_never_paid_twice(empty: Services, httpserver: HTTPServer, *, packs: bool):
    """Batches of ten in any order, in base64 or plain numbers, refused twice; a new folder over the same cache asks for nothing."""
    endpoint = Embeddings(httpserver, refusals=2, packs=packs)
    services = with_endpoint(empty.settings, httpserver)
    read_in(services.library, SAMPLES)
    assert len(endpoint.texts) == len(set(endpoint.texts)) == services.library.catalogue.counted()[1]
    assert findings(services.library) == []
    paid = len(endpoint.texts)
    reindex(services.library)
    assert len(asked(CHINESE, services).statements) == 4
    assert len(endpoint.texts) <= paid + 2


def test_vectors_of_two_models_never_meet(folder: Services, httpserver: HTTPServer):
    """Another model answers by words until a rebuild made its vectors beside the old ones."""
    endpoint = Embeddings(httpserver)
    other = with_endpoint(folder.settings, httpserver)
    assert len(asked(CHINESE, other).statements) == 4
    assert endpoint.texts == []
    assert [finding.mend for finding in findings(other.library)] == ["jianbao reindex"]
    with pytest.raises(Damaged, match="another encoder"):
        write_in(other.library, "new.md", f"# 甘棠镇部署清淤\n\n{NEWS}")
    reindex(other.library)
    assert findings(other.library) == []
    assert len(asked(CHINESE, other).statements) == 4
    assert len(asked(CHINESE, folder).statements) == 4


def test_with_the_endpoint_gone_words_alone_answer(empty: Services, httpserver: HTTPServer):
    """The question is not lost with the vectors."""
    Embeddings(httpserver)
    services = with_endpoint(empty.settings, httpserver)
    read_in(services.library, SAMPLES)
    httpserver.clear()
    httpserver.expect_request("/v1/embeddings").respond_with_data("gone", 400)
    assert len(asked(CHINESE, services).statements) == 4


@pytest.mark.parametrize(
    "rows",
    [
        [(5, [1.0, 0.0])],
        [(0, [1.0, 0.0]), (0, [1.0, 0.0])],
        [(0, [1.0, float("nan")])],
        [(0, [])],
        [(0, "not base64")],
        [(0, None)],
        [],
    ],
)
def test_an_endpoint_that_sends_other_vectors_than_asked_for_is_refused(
    empty: Services, httpserver: HTTPServer, rows: list[tuple[int, object]]
):
    """Of another number, or no vectors at all: nothing is published."""
    data = [{"object": "embedding", "index": at, "embedding": row} for at, row in rows]
    httpserver.expect_request("/v1/embeddings").respond_with_json({"object": "list", "data": data, "model": "m"})
    services = with_endpoint(empty.settings, httpserver)
    with pytest.raises(NoVectors, match="the embedding endpoint"):
        write_in(services.library, "new.md", f"# 甘棠镇部署清淤\n\n{NEWS}")
    assert services.library.catalogue.counted() == (0, 0)
