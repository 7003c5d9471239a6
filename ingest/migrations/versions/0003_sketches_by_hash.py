"""Sketches lie in the order of their hashes and have no other index: each batch of articles touches every page of an index of hashes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Nothing asks for the sketch of an article, so that index goes; SQLite's table becomes one tree instead of two."""
    op.drop_index("sketches_by_article", "sketches")
    _rebuild(sqlite_with_rowid=False)


def downgrade() -> None:
    """As it was."""
    _rebuild(sqlite_with_rowid=True)
    op.create_index("sketches_by_article", "sketches", ["article_id"])


def _rebuild(*, sqlite_with_rowid: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.rename_table("sketches", "sketches_before")
    op.create_table(
        "sketches",
        sa.Column("hash", sa.BigInteger, primary_key=True),
        sa.Column("article_id", sa.String(16), sa.ForeignKey("articles.id"), primary_key=True),
        sqlite_with_rowid=sqlite_with_rowid,
    )
    op.execute("INSERT INTO sketches SELECT hash, article_id FROM sketches_before ORDER BY hash, article_id")
    op.drop_table("sketches_before")
