"""foundings"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSON

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Apply this revision. A world founded before it lives on, but can't be replayed from its beginning."""
    op.create_table(
        "foundings",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("state_hash", sa.Text(), nullable=False),
        sa.Column("entities", JSON(), nullable=False),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("world_id"),
        comment="The first moment of each world: a replay begins there, whatever becomes of its template.",
    )


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("foundings")
