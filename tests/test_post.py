"""The post, against a real SMTP server: one letter a reader, whatever the server does and whenever a job is killed."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from conftest import read_in, served, write_in
from icalendar import Calendar
from postboxes import Postbox, certificate, opened
from pydantic import SecretStr

from api.digest.front import CUTS
from api.digest.letter import Desk
from api.digest.links import NoSuchLink, reader_of, token_for
from api.digest.post import Order, Sent, send
from api.digest.readers import BadReaders, Reader, chosen, readers_in
from api.digest.sheet import page_of, text_of
from api.digest.workdays import Workdays, workdays_in
from api.services import Services, build
from api.settings import Settings
from ingest.ledger import Entry

_BIN = Path(sys.executable).parent
_SAMPLES = Path(__file__).parent.parent / "evals" / "corpus"
THREE = [Reader(email=f"{name}@example.com", name=name) for name in ("anna", "bo", "chen")]
NOBODY = Counter[str]()
ONE_EACH = Counter(reader.email for reader in THREE)


@pytest.fixture
def room(tmp_path: Path, cache: Path) -> Services:
    """Parts over two of the sample articles, with no mail server yet."""
    services = build(Settings(data_dir=tmp_path / "data", cache_dir=cache, public_url="https://news.example"))
    read_in(services.library, _SAMPLES / "yunchuan-flood-june.md")
    read_in(services.library, _SAMPLES / "safety-committee.md")
    return services


def posted(room: Services, box: Postbox, readers: Sequence[Reader] = THREE, order: Order | None = None, **chosen: object) -> Sent:
    """One job."""
    quick = {"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_security": "none", "smtp_seconds": 2.0, "smtp_backoff_seconds": 0.01}
    settings = room.settings.model_copy(update=quick | chosen)
    with room.library.posting(30):
        return asyncio.run(send(room.days, settings, order or Order(readers)))


def states(room: Services) -> dict[str, str]:
    """What is on record of each reader."""
    return {entry.reader: entry.state for entry in room.library.ledger.entries()}


def entry_of(room: Services, email: str) -> Entry:
    """What is on record of one reader."""
    return next(entry for entry in room.library.ledger.entries() if entry.reader == email)


def test_every_reader_gets_one_letter_and_no_second(room: Services):
    """The second job finds nothing to do."""
    with opened(Postbox()) as box:
        assert posted(room, box).whole
        assert posted(room, box).letters == []
        assert posted(room, box, order=Order(THREE, room.days.today)).whole
    assert box.counted() == ONE_EACH
    assert states(room) == dict.fromkeys(ONE_EACH, "sent")


def test_the_letter_is_whole(room: Services):
    """Both forms, both files, and the headers that machines read."""
    with opened(Postbox()) as box:
        posted(room, box, THREE[:1])
    ((_, letter),) = box.letters
    kinds = [part.get_content_type() for part in letter.walk() if not part.is_multipart()]
    workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert kinds == ["text/plain", "text/html", "text/calendar", workbook]
    calendar, sheet = (part.get_payload(decode=True) for part in letter.iter_attachments())
    assert isinstance(calendar, bytes)
    assert isinstance(sheet, bytes)
    items = room.days.edition(room.days.today, "zh").items
    assert len(items) > 5
    assert len(Calendar.from_ical(calendar).walk("VTODO")) == len(items)
    page = openpyxl.load_workbook(BytesIO(sheet)).active
    assert page
    assert page.max_row == len(items) + 1
    assert letter["auto-submitted"] == "auto-generated"
    assert letter["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert letter["list-unsubscribe"].startswith("<https://news.example/v1/unsubscribe/")
    assert letter["message-id"] == entry_of(room, "anna@example.com").message_id
    assert letter["in-reply-to"] == letter["references"] != letter["message-id"]
    assert letter["to"] == "anna <anna@example.com>"
    assert any(entry.article.title in letter["subject"] for entry in room.days.edition(room.days.today, "zh").entries)


def test_no_line_of_a_letter_is_too_long_and_the_link_is_not_folded(room: Services):
    """RFC 5322 allows 998; mail programs read an unfolded link alone."""
    raw = Desk(room.days, room.days.today, room.settings, b"key").letter(THREE[0])
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert raw.startswith(b"List-Unsubscribe: <https://news.example/v1/unsubscribe/")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.endswith(b"\r\n")


def test_a_title_cannot_end_a_header(room: Services):
    """Nor can a reader's name."""
    title = "防汛\r\nBcc: spy@example.com\u2028Cc: spy@example.com" + "长" * 300
    write_in(room.library, "evil.jsonl", json.dumps({"text": "区水务局要在8月28日前建档。", "title": title}))
    reader = Reader(email="a@example.com", name="A\r\nBcc: spy@example.com", interests=("8月28日",))
    raw = Desk(room.days, room.days.today, room.settings, b"key").letter(reader)
    message = message_from_bytes(raw, EmailMessage, policy=policy.default)
    assert "spy@example.com" in message["subject"]
    assert message["bcc"] is message["cc"] is None
    assert parseaddr(str(message["to"]))[1] == "a@example.com"
    assert message.defects == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # the server does not see the TLS it is wrapped in
