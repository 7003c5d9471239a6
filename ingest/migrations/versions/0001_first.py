"""The first tables: articles, where they came from, their passages."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table("counters", sa.Column("name", sa.String(32), primary_key=True), sa.Column("value", sa.Integer, nullable=False))
    op.create_table(
        "articles",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("published_on", sa.Date),
        sa.Column("source", sa.Text),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published", sa.Boolean, nullable=False),
        sa.Column("replaced_by", sa.String(16)),
    )
    op.create_index("articles_by_day", "articles", ["published", "published_on", "id"])
    op.create_table("files", sa.Column("file", sa.Text, primary_key=True), sa.Column("digest", sa.String(64), nullable=False))
    op.create_table(
        "places",
        sa.Column("place", sa.Text, primary_key=True),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("article_id", sa.String(16), sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("order", sa.Integer, nullable=False),
    )
    op.create_index("places_by_file", "places", ["file"])
    op.create_index("places_by_article", "places", ["article_id"])
    op.create_table(
        "passages",
        sa.Column("article_id", sa.String(16), sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
    )
    op.create_table("unsettled", sa.Column("article_id", sa.String(16), primary_key=True))
    op.execute("INSERT INTO counters (name, value) VALUES ('generation', 0)")


def downgrade() -> None:
    """Drop the tables."""
    for name in ("unsettled", "passages", "places", "files", "articles", "counters"):
        op.drop_table(name)
