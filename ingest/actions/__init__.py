"""What is told to be done, and what is undertaken: instructions and commitments, with who asks, who is to do it, and by when."""

from ingest.actions.duties import ActionItem, Kind
from ingest.actions.items import items_in

EDITION = "rules-4"
"""Raised whenever the same text comes to be read in another way, so that articles read before are read again."""

__all__ = ["EDITION", "ActionItem", "Kind", "items_in"]
