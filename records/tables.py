"""The minds' tables, beside the engine's in its `metadata`; only `agent` writes them."""

from __future__ import annotations

import sqlalchemy as sa
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, TIMESTAMP

from engine.schema import metadata
from records.constants import LEAST_IMPORTANCE, MOST_IMPORTANCE, SCANNED_DIMENSIONS


def _world_id() -> sa.Column[str]:
    return sa.Column("world_id", sa.Text, sa.ForeignKey("worlds.id", ondelete="CASCADE"), primary_key=True)


def _texts(name: str) -> sa.Column[list[str]]:
    return sa.Column(name, ARRAY(sa.Text), nullable=False, server_default="{}")


def _authors() -> sa.Column[list[str]]:
    return sa.Column(
        "authors", ARRAY(sa.Text), nullable=False, server_default="{}", comment="Whose words it holds."
    )


_SCANNED = sa.text(f"archived_in IS NULL AND dimensions <= {SCANNED_DIMENSIONS}")
_TOO_LARGE = sa.text(f"archived_in IS NULL AND dimensions > {SCANNED_DIMENSIONS}")
_ALIVE = sa.text("archived_in IS NULL")

memories = sa.Table(
    "memories",
    metadata,
    _world_id(),
    sa.Column("id", sa.Text, primary_key=True, comment="Made from the cause, so that it is kept once."),
    sa.Column("player", sa.Text, nullable=False, comment="Whose memory it is."),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False, comment="World time."),
    sa.Column("place", sa.Text),
    sa.Column("importance", sa.SmallInteger, nullable=False),
    sa.Column("source", sa.Text, comment="The player who said it."),
    _texts("evidence"),
    _texts("about"),
    _texts("tags"),
    _authors(),
    sa.Column("embedding_model", sa.Text, nullable=False, server_default="", comment="Empty: no vector yet."),
    sa.Column("dimensions", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("embedding", HALFVEC),
    sa.Column("archived_in", sa.Text, comment="The summary that took its place."),
    sa.CheckConstraint(f"importance BETWEEN {LEAST_IMPORTANCE} AND {MOST_IMPORTANCE}", name="importance"),
    sa.CheckConstraint(
        "CASE WHEN embedding IS NULL THEN embedding_model = '' AND dimensions = 0 "
        "ELSE embedding_model <> '' AND dimensions = vector_dims(embedding) END",
        name="embedding",
    ),
    # All that a score is made of: retrieval reads an agent's memories from this index alone, side by side.
    sa.Index(
        "memories_scanned",
        "world_id",
        "player",
        postgresql_include=[
            "id",
            "kind",
            "at_ms",
            "importance",
            "embedding_model",
            "dimensions",
            "embedding",
        ],
        postgresql_where=_SCANNED,
    ),
    sa.Index("memories_too_large", "world_id", "player", postgresql_where=_TOO_LARGE),
    sa.Index("memories_latest", "world_id", "player", "kind", "at_ms"),
    sa.Index("memories_by_model", "embedding_model", "dimensions", postgresql_where=_ALIVE),
    sa.Index("memories_evidence", "evidence", postgresql_using="gin"),
)

memory_accesses = sa.Table(
    "memory_accesses",
    metadata,
    _world_id(),
    sa.Column("player", sa.Text, primary_key=True),
    sa.Column("memory_id", sa.Text, primary_key=True),
    sa.Column("accessed_ms", sa.BigInteger, nullable=False, comment="World time."),
    sa.ForeignKeyConstraint(
        ["world_id", "memory_id"], ["memories.world_id", "memories.id"], ondelete="CASCADE"
    ),
    # Without it each memory that goes is looked for among all that a world's people have accessed.
    sa.Index("memory_accesses_by_memory", "world_id", "memory_id"),
    comment="Apart from memories, so that remembering rewrites no vector.",
)

embeddings = sa.Table(
    "embeddings",
    metadata,
    sa.Column("model", sa.Text, primary_key=True),
    sa.Column("dimensions", sa.SmallInteger, primary_key=True),
    sa.Column("purpose", sa.Text, primary_key=True),
    sa.Column("text_hash", BYTEA, primary_key=True),
    sa.Column("embedding", HALFVEC, nullable=False),
    comment="What was embedded before, by model and text.",
)

perceptions = sa.Table(
    "perceptions",
    metadata,
    _world_id(),
    sa.Column("step", sa.BigInteger, nullable=False, comment="The last step that was looked at."),
    sa.Column("body", BYTEA, nullable=False, comment="What was in view after it, as JSON."),
    comment="Where perception goes on after a restart; looking twice at a step adds nothing.",
)

perception_leases = sa.Table(
    "perception_leases",
    metadata,
    _world_id(),
    sa.Column("holder", sa.Text, nullable=False, comment="The worker that watches the world."),
    sa.Column("expires_at", TIMESTAMP(timezone=True), nullable=False, comment="Unless it is renewed."),
    comment="Which worker watches which world.",
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
    sa.Index(
        "usage_ledger_refused",
        "world_id",
        "at_ms",
        postgresql_where=sa.text("outcome = 'budget_exhausted'"),
    ),
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
    sa.Column(
        "bad_answers",
        sa.BigInteger,
        nullable=False,
        server_default="0",
        comment="Of the failures: answers that came and could not be used.",
    ),
    comment="The ledger's sums, written with it: budgets and totals are read from here.",
)

answers_cache = sa.Table(
    "answers_cache",
    metadata,
    sa.Column("key", BYTEA, primary_key=True, comment="Of the whole question's content."),
    sa.Column("answer", BYTEA, nullable=False),
    sa.Column("used_at", TIMESTAMP(timezone=True), nullable=False, server_default=sa.text("now()")),
    sa.Column("world_id", sa.Text, nullable=False, server_default="", comment="Where it was asked."),
    _authors(),
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
    sa.Column("started_at", TIMESTAMP(timezone=True), nullable=False, server_default=sa.text("now()")),
    sa.Column("beat_at", TIMESTAMP(timezone=True), nullable=False, server_default=sa.text("now()")),
    sa.Column(
        "condition",
        sa.Text,
        nullable=False,
        server_default="{}",
        comment="What fails and what can be done about it: records.usage.Condition as JSON.",
    ),
    comment="What each worker speaks with.",
)

relationships = sa.Table(
    "relationships",
    metadata,
    _world_id(),
    sa.Column("player", sa.Text, primary_key=True, comment="Who sees it so."),
    sa.Column("other", sa.Text, primary_key=True, comment="The player whom it is about."),
    sa.Column(
        "cause", sa.Text, primary_key=True, comment="The operation that made it so, which counts once."
    ),
    sa.Column("familiarity", sa.SmallInteger, nullable=False, comment="0 to 100."),
    sa.Column("warmth", sa.SmallInteger, nullable=False, comment="-100 to 100."),
    sa.Column("talks", sa.Integer, nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False, comment="World time."),
    _authors(),
)
