"""Forgetting somebody: what they said, and whatever the minds hold of it, so that it can be found nowhere.

What the promise covers and what it does not is told in docs/adr/0018-words-apart.md.
"""

from __future__ import annotations

from agent.memory.embedding_cache import text_hash
from engine.pool import Pool
from engine.store import Store


async def forget_author(store: Store, pool: Pool, world_id: str, author: str) -> int:
    """Drop an author's key and words, and all memories, summaries, vectors and known answers that hold any.

    Returns how many memories went. Safe to repeat: after a crash in between, do it again. The key goes first, so that
    nothing can be kept meanwhile by a mind that is still at it. Raises `StoreUnavailable`.
    """
    await store.forget_author(world_id, author)
    async with pool.transaction() as connection:
        memories = await connection.fetch(_FORGET_MEMORIES, world_id, author)
        await connection.execute(_FORGET_SUMMARIES, world_id, author)
        await connection.execute(_FORGET_ANSWERS, world_id, author)
        await connection.execute(_FORGET_VECTORS, [text_hash(row["text"]) for row in memories])
    return len(memories)


_FORGET_MEMORIES = "DELETE FROM memories WHERE world_id = $1 AND $2 = ANY(authors) RETURNING text"

_FORGET_SUMMARIES = """
UPDATE relationships SET summary = '', authors = '{}' WHERE world_id = $1 AND $2 = ANY(authors)
"""

_FORGET_ANSWERS = "DELETE FROM answers_cache WHERE world_id = $1 AND $2 = ANY(authors)"

# A question's vector is of somebody's last line, or of what a mind asks itself: which of them hold whose words is kept
# nowhere, and making them again costs little.
_FORGET_VECTORS = "DELETE FROM embeddings WHERE purpose = 'query' OR text_hash = ANY($1::bytea[])"
