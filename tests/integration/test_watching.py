"""Perception follows a real world on a real Postgres, and a restart neither loses nor repeats anything."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg

from agent.memory.noticing import View, look
from agent.memory.records import NewMemory
from agent.memory.scene import SCENE_KINDS, first_scene
from agent.memory.stream import PostgresMemories, open_memory_pool
from agent.memory.watching import SAVED_EVERY_STEPS, watch_worlds
from agent.models.wordllama_embeddings import WordLlamaEmbeddings
from engine.game import DueInput, Game, Step
from engine.postgres import open_postgres_store
from engine.runner import game_of
from engine.store import Store
from tests.minds import answer
from town.entities import Abilities
from town.founded import new_world
from town.rules import TOWN
from town.world import World

SECONDS = 150


async def live(
    store: Store, game: Game[World], generation: int, last: Step | None, seconds: int, world_id: str = "w"
) -> Step | None:
    """Play and commit, with the answers to what was asked for, two steps a second."""
    for _ in range(seconds * 2):
        for operation in last.operations if last else await store.unfinished_operations(world_id):
            await store.send(world_id, answer(operation), idempotency_key=f"operation:{operation.id}")
        received = await store.inputs_after(world_id, game.last_input, 100)
        due = [
            DueInput(r.number, game.next_tick, r.request.name, r.request.args, r.idempotency_key)
            for r in received
        ]
        last = game.step(game.next_tick + 30, due)
        await store.commit(world_id, generation, last)
    return last


@asynccontextmanager
async def watching(
    store: Store, pool: asyncpg.Pool, memories: PostgresMemories
) -> AsyncGenerator[Callable[[str, int], Awaitable[None]]]:
    """Perception runs in the block; what it gives waits until a table holds so many rows."""

    async def grown(table: str, rows: int) -> None:
        for _ in range(3000):
            if await pool.fetchval(f"SELECT count(*) FROM {table}") >= rows:
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"{table} never held {rows} rows")

    task = asyncio.create_task(watch_worlds(store, pool, memories, period_s=0.01))
    try:
        yield grown
    finally:
        task.cancel()
        await asyncio.wait([task])


async def test_a_restart_neither_loses_nor_repeats(database: str) -> None:
    async with open_postgres_store(database) as store, open_memory_pool(database) as pool:
        await store.create_world(new_world("w", "W", "hollow", seed=3, owner_key_hash=b""))
        scene, ground = first_scene(await store.load("w", SCENE_KINDS))
        generation = await store.take("w")
        game = game_of(TOWN, await store.load("w"))
        memories = PostgresMemories(pool, WordLlamaEmbeddings())
        async with watching(store, pool, memories) as grown:
            await grown("perceptions", 1)
            last = await live(store, game, generation, None, SECONDS // 2)
        await live(store, game, generation, last, SECONDS // 2)

        view, expected = View(0, scene, {}), list[NewMemory]()
        for step in await store.steps_after("w", 0, 10_000):
            view, noticed = look(view, step, ground)
            expected.extend(noticed)
        assert len(expected) > 15
        async with watching(store, pool, memories) as grown:
            await grown("memories", len(expected))
        assert await pool.fetchval("SELECT step FROM perceptions") >= SAVED_EVERY_STEPS
        kept = await pool.fetch("SELECT id, player, text, at_ms FROM memories")
        assert {tuple(row) for row in kept} == {(m.id, m.player, m.text, m.at_ms) for m in expected}
        assert len(kept) == len(expected)


async def test_people_without_memory_notice_nothing(database: str) -> None:
    async with open_postgres_store(database) as store, open_memory_pool(database) as pool:
        forgetful = new_world(
            "w", "W", "hollow", seed=3, owner_key_hash=b"", abilities=Abilities(memory=False)
        )
        await store.create_world(forgetful)
        await store.create_world(new_world("v", "V", "hollow", seed=3, owner_key_hash=b""))
        games = {id_: (await store.take(id_), game_of(TOWN, await store.load(id_))) for id_ in ("w", "v")}
        async with watching(store, pool, PostgresMemories(pool, WordLlamaEmbeddings())) as grown:
            await grown("perceptions", 2)
            for id_, (generation, game) in games.items():
                await live(store, game, generation, None, SECONDS // 2, id_)
            await grown("memories", 1)
        assert {row["world_id"] for row in await pool.fetch("SELECT world_id FROM memories")} == {"v"}
