"""Perception follows a real world on a real Postgres, and a restart neither loses nor repeats anything."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import msgspec
import pytest
from structlog.testing import capture_logs

from agent.memory.leases import EXPIRY_S, RENEW_S, PerceptionLeases
from agent.memory.records import NewMemory
from agent.memory.stream import PostgresMemories, open_memory_pool
from agent.models.wordllama_embeddings import WordLlamaEmbeddings
from agent.perceiving.noticing import View, look
from agent.perceiving.visible import SCENE_KINDS, first_scene
from agent.perceiving.watching import SAVED_EVERY_STEPS, Perception, watch_worlds
from engine.game import DueInput, Game, Step
from engine.inputs import WORKER
from engine.leases import Holder
from engine.loading import game_of
from engine.pool import Pool
from engine.postgres import open_postgres_store
from engine.store import Store
from engine.supervision import running_beside
from engine.waking import wakeups
from tests.minds import answer
from town.founding import new_world
from town.rules import TOWN
from town.settings import Abilities
from town.world import World

SECONDS = 150
TAKER = Holder.of("test", TOWN)


async def live(
    store: Store, game: Game[World], generation: int, last: Step | None, seconds: int, world_id: str = "w"
) -> Step | None:
    """Play and commit, with the answers to what was asked for, two steps a second."""
    for _ in range(seconds * 2):
        for operation in last.operations if last else await store.unfinished_operations(world_id):
            await store.send(
                world_id, answer(operation), actor=WORKER, idempotency_key=f"operation:{operation.id}"
            )
        received = await store.inputs_after(world_id, game.last_input, 100)
        due = [
            DueInput(r.number, game.next_tick, r.request.name, r.request.args, r.reports) for r in received
        ]
        last = game.step(game.next_tick + 30, due)
        await store.commit(world_id, generation, last)
    return last


@asynccontextmanager
async def watching(
    store: Store, pool: Pool, memories: PostgresMemories
) -> AsyncGenerator[Callable[[str, int], Awaitable[None]]]:
    """Perception runs in the block; what it gives waits until a table holds so many rows."""

    async def grown(table: str, rows: int) -> None:
        for _ in range(3000):
            if await pool.fetchval(f"SELECT count(*) FROM {table}") >= rows:
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"{table} never held {rows} rows")

    async with wakeups(store) as waking:
        perception = Perception(store, pool, memories, waking, rules=TOWN, period_s=0.01)
        async with running_beside("perception", lambda: watch_worlds(perception)):
            yield grown


async def test_a_restart_neither_loses_nor_repeats(database: str) -> None:
    async with open_postgres_store(database) as store, open_memory_pool(database) as pool:
        await store.create_world(new_world("w", "W", "hollow", seed=3, owner_key_hash=b"", rules=TOWN))
        scene, ground = first_scene(await store.load("w", SCENE_KINDS), TOWN.rate)
        generation = await store.take("w", TAKER)
        game = game_of(TOWN, await store.load("w"))
        memories = PostgresMemories(pool, WordLlamaEmbeddings())
        async with watching(store, pool, memories) as grown:
            await grown("perceptions", 1)
            last = await live(store, game, generation, None, SECONDS // 2)
        await live(store, game, generation, last, SECONDS // 2)

        view, expected = View(0, scene, {}), list[NewMemory]()
        for step in await store.steps_after("w", 0, 10_000):
            view, noticed = look(view, step, ground, {}, TOWN.rate)
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
            "w", "W", "hollow", seed=3, owner_key_hash=b"", abilities=Abilities(memory=False), rules=TOWN
        )
        await store.create_world(forgetful)
        await store.create_world(new_world("v", "V", "hollow", seed=3, owner_key_hash=b"v", rules=TOWN))
        games = {
            id_: (await store.take(id_, TAKER), game_of(TOWN, await store.load(id_))) for id_ in ("w", "v")
        }
        async with watching(store, pool, PostgresMemories(pool, WordLlamaEmbeddings())) as grown:
            await grown("perceptions", 2)
            for id_, (generation, game) in games.items():
                await live(store, game, generation, None, SECONDS // 2, id_)
            await grown("memories", 1)
        assert {row["world_id"] for row in await pool.fetch("SELECT world_id FROM memories")} == {"v"}


SPOIL = """
CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.world_id = 'bad' AND NEW.number = 20 THEN NEW.changes := '{}'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER spoil BEFORE INSERT ON steps FOR EACH ROW EXECUTE FUNCTION spoil();
"""


async def test_a_world_that_cannot_be_perceived_harms_no_other(database: str) -> None:
    async with open_postgres_store(database) as store, open_memory_pool(database) as pool:
        await pool.execute(SPOIL)
        for world_id in ("bad", "good"):
            await store.create_world(
                new_world(world_id, "W", "hollow", seed=3, owner_key_hash=world_id.encode(), rules=TOWN)
            )
        games = {
            id_: (await store.take(id_, TAKER), game_of(TOWN, await store.load(id_)))
            for id_ in ("bad", "good")
        }
        memories = PostgresMemories(pool, WordLlamaEmbeddings())
        with capture_logs() as logs:
            async with watching(store, pool, memories) as grown:
                await grown("perceptions", 2)
                for id_, (generation, game) in games.items():
                    await live(store, game, generation, None, SECONDS // 2, id_)
                await grown("memories WHERE world_id = 'good'", 1)
                while not logs:
                    await asyncio.sleep(0.01)
                await pool.execute("UPDATE steps SET changes = '[]' WHERE world_id = 'bad' AND number = 20")
                await grown("memories WHERE world_id = 'bad'", 1)
        assert {entry["event"] for entry in logs} == {"perception in bad failed; it begins anew"}
        assert {type(entry["exc_info"]) for entry in logs} == {msgspec.ValidationError}


async def test_a_world_is_watched_by_one_worker_while_it_lives(database: str) -> None:
    async with open_postgres_store(database) as store, open_memory_pool(database) as pool:
        for world_id in ("v", "w"):
            await store.create_world(
                new_world(world_id, "W", "hollow", seed=3, owner_key_hash=world_id.encode(), rules=TOWN)
            )
        one, other = PerceptionLeases(pool, TOWN.name), PerceptionLeases(pool, TOWN.name)
        assert await PerceptionLeases(pool, "harbor").hold() == set(), "they are of other rules"
        assert await one.hold() == {"v", "w"}
        assert await other.hold() == set()
        await pool.execute(
            "UPDATE perception_leases SET expires_at = now() - interval '1 ms' WHERE world_id = 'v'"
        )
        assert await other.hold() == {"v"}, "one did not renew it in time"
        assert await one.hold() == {"w"}
        await store.delete_world("w")
        assert await one.hold() == set()
        await other.leave()
        assert await one.hold() == {"v"}


async def test_a_dead_workers_worlds_are_free_within_ten_seconds(database: str) -> None:
    assert EXPIRY_S + RENEW_S <= 10
    async with open_postgres_store(database) as store, open_memory_pool(database) as pool:
        await store.create_world(new_world("w", "W", "hollow", seed=3, owner_key_hash=b"", rules=TOWN))
        dead, alive = PerceptionLeases(pool, TOWN.name), PerceptionLeases(pool, TOWN.name)
        assert await dead.hold() == {"w"}
        left_s = await pool.fetchval(
            "SELECT extract(epoch FROM expires_at - now())::float8 FROM perception_leases"
        )
        assert 0 < left_s <= EXPIRY_S
        await pool.execute(
            "UPDATE perception_leases SET expires_at = expires_at - make_interval(secs => $1)", EXPIRY_S
        )
        assert await alive.hold() == {"w"}


def watched() -> set[str]:
    """The worlds that are watched just now."""
    names = (task.get_name() for task in asyncio.all_tasks())
    return {name.removeprefix("perception in ") for name in names if name.startswith("perception in ")}


async def until_watched(world_ids: set[str]) -> None:
    async with asyncio.timeout(30):
        while watched() != world_ids:
            await asyncio.sleep(0.01)


async def test_a_worker_watches_the_worlds_that_it_holds_and_no_other(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.perceiving.watching.RENEW_S", 0.01)
    async with open_postgres_store(database) as store, open_memory_pool(database) as pool:
        for world_id in ("v", "w"):
            await store.create_world(
                new_world(world_id, "W", "hollow", seed=3, owner_key_hash=world_id.encode(), rules=TOWN)
            )
        other = PerceptionLeases(pool, TOWN.name, expiry_s=3600)
        assert await other.hold() == {"v", "w"}
        await pool.execute("DELETE FROM perception_leases WHERE world_id = 'v'")
        async with watching(store, pool, PostgresMemories(pool, WordLlamaEmbeddings())):
            await until_watched({"v"})
            await pool.execute("DELETE FROM perception_leases")
            await until_watched({"v", "w"})
            await pool.execute("UPDATE perception_leases SET holder = 'another' WHERE world_id = 'w'")
            await until_watched({"v"})
