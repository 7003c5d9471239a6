"""Action items of the published articles, which edition of the rules read them, and summaries."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the tables, empty: articles that were read before are read for their items when these are first asked for."""
    op.create_table(
        "action_items",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("article_id", sa.String(16), sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("assigner", sa.Text, nullable=False),
        sa.Column("assigner_title", sa.Text),
        sa.Column("owner", sa.Text),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("due_text", sa.Text),
        sa.Column("due_on", sa.Date),
        sa.Column("due_basis", sa.Text),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
    )
    op.create_index("action_items_in_order", "action_items", ["day", "article_id", "number"])
    op.create_index("action_items_by_article", "action_items", ["article_id"])
    op.create_table(
        "readings",
        sa.Column("article_id", sa.String(16), sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("reader", sa.String(32), nullable=False),
    )
    op.create_table(
        "summaries",
        sa.Column("article_id", sa.String(16), sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("length", sa.String(8), primary_key=True),
        sa.Column("writer", sa.String(128), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("summaries")
    op.drop_table("readings")
    op.drop_table("action_items")
