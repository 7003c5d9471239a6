"""More than one machine: a shared catalogue in PostgreSQL, shared vectors on a Chroma server, a word index each."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import SAMPLES, asked, read_in, write_in
from servers import chroma, postgres

from api.services import Services, build
from api.settings import Settings
from ingest.backup import backup
from ingest.doctor import findings
from ingest.errors import Busy, Unreadable
from ingest.pipeline import remove
from ingest.rebuild import reindex

# chromadb's HTTP client leaves its pooled connections to the garbage collector, whatever its close() is told
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
CHINESE = "张红军对安委会提出了哪些要求"


@pytest.fixture(scope="module")
def shared_parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The URLs of a PostgreSQL and of a Chroma server."""
    folder = tmp_path_factory.mktemp("servers")
    with postgres() as catalogue, chroma(folder) as vectors:
        yield catalogue, vectors


Machines = Callable[[str], Services]


@pytest.fixture
def machine(tmp_path: Path, cache: Path, shared_parts: tuple[str, str]) -> Iterator[Machines]:
    """Machines by name, each with a folder of its own, over the shared parts."""
    running: list[Services] = []

    def started(name: str) -> Services:
        catalogue, vectors = shared_parts
        settings = Settings(data_dir=tmp_path / name, cache_dir=cache, catalogue_url=catalogue, chroma_url=vectors)
        running.append(build(settings))
        return running[-1]

    yield started
    while running:
        running.pop().library.close()
    gc.collect()


def test_what_one_machine_reads_every_other_answers_from(machine: Machines):
    """Published, edited, removed, rebuilt: the next question on another machine sees it."""
    ingester, first = machine("ingester"), machine("first")
    read_in(ingester.library, SAMPLES)
    assert len(asked(CHINESE, first).statements) == 4
    write_in(ingester.library, "new.md", "# 甘棠镇部署清淤\n\n甘棠镇党委书记尤长河要求，9月底前完成河道清淤。")
    question = "尤长河对河道清淤提出了什么要求"
    assert "9月底前" in asked(question, first).statements[0].text
    write_in(ingester.library, "new.md", "# 甘棠镇部署清淤\n\n甘棠镇党委书记尤长河要求，10月底前完成河道清淤。")
    assert "10月底前" in asked(question, first).statements[0].text
    late = machine("late")
    assert "10月底前" in asked(question, late).statements[0].text
    for _ in range(2):
        reindex(ingester.library)
        assert "10月底前" in asked(question, first).statements[0].text
        assert "10月底前" in asked(question, ingester).statements[0].text
    assert findings(first.library) == findings(late.library) == []
    gone = asked(question, first).citations
    assert remove(next(iter(gone)).article.id, ingester.library)
    assert not any("清淤" in said.text for services in (first, late) for said in asked(question, services).statements)


def test_two_machines_never_write_at_once(machine: Machines):
    """The second is told so at once."""
    one, other = machine("one"), machine("other")
    with one.library.writing(), pytest.raises(Busy), other.library.writing():
        pass


def test_a_shared_catalogue_is_backed_up_by_its_own_tools(machine: Machines, tmp_path: Path):
    """And the message says so."""
    with pytest.raises(Unreadable, match="the server's own tools"):
        backup(machine("one").library, tmp_path / "file")
