"""The minds' tables; only `agent` writes them."""

from __future__ import annotations

import sqlalchemy as sa

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
