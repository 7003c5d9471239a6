"""What we say to a model: prose in Markdown with $name holes, known by name and by the hash of its text."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from string import Template

import yaml


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt and what its front matter says of it."""

    name: str
    text: str
    about: Mapping[str, str]

    @property
    def version(self) -> str:
        """Eight hexadecimal digits of the SHA-256 of its text: any change to a prompt is another version."""
        return sha256(self.text.encode()).hexdigest()[:8]

    def filled(self, **holes: str) -> str:
        """The prompt with its holes filled. Raises `KeyError` for one that is left open."""
        return Template(self.text).substitute(holes)


def load(name: str, folder: Path | None = None) -> Prompt:
    """The prompt of that name, from the folder if it has one, else as it comes with the product. Raises `FileNotFoundError`."""
    own = folder / f"{name}.md" if folder else None
    raw = (own if own and own.exists() else files(__name__).joinpath(f"{name}.md")).read_text("utf-8")
    _, matter, text = raw.split("---\n", 2)
    return Prompt(name, text.strip(), yaml.safe_load(matter))
