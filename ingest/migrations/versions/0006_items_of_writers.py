"""Items that a model adds to those of the rules, and what each model has read."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add what is missing. Items are numbered by where they are printed, so that those of a model fit in between."""
    with op.batch_alter_table("action_items") as table:
        table.add_column(sa.Column("writer", sa.String(200)))
        table.add_column(sa.Column("rung", sa.String(16)))
    op.execute('UPDATE action_items SET number = "start"')
    op.create_table(
        "heard",
        sa.Column("article_id", sa.String(16), sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("writer", sa.String(200), primary_key=True),
        sa.Column("reason", sa.String(32)),
        sa.Column("dropped", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("heard")
    with op.batch_alter_table("action_items") as table:
        table.drop_column("rung")
        table.drop_column("writer")
