"""A case while it is written: is it printed, what is it to be called, and how it comes into the file."""

import json
import tempfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from shutil import copymode
from uuid import uuid4

from filelock import FileLock

from evals.cases import BadCases, Case, check, load, read

_SHOWN = 12
"""Characters that are shown around the place where something is not as printed."""


def as_printed(given: str, text: str) -> str | None:
    """The stretch of the text that is this, blanks aside, with the text's own blanks; None where it is not printed."""
    places = [at for at, char in enumerate(text) if not char.isspace()]
    wanted = "".join(given.split())
    start = "".join(text[at] for at in places).find(wanted) if wanted else -1
    return text[places[start] : places[start + len(wanted) - 1] + 1] if start >= 0 else None


def parting(given: str, text: str) -> str:
    """Where what is given leaves what is printed: the longest beginning of it that is, and what follows in each."""
    wanted, printed = "".join(given.split()), "".join(text.split())
    kept = next(end for end in range(len(wanted), -1, -1) if wanted[:end] in printed)
    if not kept:
        return f"“{wanted[:_SHOWN]}” is not printed"
    at = printed.find(wanted[:kept]) + kept
    before, there, here = wanted[max(0, kept - _SHOWN) : kept], printed[at : at + _SHOWN], wanted[kept : kept + _SHOWN]
    return f"as far as “{before}” it is printed; then comes “{there}”, not “{here}”"


def printed_in(given: str, texts: Mapping[str, str], first: str) -> tuple[str, str] | None:
    """The key of an article that prints it, the one named first before the others, and the stretch as it is printed there."""
    found = ((key, as_printed(given, texts[key])) for key in (first, *texts))
    return next(((key, stretch) for key, stretch in found if stretch), None)


def next_id(names: Iterable[str]) -> str:
    """The name after the last that ends in a number, as wide as that: case-07 after case-06."""
    for name in reversed(list(names)):
        stem = name.rstrip("0123456789")
        if number := name[len(stem) :]:
            return f"{stem}{int(number) + 1:0{len(number)}}"
    return "case-01"


def refuse_taken(name: str | None, names: Collection[str]) -> None:
    """Raises `BadCases` for a name that another case has."""
    if name in names:
        message = f"there is a {name} already"
        raise BadCases(message)


def append(case: Case, file: Path, texts: Mapping[str, str]) -> None:
    """Put the case behind the others, or leave the file as it is. Raises `BadCases`: a fault of the case, or a name that is taken.

    The file is replaced by one that was read back and found good; two who add at once wait for one another.
    """
    lock = Path(tempfile.gettempdir()) / f"jianbao-cases-{sha256(str(file.resolve()).encode()).hexdigest()[:16]}.lock"
    with FileLock(lock):
        others = load(file) if file.exists() else []
        refuse_taken(case.id, [other.id for other in others])
        known = check(others, texts)
        if faults := [fault for fault in check([*others, case], texts) if fault not in known]:
            raise BadCases("\n".join(faults))
        _replace(file, _with(file, case), [*others, case])


def _with(file: Path, case: Case) -> bytes:
    before = file.read_bytes() if file.exists() else b""
    row = {name: value for name, value in asdict(case).items() if value or name not in {"others", "must_not"}}
    return before + (b"\n" if before and not before.endswith(b"\n") else b"") + json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _replace(file: Path, content: bytes, expected: list[Case]) -> None:
    fresh = file.with_name(f".{file.name}.{uuid4().hex}")
    try:
        fresh.write_bytes(content)
        if file.exists():
            copymode(file, fresh)
        found, faults = read(fresh)
        if faults or found != expected:
            raise BadCases("\n".join(faults).replace(fresh.name, file.name) or f"{file.name} would not be read as it is written")
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
