"""The folded view on which search works: width, case and script evened out, one character for one."""

from functools import cache

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x3002: 0x2E, 0x3001: 0x2C}
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"


@cache
def _table() -> dict[int, int]:
    """Traditional → simplified for every single Han character (OpenCC), after full width → half width and upper → lower case."""
    from opencc import OpenCC  # noqa: PLC0415  its dictionaries load on import

    han = [chr(code) for first, last in ((0x3400, 0x9FFF), (0xF900, 0xFAFF)) for code in range(first, last + 1)]
    simplified = OpenCC("t2s").convert("\n".join(han)).split("\n")
    script = {ord(old): ord(new) for old, new in zip(han, simplified, strict=True) if old != new and len(new) == 1}
    case = {code: ord(chr(code).lower()) for code in range(0x250) if len(chr(code).lower()) == 1}
    once = script | case | {code: case.get(half, half) for code, half in FULL_WIDTH.items()}
    return {code: once.get(folded, folded) for code, folded in once.items()}


def fold(text: str) -> str:
    """The text as search sees it. Same length, so offsets into either are offsets into both (NFKC would change the length)."""
    return text.translate(_table())
