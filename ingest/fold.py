"""The folded view on which search works: width, case and script evened out, one character for one."""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x3002: 0x2E, 0x3001: 0x2C}
_LONG = 64
"""Characters. From here on, looking all of them up at once in an array costs less than one by one in a table."""
_REMEMBERED = 16_384
"""Short texts: a question, a name and a title are folded again for every sentence that they are held against."""
_TRADITIONAL = re.compile("[這個們會區說將應對開發當時來國見為過還沒點學萬與從業東門車長馬頭電話書報記經實員總務動產館後處間關體劃進]")
_MANY = 5
"""Different characters, of those that only traditional script prints; a name or two in it make no text of it."""
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"


@cache
def _script() -> dict[int, int]:
    """Traditional → simplified for every single Han character (OpenCC)."""
    from opencc import OpenCC  # noqa: PLC0415  its dictionaries load on import

    han = [chr(code) for first, last in ((0x3400, 0x9FFF), (0xF900, 0xFAFF)) for code in range(first, last + 1)]
    simplified = OpenCC("t2s").convert("\n".join(han)).split("\n")
    return {ord(old): ord(new) for old, new in zip(han, simplified, strict=True) if old != new and len(new) == 1}


@cache
def _table() -> dict[int, int]:
    """Traditional → simplified, after full width → half width and upper → lower case."""
    script = _script()
    case = {code: ord(chr(code).lower()) for code in range(0x250) if len(chr(code).lower()) == 1}
    once = script | case | {code: case.get(half, half) for code, half in FULL_WIDTH.items()}
    return {code: once.get(folded, folded) for code, folded in once.items()}


@cache
def _array() -> "NDArray[np.uint32]":
    """The same table as an array over all code points."""
    import numpy as np  # noqa: PLC0415  only longer texts need it

    folded = np.arange(0x110000, dtype=np.uint32)
    table = _table()
    folded[list(table)] = list(table.values())
    return folded


@lru_cache(maxsize=_REMEMBERED)
def _short(text: str) -> str:
    return text.translate(_table())


def simplified(text: str) -> str:
    """A text in traditional script as its readers in simplified script would print it, length for length; any other one as it is."""
    return text.translate(_script()) if len(set(_TRADITIONAL.findall(text))) >= _MANY else text


def fold(text: str) -> str:
    """The text as search sees it. Same length, so offsets into either are offsets into both (NFKC would change the length)."""
    if len(text) < _LONG:
        return _short(text)
    import numpy as np  # noqa: PLC0415  as above

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _array()[codes].tobytes().decode("utf-32-le", "surrogatepass")
