"""The engine's tables, described for Alembic; the hot path in `postgres.py` writes its own SQL.

Bodies are `json`, not `jsonb`: their text comes back byte for byte, and a NUL escape in it is no error.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BYTEA, JSON, TIMESTAMP

metadata = sa.MetaData()


def _world_id() -> sa.Column[str]:
    return sa.Column("world_id", sa.Text, sa.ForeignKey("worlds.id", ondelete="CASCADE"), primary_key=True)


def _now() -> sa.TextClause:
    return sa.text("now()")


worlds = sa.Table(
    "worlds",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("rules", sa.Text, nullable=False),
    sa.Column("template", sa.Text, nullable=False),
    sa.Column("seed", sa.BigInteger, nullable=False),
    sa.Column("owner_key_hash", BYTEA, nullable=False),
    sa.Column("created_at", TIMESTAMP(timezone=True), nullable=False, server_default=_now()),
    sa.Column("attended_at", TIMESTAMP(timezone=True), nullable=False, server_default=_now()),
)

engines = sa.Table(
    "engines",
    metadata,
    _world_id(),
    sa.Column("generation", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("step", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("next_tick", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("last_input", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("last_event", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("state_hash", sa.Text, nullable=False),
    sa.Column("alive_at", TIMESTAMP(timezone=True)),
    sa.Column("behind_ms", sa.BigInteger, nullable=False, server_default="0"),
)

input_counters = sa.Table(
    "input_counters",
    metadata,
    _world_id(),
    sa.Column("accepted", sa.BigInteger, nullable=False, server_default="0"),
    comment="Apart from engines, so that accepting an input never waits for a step's commit.",
)

inputs = sa.Table(
    "inputs",
    metadata,
    _world_id(),
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("args", JSON, nullable=False),
    sa.Column("idempotency_key", sa.Text),
    sa.Column("received_at", TIMESTAMP(timezone=True), nullable=False, server_default=_now()),
    sa.Column("tick", sa.BigInteger, comment="At which it was applied; null while it waits."),
    sa.Column("outcome", JSON),
    sa.Index(
        "inputs_by_key",
        "world_id",
        "idempotency_key",
        unique=True,
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    ),
)

foundings = sa.Table(
    "foundings",
    metadata,
    _world_id(),
    sa.Column("state_hash", sa.Text, nullable=False),
    sa.Column("entities", JSON, nullable=False),
    comment="The first moment of each world: a replay begins there, whatever becomes of its template.",
)

entities = sa.Table(
    "entities",
    metadata,
    _world_id(),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("body", JSON, nullable=False),
)

steps = sa.Table(
    "steps",
    metadata,
    _world_id(),
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("from_tick", sa.BigInteger, nullable=False),
    sa.Column("next_tick", sa.BigInteger, nullable=False),
    sa.Column("last_input", sa.BigInteger, nullable=False),
    sa.Column("changes", JSON, nullable=False),
    sa.Column("history", BYTEA, nullable=False),
    sa.Column("state_hash", sa.Text, nullable=False),
    sa.Column("committed_at", TIMESTAMP(timezone=True), nullable=False, server_default=_now()),
    sa.Index("steps_by_tick", "world_id", "next_tick"),
)

events = sa.Table(
    "events",
    metadata,
    _world_id(),
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("step", sa.BigInteger, nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("body", JSON, nullable=False),
    sa.Index("events_by_subject", "world_id", "kind", "subject", "number"),
    sa.Index("events_by_step", "world_id", "step"),
)

operations = sa.Table(
    "operations",
    metadata,
    _world_id(),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("body", JSON, nullable=False),
    sa.Column("issued_ms", sa.BigInteger, nullable=False),
    sa.Column("deadline_ms", sa.BigInteger, nullable=False),
    sa.Column("urgent", sa.Boolean, nullable=False),
    sa.Column("finished", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index("operations_unfinished", "world_id", "id", postgresql_where=sa.text("NOT finished")),
)

keys = sa.Table(
    "keys",
    metadata,
    _world_id(),
    sa.Column("key_hash", BYTEA, primary_key=True),
    sa.Column("input_number", sa.BigInteger, nullable=False),
    comment="A key stands for the id that its input was answered with.",
)
