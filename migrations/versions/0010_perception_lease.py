"""perception lease"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Apply this revision. Until then a lock of the worker's connection said who watches."""
    op.create_table(
        "perception_leases",
        sa.Column("world_id", sa.Text, sa.ForeignKey("worlds.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("holder", sa.Text, nullable=False, comment="The worker that watches the world."),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False, comment="Unless it is renewed."),
        comment="Which worker watches which world.",
    )


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("perception_leases")
