"""Action items: who is told to do what by when, and the printed words that bear each of them."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from api.answers import action_items as answers
from api.routes.wire.questions import Writer
from api.routes.wire.shapes import Citation, Wire


class ActionItem(Wire):
    """An instruction or a commitment. What is not printed is null; `due_basis` says how the last day is known, or why it is not."""

    id: str
    article_id: str
    title: str
    kind: Literal["instruction", "commitment"]
    assigner: str
    assigner_title: str | None
    owner: str | None
    action: str
    due_text: str | None
    due_on: date | None
    due_basis: str | None
    citation: Citation
    writer: Writer

    @classmethod
    def of(cls, listed: answers.Listed) -> "ActionItem":
        """An item as it is sent."""
        item = listed.item
        return cls(
            id=item.id,
            article_id=item.article_id,
            title=listed.article.title,
            kind=item.kind,
            assigner=item.assigner,
            assigner_title=item.assigner_title,
            owner=item.owner,
            action=item.action,
            due_text=item.due_text,
            due_on=item.due_on,
            due_basis=item.due_basis,
            citation=Citation.of(1, listed.quote),
            writer=Writer.of(listed.credit, listed.reason),
        )


class ActionItems(Wire):
    """A page of items; `next` is the cursor of the page after it."""

    items: list[ActionItem]
    next: str | None
    dropped: int = 0
    """Items and fields a model proposed of these articles that they do not bear out."""

    @classmethod
    def of(cls, items: Sequence[answers.Listed], following: str | None, dropped: int = 0) -> "ActionItems":
        """A page as it is sent."""
        return cls(items=[ActionItem.of(one) for one in items], next=following, dropped=dropped)
