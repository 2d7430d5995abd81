"""The engine's tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Apply this revision."""
    _create_worlds()
    _create_engines()
    _create_entities()
    _create_events()
    _create_input_counters()
    _create_inputs()
    _create_keys()
    _create_operations()
    _create_steps()


def downgrade() -> None:
    """Take this revision back."""
    op.drop_index("steps_by_tick", table_name="steps")
    op.drop_table("steps")
    op.drop_index("operations_unfinished", table_name="operations", postgresql_where=sa.text("NOT finished"))
    op.drop_table("operations")
    op.drop_table("keys")
    op.drop_index(
        "inputs_by_key", table_name="inputs", postgresql_where=sa.text("idempotency_key IS NOT NULL")
    )
    op.drop_table("inputs")
    op.drop_table("input_counters")
    op.drop_index("events_by_subject", table_name="events")
    op.drop_index("events_by_step", table_name="events")
    op.drop_table("events")
    op.drop_table("entities")
    op.drop_table("engines")
    op.drop_table("worlds")


def _create_worlds() -> None:
    op.create_table(
        "worlds",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("owner_key_hash", postgresql.BYTEA(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )


def _create_engines() -> None:
    op.create_table(
        "engines",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("generation", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("step", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("next_tick", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("last_input", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("last_event", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("state_hash", sa.Text(), nullable=False),
        sa.Column("alive_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("behind_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("world_id"),
    )


def _create_entities() -> None:
    op.create_table(
        "entities",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("world_id", "kind", "id"),
    )


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("world_id", "number"),
    )
    op.create_index("events_by_step", "events", ["world_id", "step"], unique=False)
    op.create_index("events_by_subject", "events", ["world_id", "kind", "subject", "number"], unique=False)


def _create_input_counters() -> None:
    op.create_table(
        "input_counters",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("accepted", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("world_id"),
        comment="Apart from engines, so that accepting an input never waits for a step's commit.",
    )


def _create_inputs() -> None:
    op.create_table(
        "inputs",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("args", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column(
            "received_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "tick", sa.BigInteger(), nullable=True, comment="At which it was applied; null while it waits."
        ),
        sa.Column("outcome", postgresql.JSON(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("world_id", "number"),
    )
    op.create_index(
        "inputs_by_key",
        "inputs",
        ["world_id", "idempotency_key"],
        unique=True,
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )


def _create_keys() -> None:
    op.create_table(
        "keys",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("key_hash", postgresql.BYTEA(), nullable=False),
        sa.Column("input_number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("world_id", "key_hash"),
        comment="A key stands for the id that its input was answered with.",
    )


def _create_operations() -> None:
    op.create_table(
        "operations",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("issued_ms", sa.BigInteger(), nullable=False),
        sa.Column("deadline_ms", sa.BigInteger(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("finished", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("world_id", "id"),
    )
    op.create_index(
        "operations_unfinished",
        "operations",
        ["world_id", "id"],
        unique=False,
        postgresql_where=sa.text("NOT finished"),
    )


def _create_steps() -> None:
    op.create_table(
        "steps",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("from_tick", sa.BigInteger(), nullable=False),
        sa.Column("next_tick", sa.BigInteger(), nullable=False),
        sa.Column("last_input", sa.BigInteger(), nullable=False),
        sa.Column("changes", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("history", postgresql.BYTEA(), nullable=False),
        sa.Column("state_hash", sa.Text(), nullable=False),
        sa.Column(
            "committed_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("world_id", "number"),
    )
    op.create_index("steps_by_tick", "steps", ["world_id", "next_tick"], unique=False)
