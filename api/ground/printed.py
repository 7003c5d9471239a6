"""Fields that are printed words: each must stand, character by character, in what is cited for it."""

from collections.abc import Iterable


def is_printed(fields: Iterable[str | None], evidence: str) -> bool:
    """Whether the evidence prints every field; a field that is None claims nothing."""
    return all(field is None or (bool(field.strip()) and field in evidence) for field in fields)
