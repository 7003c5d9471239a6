"""What is told to be done, and what is undertaken: instructions and commitments, with who asks, who is to do it, and by when."""

from ingest.actions.duties import ActionItem, Kind
from ingest.actions.items import items_in

__all__ = ["ActionItem", "Kind", "items_in"]
