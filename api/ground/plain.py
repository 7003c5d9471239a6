"""Whether a claim is plain words. What a browser, a mail reader or a template would act on is none of a newspaper's statements."""

import re

_ACTIVE = re.compile(
    r"<[a-z/!?]|\]\s*\(|://|\bwww\.|\b(?:javascript|vbscript):|\bdata:\w+/|\{\{|\$\{|\{%|<%|`"
    r"|[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]",
    re.IGNORECASE,
)
"""Tags, links, templates, and characters that cannot be seen."""
_ADDRESS = re.compile(r"(?<![A-Za-z0-9])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?![A-Za-z0-9])|\S+@\S+")


def is_plain(text: str, evidence: str) -> bool:
    """Whether a claim holds no markup, no template, nothing unseen, and no address that its folded evidence does not print."""
    return not _ACTIVE.search(text) and all(address in evidence for address in _ADDRESS.findall(text))
