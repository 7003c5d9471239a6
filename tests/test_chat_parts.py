"""What a chat leans on: the breaker, the memory of an endpoint, the purse; each by a clock of ours."""

import asyncio
import json
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import WriterFailed
from api.generate.breaker import Breaker
from api.generate.failures import seconds_until
from api.generate.purse import Limits, Prices, Purse
from api.generate.seen import LIFETIME, Seen
from api.generate.tongue import speaks
from api.generate.writer import Usage

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def test_a_breaker_opens_after_so_many_failures_in_a_row():
    """A success between them begins the count anew."""
    breaker = Breaker(3, 30, Clock())
    for _ in range(2):
        breaker.failed()
    breaker.succeeded()
    for _ in range(2):
        breaker.failed()
    assert breaker.admits()
    breaker.failed()
    assert breaker.is_open
    assert not breaker.admits()


def test_an_open_breaker_lets_one_probe_through_behind_each_rest():
    """If the probe never comes back, the next one may go when another rest has passed."""
    clock = Clock()
    breaker = Breaker(1, 30, clock)
    breaker.failed()
    clock.now += 29
    assert not breaker.admits()
    clock.now += 1
    assert [breaker.admits() for _ in range(3)] == [True, False, False]
    clock.now += 30
    assert [breaker.admits() for _ in range(2)] == [True, False]


def test_a_probe_that_succeeds_closes_the_breaker_and_one_that_fails_does_not():
    """One success is enough; a failure begins another rest."""
    clock = Clock()
    breaker = Breaker(2, 30, clock)
    for _ in range(2):
        breaker.failed()
    clock.now += 30
    assert breaker.admits()
    breaker.failed()
    assert not breaker.admits()
    clock.now += 30
    assert breaker.admits()
    breaker.succeeded()
    assert all(breaker.admits() for _ in range(5))


@given(st.lists(st.sampled_from(["fail", "succeed", "wait"]), max_size=60))
def test_a_breaker_is_never_open_for_longer_than_a_rest(events: list[str]):
    """Whatever happened, one rest later somebody may try."""
    clock = Clock()
    breaker = Breaker(3, 30, clock)
    for event in events:
        if event == "wait":
            clock.now += 10
        elif breaker.admits():
            (breaker.failed if event == "fail" else breaker.succeeded)()
    clock.now += 30
    assert breaker.admits()


def test_what_was_seen_is_known_for_a_day_by_every_process(tmp_path: Path):
    """And forgotten then, for the model behind the name may be another."""
    clock, file = Clock(), tmp_path / "endpoints.json"
    seen = Seen(file, "m", "http://a/v1", clock)
    assert seen["labels"] is None
    seen["labels"] = "follows"
    again = Seen(file, "m", "http://a/v1", clock)
    assert again["labels"] == "follows"
    clock.now += LIFETIME
    assert again["labels"] is None
    assert Seen(file, "m", "http://a/v1", clock)["labels"] is None


def test_what_is_known_is_not_written_again_and_again(tmp_path: Path):
    """Only when half a day has passed; another value is written at once."""
    clock, file = Clock(), tmp_path / "endpoints.json"
    seen = Seen(file, "m", None, clock)
    seen["labels"] = "follows"
    file.unlink()
    seen["labels"] = "follows"
    assert not file.exists()
    clock.now += LIFETIME * 0.6
    seen["labels"] = "follows"
    assert file.exists()
    clock.now += LIFETIME * 0.6
    assert Seen(file, "m", None, clock)["labels"] == "follows"
    file.unlink()
    seen["labels"] = "leaves out"
    assert file.exists()


def test_each_model_and_address_has_a_memory_of_its_own_and_the_file_names_neither(tmp_path: Path):
    """An address may hold a secret."""
    file = tmp_path / "endpoints.json"
    one, other = Seen(file, "m", "http://user:secret@a/v1"), Seen(file, "n", "http://user:secret@a/v1")
    one["rung"], other["rung"] = "prompt", "json_object"
    assert Seen(file, "m", "http://user:secret@a/v1")["rung"] == "prompt"
    assert Seen(file, "m", "http://b/v1")["rung"] is None
    assert "secret" not in file.read_text("utf-8")
    one["rung"] = None
    assert Seen(file, "m", "http://user:secret@a/v1")["rung"] is None
    assert Seen(file, "n", "http://user:secret@a/v1")["rung"] == "json_object"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"x": 3}', '{"x": {"y": [1, 2]}}', "null", '{"x": {"y": ["a", "b"]}}'])
