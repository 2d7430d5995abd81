"""memories"""

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Apply this revision."""
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    _create_memories()
    op.create_table(
        "memory_accesses",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("player", sa.Text(), nullable=False),
        sa.Column("memory_id", sa.Text(), nullable=False),
        sa.Column("accessed_ms", sa.BigInteger(), nullable=False, comment="World time."),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["world_id", "memory_id"], ["memories.world_id", "memories.id"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("world_id", "player", "memory_id"),
        comment="Apart from memories, so that remembering rewrites no vector.",
    )
    op.create_table(
        "embeddings",
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("dimensions", sa.SmallInteger(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("text_hash", postgresql.BYTEA(), nullable=False),
        sa.Column("embedding", HALFVEC(), nullable=False),
        sa.PrimaryKeyConstraint("model", "dimensions", "purpose", "text_hash"),
        comment="What was embedded before, by model and text.",
    )
    op.create_table(
        "perceptions",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False, comment="The last step that was looked at."),
        sa.Column("body", postgresql.BYTEA(), nullable=False, comment="What was in view after it, as JSON."),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("world_id"),
        comment="Where perception goes on after a restart; looking twice at a step adds nothing.",
    )


def _create_memories() -> None:
    op.create_table(
        "memories",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False, comment="Made from the cause, so that it is kept once."),
        sa.Column("player", sa.Text(), nullable=False, comment="Whose memory it is."),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False, comment="World time."),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("importance", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True, comment="The player who said it."),
        sa.Column("evidence", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("about", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column(
            "embedding_model", sa.Text(), server_default="", nullable=False, comment="Empty: no vector yet."
        ),
        sa.Column("dimensions", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("embedding", HALFVEC(), nullable=True),
        sa.Column("archived_in", sa.Text(), nullable=True, comment="The summary that took its place."),
        sa.CheckConstraint("importance BETWEEN 1 AND 10", name="importance"),
        sa.CheckConstraint(
            "CASE WHEN embedding IS NULL THEN embedding_model = '' AND dimensions = 0 "
            "ELSE embedding_model <> '' AND dimensions = vector_dims(embedding) END",
            name="embedding",
        ),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("world_id", "id"),
    )
    _create_indexes()


def _create_indexes() -> None:
    op.create_index(
        "memories_scanned",
        "memories",
        ["world_id", "player"],
        postgresql_include=[
            "id",
            "kind",
            "at_ms",
            "importance",
            "embedding_model",
            "dimensions",
            "embedding",
        ],
        postgresql_where=sa.text("archived_in IS NULL AND dimensions <= 1024"),
    )
    op.create_index(
        "memories_too_large",
        "memories",
        ["world_id", "player"],
        postgresql_where=sa.text("archived_in IS NULL AND dimensions > 1024"),
    )
    op.create_index("memories_latest", "memories", ["world_id", "player", "kind", "at_ms"])
    op.create_index(
        "memories_by_model",
        "memories",
        ["embedding_model", "dimensions"],
        postgresql_where=sa.text("archived_in IS NULL"),
    )
    op.create_index("memories_evidence", "memories", ["evidence"], postgresql_using="gin")


def downgrade() -> None:
    """Take this revision back."""
    for table in ("perceptions", "embeddings", "memory_accesses", "memories"):
        op.drop_table(table)