@pytest.mark.parametrize("wrapped", [False, True])
def test_over_tls_with_a_login(room: Services, tmp_path: Path, wrapped: bool):  # noqa: FBT001  a case
    """STARTTLS or TLS from the start; a certificate that nobody vouches for is not talked to."""
    folder = certificate(tmp_path)
    secure = {
        "smtp_security": "tls" if wrapped else "starttls",
        "smtp_user": "jianbao",
        "smtp_password": SecretStr("pw"),
    }
    with opened(Postbox(), folder, wrapped=wrapped, login=("jianbao", "pw")) as box:
        assert not posted(room, box, THREE[:1], **secure, smtp_attempts=1).whole
        assert box.counted() == NOBODY
        assert posted(room, box, THREE[:1], **secure, smtp_ca_file=folder / "cert.pem").whole
    assert box.counted() == {"anna@example.com": 1}


def test_a_letter_that_is_put_off_is_tried_again(room: Services):
    """Greylisting: under one Message-ID, once kept."""
    with opened(Postbox(at_rcpt=lambda _to, before: None if before else "451 4.7.1 come back later")) as box:
        assert posted(room, box).whole
    assert box.counted() == ONE_EACH
    assert set(box.asked.values()) == {2}
    assert {entry.attempts for entry in room.library.ledger.entries()} == {2}


def test_one_bad_address_spoils_nothing(room: Services):
    """It is on record, and not tried again; not even by another job."""
    with opened(Postbox(at_rcpt=lambda to, _before: "550 5.1.1 unknown" if to.startswith("bo") else None)) as box:
        sent = posted(room, box)
        posted(room, box)
    assert not sent.whole
    assert box.counted() == {"anna@example.com": 1, "chen@example.com": 1}
    assert box.asked["bo@example.com"] == 1
    assert (entry_of(room, "bo@example.com").state, entry_of(room, "bo@example.com").reply) == ("refused", "550 5.1.1 unknown")


def test_a_reply_that_is_lost_leaves_the_letter_in_doubt(room: Services):
    """It is not sent again unless asked for, and then under the same name."""
    with opened(Postbox(at_data=lambda to, before: "drop" if to.startswith("bo") and not before else None)) as box:
        assert not posted(room, box).whole
        posted(room, box)
        assert box.counted() == ONE_EACH
        assert states(room)["bo@example.com"] == "unsure"
        assert posted(room, box, order=Order(THREE, room.days.today, unsure_again=True)).whole
    assert box.counted() == ONE_EACH + Counter(["bo@example.com"])
    assert len({letter["message-id"] for to, letter in box.letters if to == "bo@example.com"}) == 1


