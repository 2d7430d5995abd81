"""Keeping vectors in step with the embedding model: after a change of model, and after it was away."""

from __future__ import annotations

import asyncpg
from pgvector import HalfVector

from agent.memory import sql
from agent.memory.constants import EMBEDDED_AT_ONCE
from agent.models.port import EmbeddingModel


async def embed_stale(pool: asyncpg.Pool, model: EmbeddingModel, limit: int = EMBEDDED_AT_ONCE) -> int:
    """Embed some memories of any world that have no vector of this model and size; returns how many.

    Call it until it returns 0. Until then retrieval compares none of them with a question of the new model.
    Raises `ModelError`; two callers at a time do some work twice and no harm.
    """
    rows = await pool.fetch(sql.STALE, model.name, model.dimensions, limit)
    if not rows:
        return 0
    embedded = await model.embed([row["text"] for row in rows])
    await pool.executemany(
        sql.EMBED,
        [
            (row["world_id"], row["id"], embedded.model, embedded.dimensions, HalfVector(vector))
            for row, vector in zip(rows, embedded.vectors, strict=True)
        ],
    )
    return len(rows)
