"""Near-duplicates, the generation of each article's last change, and which of the derived indexes are live."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what is missing; articles that were read before are of generation 0."""
    with op.batch_alter_table("articles") as table:
        table.add_column(sa.Column("repeats", sa.String(16)))
        table.add_column(sa.Column("generation", sa.Integer, nullable=False, server_default="0"))
        table.create_index("articles_by_generation", ["generation"])
    op.create_table(
        "sketches",
        sa.Column("hash", sa.BigInteger, primary_key=True),
        sa.Column("article_id", sa.String(16), sa.ForeignKey("articles.id"), primary_key=True),
    )
    op.create_index("sketches_by_article", "sketches", ["article_id"])
    op.create_table("live", sa.Column("index", sa.String(16), primary_key=True), sa.Column("name", sa.Text, nullable=False))


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("live")
    op.drop_table("sketches")
    with op.batch_alter_table("articles") as table:
        table.drop_index("articles_by_generation")
        table.drop_column("generation")
        table.drop_column("repeats")
