"""Times the digest and counts its letters: `python tests/bench_digest.py [ARTICLES] [READERS] [DOUBLE_STARTS]`."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from post_trials import Moment, killed
from postboxes import Postbox, opened

from api.digest.post import Order, send
from api.digest.readers import Reader
from api.digest.sheet import cut_of, page_of
from api.services import Services, build
from api.settings import Settings
from ingest.pipeline import ingest
from ingest.read import Source

_BODIES = (
    "区水务局",
    "区住建局",
    "区应急管理局",
    "区教育文体局",
    "区市场监管局",
    "鹤鸣街道",
    "柳渡街道",
    "石埠园区",
    "杏坞园区",
    "区财政局",
)
_DEEDS = ("排查地下车库", "清理排水沟", "检修提升泵站", "登记老旧电梯", "巡查在建工地", "核对应急物资", "更换消防栓", "公布办事指南")
_SAID = (
    "6月{day}日，{body}召开第{number}次专题会，研究{deed}。会议指出，上月共发现问题{found}处，已整改{done}处。"
    "区管委会主任陆启明强调，{body}要在6月{due}日前{deed}，并将清单报区管委会。{more}"
)


def main(articles: int, readers: int, starts: int) -> None:
    """Print what was measured."""
    with tempfile.TemporaryDirectory() as folder:
        services = build(Settings(data_dir=Path(folder)))
        ingest([Source(f"bench:{number}", f"{number}.md", article(number).encode()) for number in range(articles)], services.library)
        _edition(services)
        _post(services, readers)
        _doubled(services, starts)
        if starts:
            _killed(services)
        services.library.close()


def article(number: int) -> str:
    """One of as many as are wanted, no two of which say the same."""
    body, deed = _BODIES[number % 10], _DEEDS[number // 10 % 8]
    details = "".join(f"{one}第{number * 7 + at}号点位由{one}负责人每{at + 2}天查看一次。" for at, one in enumerate(_BODIES[number % 7 :]))
    more = details + f"{body}还将公布举报电话，第{number}批名单随后发布。"
    numbers = {"day": number % 28 + 1, "found": number * 3 + 5, "done": number * 2 + 3, "due": (number + 5) % 28 + 1}
    said = _SAID.format(body=body, deed=deed, number=number, more=more, **numbers)
    return f"---\nkey: bench-{number}\npublished_on: 2025-06-01\n---\n# {body}部署第{number}批{deed}\n\n{said}\n"


def _edition(services: Services) -> None:
    for round_ in ("first", "from stored summaries"):
        began = time.perf_counter()
        edition = services.days.edition(services.days.today, "zh")
        page = page_of(edition, "https://news.example", cut=cut_of(edition, "https://news.example"))
        told = f"{len(edition.entries)} entries, {len(edition.items)} items; the letter's page: {len(page.encode()):,} bytes"
        print(f"edition, {round_}: {time.perf_counter() - began:.2f} s ({told})")


def _post(services: Services, readers: int) -> None:
    everybody = [Reader(email=f"reader{number}@example.com", language=("zh", "en")[number % 2]) for number in range(readers)]
    with opened(Postbox()) as box:
        settings = services.settings.model_copy(update={"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_security": "none"})
        began, spent = time.perf_counter(), time.process_time()
        with services.library.posting(60):
            asyncio.run(send(services.days, settings, Order(everybody)))
        took, spent, counts = time.perf_counter() - began, time.process_time() - spent, box.counted()
    doubles, lost = sum(count - 1 for count in counts.values()), readers - len(counts)
    print(f"post: {readers} readers in {took:.1f} s ({spent:.1f} s of CPU, the server's among them), {doubles} doubled, {lost} lost")


def _doubled(services: Services, starts: int) -> None:
    """Two jobs at once, so many times, each time to a reader who has no letter yet."""
    with opened(Postbox()) as box:
        chosen = {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(box.port),
            "SMTP_SECURITY": "none",
            "DATA_DIR": str(services.settings.data_dir),
        }
        environment = os.environ | {f"JIANBAO_{name}": str(value) for name, value in chosen.items()}
        command = [sys.executable, "-c", "from api.cli import main; main()", "digest", "send", "--day", str(services.days.today), "--to"]
        ends = []
        for number in range(starts):
            both = [
                subprocess.Popen([*command, f"twice{number}@example.com"], env=environment, stdout=subprocess.DEVNULL) for _ in range(2)
            ]
            ends += [one.wait() for one in both]
        counts = box.counted()
    print(f"{starts} double starts: {counts.total()} letters, {starts - len(counts)} lost, {sum(map(bool, ends))} jobs ended in error")


def _killed(services: Services) -> None:
    """Jobs killed -9 at each of five readers in turn, at two moments, and a job behind each."""
    moments: tuple[Moment, ...] = ("named", "accepted")
    for moment in moments:
        count = killed(services, 5, moment)
        told = f"{count.letters} letters, {count.doubled} doubled, {count.lost} lost, {count.unsure} on record as in doubt"
        print(f"killed once a letter was {moment}, {count.readers} readers: {told}")


if __name__ == "__main__":
    main(*(int(given) if given else usual for given, usual in zip([*sys.argv[1:4], "", "", ""], (200, 500, 20), strict=False)))
