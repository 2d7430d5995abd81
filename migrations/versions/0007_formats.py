"""formats: one table of keys, actors, foundings by step, versions of rules, capacity by world"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import BYTEA, TIMESTAMP

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Apply this revision. Worlds from before it have version 1 of their rules and room for 256 bodies."""
    _move_keys()
    _add_actors()
    _number_foundings()
    op.add_column("worlds", _for_rows_there("capacity", "256", comment="Bodies that it has room for."))
    op.alter_column("worlds", "capacity", server_default=None)
    op.add_column("engines", _for_rows_there("rules_version", "1", comment="Whose form the entities have."))
    op.alter_column("engines", "rules_version", server_default=None)


def downgrade() -> None:
    """Refuse: what the tables before had no place for would be lost."""
    raise NotImplementedError("revision 0007 can't be taken back; restore a dump from before it")


def _for_rows_there(name: str, value: str, *, comment: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=value, comment=comment)


def _move_keys() -> None:
    """Bound keys take the subject that their input was answered with; one whose input failed opened nothing."""
    op.execute(
        """
        CREATE TEMPORARY TABLE keys_before ON COMMIT DROP AS
        SELECT k.key_hash, k.world_id, 'player' AS role, i.outcome ->> 'value' AS subject
        FROM keys k JOIN inputs i ON i.world_id = k.world_id AND i.number = k.input_number
        WHERE i.outcome ->> 'kind' = 'ok'
        UNION ALL
        SELECT owner_key_hash, id, 'owner', NULL FROM worlds
        """
    )
    op.drop_table("keys")
    op.drop_column("worlds", "owner_key_hash")
    _create_keys()
    op.execute(
        """
        INSERT INTO keys (id, hash, world_id, role, subject)
        SELECT 'k-' || left(replace(gen_random_uuid()::text, '-', ''), 16), key_hash, world_id, role, subject
        FROM keys_before
        """
    )


def _create_keys() -> None:
    op.create_table(
        "keys",
        sa.Column("id", sa.Text(), nullable=False, comment="Public; the actor of what is sent with the key."),
        sa.Column("hash", BYTEA(), nullable=False),
        sa.Column("world_id", sa.Text(), nullable=True, comment="Null: an operator's."),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True, comment="The id of the thing that it stands for."),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", TIMESTAMP(timezone=True), nullable=True),
        sa.Column("revoked_at", TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('operator', 'owner', 'co-owner', 'player', 'viewer')", name="keys_role"),
        sa.CheckConstraint("(role = 'operator') = (world_id IS NULL)", name="keys_world"),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash", name="keys_by_hash"),
        comment="Who may do what.",
    )
    op.create_index("keys_of_world", "keys", ["world_id"])


def _add_actors() -> None:
    """Who sent an input was not kept: of the program's own its key tells, of the others nothing does."""
    op.add_column(
        "inputs",
        sa.Column(
            "actor",
            sa.Text(),
            nullable=True,
            comment="The id of the key that sent it, or `anyone`, `server` or `worker`.",
        ),
    )
    op.drop_index("inputs_by_key", table_name="inputs")
    op.execute(
        """
        UPDATE inputs SET
            actor = CASE
                WHEN idempotency_key ~ '^(operation|notice):' THEN 'worker'
                WHEN idempotency_key ~ '^(rest|wake):' THEN 'server'
                ELSE 'anyone'
            END,
            idempotency_key = regexp_replace(idempotency_key, '^client:', '')
        """
    )
    op.alter_column("inputs", "actor", nullable=False)
    op.create_index(
        "inputs_by_key",
        "inputs",
        ["world_id", "actor", "idempotency_key"],
        unique=True,
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )


def _number_foundings() -> None:
    """What there is was written with step 0 and version 1."""
    for name, type_ in (
        ("step", sa.BigInteger()),
        ("next_tick", sa.BigInteger()),
        ("last_input", sa.BigInteger()),
    ):
        comment = "0, or that of an upgrade." if name == "step" else None
        op.add_column(
            "foundings", sa.Column(name, type_, nullable=False, server_default="0", comment=comment)
        )
        op.alter_column("foundings", name, server_default=None)
    op.add_column("foundings", sa.Column("rules", sa.Text(), nullable=True))
    op.execute("UPDATE foundings f SET rules = w.rules FROM worlds w WHERE w.id = f.world_id")
    op.alter_column("foundings", "rules", nullable=False)
    op.add_column("foundings", _for_rows_there("rules_version", "1"))
    op.alter_column("foundings", "rules_version", server_default=None)
    op.drop_constraint("foundings_pkey", "foundings", type_="primary")
    op.create_primary_key("foundings_pkey", "foundings", ["world_id", "step"])
    op.create_table_comment(
        "foundings",
        "The moments from which a world can be replayed: its first, and that of each upgrade.",
        existing_comment="The first moment of each world: a replay begins there, whatever becomes of its template.",
    )