def test_a_memory_that_is_damaged_is_no_memory(tmp_path: Path, content: str):
    """It is written anew."""
    file = tmp_path / "endpoints.json"
    file.write_text(content, "utf-8")
    seen = Seen(file, "m", None)
    assert seen["labels"] is None
    seen["labels"] = "follows"
    assert Seen(file, "m", None)["labels"] == "follows"


def test_where_nothing_may_be_written_the_process_remembers_alone(tmp_path: Path):
    """A file stands where the folder should be."""
    (tmp_path / "folder").write_text("", "utf-8")
    seen = Seen(tmp_path / "folder" / "endpoints.json", "m", None)
    seen["labels"] = "follows"
    assert seen["labels"] == "follows"
    assert Seen(None, "m", None)["labels"] is None


def spend(purse: Purse, usage: Usage, most: int = 10, *, said: str = "", reported: tuple[int, int] | None = None) -> None:
    """One call of a prompt of five characters."""

    async def call() -> None:
        async with purse.paying("12345", most, usage) as bill:
            bill.said, bill.reported = said, reported

    asyncio.run(call())


def purse_of(folder: Path, limits: Limits, day: date = MONDAY, prices: Prices | None = None) -> Purse:
    """A purse that counts characters."""
    return Purse(folder / "data" / "spent.db", lambda: day, len, limits, prices)


def test_a_question_may_cost_so_much_and_no_more(tmp_path: Path):
    """What a call may cost at most is held against what is left; what it did cost is taken off."""
    purse, usage = purse_of(tmp_path, Limits(question=40)), Usage()
    spend(purse, usage, reported=(5, 3))
    spend(purse, usage, reported=(5, 10))
    with pytest.raises(WriterFailed, match="question-budget"):
        spend(purse, usage, most=13)
    assert (usage.prompt_tokens, usage.completion_tokens, usage.calls) == (10, 13, 2)
    spend(purse, Usage(), most=13)


def test_a_prompt_is_counted_only_where_its_tokens_matter(tmp_path: Path):
    """Where its bytes already fit into what the question has left, and the endpoint says what it cost, nothing is counted."""
    counted: list[str] = []

    def count(text: str) -> int:
        counted.append(text)
        return len(text) // 5

    purse = Purse(tmp_path / "spent.db", lambda: MONDAY, count, Limits(question=15))
    spend(purse, Usage(), reported=(1, 3))
    assert counted == []
    spend(purse, Usage(), most=14, reported=(1, 3))
    assert counted == ["12345"]
    spend(purse, Usage(), said="12345")
    assert counted == ["12345"] * 3
    with pytest.raises(WriterFailed, match="question-budget"):
        spend(purse, Usage(), most=15)


def test_a_day_may_cost_so_much_in_all_processes_together(tmp_path: Path):
    """On the next day there is as much again."""
    for _ in range(2):
        spend(purse_of(tmp_path, Limits(day=50)), Usage(), reported=(5, 10))
    with pytest.raises(WriterFailed, match="day-budget"):
        spend(purse_of(tmp_path, Limits(day=50)), Usage(), most=20)
    spend(purse_of(tmp_path, Limits(day=50)), Usage(), most=15, reported=(5, 15))
    spend(purse_of(tmp_path, Limits(day=50), TUESDAY), Usage(), most=40)


def test_calls_at_once_do_not_pass_the_limit_of_the_day_together(tmp_path: Path):
    """Each sets aside what it may cost before it is made: of forty, as many go through as the day pays for at most."""
    made: list[int] = []

    async def call(purse: Purse) -> None:
        async with purse.paying("12345", 5, Usage()) as bill:
            made.append(1)
            await asyncio.sleep(0.2)
            bill.reported = (5, 5)

    async def ten() -> None:
        purse = purse_of(tmp_path, Limits(day=100))
        await asyncio.gather(*(call(purse) for _ in range(10)), return_exceptions=True)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: asyncio.run(ten()), range(4)))
    assert len(made) == 10


def test_a_call_that_brought_nothing_costs_nothing_and_one_that_was_left_costs_what_came(tmp_path: Path):
    """Where the endpoint does not say, we count."""
    purse, usage = purse_of(tmp_path, Limits(day=30)), Usage()
    for _ in range(5):
        spend(purse, usage)
    assert (usage.prompt_tokens, usage.completion_tokens, usage.calls) == (0, 0, 5)

    async def left() -> None:
        async with purse.paying("12345", 10, usage) as bill:
            bill.said = "1234567"
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(left())
    assert (usage.prompt_tokens, usage.completion_tokens) == (5, 7)
    spend(purse, usage, most=13)
    with pytest.raises(WriterFailed, match="day-budget"):
        spend(purse, usage, most=14)


