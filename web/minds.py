"""What people remember and feel, read from the tables that the minds write (records/tables.py): by SQL alone."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Literal, get_args

import msgspec

from engine.pool import Pool, open_pool
from records import sql
from town.ids import PlayerId
from web.usage import UsageRow

MemoryKind = Literal["observation", "conversation", "reflection", "plan", "told"]
MEMORY_KINDS: tuple[MemoryKind, ...] = get_args(MemoryKind)
MOST_CITED = 200
"""Pieces of evidence that one memory is told with."""
LATEST_CALLS = 20
_FOREVER_MS = 2**62


class KeptMemory(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A memory as its owner keeps it."""

    id: str
    kind: MemoryKind
    """`told`: by the owner of the world."""
    text: str
    at_ms: int
    """World time."""
    place: str | None
    importance: int
    """1 (mundane) to 10 (poignant)."""
    source: PlayerId | None
    """The player who said it; null for what one saw, thought or did oneself."""
    evidence: tuple[str, ...]
    """Ids of the memories that it rests on."""
    about: tuple[PlayerId, ...]
    """The players whom it is about."""
    tags: tuple[str, ...]
    accessed_ms: int
    """World time at which it last came to mind; that of the memory itself if never."""
    embedding_model: str
    """The model of its vector; empty while it has none."""
    archived_in: str | None
    """The summary that took its place; null while it is alive."""


class MemoryFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which memories to read."""

    kinds: Sequence[MemoryKind] = MEMORY_KINDS
    about: str | None = None
    least_importance: int = 1
    from_ms: int = 0
    to_ms: int = _FOREVER_MS
    text: str | None = None
    """Read only those that contain it, in whatever case."""


class Cursor(msgspec.Struct, frozen=True):
    """The memory to go on below, in the order of time and id."""

    at_ms: int = _FOREVER_MS
    id: str = ""


class KeptRelationship(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What another is to somebody, as that one sees it."""

    other: PlayerId
    """The other's player id."""
    familiarity: int
    """0 for a stranger to 100."""
    warmth: int
    """-100 for an enemy to 100."""
    talks: int
    summary: str
    at_ms: int
    """World time of the talk that made it what it is."""


class ModelCall(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One call to a model, made for somebody."""

    at_ms: int
    """Unix time."""
    task: str
    model: str
    """`cache` or `scripted` where no model was asked."""
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    latency_ms: int
    outcome: str
    """`ok` or the kind of error."""
    price_microdollars: int


class MindReader:
    """Reads minds. Every method raises `StoreUnavailable` while the database is away."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def memories(
        self, world_id: str, player: str, wanted: MemoryFilter, below: Cursor, limit: int
    ) -> list[KeptMemory]:
        """Somebody's live memories, newest first."""
        rows = await self._pool.fetch(
            sql.MEMORIES,
            world_id,
            player,
            list(wanted.kinds),
            below.at_ms,
            below.id,
            limit,
            wanted.about,
            wanted.least_importance,
            wanted.from_ms,
            wanted.to_ms,
            wanted.text,
        )
        return [KeptMemory(**row) for row in rows]

    async def evidence(self, world_id: str, player: str, memory: str) -> list[KeptMemory]:
        """What a memory of somebody rests on, archived memories too, oldest first."""
        rows = await self._pool.fetch(sql.EVIDENCE, world_id, player, memory, MOST_CITED)
        return [KeptMemory(**row) for row in rows]

    async def relationships(self, world_id: str, player: str) -> list[KeptRelationship]:
        """What everybody is to somebody now, those talked with last first."""
        rows = await self._pool.fetch(sql.RELATIONSHIPS, world_id, player)
        return [
            KeptRelationship(**{name: row[name] for name in KeptRelationship.__struct_fields__})
            for row in rows
        ]

    async def calls(self, world_id: str, player: str, since_ms: int) -> list[UsageRow]:
        """The sums of the calls made for somebody since a Unix time, by UTC day, task and model."""
        return [UsageRow(**row) for row in await self._pool.fetch(sql.CALLS, world_id, player, since_ms)]

    async def latest_calls(self, world_id: str, player: str) -> list[ModelCall]:
        """The last calls made for somebody, newest first."""
        rows = await self._pool.fetch(sql.LATEST_CALLS, world_id, player, LATEST_CALLS)
        return [ModelCall(**row) for row in rows]


@asynccontextmanager
async def open_minds(database_url: str) -> AsyncGenerator[MindReader]:
    """A reader with connections of its own, so that the game never waits for the curious."""
    async with open_pool(database_url, least=0, most=3, timeout_s=10) as pool:
        yield MindReader(pool)
