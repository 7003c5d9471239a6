"""Whether a text denies something."""

import re

_DENIAL = re.compile(
    r"不(?![断仅但同少管论久日])|没|未|无(?!人机|线|锡|缝)|非(?!常|洲|遗|法|煤)|勿|\b(?:not|no|never|none|nobody|cannot)\b|n't\b",
    re.IGNORECASE,
)


def denies(text: str) -> bool:
    """Whether it holds a word of denial; 不断, 不仅, 非常 and the like deny nothing."""
    return bool(_DENIAL.search(text))
