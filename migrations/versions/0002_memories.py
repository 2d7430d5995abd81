"""memories"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Apply this revision."""
    op.create_table(
        "memories",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column(
            "id", sa.Text(), nullable=False, comment="Made from the operation, so that it is kept once."
        ),
        sa.Column("player", sa.Text(), nullable=False, comment="Whose memory it is."),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True, comment="The player whom it is about."),
        sa.Column("at_ms", sa.BigInteger(), nullable=False, comment="World time."),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("world_id", "id"),
    )
    op.create_index("memories_about", "memories", ["world_id", "player", "about", "at_ms"], unique=False)


def downgrade() -> None:
    """Take this revision back."""
    op.drop_index("memories_about", table_name="memories")
    op.drop_table("memories")
