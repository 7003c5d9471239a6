"""The editions of the digest, which articles each holds, who got which letter, and who wants none."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the tables, empty: nothing was ever sent."""
    op.create_table(
        "editions",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "edition_articles",
        sa.Column("article_id", sa.String(16), sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("day", sa.Date, sa.ForeignKey("editions.day"), nullable=False),
    )
    op.create_index("edition_articles_by_day", "edition_articles", ["day"])
    op.create_table(
        "letters",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("reader", sa.String(254), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("reply", sa.Text),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "unsubscribed",
        sa.Column("reader", sa.String(254), primary_key=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("articles_by_arrival", "articles", ["read_at"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("articles_by_arrival", "articles")
    op.drop_table("unsubscribed")
    op.drop_table("letters")
    op.drop_table("edition_articles")
    op.drop_table("editions")
