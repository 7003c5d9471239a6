"""The headings of a Word document: which level a style, or a paragraph by itself, makes."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

TITLE = -1
"""The level of a document's title, above all headings."""
_LEVEL = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_TITLES = {"title", "标题"}
_CHAIN = 10
"""Styles that may rest one upon the other."""


def levels_of(styles: "_Element | None") -> dict[str, int]:
    """The level of heading that each style makes, by its own name or outline level or by those of the style it rests upon."""
    if styles is None:
        return {}
    found = {_attribute(style, "styleId"): style for style in styles.iterfind("{*}style")}
    return {name: _level(style, found) for name, style in found.items()}


def _level(style: "_Element", styles: "dict[str, _Element]") -> int:
    for _ in range(_CHAIN):
        name = value(style, "{*}name")
        if name.lower() in _TITLES:
            return TITLE
        if match := _LEVEL.match(name):
            return int(match[1])
        if level := outline(style):
            return level
        base = styles.get(value(style, "{*}basedOn"))
        if base is None:
            break
        style = base
    return 0


def outline(element: "_Element") -> int:
    """The level that a paragraph or style sets itself; 0 for text."""
    level = value(element, "{*}pPr/{*}outlineLvl")
    return int(level) + 1 if level in set("012345678") else 0  # 9 is body text


def value(element: "_Element", path: str) -> str:
    """What a property of a paragraph or style is set to."""
    found = element.find(path)
    return _attribute(found, "val") if found is not None else ""


def _attribute(element: "_Element", name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
