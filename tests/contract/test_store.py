"""What a store must do: the same suite for `MemoryStore` and `PostgresStore`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import pytest

from engine.codec import decode_history
from engine.game import Error, Game, Ok, Step
from engine.inputs import ANYONE, WORKER, Request
from engine.keys import KeyExists, LastOwnerKey, NewKey, Role, UnknownKey
from engine.loading import game_of, upgraded_world
from engine.operations import operation_key
from engine.state import Entity, state_hash
from engine.store import (
    STEP_KIND,
    KeyReused,
    StaleGeneration,
    Store,
    TooManyWaiting,
    UnknownWorld,
    WorldExists,
)
from tests.counter.rules import (
    COUNTING,
    HOLDER,
    Mind,
    World,
    add_counter,
    finish_thought,
    new_world,
    push,
    remove,
)


def renamed(entities: Sequence[Entity]) -> Iterable[Entity]:
    """An upgrade: every counter gets another name."""
    for entity in entities:
        if entity.kind == "minds":
            mind = msgspec.json.decode(entity.body, type=Mind)
            body = msgspec.json.encode(msgspec.structs.replace(mind, name=mind.name + " anew"))
            yield msgspec.structs.replace(entity, body=msgspec.Raw(body))
        else:
            yield entity


def entity_key(entity: Entity) -> tuple[str, str]:
    return entity.kind, entity.id


async def play(store: Store, game: Game[World], generation: int, until_tick: int) -> Step:
    received = await store.inputs_after("w", game.last_input, 100)
    due = [r.due_at(until_tick) for r in received]
    step = game.step(until_tick, due)
    await store.commit("w", generation, step)
    return step


async def started(store: Store) -> tuple[Game[World], int]:
    await store.create_world(new_world())
    generation = await store.take("w", HOLDER)
    return game_of(COUNTING, await store.load("w")), generation


async def test_a_world_is_founded_once_and_listed(store: Store) -> None:
    await store.create_world(new_world("a", seed=7))
    await store.create_world(new_world("b"))
    with pytest.raises(WorldExists):
        await store.create_world(new_world("a"))
    assert [(w.id, w.seed, w.step) for w in await store.worlds()] == [("a", 7, 0), ("b", 1, 0)]
    await store.rename_world("a", "Anew")
    assert (await store.world("a")).name == "Anew"
    await store.delete_world("a")
    assert [w.id for w in await store.worlds()] == ["b"]


async def test_it_is_noted_when_somebody_was_there(store: Store) -> None:
    for world_id in ("a", "b"):
        await store.create_world(new_world(world_id))
    before = {world.id: world.attended_at_ms for world in await store.worlds()}
    assert all(world.attended_at_ms == world.created_at_ms for world in await store.worlds())
    assert max(before.values()) <= await store.now_ms() < max(before.values()) + 60_000
    await asyncio.sleep(0.01)
    await store.attend(["a", "nowhere"])
    await store.attend([])
    after = {world.id: world.attended_at_ms for world in await store.worlds()}
    assert after["a"] > before["a"]
    assert after["b"] == before["b"]


async def test_an_unknown_world_is_told_apart(store: Store) -> None:
    unknown = "nowhere"
    request = add_counter.request(name="x")
    for call in (
        store.world(unknown),
        store.load(unknown),
        store.take(unknown, HOLDER),
        store.send(unknown, request, actor=ANYONE),
        store.answer(unknown, 1),
        store.rename_world(unknown, "x"),
        store.delete_world(unknown),
        store.steps_after(unknown, 0, 1),
        store.add_key(NewKey(hash=b"key", world_id=unknown, role=Role.VIEWER)),
        store.keys_of(unknown),
        store.beat(unknown, 1),
        store.release(unknown, 1),
        store.quarantine(unknown, 1, "why", 1),
        store.retry(unknown),
    ):
        with pytest.raises(UnknownWorld):
            await call


async def test_inputs_are_numbered_without_gaps_and_answered(store: Store) -> None:
    game, generation = await started(store)
    numbers = await asyncio.gather(
        *(store.send("w", add_counter.request(name=str(i)), actor=ANYONE) for i in range(9))
    )
    assert sorted(numbers) == list(range(1, 10))
    refused = await store.send("w", push.request(counter="n:1", by=0), actor=ANYONE)
    assert await store.answer("w", refused) is None
    await play(store, game, generation, 60)
    answer = await store.answer("w", numbers[0])
    assert answer is not None
    assert isinstance(answer.outcome, Ok)
    assert answer.tick == 60
    refusal = await store.answer("w", refused)
    assert refusal is not None
    assert refusal.outcome == Error("a push of nothing is no push")
    with pytest.raises(LookupError):
        await store.answer("w", 99)


async def test_the_same_key_is_the_same_input(store: Store) -> None:
    await started(store)
    request = add_counter.request(name="once")
    sent = await asyncio.gather(
        *(store.send("w", request, actor=ANYONE, idempotency_key="k") for _ in range(5))
    )
    assert set(sent) == {1}
    respelled = Request("addCounter", msgspec.Raw(b' { "name" : "\\u006fnce" } '))
    assert await store.send("w", respelled, actor=ANYONE, idempotency_key="k") == 1
    with pytest.raises(KeyReused):
        await store.send("w", add_counter.request(name="other"), actor=ANYONE, idempotency_key="k")
    assert len(await store.inputs_after("w", 0, 10)) == 1
    assert await store.send("w", request, actor=ANYONE) == 2


async def test_keys_of_two_actors_do_not_meet(store: Store) -> None:
    game, generation = await started(store)
    for number, actor in enumerate((ANYONE, "k-1", WORKER), 1):
        request = add_counter.request(name=actor)
        assert await store.send("w", request, actor=actor, idempotency_key="k") == number
    received = await store.inputs_after("w", 0, 10)
    assert [(r.actor, r.idempotency_key) for r in received] == [(ANYONE, "k"), ("k-1", "k"), (WORKER, "k")]
    await play(store, game, generation, 1)
    assert [logged.actor for logged in await store.input_log("w", 0, 10)] == [ANYONE, "k-1", WORKER]


async def test_waiting_inputs_are_bounded(store: Store) -> None:
    game, generation = await started(store)
    for _ in range(20):
        await store.send("w", add_counter.request(name="x"), actor=ANYONE)
    with pytest.raises(TooManyWaiting):
        await store.send("w", add_counter.request(name="x"), actor=ANYONE)
    await play(store, game, generation, 1)
    assert await store.send("w", add_counter.request(name="x"), actor=ANYONE) == 21


async def test_what_is_loaded_is_what_was_committed(store: Store) -> None:
    game, generation = await started(store)
    for name in ("a", "b", 'quotes " and \\ and \x00 and ☃'):
        await store.send("w", add_counter.request(name=name), actor=ANYONE)
    await play(store, game, generation, 100)
    await store.send("w", push.request(counter="n:2", by=5), actor=ANYONE)
    await store.send("w", remove.request(counter="n:1"), actor=ANYONE)
    await play(store, game, generation, 300)
    loaded = await store.load("w")
    again = game_of(COUNTING, loaded)
    assert state_hash(again.world) == state_hash(game.world) == loaded.state_hash
    assert (again.next_tick, again.last_input) == (300, 5)
    assert {e.kind for e in (await store.load("w", ["minds", "clock"])).entities} == {"minds", "clock"}
    assert game.step(500, []).state_hash == again.step(500, []).state_hash


async def test_a_stale_generation_changes_nothing(store: Store) -> None:
    game, generation = await started(store)
    await store.send("w", add_counter.request(name="x"), actor=ANYONE)
    assert await store.take("w", HOLDER) == generation + 1
    before = await store.load("w")
    with pytest.raises(StaleGeneration):
        await play(store, game, generation, 60)
    with pytest.raises(StaleGeneration):
        await store.beat("w", generation)
    assert msgspec.json.encode(await store.load("w")) == msgspec.json.encode(before)
    assert await store.answer("w", 1) is None
    assert await store.steps_after("w", 0, 10) == []


async def test_steps_and_events_read_back(store: Store) -> None:
    game, generation = await started(store)
    await store.send("w", add_counter.request(name="x"), actor=ANYONE)
    first = await play(store, game, generation, 60)
    for by in (1, 2, 3):
        await store.send("w", push.request(counter="n:1", by=by), actor=ANYONE)
    second = await play(store, game, generation, 120)
    steps = await store.steps_after("w", 0, 10)
    assert [(s.number, s.from_tick, s.next_tick) for s in steps] == [(1, 0, 60), (2, 60, 120)]
    assert [s.history for s in steps] == [first.history, second.history]
    assert [s.state_hash for s in steps] == [first.state_hash, second.state_hash]
    assert steps[1].changes == second.changes
    assert [(e.number, e.kind, e.subject) for e in steps[1].events] == [
        (n, "pushed", "n:1") for n in (1, 2, 3)
    ]
    assert [s.number for s in await store.steps_between("w", 59, 61)] == [1, 2]
    assert [s.number for s in await store.steps_between("w", 60, 61)] == [2]
    newest = await store.events("w", kind="pushed", subject="n:1", before=None, limit=2)
    assert [e.number for e in newest] == [2, 3]
    assert await store.events("w", kind="pushed", subject="n:1", before=2, limit=9) == list(
        steps[1].events[:1]
    )
    assert await store.events("w", kind="pushed", subject="n:2", before=None, limit=9) == []


async def test_the_outbox_keeps_operations_until_they_are_answered(store: Store) -> None:
    game, generation = await started(store)
    await store.send("w", add_counter.request(name="thinker"), actor=ANYONE)
    await play(store, game, generation, 200)
    step = await play(store, game, generation, 400)
    (operation,) = step.operations
    assert await store.unfinished_operations("w") == [operation]
    assert await store.operation("w", operation.id) == operation
    report = finish_thought.request(operation=operation.id, counter="n:1", drift=2)
    for forger in (ANYONE, "k-1"):
        push_it = push.request(counter="n:1", by=1)
        await store.send("w", push_it, actor=forger, idempotency_key=operation_key(operation.id))
    await play(store, game, generation, 401)
    assert await store.unfinished_operations("w") == [operation]
    await store.send("w", report, actor=WORKER, idempotency_key=operation_key(operation.id))
    await play(store, game, generation, 402)
    assert await store.unfinished_operations("w") == []
    assert await store.operation("w", operation.id) is None


async def test_an_upgrade_is_a_step_without_ticks_and_the_newest_founding(store: Store) -> None:
    game, generation = await started(store)
    await store.send("w", add_counter.request(name="x"), actor=ANYONE)
    await play(store, game, generation, 60)
    before = await store.load("w")
    newer = msgspec.structs.replace(COUNTING, version=2, upgrades={1: renamed})
    upgraded = upgraded_world(newer, before)
    with pytest.raises(StaleGeneration):
        await store.upgrade("w", generation - 1, upgraded)
    assert msgspec.json.encode(await store.load("w")) == msgspec.json.encode(before)
    assert await store.upgrade("w", generation, upgraded) == 2
    founding, after = await store.founding("w"), await store.load("w")
    assert sorted(after.entities, key=entity_key) == sorted(founding.entities, key=entity_key)
    for loaded in (founding, after):
        world = loaded.world
        assert (world.step, world.next_tick, world.last_input, world.rules_version) == (2, 60, 1, 2)
        assert loaded.state_hash == upgraded.state_hash != before.state_hash
    (step,) = await store.steps_after("w", 1, 9)
    assert (step.from_tick, step.next_tick, step.last_input) == (60, 60, 1)
    assert [(c.kind, c.id) for c in step.changes] == [("minds", "n:1")]
    assert decode_history(step.history, []).ticks == 0
    again = game_of(newer, after)
    await store.commit("w", generation, again.step(120, []))
    assert (await store.founding("w")).world.step == 2


async def test_the_log_replays_to_the_same_state(store: Store) -> None:
    game, generation = await started(store)
    for at in range(1, 6):
        await store.send("w", add_counter.request(name=f"c{at}"), actor=ANYONE)
        await store.send("w", push.request(counter=f"n:{at}", by=at), actor=ANYONE)
        await play(store, game, generation, at * 50)
    log = await store.input_log("w", 0, 100)
    founding = await store.founding("w")
    game = game_of(COUNTING, founding)
    assert (founding.world.step, founding.state_hash) == (0, game.committed_hash)
    replayed = game.step(250, [logged.due() for logged in log])
    assert replayed.state_hash == (await store.load("w")).state_hash


def new_key(hash_: bytes, role: Role = Role.OWNER, world_id: str | None = "w", **fields: Any) -> NewKey:
    return NewKey(hash=hash_, role=role, world_id=world_id, **fields)


async def test_keys_are_kept_by_their_hash(store: Store) -> None:
    for world_id in ("w", "v"):
        await store.create_world(new_world(world_id))
    added = await store.add_key(new_key(b"one", Role.PLAYER, subject="n:1", label="Ada's phone"))
    operator = await store.add_key(new_key(b"all", Role.OPERATOR, None))
    assert await store.key_by_hash(b"one") == added
    assert (added.world_id, added.role, added.subject, added.label) == (
        "w",
        Role.PLAYER,
        "n:1",
        "Ada's phone",
    )
    assert (added.expired, added.expires_at_ms, added.revoked_at_ms) == (False, None, None)
    assert await store.key_by_hash(b"another") is None
    owner, *others = await store.keys_of("w")
    assert (owner.role, others) == (Role.OWNER, [added])
    assert await store.keys_of(None) == [operator]
    with pytest.raises(KeyExists):
        await store.add_key(new_key(b"one", Role.VIEWER))
    with pytest.raises(KeyExists):
        await store.create_world(msgspec.structs.replace(new_world("u"), owner_key_hash=b"one"))
    await store.delete_world("w")
    assert await store.key_by_hash(b"one") is None
    assert [key.role for key in await store.keys_of("v")] == [Role.OWNER]


def test_only_an_operators_key_belongs_to_no_world() -> None:
    for role, world_id in ((Role.OWNER, None), (Role.OPERATOR, "w")):
        with pytest.raises(ValueError, match="belongs to no world"):
            new_key(b"x", role, world_id)


async def test_a_key_expires_by_the_stores_clock(store: Store) -> None:
    await store.create_world(new_world())
    now_ms = time.time_ns() // 1_000_000
    past = await store.add_key(new_key(b"past", Role.VIEWER, expires_at_ms=now_ms - 1000))
    later = await store.add_key(new_key(b"later", Role.VIEWER, expires_at_ms=now_ms + 60_000))
    assert [past.expired, later.expired] == [True, False]
    assert later.expires_at_ms == now_ms + 60_000


async def test_a_key_is_revoked_once(store: Store) -> None:
    await store.create_world(new_world())
    key = await store.add_key(new_key(b"one", Role.PLAYER, subject="n:1"))
    await store.revoke_key(key.id)
    revoked = await store.key_by_hash(b"one")
    assert revoked is not None
    assert revoked.revoked_at_ms is not None
    await store.revoke_key(key.id)
    assert await store.key_by_hash(b"one") == revoked
    with pytest.raises(UnknownKey):
        await store.revoke_key("k-nobody")


async def test_the_last_owners_key_stays(store: Store) -> None:
    await store.create_world(new_world())
    await store.create_world(new_world("v"))
    (first,) = await store.keys_of("w")
    await store.add_key(new_key(b"co", Role.CO_OWNER))
    expires_at_ms = time.time_ns() // 1_000_000 + 60_000
    brief = await store.add_key(new_key(b"brief", expires_at_ms=expires_at_ms))
    with pytest.raises(LastOwnerKey):
        await store.revoke_key(first.id)
    await store.revoke_key(brief.id)
    second = await store.add_key(new_key(b"second"))
    both = await asyncio.gather(
        store.revoke_key(first.id), store.revoke_key(second.id), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in both) == ["LastOwnerKey", "NoneType"]


async def test_signals_wake(store: Store) -> None:
    game, generation = await started(store)
    async with store.signals() as signals:
        await store.send("w", Request("addCounter", msgspec.Raw(b'{"name":"x"}')), actor=ANYONE)
        await play(store, game, generation, 60)
        async with asyncio.timeout(10):
            async for signal in signals:
                assert signal.world == "w"
                if signal.kind == STEP_KIND:
                    break
