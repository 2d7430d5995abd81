"""The engine's tables, described for Alembic; the hot path in `postgres.py` writes its own SQL.

Bodies are `json`, not `jsonb`: their text comes back byte for byte, and a NUL escape in it is no error.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSON, TIMESTAMP

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
    sa.Column("capacity", sa.Integer, nullable=False, comment="Bodies that it has room for."),
    sa.Column("created_at", TIMESTAMP(timezone=True), nullable=False, server_default=_now()),
    sa.Column("attended_at", TIMESTAMP(timezone=True), nullable=False, server_default=_now()),
    sa.Column("founder", sa.Text, comment="The id of a key, or `anyone`; null: it is not known."),
    sa.Column("founded_from", sa.Text, comment="The address of a founder without a key."),
    sa.Column("founding_key", sa.Text, comment="The founder's own idempotency key."),
    sa.Column("founding_request", sa.Text),
    sa.Column("deleted_at", TIMESTAMP(timezone=True), comment="Since when it goes little by little."),
    sa.Index(
        "worlds_by_founding",
        "founder",
        "founding_key",
        unique=True,
        postgresql_where=sa.text("founding_key IS NOT NULL"),
    ),
)

engines = sa.Table(
    "engines",
    metadata,
    _world_id(),
    sa.Column("rules_version", sa.Integer, nullable=False, comment="Whose form the entities have."),
    sa.Column("generation", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("step", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("next_tick", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("last_input", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("last_event", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("state_hash", sa.Text, nullable=False),
    sa.Column("behind_ms", sa.BigInteger, nullable=False, server_default="0"),
)

leases = sa.Table(
    "leases",
    metadata,
    _world_id(),
    sa.Column("holder", sa.Text, comment="Who runs the world; null: nobody."),
    sa.Column("until", TIMESTAMP(timezone=True), comment="Null: nobody has run it yet."),
    sa.Column("broken_reason", sa.Text, comment="Why nobody may run it under these rules."),
    sa.Column("broken_version", sa.BigInteger, comment="The rules' version under which it broke."),
    sa.Index("leases_by_holder", "holder"),
    comment="Who runs each world, by this database's clock. Apart from engines, whose rows each commit locks.",
)

hosts = sa.Table(
    "hosts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("rules", sa.Text, nullable=False),
    sa.Column("rules_version", sa.BigInteger, nullable=False),
    sa.Column("capacity", sa.BigInteger, nullable=False),
    sa.Column("until", TIMESTAMP(timezone=True), nullable=False),
    comment="Hosts that live until then if they are not heard again.",
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
    sa.Column(
        "actor",
        sa.Text,
        nullable=False,
        comment="The id of the key that sent it, or `anyone`, `server` or `worker`.",
    ),
    sa.Column("idempotency_key", sa.Text),
    sa.Column("received_at", TIMESTAMP(timezone=True), nullable=False, server_default=_now()),
    sa.Column("tick", sa.BigInteger, comment="At which it was applied; null while it waits."),
    sa.Column("outcome", JSON),
    sa.Index(
        "inputs_by_key",
        "world_id",
        "actor",
        "idempotency_key",
        unique=True,
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    ),
)

foundings = sa.Table(
    "foundings",
    metadata,
    _world_id(),
    sa.Column("step", sa.BigInteger, primary_key=True, comment="0, or that of an upgrade."),
    sa.Column("next_tick", sa.BigInteger, nullable=False),
    sa.Column("last_input", sa.BigInteger, nullable=False),
    sa.Column("rules", sa.Text, nullable=False),
    sa.Column("rules_version", sa.Integer, nullable=False),
    sa.Column("state_hash", sa.Text, nullable=False),
    sa.Column("entities", JSON, nullable=False),
    comment="The moments from which a world can be replayed: its first, and that of each upgrade.",
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
    sa.Column("id", sa.Text, primary_key=True, comment="Public; the actor of what is sent with the key."),
    sa.Column("hash", BYTEA, nullable=False),
    sa.Column(
        "world_id", sa.Text, sa.ForeignKey("worlds.id", ondelete="CASCADE"), comment="Null: an operator's."
    ),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, comment="The id of the thing that it stands for."),
    sa.Column("label", sa.Text, nullable=False, server_default=""),
    sa.Column("created_at", TIMESTAMP(timezone=True), nullable=False, server_default=_now()),
    sa.Column("expires_at", TIMESTAMP(timezone=True)),
    sa.Column("revoked_at", TIMESTAMP(timezone=True)),
    sa.Column("cause", sa.Text, comment="What it was made for: of one cause one key opens anything."),
    sa.Column("given_to", sa.Text, comment="The address that asked for it."),
    sa.UniqueConstraint("hash", name="keys_by_hash"),
    sa.CheckConstraint("role IN ('operator', 'owner', 'co-owner', 'player', 'viewer')", name="keys_role"),
    sa.CheckConstraint("(role = 'operator') = (world_id IS NULL)", name="keys_world"),
    sa.Index("keys_of_world", "world_id"),
    sa.Index(
        "keys_by_cause",
        "world_id",
        "cause",
        unique=True,
        postgresql_where=sa.text("cause IS NOT NULL AND revoked_at IS NULL"),
    ),
    comment="Who may do what.",
)

links = sa.Table(
    "links",
    metadata,
    sa.Column("hash", BYTEA, primary_key=True, comment="Of the token."),
    sa.Column("expires_at", TIMESTAMP(timezone=True), nullable=False),
    comment="Links of the terminal, each to be exchanged once for keys.",
)

authors = sa.Table(
    "authors",
    metadata,
    _world_id(),
    sa.Column("author", sa.Text, primary_key=True),
    sa.Column("key", BYTEA, nullable=False),
    comment="Who has said anything, with the key of their words; who is forgotten has no row.",
)

words = sa.Table(
    "words",
    metadata,
    _world_id(),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("carries", ARRAY(sa.Text), nullable=False, comment="Others whose words the text holds."),
    sa.Column("length", sa.Integer, nullable=False, comment="In characters."),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("said_at", TIMESTAMP(timezone=True), nullable=False, server_default=_now()),
    sa.ForeignKeyConstraint(
        ["world_id", "author"],
        ["authors.world_id", "authors.author"],
        name="words_of_an_author",
        ondelete="CASCADE",
    ),
    sa.Index("words_by_author", "world_id", "author"),
    comment="What was said. The log, the state and the events hold its id, length and digest.",
)
