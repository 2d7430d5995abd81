"""words"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"

_CARRYING = ("memories", "relationships")


def upgrade() -> None:
    """Apply this revision. What was said before stands in the log as it is, and has no author here."""
    op.create_table(
        "authors",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("key", postgresql.BYTEA(), nullable=False),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("world_id", "author"),
        comment="Who has said anything, with the key of their words; who is forgotten has no row.",
    )
    _create_words()
    for table in _CARRYING:
        op.add_column(table, _authors())
    op.execute("DELETE FROM answers_cache")  # whose words the old ones hold is not known
    op.add_column(
        "answers_cache",
        sa.Column("world_id", sa.Text(), nullable=False, server_default="", comment="Where it was asked."),
    )
    op.add_column("answers_cache", _authors())


def _create_words() -> None:
    op.create_table(
        "words",
        sa.Column("world_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column(
            "carries",
            postgresql.ARRAY(sa.Text()),
            nullable=False,
            comment="Others whose words the text holds.",
        ),
        sa.Column("length", sa.Integer(), nullable=False, comment="In characters."),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "said_at", postgresql.TIMESTAMP(timezone=True), nullable=False, server_default=sa.text("now()")
        ),
        sa.ForeignKeyConstraint(["world_id"], ["worlds.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["world_id", "author"],
            ["authors.world_id", "authors.author"],
            name="words_of_an_author",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("world_id", "id"),
        comment="What was said. The log, the state and the events hold its id, length and digest.",
    )
    op.create_index("words_by_author", "words", ["world_id", "author"])


def _authors() -> sa.Column[list[str]]:
    return sa.Column(
        "authors",
        postgresql.ARRAY(sa.Text()),
        nullable=False,
        server_default="{}",
        comment="Whose words it holds.",
    )


def downgrade() -> None:
    """Take this revision back. What was said since is lost."""
    op.drop_column("answers_cache", "authors")
    op.drop_column("answers_cache", "world_id")
    for table in _CARRYING:
        op.drop_column(table, "authors")
    op.drop_table("words")
    op.drop_table("authors")