def test_a_server_that_says_nothing_ends_the_job_in_time(room: Services):
    """The letters wait."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        box = Postbox()
        box.port = mute.getsockname()[1]
        began = time.monotonic()
        sent = posted(room, box, smtp_seconds=60.0, post_seconds=1.0)
        assert time.monotonic() - began < 10
    assert not sent.whole
    assert states(room) == dict.fromkeys(ONE_EACH, "pending")
    with opened(Postbox()) as well:
        assert posted(room, well).whole
    assert well.counted() == ONE_EACH


def test_only_and_then_everybody(room: Services):
    """A trial letter to one reader takes nothing from the others."""
    with opened(Postbox()) as box:
        posted(room, box, order=Order(THREE, only=THREE[1:2]))
        assert box.counted() == {"bo@example.com": 1}
        posted(room, box)
    assert box.counted() == ONE_EACH


def test_nothing_new_means_no_letter(room: Services):
    """Unless it is asked for."""
    empty = date(2020, 1, 1)
    with opened(Postbox()) as box:
        assert posted(room, box, order=Order(THREE, empty)).letters == []
        assert posted(room, box, order=Order(THREE, empty, even_if_nothing=True)).whole
    assert {letter["subject"] for _, letter in box.letters} == {"简报 1月1日: 没有新的报道"}


def test_one_click_ends_it_and_a_look_does_not(room: Services):
    """And nobody ends another's."""
    with opened(Postbox()) as box:
        posted(room, box, THREE[:1])
        path = box.letters[0][1]["list-unsubscribe"].strip("<>").removeprefix("https://news.example")
        with served(room) as client:
            assert client.get(path).status_code == 200
            assert room.library.ledger.unsubscribed() == set()
            assert client.post(path[:-1] + ("0" if path[-1] != "0" else "1")).status_code == 404
            assert client.post("/v1/unsubscribe/none").status_code == 404
            for _ in range(2):
                assert client.post(path, content="List-Unsubscribe=One-Click").status_code == 200
        assert room.library.ledger.unsubscribed() == {"anna@example.com"}


STRANGER = Reader(email="trial@example.com")


def test_a_trial_that_failed_makes_no_later_job_late_or_failing(room: Services):
    """Its letter waits until somebody names the address again; the readers have theirs."""
    with opened(Postbox(at_rcpt=lambda to, _before: "451 later" if to == STRANGER.email else None)) as box:
        assert not posted(room, box, order=Order(THREE, only=[STRANGER]), smtp_attempts=1).whole
        assert posted(room, box).whole
        assert posted(room, box).subjects == {}
        box.trick()
        assert posted(room, box, order=Order(THREE, only=[STRANGER, STRANGER])).whole
    assert box.counted() == ONE_EACH + Counter([STRANGER.email])


def test_what_is_refused_is_reported_once(room: Services):
    """By the job to which it happened, not by one that sends what was put off."""

    def say(to: str, _before: int) -> str | None:
        return {"bo@example.com": "550 unknown", "chen@example.com": "451 later"}.get(to)

    with opened(Postbox(at_rcpt=say)) as box:
        assert [entry.state for entry in posted(room, box, smtp_attempts=1).letters] == ["sent", "refused", "pending"]
        box.trick()
        assert [(entry.reader, entry.state) for entry in posted(room, box).letters] == [("chen@example.com", "sent")]
        assert posted(room, box, order=Order(THREE, room.days.today)).letters == []


def test_what_waits_for_one_who_then_unsubscribed_is_left_alone(room: Services):
    """The day is done without it."""
    with opened(Postbox(at_rcpt=lambda to, _before: "451 later" if to.startswith("bo") else None)) as box:
        assert not posted(room, box, smtp_attempts=1).whole
        room.library.ledger.unsubscribe("bo@example.com", datetime.now(UTC))
        assert posted(room, box).subjects == {}