def test_what_cannot_be_counted_is_not_spent(tmp_path: Path):
    """The account is no database: a limit that nobody keeps is none."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "spent.db").write_bytes(os.urandom(4096))
    with pytest.raises(WriterFailed, match="day-budget-unknown"):
        spend(purse_of(tmp_path, Limits(day=50)), Usage())


def test_without_a_limit_for_the_day_no_account_is_kept(tmp_path: Path):
    """Nothing is opened for nothing."""
    spend(purse_of(tmp_path, Limits()), Usage(), reported=(5, 5))
    assert not (tmp_path / "data").exists()


def test_the_account_of_a_day_is_one_row(tmp_path: Path):
    """Which anybody may read."""
    spend(purse_of(tmp_path, Limits(day=50)), Usage(), reported=(5, 3))
    account = sqlite3.connect(tmp_path / "data" / "spent.db")
    assert account.execute("SELECT * FROM days").fetchall() == [("2026-11-23", 8)]
    account.close()


def test_a_price_makes_a_cost(tmp_path: Path):
    """By the million, what is sent apart from what is received; without prices nobody says what it cost."""
    priced, free = Usage(), Usage()
    for _ in range(2):
        spend(purse_of(tmp_path, Limits(), prices=Prices(2.0, 8.0)), priced, reported=(1000, 500))
    spend(purse_of(tmp_path, Limits()), free, reported=(1000, 500))
    assert priced.cost == pytest.approx(2 * (0.002 + 0.004))
    assert free.cost is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_in_seconds(headers: dict[str, str], seconds: float | None):
    """Or in milliseconds, where an endpoint gives those."""
    assert seconds_until(headers) == seconds


def test_retry_after_may_be_a_date():
    """As RFC 9110 has it; one that has passed asks for no wait."""
    now = datetime.now(UTC)
    later = seconds_until({"retry-after": format_datetime(now + timedelta(seconds=90), usegmt=True)})
    assert later is not None
    assert 85 < later < 91
    assert seconds_until({"retry-after": format_datetime(now - timedelta(seconds=90), usegmt=True)}) == 0.0


@pytest.mark.parametrize(
    "text",
    ["会议由沈望舒主持。", "GDP增长6.2%，R&D投入增加。", "6.2%", "2025年7月14日", "AI+制造业", "會議由沈望舒主持。", "“一网通办”上线App"],
)
def test_chinese_is_chinese(text: str):
    """With Latin words in it, or in numbers alone."""
    assert speaks(text, "zh")


@pytest.mark.parametrize(
    "text",
    [
        "Shen Wangshu chaired the meeting.",
        "Zhang Hongjun (张红军) asked the safety committee for four things.",
        "Investment: 2.3 million yuan.",
        "6.2%",
        "The café on Rue de la Paix was closed.",
        "He asked for an audit of the del Rio plant.",
    ],
)
def test_english_is_english(text: str):
    """With a name in Chinese behind the pinyin, or a French one."""
    assert speaks(text, "en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The meeting was chaired by Shen.", "zh"),
        ("La réunion a été présidée par Shen.", "zh"),
        ("会議は書記が主宰しました。", "zh"),
        ("서기가 회의를 주재했다.", "zh"),
        ("会议由沈望舒主持。", "en"),
        ("La réunion a été présidée par le secrétaire.", "en"),
        ("Die Sitzung wurde von dem Sekretär geleitet und ist nicht beendet.", "en"),
        ("La reunión fue presidida por el secretario.", "en"),
        ("Совещание провёл секретарь.", "en"),
    ],
)
def test_another_language_is_another_language(text: str, language: str):
    """By its script, or by its little words."""
    assert not speaks(text, "zh" if language == "zh" else "en")


def test_the_memory_is_json_that_a_person_can_read(tmp_path: Path):
    """A value and when it ends."""
    seen = Seen(tmp_path / "endpoints.json", "m", None, Clock())
    seen["labels"] = "follows"
    (known,) = json.loads((tmp_path / "endpoints.json").read_text("utf-8")).values()
    assert known == {"labels": ["follows", 1000.0 + LIFETIME]}
