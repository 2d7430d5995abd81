"""What fails for one world is that world's alone: those that come after it are seen to, and the log says which it was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import cast

import pytest
from structlog.testing import capture_logs

from agent.memory.retention import Retention
from agent.memory.stream import PostgresMemories, open_memory_pool
from agent.memory.upkeep import embed_stale, let_memories_fade
from agent.models.port import EmbeddingModel
from engine.memory_store import MemoryStore
from engine.pool import Pool
from engine.postgres import open_postgres_store
from engine.store import Loaded, Store
from engine.supervision import running_beside
from tests.memories import WordVectors, memory
from town.founding import new_world
from town.rules import TOWN
from web.attendance import Attendance
from web.live import Feeds

BAD, GOOD = "a-bad", "b-good"
"""The bad one comes first in every order."""


class Nobody:
    """Feeds that nobody watches."""

    def watched(self) -> set[str]:
        return set()


class SpoiltStore(MemoryStore):
    """Cannot read the bad world, and has not seen anybody for an hour."""

    async def load(self, world_id: str, kinds: Sequence[str] | None = None) -> Loaded:
        if world_id == BAD:
            raise KeyError("spoilt")
        return await super().load(world_id, kinds)

    async def now_ms(self) -> int:
        return await super().now_ms() + 3_600_000


async def found(store: Store) -> None:
    for world_id in (BAD, GOOD):
        await store.create_world(
            new_world(
                world_id,
                "W",
                "hollow",
                seed=1,
                owner_key_hash=world_id.encode(),
                rest_after_minutes=5,
                rules=TOWN,
            )
        )


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    async with open_postgres_store(database) as opened:
        await found(opened)
        yield opened


@pytest.fixture
async def pool(database: str) -> AsyncIterator[Pool]:
    async with open_memory_pool(database, most_connections=2) as opened:
        yield opened


async def test_a_world_that_cannot_be_read_keeps_no_other_from_its_rest() -> None:
    spoilt = SpoiltStore()
    await found(spoilt)
    with capture_logs() as logs:
        await Attendance(spoilt, cast(Feeds, Nobody()), TOWN).look()
    assert [sent.request.name for sent in await spoilt.inputs_after(GOOD, 0, 10)] == ["rest"]
    assert [(entry["key"], type(entry["exc_info"])) for entry in logs] == [(BAD, KeyError)]


async def test_a_world_whose_memories_cannot_be_embedded_keeps_no_other_from_theirs(
    store: Store, pool: Pool
) -> None:
    away, model = WordVectors({}, 3), WordVectors({}, 3)
    away.away = True
    for world_id in (BAD, GOOD):
        await PostgresMemories(pool, away).keep(world_id, [memory("m", "bread")])

    def embeddings_for(world_id: str, _player: str) -> EmbeddingModel:
        if world_id == BAD:
            raise KeyError("spoilt")
        return model

    with capture_logs() as logs:
        await embed_stale(pool, model, embeddings_for=embeddings_for)
    embedded = await pool.fetch("SELECT world_id FROM memories WHERE embedding IS NOT NULL")
    assert [row["world_id"] for row in embedded] == [GOOD]
    assert [(entry["key"], type(entry["exc_info"])) for entry in logs] == [(BAD, KeyError)]


async def test_a_world_whose_memories_cannot_fade_keeps_no_other_from_it(store: Store, pool: Pool) -> None:
    await pool.execute("UPDATE engines SET next_tick = 60 * 60 * 60 * 24")
    await pool.execute("UPDATE entities SET body = '[]' WHERE kind = 'settings' AND world_id = $1", BAD)
    stream = PostgresMemories(pool, WordVectors({}, 3))
    for world_id in (BAD, GOOD):
        await stream.keep(world_id, [memory(f"m{n}", "bread", at_ms=n, importance=1) for n in range(20)])
    retention = Retention(most_alive=12, summed_up_at_once=5)
    fading = running_beside("fading", lambda: let_memories_fade(store, pool, stream, retention, TOWN))
    with capture_logs() as logs:
        async with asyncio.timeout(30), fading:
            while len(await stream.latest(GOOD, "p:1", 50)) > retention.most_alive:
                await asyncio.sleep(0.01)
    assert len(await stream.latest(BAD, "p:1", 50)) == 20
    assert [entry["key"] for entry in logs if entry["log_level"] == "error"] == [BAD]
