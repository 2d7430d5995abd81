"""leases"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply this revision. A world that lives is not taken from its runner before the lease from its last beat ends."""
    op.create_table(
        "leases",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True, comment="Who runs the world; null: nobody."),
        sa.Column(
            "until", sa.TIMESTAMP(timezone=True), nullable=True, comment="Null: nobody has run it yet."
        ),
        sa.Column(
            "broken_reason", sa.Text(), nullable=True, comment="Why nobody may run it under these rules."
        ),
        sa.Column(
            "broken_version",
            sa.BigInteger(),
            nullable=True,
            comment="The rules' version under which it broke.",
        ),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("world_id"),
        comment="Who runs each world, by this database's clock. Apart from engines, whose rows each commit locks.",
    )
    op.create_index("leases_by_holder", "leases", ["holder"])
    op.create_table(
        "hosts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("rules_version", sa.BigInteger(), nullable=False),
        sa.Column("capacity", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        comment="Hosts that live until then if they are not heard again.",
    )
    op.execute("INSERT INTO leases (world_id, until) SELECT world_id, alive_at FROM engines")
    op.drop_column("engines", "alive_at")


def downgrade() -> None:
    """Take this revision back."""
    op.add_column("engines", sa.Column("alive_at", sa.TIMESTAMP(timezone=True), nullable=True))
    op.execute("UPDATE engines e SET alive_at = l.until FROM leases l WHERE l.world_id = e.world_id")
    op.drop_table("hosts")
    op.drop_table("leases")