def test_the_commands_say_what_they_leave_undone(room: Services):
    """And end well where there is nothing to do."""
    day, li = room.days.today, "li@example.com"
    with opened(Postbox(at_rcpt=lambda _to, _before: "451 later")) as box:
        assert said(room, box, "send", "--to", STRANGER.email)[0] == 1
        box.trick(at_rcpt=lambda to, _before: "550 unknown" if to.startswith("bo") else None)
        code, told = said(room, box, "send")
        assert (code, "1 refused" in told, "bo@example.com: 550 unknown" in told) == (1, True, True)
        assert said(room, box, "send") == (0, "nothing new: no letter\n")
        again = said(room, box, "send", "--day", str(day))
        assert (again[0], "nothing left to send" in again[1], "refused" in again[1]) == (0, True, False)
        assert said(room, box, "send", "--day", str(day), "--dry-run") == (0, "nothing would be sent\n")
        lines = said(room, box, "status")[1].splitlines()
        assert [line.split()[1] for line in lines] == ["sent", "refused", "sent", "pending"]
        assert lines[1].endswith("550 unknown")
        assert lines[3].endswith("(not among the readers: sent by --to alone)")
        room.library.ledger.unsubscribe(li, datetime.now(UTC))
        assert said(room, box, "send", "--to", li, "--dry-run") == (0, f"{li} has unsubscribed: no letter\nnothing would be sent\n")


def test_who_wants_nothing_gets_nothing(room: Services):
    """On any day."""
    room.library.ledger.unsubscribe("bo@example.com", datetime.now(UTC))
    with opened(Postbox()) as box:
        assert posted(room, box).whole
    assert box.counted() == {"anna@example.com": 1, "chen@example.com": 1}


def test_a_link_of_another_key_is_not_ours():
    """Nor is one that was changed."""
    token = token_for("a@example.com", b"key")
    assert reader_of(token, b"key") == "a@example.com"
    for bad, key in ((token, b"other"), ("x" + token, b"key"), ("é.é", b"key"), ("", b"key")):
        with pytest.raises(NoSuchLink):
            reader_of(bad, key)


def test_readers_are_read_and_a_bad_one_is_named(tmp_path: Path):
    """By its place in the file."""
    file = tmp_path / "readers.toml"
    assert readers_in(file) == []
    file.write_text('[[reader]]\nemail = "A@Example.com"\nlanguage = "en"\ninterests = ["张红军"]\n', "utf-8")
    assert readers_in(file) == [Reader(email="a@example.com", language="en", interests=("张红军",))]
    assert chosen(readers_in(file), ["A@example.com"])[0].language == "en"
    for bad in ("a b@example.com", "a@example.com\\r\\nBcc: b@example.com", "a", "<a@example.com>"):
        file.write_text(f'[[reader]]\nemail = "{bad}"\n', "utf-8")
        with pytest.raises(BadReaders, match=r"reader\.0\.email"):
            readers_in(file)


def test_working_days_are_monday_to_friday_and_what_the_file_says(tmp_path: Path):
    """The time is that of the newsroom."""
    file, zone, half_past = tmp_path / "days.toml", ZoneInfo("Asia/Shanghai"), datetime(2026, 1, 1, 7, 30).time()  # noqa: DTZ001  only its time
    file.write_text("off = [2026-10-01, 2026-10-02]\non = [2026-10-04]\n", "utf-8")
    days = workdays_in(file)
    assert days.after(datetime(2026, 9, 30, 0, 0, tzinfo=UTC), half_past, zone) == datetime(2026, 10, 4, 7, 30, tzinfo=zone)
    assert Workdays().after(datetime(2026, 10, 2, 0, 0, tzinfo=UTC), half_past, zone) == datetime(2026, 10, 5, 7, 30, tzinfo=zone)


