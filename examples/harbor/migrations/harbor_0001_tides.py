"""A table of the harbour's own, for whoever keeps its book of tides."""

import sqlalchemy as sa
from alembic import op

revision = "harbor_0001"
down_revision = None
branch_labels = ("harbor",)
depends_on = "0010"


def upgrade() -> None:
    """Apply this revision."""
    op.create_table(
        "harbor_tides",
        sa.Column("world_id", sa.Text, sa.ForeignKey("worlds.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("at_ms", sa.BigInteger, primary_key=True),
        sa.Column("level_mm", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("harbor_tides")
