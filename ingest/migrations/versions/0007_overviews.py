"""What a model wrote of the editions of the digest."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table, empty."""
    op.create_table(
        "overviews",
        sa.Column("day", sa.Date, sa.ForeignKey("editions.day"), primary_key=True),
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("overviews")