def surroundings(room: Services, box: Postbox) -> dict[str, str]:
    """The environment of a command that knows the three readers and sends to the box."""
    (room.settings.data_dir / "readers.toml").write_text("".join(f'[[reader]]\nemail = "{reader.email}"\n' for reader in THREE), "utf-8")
    chosen = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(box.port), "SMTP_SECURITY": "none", "DATA_DIR": str(room.settings.data_dir)}
    return os.environ | {f"JIANBAO_{name}": value for name, value in chosen.items()} | {"JIANBAO_SMTP_ATTEMPTS": "1"}


def job(room: Services, box: Postbox) -> "subprocess.Popen[bytes]":
    """`jianbao digest send`, in a process of its own."""
    command = [str(_BIN / "jianbao"), "digest", "send"]
    return subprocess.Popen(command, env=surroundings(room, box), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def said(room: Services, box: Postbox, *command: str) -> tuple[int, str]:
    """The exit code of a command of the digest, and all it printed."""
    full = [str(_BIN / "jianbao"), "digest", *command]
    done = subprocess.run(full, env=surroundings(room, box), capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("kept", [True, False])
def test_a_letter_in_doubt_goes_out_again_only_if_asked_for(room: Services, kept: bool):  # noqa: FBT001  a case
    """The command is killed -9 while the server has the words and has not answered; the letter was kept, or was not."""
    running: list[subprocess.Popen[bytes]] = []

    def kill(to: str, _before: int) -> str | None:
        if to.startswith("bo") and not running[0].poll():
            running[0].send_signal(signal.SIGKILL)
            running[0].wait()
            return None if kept else "451 not kept"
        return None

    with opened(Postbox(at_data=kill)) as box:
        running.append(job(room, box))
        assert running[0].wait(60) == -signal.SIGKILL
        box.trick()
        assert job(room, box).wait(60) == 1
        assert states(room) == {"anna@example.com": "sent", "bo@example.com": "unsure", "chen@example.com": "sent"}
        assert box.counted() == ONE_EACH - Counter([] if kept else ["bo@example.com"])
        assert job(room, box).wait(60) == 0
        assert posted(room, box, order=Order(THREE, room.days.today, unsure_again=True)).whole
    assert box.counted()["bo@example.com"] == 1 + kept
    assert len({letter["message-id"] for _, letter in box.letters}) == 3


def test_jobs_that_start_at_once_send_one_letter_each(room: Services):
    """All end well: the later ones find it done."""
    with opened(Postbox()) as box:
        jobs = [job(room, box) for _ in range(4)]
        assert [one.wait(120) for one in jobs] == [0, 0, 0, 0]
    assert box.counted() == ONE_EACH


def test_a_letter_is_in_the_readers_language(room: Services):
    """The frame is; the printed words stay."""
    reader = replace_language(THREE[0])
    with opened(Postbox()) as box:
        posted(room, box, [reader])
    assert box.letters[0][1]["subject"].startswith("Digest ")


def replace_language(reader: Reader) -> Reader:
    """The same, in English."""
    return reader.model_copy(update={"language": "en"})


def test_every_reader_has_a_link_of_their_own_in_the_same_letter(room: Services):
    """In the text, in the page and in the header; all else is to the letter what the edition says."""
    desk = Desk(room.days, room.days.today, room.settings, b"key")
    edition = room.days.edition(room.days.today, "zh").for_one(())
    for reader in THREE:
        letter = message_from_bytes(desk.letter(reader), EmailMessage, policy=policy.default)
        link = f"https://news.example/v1/unsubscribe/{token_for(reader.email, b'key')}"
        assert letter["list-unsubscribe"] == f"<{link}>"
        text, page = (letter.get_body((kind,)) for kind in ("plain", "html"))
        assert text
        assert page
        assert text.get_content().splitlines() == text_of(edition, "https://news.example", link, CUTS[0]).splitlines()
        assert page.get_content().splitlines() == page_of(edition, "https://news.example", link, CUTS[0]).splitlines()
        assert letter.defects == []
