"""`digest run`: at its hour of each working day, late where the machine slept or was off, and stopped without losing a letter."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as Time  # noqa: N812  the other one sleeps
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import until, write_in
from postboxes import Postbox, opened
from test_digest import Clock, at

from api.digest.days import Days
from api.digest.post import Sent
from api.digest.rota import Rota
from api.digest.workdays import Workdays
from api.errors import BusyWriting
from api.services import Services, build
from api.settings import Settings
from ingest.ledger import Entry

SHANGHAI, HALF_PAST = ZoneInfo("Asia/Shanghai"), Time(7, 30)
READERS = {"r0@example.com", "r1@example.com"}
_BIN = Path(sys.executable).parent


class Enough(Exception):
    """The test has seen what it wanted."""


@dataclass
class Office:
    """A rota whose clock only passes while it sleeps: what it did when, and what it told."""

    days: Days
    clock: Clock
    workdays: Workdays = field(default_factory=Workdays)
    sends: Sequence[Callable[[], Sent]] = ()
    naps: dict[int, timedelta] = field(default_factory=dict)
    """By the number of a sleep, how much longer the machine sleeps."""
    sent_at: list[datetime] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    slept: int = 0

    def run(self, times: int, zone: ZoneInfo = SHANGHAI) -> list[str]:
        """When it sent, by the clock of the zone."""

        def send() -> Sent:
            self.sent_at.append(self.clock())
            if len(self.sent_at) > times:
                raise Enough
            ways = self.sends[len(self.sent_at) - 1 : len(self.sent_at)]
            return ways[0]() if ways else Sent()

        with pytest.raises(Enough):
            Rota(self.days, self.workdays, HALF_PAST, send, self.sleep, self.told.append, READERS).keep()
        return [f"{moment.astimezone(zone):%m-%d %H:%M}" for moment in self.sent_at[:times]]

    def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        self.clock.now += timedelta(seconds=seconds) + self.naps.get(self.slept, timedelta())
        self.slept += 1


def office(empty: Services, now: datetime, zone: ZoneInfo = SHANGHAI, **more: object) -> Office:
    """One in which nothing was ever read."""
    clock = Clock(now)
    return Office(Days(empty.library, zone, clock), clock, **more)  # type: ignore[arg-type]  # as named there


def test_it_sends_at_its_hour_of_each_working_day(empty: Services):
    """Not on weekends and holidays, but on the Saturday worked instead; to the minute, by the clock of the newsroom."""
    days = Workdays(frozenset({date(2026, 10, 1), date(2026, 10, 2)}), frozenset({date(2026, 10, 10)}))
    one = office(empty, datetime(2026, 9, 29, 23, 31, tzinfo=UTC), workdays=days)
    assert one.run(8) == [f"{day} 07:30" for day in ("10-05", "10-06", "10-07", "10-08", "10-09", "10-10", "10-12", "10-13")]
    assert one.told[0] == "next: 2026-10-05 07:30 CST"


def test_where_clocks_are_put_back_the_hour_is_that_of_the_wall(empty: Services):
    """In New York that is on the first of November."""
    zone = ZoneInfo("America/New_York")
    one = office(empty, datetime(2026, 10, 30, 13, 0, tzinfo=UTC), zone)
    assert one.run(2, zone) == ["11-02 07:30", "11-03 07:30"]
    assert one.sent_at[0] == datetime(2026, 11, 2, 12, 30, tzinfo=UTC)


def test_a_machine_that_sleeps_past_its_hour_sends_when_it_wakes_and_says_so(empty: Services):
    """Once, though it slept for days; then at the usual hour."""
    one = office(empty, datetime(2026, 8, 25, 23, 0, tzinfo=UTC), naps={3: timedelta(days=2, hours=3)})
    assert one.run(2) == ["08-28 10:02", "08-31 07:30"]
    assert one.told[:2] == ["next: 2026-08-26 07:30 CST", "late: it is 2026-08-28 10:02"]


def _entry(state: str) -> Entry:
    return Entry(date(2026, 8, 26), "li@example.com", state, "<1@x>", 1, None, datetime(2026, 8, 26, tzinfo=UTC))  # type: ignore[arg-type]  # a state


def test_what_is_put_off_or_goes_wrong_is_tried_again_every_ten_minutes(empty: Services):
    """Six times at most; what goes wrong is told, and ends nothing."""

    def busy() -> Sent:
        message = "somebody else is at it"
        raise BusyWriting(message)

    put_off, done = Sent(letters=[_entry("pending")]), Sent(letters=[_entry("sent"), _entry("refused"), _entry("unsure")])
    one = office(empty, datetime(2026, 8, 25, 23, 0, tzinfo=UTC), sends=[lambda: put_off, busy, lambda: done, *[lambda: put_off] * 6])
    assert one.run(10) == [
        *("08-26 07:30", "08-26 07:40", "08-26 07:50"),
        *(f"08-27 {clock}" for clock in ("07:30", "07:40", "07:50", "08:00", "08:10", "08:20")),
        "08-28 07:30",
    ]
    assert "somebody else is at it" in one.told


@pytest.fixture
def room(tmp_path: Path, cache: Path) -> Services:
    """Parts with a digest two days ago, and an article of yesterday noon, by the clock of Shanghai."""
    services = build(Settings(data_dir=tmp_path / "data", cache_dir=cache))
    write_in(services.library, "memo.md", "---\nkey: memo\n---\n# 备汛\n区管委会主任陆启明强调，区水务局要在8月28日前逐一建档。")
    yesterday = datetime.combine(services.days.today - timedelta(days=1), Time(12), SHANGHAI)
    at(services, "memo", yesterday.astimezone(UTC))
    _sent_on(services, services.days.today - timedelta(days=2))
    return services


def _sent_on(room: Services, day: date) -> None:
    """Let the letter of a day be sent."""
    ledger, now = room.library.ledger, datetime.now(UTC)
    room.days.close(day)
    ledger.enlist(day, [("r0@example.com", "<1@x>")], now)
    ledger.claim(day, "r0@example.com", now)
    ledger.mark(day, "r0@example.com", "sent", None, now)


def rota(room: Services, now: Time, hour: Time) -> Rota:
    """One that looks at the clock at that time of today, a working day, as yesterday was."""
    today = room.days.today
    days = Days(room.library, SHANGHAI, lambda: datetime.combine(today, now, SHANGHAI))
    workdays = Workdays(on=frozenset({today, today - timedelta(days=1)}))
    return Rota(days, workdays, hour, Sent, time.sleep, print, READERS)


def test_what_a_machine_missed_that_was_off_is_known_when_it_starts(room: Services):
    """What came in behind the last hour is not late yet; before the first digest nobody waits for one."""
    yesterday = room.days.today - timedelta(days=1)
    assert rota(room, Time(9), HALF_PAST).missed() == [yesterday]
    assert rota(room, Time(7), HALF_PAST).missed() == []
    assert rota(room, Time(7), Time(11)).missed() == []
    assert rota(room, Time(7), Time(12, 30)).missed() == [yesterday]
    assert rota(room, Time(7), Time(6, 30)).missed() == [yesterday]
    room.days.close(yesterday)
    assert rota(room, Time(9), HALF_PAST).missed() == [yesterday]
    room.library.ledger.enlist(yesterday, [("r1@example.com", "<1@x>")], datetime.now(UTC))
    _sent_on(room, yesterday)
    assert rota(room, Time(7), HALF_PAST).missed() == [yesterday]
    room.library.ledger.claim(yesterday, "r1@example.com", datetime.now(UTC))
    room.library.ledger.mark(yesterday, "r1@example.com", "sent", None, datetime.now(UTC))
    room.library.ledger.enlist(yesterday, [("trial@example.com", "<2@x>")], datetime.now(UTC))
    assert rota(room, Time(9), HALF_PAST).missed() == []


def test_before_the_first_digest_nothing_is_missed(empty: Services):
    """Nor where nothing was ever read."""
    assert rota(empty, Time(9), HALF_PAST).missed() == []
    write_in(empty.library, "memo.md", "---\nkey: memo\n---\n# 备汛\n区水务局要在8月28日前逐一建档。")
    at(empty, "memo", datetime.now(UTC) - timedelta(days=1))
    assert rota(empty, Time(9), HALF_PAST).missed() == []


def started(room: Services, box: Postbox, readers: int, *command: str, heard: int = subprocess.DEVNULL) -> "subprocess.Popen[str]":
    """A command of the digest, in a process of its own, on a working day."""
    folder, today = room.settings.data_dir, room.days.today
    (folder / "readers.toml").write_text("".join(f'[[reader]]\nemail = "r{number}@example.com"\n' for number in range(readers)), "utf-8")
    (folder / "days.toml").write_text(f"on = [{today}, {today - timedelta(days=1)}]\n", "utf-8")
    chosen = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": box.port, "SMTP_SECURITY": "none", "DATA_DIR": folder}
    chosen |= {"WORKDAYS_FILE": folder / "days.toml", "SMTP_CONNECTIONS": 1}
    environment = os.environ | {f"JIANBAO_{name}": str(value) for name, value in chosen.items()}
    return subprocess.Popen([str(_BIN / "jianbao"), "digest", *command], env=environment, stderr=heard, text=True)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_the_command_sends_what_was_missed_and_waits_until_it_is_stopped(room: Services, sign: signal.Signals):
    """The letters are out, the record is closed, and it ends at once."""
    with opened(Postbox()) as box, started(room, box, 2, "run", "--at", "00:00", heard=subprocess.PIPE) as process:
        assert process.stderr
        assert process.stderr.readline() == f"late: {room.days.today - timedelta(days=1)}\n"
        assert process.stderr.readline().startswith("next: ")
        process.send_signal(sign)
        assert process.wait(30) == 130
        assert "digest status" in process.stderr.read()
    assert box.counted() == {"r0@example.com": 1, "r1@example.com": 1}
    assert {entry.state for entry in room.library.ledger.entries()} == {"sent"}


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("silent", [False, True])
def test_stopped_while_it_sends_it_leaves_the_record_right(room: Services, sign: signal.Signals, silent: bool):  # noqa: FBT001  a case
    """The letter whose last word is out is waited for, a little; in doubt only if no answer comes. The next job sends the others."""
    running: list[subprocess.Popen[str]] = []

    def stop(to: str, _before: int) -> str | None:
        if to.startswith("r1"):
            running[0].send_signal(sign)
            time.sleep(0.5)
            if silent:
                running[0].wait(30)
        return None

    with opened(Postbox(at_data=stop)) as box:
        running.append(started(room, box, 4, "send"))
        assert running[0].wait(60) == 130
        box.trick()
        states = [entry.state for entry in room.library.ledger.entries(room.days.today - timedelta(days=1))]
        assert states == ["sent", "unsure" if silent else "sent", "pending", "pending"]
        until(lambda: box.counted().total() == 2)
        assert started(room, box, 4, "send").wait(60) == 0
    assert box.counted() == {f"r{number}@example.com": 1 for number in range(4)}


def test_the_command_says_at_once_what_it_lacks(empty: Services):
    """Not at half past seven tomorrow."""
    command = [str(_BIN / "jianbao"), "digest", "run", "--at", "07:30", "--data-dir", str(empty.settings.data_dir)]
    no_server = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (no_server.returncode, "JIANBAO_SMTP_HOST" in no_server.stderr) == (2, True)
    environment = os.environ | {"JIANBAO_SMTP_HOST": "127.0.0.1"}
    no_reader = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (no_reader.returncode, "names no reader" in no_reader.stderr) == (2, True)
