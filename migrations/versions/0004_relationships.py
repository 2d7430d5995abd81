"""relationships"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply this revision."""
    op.create_table(
        "relationships",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("player", sa.Text(), nullable=False, comment="Who sees it so."),
        sa.Column("other", sa.Text(), nullable=False, comment="The player whom it is about."),
        sa.Column(
            "cause", sa.Text(), nullable=False, comment="The operation that made it so, which counts once."
        ),
        sa.Column("familiarity", sa.SmallInteger(), nullable=False, comment="0 to 100."),
        sa.Column("warmth", sa.SmallInteger(), nullable=False, comment="-100 to 100."),
        sa.Column("talks", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False, comment="World time."),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("world_id", "player", "other", "cause"),
    )


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("relationships")
