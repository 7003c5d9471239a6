"""Trials of the post: jobs that start twice, jobs that are killed -9. What each came to, in numbers."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from postboxes import Postbox, opened
from test_trials import child, ended

from api.digest.post import Order, send
from api.digest.readers import Reader
from api.services import Services, build
from api.settings import Settings

Moment = Literal["named", "accepted"]
"""When a job is killed: as it names a reader, all before being answered; or as the server has the letter, and did not yet say so."""


@dataclass(frozen=True, slots=True)
class Count:
    """Of all readers of a trial."""

    readers: int
    letters: int
    doubled: int
    lost: int
    unsure: int
    """On record as such; each of them was accepted, unless it is lost, too."""


def job(settings: Settings, addresses: Sequence[str]) -> None:
    """What `jianbao digest send --day TODAY --to …` does, in a process of its own."""
    services = build(settings)
    readers = [Reader(email=address) for address in addresses]
    with services.library.posting(60):
        asyncio.run(send(services.days, settings, Order(readers, services.days.today)))


def started_twice(services: Services, times: int) -> Count:
    """Two jobs at once, so many times, each time for a reader who has no letter yet."""
    addresses = [f"twice{number}@example.com" for number in range(times)]
    with opened(Postbox()) as box:
        for address in addresses:
            both = [child(job, _posting(services, box), [address]) for _ in range(2)]
            assert [ended(one) for one in both] == [0, 0]
    return _count(services, box, addresses)


def killed(services: Services, readers: int, moment: Moment) -> Count:
    """A job killed at each reader in turn, and another one behind it; each time for readers who have no letter yet."""
    everybody: list[str] = []
    box = Postbox()
    with opened(box):
        for at in range(readers):
            addresses = [f"{moment}{at}.{number}@example.com" for number in range(readers)]
            everybody += addresses
            _killed_once(services, box, addresses, at, moment)
            assert ended(child(job, _posting(services, box), addresses)) == 0
    return _count(services, box, everybody)


def _killed_once(services: Services, box: Postbox, addresses: Sequence[str], at: int, moment: Moment) -> None:
    process = child(job, _posting(services, box), addresses)
    came: list[str] = []

    def kill(to: str, _before: int) -> None:
        came.append(to)
        if len(came) == at + 1:
            process.kill()
            process.join()

    if moment == "named":
        box.trick(at_rcpt=kill)
    else:
        box.trick(at_data=kill)
    ended(process)
    box.trick()


def _posting(services: Services, box: Postbox) -> Settings:
    """Over one connection, so that it is known where a killed job was."""
    chosen = {"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_security": "none", "smtp_connections": 1}
    return services.settings.model_copy(update=chosen)


def _count(services: Services, box: Postbox, addresses: Sequence[str]) -> Count:
    letters, states = box.counted(), Counter[str]()
    for entry in services.library.ledger.entries(services.days.today):
        states[entry.state] += entry.reader in addresses
    assert states["sent"] + states["unsure"] == len(addresses)
    doubled = sum(max(0, letters[one] - 1) for one in addresses)
    return Count(len(addresses), letters.total(), doubled, sum(one not in letters for one in addresses), states["unsure"])
