"""usage of models: ledger, budgets, answers cache"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Apply this revision."""
    _create_ledger()
    op.create_table(
        "usage_days",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False, comment="UTC days since 1970."),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("calls", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("input_tokens", sa.BigInteger(), nullable=False),
        sa.Column("output_tokens", sa.BigInteger(), nullable=False),
        sa.Column("cached_tokens", sa.BigInteger(), nullable=False),
        sa.Column("latency_ms", sa.BigInteger(), nullable=False, comment="Of all calls together."),
        sa.Column("price_microdollars", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("world_id", "day", "task", "model"),
        comment="The ledger's sums, written with it: budgets and totals are read from here.",
    )
    op.create_table(
        "answers_cache",
        sa.Column("key", postgresql.BYTEA(), nullable=False, comment="Of the whole question's content."),
        sa.Column("answer", postgresql.BYTEA(), nullable=False),
        sa.Column(
            "used_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "voices",
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("voice", sa.Text(), nullable=False, comment="As chosen: `scripted`, `bedrock`, ..."),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "reason", sa.Text(), nullable=False, comment="Why the scripted voice stands in; else empty."
        ),
        sa.Column(
            "budget_microdollars",
            sa.BigInteger(),
            nullable=True,
            comment="For each world and UTC day; null is none.",
        ),
        sa.Column("budget_tokens", sa.BigInteger(), nullable=True),
        sa.Column("budget_near_percent", sa.Integer(), nullable=False),
        sa.Column(
            "started_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "beat_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("worker"),
        comment="What each worker speaks with.",
    )


def _create_ledger() -> None:
    op.create_table(
        "usage_ledger",
        sa.Column(
            "id", sa.Text(), nullable=False, comment="Made by the worker, so that a call is kept once."
        ),
        sa.Column("world_id", sa.Text(), nullable=False, comment="May be gone: what was paid stays paid."),
        sa.Column("agent", sa.Text(), nullable=False, comment="The player for whom the call was made."),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False, comment="Or `cache`, or `scripted` where it stood in."),
        sa.Column("input_tokens", sa.BigInteger(), nullable=False),
        sa.Column("output_tokens", sa.BigInteger(), nullable=False),
        sa.Column("cached_tokens", sa.BigInteger(), nullable=False, comment="Of the input tokens."),
        sa.Column("latency_ms", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False, comment="`ok` or the kind of error."),
        sa.Column("price_microdollars", sa.BigInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False, comment="Unix time."),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("usage_ledger_by_agent", "usage_ledger", ["world_id", "agent", "at_ms"], unique=False)
    op.create_index(
        "usage_ledger_refused",
        "usage_ledger",
        ["world_id", "at_ms"],
        unique=False,
        postgresql_where=sa.text("outcome = 'budget_exhausted'"),
    )


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("voices")
    op.drop_table("answers_cache")
    op.drop_table("usage_days")
    op.drop_index(
        "usage_ledger_refused",
        table_name="usage_ledger",
        postgresql_where=sa.text("outcome = 'budget_exhausted'"),
    )
    op.drop_index("usage_ledger_by_agent", table_name="usage_ledger")
    op.drop_table("usage_ledger")
