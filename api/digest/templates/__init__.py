"""What readers see, in Jinja: whatever a newspaper printed is escaped in every page, and fetches nothing."""

import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def rendered(name: str, **values: object) -> str:
    """The template of that name with these values. A name that it asks for and does not get is an error."""
    return _environment().get_template(name).render(**values)


def one_line(text: str) -> str:
    """A text without what breaks a line, hides or turns it round."""
    return " ".join("".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in text).split())


@cache
def _environment() -> "Environment":
    from jinja2 import DictLoader, Environment, StrictUndefined, select_autoescape  # noqa: PLC0415  only for a page

    found = {file.name.removesuffix(".j2"): file.read_text("utf-8") for file in files(__name__).iterdir() if file.name.endswith(".j2")}
    environment = Environment(
        loader=DictLoader(found), autoescape=select_autoescape(("html",)), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["line"] = one_line
    environment.globals["quoted"] = lambda summary, said: [quote for quote, number in summary.citations.items() if number in said.citations]
    return environment
