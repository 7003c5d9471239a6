"""Who gets the digest: a TOML file, one `[[reader]]` each."""

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from api.brief import Language
from api.digest.templates import one_line
from api.errors import Problem

Address = Annotated[str, Field(pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+$", max_length=254), AfterValidator(str.lower)]


class BadReaders(Problem):
    """The list of readers cannot be used as it is."""

    kind = "bad-readers"
    exit_code = 2


class Reader(BaseModel):
    """Somebody who gets the digest; what prints an interest stands first in their letter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    email: Address
    name: Annotated[str, AfterValidator(one_line)] = ""
    language: Language = "zh"
    interests: tuple[Annotated[str, Field(min_length=1)], ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reader: list[Reader] = []


def readers_in(file: Path) -> list[Reader]:
    """All of them, each address once; none where there is no file. Raises `BadReaders`."""
    try:
        found = _File.model_validate(tomllib.loads(file.read_text("utf-8"))).reader
    except FileNotFoundError:
        return []
    except (ValidationError, ValueError, OSError) as error:
        message = f"{file}: {_first(error)}"
        raise BadReaders(message) from error
    return list({reader.email: reader for reader in reversed(found)}.values())[::-1]


def chosen(readers: list[Reader], addresses: list[str]) -> list[Reader]:
    """Those with these addresses; one that is not on the list is a reader without a name. Raises `BadReaders`."""
    known = {reader.email: reader for reader in readers}
    try:
        asked = [Reader(email=address) for address in addresses]
    except ValidationError as error:
        message = f"--to: {_first(error)}"
        raise BadReaders(message) from error
    return [known.get(one.email, one) for one in asked]


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        wrong = error.errors()[0]
        return f"{'.'.join(str(part) for part in wrong['loc'])}: {wrong['msg']}"
    return str(error)
