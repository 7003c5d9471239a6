"""What a judge said, a line a claim in a file of its own: a judge that was interrupted goes on where it stopped."""

import asyncio
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals.judge.votes import Exhibit, Judge, Verdict, Vote


class NotHeard(Exception):
    """A judge could not be reached for a whole claim; the message says why."""


NAME, CLAIMS = "judged.jsonl", "claims.jsonl"
"""In the folder of a run: what was said, and the labelled claims as they were."""


def judged(judge: Judge, exhibits: Sequence[Exhibit], file: Path, at_once: int, told: Callable[[], object] = lambda: None) -> list[Verdict]:
    """A verdict on each, in order; asked are only those that this judge, by this prompt, was not heard on before. `told` after each.

    Raises `NotHeard`; what was said until then is kept.
    """
    heard = {of for of, votes in kept(file).get(judge.name, {}).items() if all(vote.is_cast for vote in votes)}
    asked = {one.fingerprint: one for one in exhibits if one.fingerprint not in heard}
    _mend(file)
    asyncio.run(_asked(judge, asked.values(), file, at_once, told))
    known = kept(file).get(judge.name, {})
    return [Verdict(one, known[one.fingerprint]) for one in exhibits]


def kept(file: Path) -> dict[str, dict[str, tuple[Vote, ...]]]:
    """The votes that the file holds, by the name of the judge and the fingerprint of the claim. A line that was cut off is not there."""
    found: dict[str, dict[str, tuple[Vote, ...]]] = {}
    for line in _whole(file).splitlines():
        row: dict[str, Any] = json.loads(line)
        found.setdefault(row["judge"], {})[row["of"]] = tuple(Vote(**vote) for vote in row["votes"])
    return found


async def _asked(judge: Judge, exhibits: Iterable[Exhibit], file: Path, at_once: int, told: Callable[[], object]) -> None:
    few = asyncio.Semaphore(at_once)

    async def ask(exhibit: Exhibit) -> None:
        async with few:
            verdict = await judge.verdict(exhibit)
        if not any(vote.is_cast for vote in verdict.votes):
            raise NotHeard(verdict.votes[-1].reason)
        _add(file, judge.name, verdict)
        told()

    try:
        await asyncio.gather(*map(ask, exhibits))
    finally:
        await judge.aclose()


def _add(file: Path, judge: str, verdict: Verdict) -> None:
    exhibit, votes = verdict.exhibit, [asdict(vote) for vote in verdict.votes]
    row = {"of": exhibit.fingerprint, "judge": judge, "name": exhibit.name, "claim": exhibit.claim, "votes": votes}
    with file.open("ab") as lines:
        lines.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")


def _mend(file: Path) -> None:
    """Take away a last line that was cut off, so that another can follow."""
    whole = _whole(file)
    with file.open("ab") as lines:
        lines.truncate(len(whole))


def _whole(file: Path) -> bytes:
    """The lines that were written to their end."""
    raw = file.read_bytes() if file.exists() else b""
    return raw[: raw.rfind(b"\n") + 1]
