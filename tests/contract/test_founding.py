"""Founding, the keys of a cause, links and the removal of worlds, by every store."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace

from engine.inputs import ANYONE
from engine.keys import NewKey, Role
from engine.postgres import open_postgres_store
from engine.store import FoundedBefore, Founding, NewWorld, Origin, Store, UnknownWorld
from town.founding import new_world
from town.rules import TOWN


def world(id_: str, *, key: bytes | None = None, **origin: Any) -> NewWorld:
    made = new_world(id_, "W", "hollow", seed=1, owner_key_hash=key or id_.encode(), rules=TOWN)
    return replace(made, origin=Origin(**origin)) if origin else made


async def test_an_idempotency_key_founds_one_world_a_founder(store: Store) -> None:
    await store.create_world(world("a", founder="k-1", idempotency_key="x", request="{}"))
    with pytest.raises(FoundedBefore):
        await store.create_world(world("b", founder="k-1", idempotency_key="x", request="{}"))
    await store.create_world(world("c", founder="k-2", idempotency_key="x", request="[]"))
    await store.create_world(world("d", founder="k-1"))
    await store.create_world(world("e", founder="k-1"))
    assert await store.founded_before("k-1", "x") == Founding("a", "{}")
    assert await store.founded_before("k-2", "x") == Founding("c", "[]")
    assert await store.founded_before("k-3", "x") is None
    await store.delete_world("a")
    assert await store.founded_before("k-1", "x") is None
    await store.create_world(world("f", founder="k-1", idempotency_key="x"))


async def test_worlds_are_counted_by_who_founded_them(store: Store) -> None:
    await store.create_world(world("a", founder=ANYONE, address="192.0.2.1"))
    await store.create_world(world("b", founder=ANYONE, address="192.0.2.2"))
    await store.create_world(world("c"))
    assert [await store.worlds_founded(address) for address in (None, "192.0.2.1", "192.0.2.3")] == [3, 1, 0]
    await store.delete_world("a")
    assert [await store.worlds_founded(address) for address in (None, "192.0.2.1")] == [2, 0]


async def test_of_one_cause_one_key_opens_anything(store: Store) -> None:
    await store.create_world(world("w"))

    async def give(number: int, cause: str | None, subject: str = "p:1") -> None:
        hash_ = f"key {number}".encode()
        await store.add_key(
            NewKey(
                hash=hash_,
                world_id="w",
                role=Role.PLAYER,
                subject=subject,
                cause=cause,
                given_to="192.0.2.1",
            )
        )

    await asyncio.gather(*(give(number, "input:1") for number in range(5)))
    await give(5, "input:2", "p:2")
    await give(6, None, "p:3")
    players = [key for key in await store.keys_of("w") if key.role is Role.PLAYER]
    assert len(players) == 7
    assert sorted(key.subject or "" for key in players if key.revoked_at_ms is None) == ["p:1", "p:2", "p:3"]
    assert await store.subjects_given_to("w", "192.0.2.1") == {"p:1", "p:2", "p:3"}
    assert await store.subjects_given_to("w", "192.0.2.2") == set()
    (owner,) = [key for key in await store.keys_of("w") if key.role is Role.OWNER]
    assert owner.revoked_at_ms is None


def operator(hash_: bytes) -> NewKey:
    return NewKey(hash=hash_, world_id=None, role=Role.OPERATOR, label="link")


async def test_a_link_is_exchanged_once(store: Store) -> None:
    await store.create_world(world("strange", founder=ANYONE))
    await store.create_world(world("home"))
    for token in (b"one", b"two"):
        await store.add_link(token, 600_000)
    both = await asyncio.gather(
        store.use_link(b"one", operator(b"o1"), b"w1"), store.use_link(b"one", operator(b"o2"), b"w2")
    )
    assert [linked and linked.world_id for linked in both].count("home") == 1
    assert both.count(None) == 1
    assert len(await store.keys_of(None)) == 1
    assert len(await store.keys_of("home")) == 2
    assert len(await store.keys_of("strange")) == 1
    assert await store.use_link(b"never", operator(b"o3"), b"w3") is None
    await store.delete_world("home")
    linked = await store.use_link(b"two", operator(b"o4"), b"w4")
    assert linked is not None
    assert linked.world_id is None
    assert len(await store.keys_of(None)) == 2


async def test_a_link_whose_time_is_over_opens_nothing(store: Store) -> None:
    await store.add_link(b"late", 0)
    assert await store.use_link(b"late", operator(b"o"), b"w") is None
    assert await store.keys_of(None) == []


async def test_a_deleted_world_is_gone_at_once_and_its_id_is_free(store: Store) -> None:
    await store.create_world(world("w"))
    await store.delete_world("w")
    assert await store.worlds() == []
    for read in (
        store.world("w"),
        store.load("w"),
        store.founding("w"),
        store.steps_after("w", 0, 5),
        store.steps_between("w", 0, 5),
        store.events("w", kind="playerJoined", subject=None, before=None, limit=5),
        store.answer("w", 1),
        store.author_key("w", "p:1"),
        store.delete_world("w"),
        store.rename_world("w", "V"),
        store.add_key(NewKey(hash=b"k", world_id="w", role=Role.VIEWER)),
        store.keys_of("w"),
    ):
        with pytest.raises(UnknownWorld):
            await read
    assert await store.key_by_hash(b"w") is None
    await store.create_world(world("w"))
    assert len((await store.load("w")).entities) > 0


async def test_what_a_deleted_world_leaves_goes_in_batches(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None of the tables that hold anything of a world is left out, and what others hold stays."""
    monkeypatch.setattr("engine.postgres_removal.BATCH_ROWS", 40)
    connection = await asyncpg.connect(database)
    async with open_postgres_store(database) as store:
        await store.create_world(world("w"))
        await store.create_world(world("v"))
        await connection.execute(
            "INSERT INTO memories (world_id, id, player, kind, text, at_ms, importance) "
            "SELECT w, m::text, 'p:1', 'said', 't', m, 1 FROM generate_series(1, 100) m, unnest($1::text[]) w",
            ["v", "w"],
        )
        await connection.execute(
            "INSERT INTO memory_accesses (world_id, player, memory_id, accessed_ms) "
            "SELECT world_id, player, id, 1 FROM memories"
        )
        assert not await store.remove_some()
        await store.delete_world("w")
        left: list[int] = []
        while await store.remove_some():
            left.append(await rows_of(connection, "w"))
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0
    assert len(left) > 6
    assert await rows_of(connection, "v") > 200
    assert await connection.fetchval("SELECT count(*) FROM worlds") == 1
    await connection.close()


async def rows_of(connection: Any, world_id: str) -> int:
    tables = await connection.fetch(
        "SELECT table_name FROM information_schema.columns WHERE column_name = 'world_id' "
        "AND table_schema = 'public'"
    )
    counts = [
        await connection.fetchval(f'SELECT count(*) FROM "{row[0]}" WHERE world_id = $1', world_id)
        for row in tables
    ]
    return sum(counts)
