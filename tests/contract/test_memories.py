"""What people remember, kept in a real Postgres."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from agent.memories import Memory, PostgresMemories
from engine.postgres import open_postgres_store
from tests.counter.rules import new_world


@pytest.fixture
async def memories(database: str) -> AsyncIterator[PostgresMemories]:
    async with open_postgres_store(database) as store:
        for world_id in ("w", "elsewhere"):
            await store.create_world(new_world(world_id))
    async with asyncpg.create_pool(database, min_size=1, max_size=2) as pool:
        yield PostgresMemories(pool)


def memory(number: int, player: str, about: str) -> Memory:
    return Memory(
        id=f"o:{number}",
        player=player,
        kind="conversation",
        text=f"Talk {number}.",
        about=about,
        at_ms=number,
    )


async def test_memories_are_found_by_whom_they_are_about_and_by_when(memories: PostgresMemories) -> None:
    kept = [
        memory(1, "p:1", "p:2"),
        memory(2, "p:1", "p:3"),
        memory(3, "p:1", "p:2"),
        memory(4, "p:9", "p:2"),
    ]
    for one in kept:
        await memories.keep("w", one)
    await memories.keep("w", memory(1, "p:1", "p:2"))
    await memories.keep("elsewhere", memory(5, "p:1", "p:2"))
    assert await memories.about("w", "p:1", "p:2", 9) == [kept[2], kept[0]]
    assert await memories.latest("w", "p:1", 9) == [kept[2], kept[1], kept[0]]
    assert await memories.latest("w", "p:1", 2) == [kept[2], kept[1]]
