"""What the people of a world remember."""

from __future__ import annotations

from typing import Protocol

import asyncpg
import msgspec


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """One memory of one person. The same id twice is the same memory."""

    id: str
    player: str
    """Whose it is."""
    kind: str
    text: str
    about: str | None
    """The player whom it is about."""
    at_ms: int
    """World time."""


class Memories(Protocol):
    """Keeps memories for all worlds."""

    async def keep(self, world_id: str, memory: Memory) -> None:
        """Keep a memory; one with the same id stays as it is."""
        ...

    async def about(self, world_id: str, player: str, other: str, limit: int) -> list[Memory]:
        """What somebody remembers of another, newest first."""
        ...

    async def latest(self, world_id: str, player: str, limit: int) -> list[Memory]:
        """What somebody remembers, whomever it is about, newest first."""
        ...


class PostgresMemories:
    """See `Memories`."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def keep(self, world_id: str, memory: Memory) -> None:
        """See `Memories`."""
        await self._pool.execute(_KEEP, world_id, *msgspec.structs.astuple(memory))

    async def about(self, world_id: str, player: str, other: str, limit: int) -> list[Memory]:
        """See `Memories`."""
        rows = await self._pool.fetch(_ABOUT, world_id, player, other, limit)
        return [Memory(**row) for row in rows]

    async def latest(self, world_id: str, player: str, limit: int) -> list[Memory]:
        """See `Memories`."""
        rows = await self._pool.fetch(_LATEST, world_id, player, limit)
        return [Memory(**row) for row in rows]


_KEEP = """
INSERT INTO memories (world_id, id, player, kind, text, about, at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
"""

_ABOUT = """
SELECT id, player, kind, text, about, at_ms FROM memories
WHERE world_id = $1 AND player = $2 AND about = $3 ORDER BY at_ms DESC LIMIT $4
"""

_LATEST = """
SELECT id, player, kind, text, about, at_ms FROM memories
WHERE world_id = $1 AND player = $2 ORDER BY at_ms DESC LIMIT $3
"""
