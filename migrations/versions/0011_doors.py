"""doors"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

WORLDS = {
    "founder": "The id of a key, or `anyone`; null: it is not known.",
    "founded_from": "The address of a founder without a key.",
    "founding_key": "The founder's own idempotency key.",
    "founding_request": None,
}
KEYS = {
    "cause": "What it was made for: of one cause one key opens anything.",
    "given_to": "The address that asked for it.",
}


def upgrade() -> None:
    """Apply this revision."""
    for table, columns in (("worlds", WORLDS), ("keys", KEYS)):
        for name, comment in columns.items():
            op.add_column(table, sa.Column(name, sa.Text, comment=comment))
    deleted = sa.Column(
        "deleted_at", sa.TIMESTAMP(timezone=True), comment="Since when it goes little by little."
    )
    op.add_column("worlds", deleted)
    op.create_index(
        "worlds_by_founding",
        "worlds",
        ["founder", "founding_key"],
        unique=True,
        postgresql_where=sa.text("founding_key IS NOT NULL"),
    )
    op.create_index(
        "keys_by_cause",
        "keys",
        ["world_id", "cause"],
        unique=True,
        postgresql_where=sa.text("cause IS NOT NULL AND revoked_at IS NULL"),
    )
    op.create_table(
        "links",
        sa.Column("hash", sa.LargeBinary, primary_key=True, comment="Of the token."),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        comment="Links of the terminal, each to be exchanged once for keys.",
    )
    op.create_index("memory_accesses_by_memory", "memory_accesses", ["world_id", "memory_id"])


def downgrade() -> None:
    """Take this revision back; worlds that were deleted go for good."""
    op.execute("DELETE FROM worlds WHERE deleted_at IS NOT NULL")
    op.drop_index("memory_accesses_by_memory", "memory_accesses")
    op.drop_table("links")
    op.drop_index("keys_by_cause", "keys")
    op.drop_index("worlds_by_founding", "worlds")
    for table, columns in (("keys", KEYS), ("worlds", {**WORLDS, "deleted_at": None})):
        for name in columns:
            op.drop_column(table, name)
