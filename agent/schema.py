"""The minds' tables; only `agent` writes them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BYTEA, TIMESTAMP

from engine.schema import metadata

memories = sa.Table(
    "memories",
    metadata,
    sa.Column("world_id", sa.Text, sa.ForeignKey("worlds.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("id", sa.Text, primary_key=True, comment="Made from the operation, so that it is kept once."),
    sa.Column("player", sa.Text, nullable=False, comment="Whose memory it is."),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("about", sa.Text, comment="The player whom it is about."),
    sa.Column("at_ms", sa.BigInteger, nullable=False, comment="World time."),
    sa.Index("memories_about", "world_id", "player", "about", "at_ms"),
)

usage_ledger = sa.Table(
    "usage_ledger",
    metadata,
    sa.Column("id", sa.Text, primary_key=True, comment="Made by the worker, so that a call is kept once."),
    sa.Column("world_id", sa.Text, nullable=False, comment="May be gone: what was paid stays paid."),
    sa.Column("agent", sa.Text, nullable=False, comment="The player for whom the call was made."),
    sa.Column("task", sa.Text, nullable=False),
    sa.Column("model", sa.Text, nullable=False, comment="Or `cache`, or `scripted` where it stood in."),
    sa.Column("input_tokens", sa.BigInteger, nullable=False),
    sa.Column("output_tokens", sa.BigInteger, nullable=False),
    sa.Column("cached_tokens", sa.BigInteger, nullable=False, comment="Of the input tokens."),
    sa.Column("latency_ms", sa.BigInteger, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False, comment="`ok` or the kind of error."),
    sa.Column("price_microdollars", sa.BigInteger, nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False, comment="Unix time."),
    sa.Index("usage_ledger_by_agent", "world_id", "agent", "at_ms"),
)

usage_days = sa.Table(
    "usage_days",
    metadata,
    sa.Column("world_id", sa.Text, primary_key=True),
    sa.Column("day", sa.Integer, primary_key=True, comment="UTC days since 1970."),
    sa.Column("task", sa.Text, primary_key=True),
    sa.Column("model", sa.Text, primary_key=True),
    sa.Column("calls", sa.BigInteger, nullable=False),
    sa.Column("failures", sa.BigInteger, nullable=False),
    sa.Column("input_tokens", sa.BigInteger, nullable=False),
    sa.Column("output_tokens", sa.BigInteger, nullable=False),
    sa.Column("cached_tokens", sa.BigInteger, nullable=False),
    sa.Column("latency_ms", sa.BigInteger, nullable=False, comment="Of all calls together."),
    sa.Column("price_microdollars", sa.BigInteger, nullable=False),
    comment="The ledger's sums, written with it: budgets and totals are read from here.",
)

answers_cache = sa.Table(
    "answers_cache",
    metadata,
    sa.Column("key", BYTEA, primary_key=True, comment="Of the whole question's content."),
    sa.Column("answer", BYTEA, nullable=False),
    sa.Column("used_at", TIMESTAMP(timezone=True), nullable=False, server_default=sa.text("now()")),
)

voices = sa.Table(
    "voices",
    metadata,
    sa.Column("worker", sa.Text, primary_key=True),
    sa.Column("voice", sa.Text, nullable=False, comment="As chosen: `scripted`, `bedrock`, ..."),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, comment="Why the scripted voice stands in; else empty."),
    sa.Column("budget_microdollars", sa.BigInteger, comment="For each world and UTC day; null is none."),
    sa.Column("budget_tokens", sa.BigInteger),
    sa.Column("budget_near_percent", sa.Integer, nullable=False),
    sa.Column("beat_at", TIMESTAMP(timezone=True), nullable=False, server_default=sa.text("now()")),
    comment="What each worker speaks with.",
)
