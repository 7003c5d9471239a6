"""What tests share: the sample articles read once, the seed where it is at hand, a real server on loopback."""

import asyncio
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import hypothesis
import pytest
import uvicorn

from api.answers.question import Answer, Event, Question, answer
from api.app import create_app
from api.services import Services, build
from api.settings import Settings
from ingest.article import Article
from ingest.catalogue import Filters
from ingest.library import Library
from ingest.pipeline import Receipt, ingest
from ingest.read import Source, files_at, source_at

if TYPE_CHECKING:
    from browsers import Window
    from playwright.sync_api import Browser

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "evals" / "corpus"
ARTICLES = len(list(SAMPLES.glob("*.md")))
SHARED = ROOT.parent / "shared"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The counts that trials recorded as `record_property("counted", ...)` end the run, whatever it captured."""
    for report in terminalreporter.getreports("passed"):
        for name, what in report.user_properties:
            if name == "counted":
                terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {what}")


@pytest.fixture(scope="session", autouse=True)
def _no_model_by_accident() -> None:
    """The environment of whoever runs the tests names no model and no folder to them."""
    for name in [name for name in os.environ if name.startswith(("JIANBAO_", "OPENAI_"))]:
        if name != "JIANBAO_TEST_LLM":
            del os.environ[name]


@pytest.fixture(scope="session")
def cache() -> Path:
    """The machine's own cache, so that the encoder is unpacked once and not once a test."""
    return Settings().cache_dir


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Services:
    """The parts over the sample articles. Nobody writes to them."""
    return over(SAMPLES, Settings(data_dir=tmp_path_factory.mktemp("samples"), cache_dir=cache))


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Services:
    """The parts over the seed: one file, three articles."""
    return over(shared("corpus/seed"), Settings(data_dir=tmp_path_factory.mktemp("seed"), cache_dir=cache))


@pytest.fixture
def empty(tmp_path: Path, cache: Path) -> Services:
    """The parts over a folder in which nothing was ever read."""
    return build(Settings(data_dir=tmp_path / "data", cache_dir=cache))


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium, once for a file of tests. None of them may use `asyncio.run`: a loop of the browser's own runs on their thread."""
    from browsers import browsing  # noqa: PLC0415  only for tests that look at pages

    with browsing() as one:
        yield one


@pytest.fixture
def window(browser: "Browser") -> Iterator["Window"]:
    """Where a test opens its pages."""
    from browsers import Window  # noqa: PLC0415  as above

    one = Window(browser)
    yield one
    one.close()


def over(newspapers: Path, settings: Settings) -> Services:
    """The parts, with these newspapers read."""
    services = build(settings)
    read_in(services.library, newspapers)
    return services


def read_in(library: Library, path: Path) -> Receipt:
    """Ingest a file or a folder."""
    return ingest((source_at(name, file) for name, file in files_at(path)), library)


def write_in(library: Library, name: str, text: str) -> Receipt:
    """Ingest one file that need not exist."""
    return ingest([Source(f"test:{name}", name, text.encode())], library)


def shared(path: str) -> Path:
    """A path under ../shared; the test is skipped where it is absent."""
    if not (SHARED / path).exists():
        pytest.skip(f"../shared/{path} is not at hand")
    return SHARED / path


def asked(question: str | Question, services: Services) -> Answer:
    """The whole answer to a question."""
    return next(event for event in events(question, services) if isinstance(event, Answer))


def events(question: str | Question, services: Services) -> Sequence[Event]:
    """All that happens while a question is answered."""

    async def gather() -> list[Event]:
        whole = Question(question) if isinstance(question, str) else question
        happened = [event async for event in answer(whole, services.desk)]
        await services.desk.writer.aclose()
        return happened

    return asyncio.run(gather())


def article_of(services: Services, key: str) -> Article:
    """The article with this key."""
    return next(one for one in services.library.catalogue.page(Filters(), 1000) if one.key == key)


@contextmanager
def served(services: Services) -> Iterator[httpx2.Client]:
    """A client of the application, served by uvicorn on a free port of loopback."""
    server = uvicorn.Server(uvicorn.Config(create_app(services), port=free_port(), log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    until(lambda: server.started)
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{server.config.port}", timeout=30) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until it holds; fail if it never does."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)
