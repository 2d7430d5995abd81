"""What a store must do: the same suite for `MemoryStore` and `PostgresStore`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest

from engine.game import Error, Game, Ok, Step
from engine.inputs import Request
from engine.memory_store import MemoryStore
from engine.operations import operation_key
from engine.postgres import open_postgres_store
from engine.runner import game_of
from engine.state import state_hash
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
    World,
    add_counter,
    finish_thought,
    new_world,
    push,
    remove,
)


@pytest.fixture(params=["memory", "postgres"])
def address(request: pytest.FixtureRequest) -> str | None:
    return request.getfixturevalue("database") if request.param == "postgres" else None


@pytest.fixture
async def store(address: str | None) -> AsyncIterator[Store]:
    if address is None:
        yield MemoryStore(most_waiting_inputs=20)
        return
    async with open_postgres_store(address, most_waiting_inputs=20) as opened:
        yield opened


async def play(store: Store, game: Game[World], generation: int, until_tick: int) -> Step:
    received = await store.inputs_after("w", game.last_input, 100)
    due = [r.due_at(until_tick) for r in received]
    step = game.step(until_tick, due)
    await store.commit("w", generation, step)
    return step


async def started(store: Store) -> tuple[Game[World], int]:
    await store.create_world(new_world())
    generation = await store.take("w")
    return game_of(COUNTING, await store.load("w")), generation


async def test_a_world_is_founded_once_and_listed(store: Store) -> None:
    await store.create_world(new_world("a", seed=7))
    await store.create_world(new_world("b"))
    with pytest.raises(WorldExists):
        await store.create_world(new_world("a"))
    assert [(w.id, w.seed, w.step) for w in await store.worlds()] == [("a", 7, 0), ("b", 1, 0)]
    assert await store.owner_key_hash("a") == b"owner"
    await store.rename_world("a", "Anew")
    assert (await store.world("a")).name == "Anew"
    await store.delete_world("a")
    assert [w.id for w in await store.worlds()] == ["b"]


async def test_it_is_noted_when_somebody_was_there(store: Store) -> None:
    for world_id in ("a", "b"):
        await store.create_world(new_world(world_id))
    before = {world.id: world.attended_at_ms for world in await store.worlds()}
    assert all(world.attended_at_ms == world.created_at_ms for world in await store.worlds())
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
        store.take(unknown),
        store.send(unknown, request),
        store.answer(unknown, 1),
        store.rename_world(unknown, "x"),
        store.delete_world(unknown),
        store.steps_after(unknown, 0, 1),
        store.bind_key(unknown, b"key", 1),
        store.beat(unknown, 1),
    ):
        with pytest.raises(UnknownWorld):
            await call


async def test_inputs_are_numbered_without_gaps_and_answered(store: Store) -> None:
    game, generation = await started(store)
    numbers = await asyncio.gather(*(store.send("w", add_counter.request(name=str(i))) for i in range(9)))
    assert sorted(numbers) == list(range(1, 10))
    refused = await store.send("w", push.request(counter="n:1", by=0))
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
    sent = await asyncio.gather(*(store.send("w", request, idempotency_key="k") for _ in range(5)))
    assert set(sent) == {1}
    with pytest.raises(KeyReused):
        await store.send("w", add_counter.request(name="other"), idempotency_key="k")
    assert len(await store.inputs_after("w", 0, 10)) == 1
    assert await store.send("w", request) == 2


async def test_waiting_inputs_are_bounded(store: Store) -> None:
    game, generation = await started(store)
    for _ in range(20):
        await store.send("w", add_counter.request(name="x"))
    with pytest.raises(TooManyWaiting):
        await store.send("w", add_counter.request(name="x"))
    await play(store, game, generation, 1)
    assert await store.send("w", add_counter.request(name="x")) == 21


async def test_what_is_loaded_is_what_was_committed(store: Store) -> None:
    game, generation = await started(store)
    for name in ("a", "b", 'quotes " and \\ and \x00 and ☃'):
        await store.send("w", add_counter.request(name=name))
    await play(store, game, generation, 100)
    await store.send("w", push.request(counter="n:2", by=5))
    await store.send("w", remove.request(counter="n:1"))
    await play(store, game, generation, 300)
    loaded = await store.load("w")
    again = game_of(COUNTING, loaded)
    assert state_hash(again.world) == state_hash(game.world) == loaded.state_hash
    assert (again.next_tick, again.last_input) == (300, 5)
    assert {e.kind for e in (await store.load("w", ["minds", "clock"])).entities} == {"minds", "clock"}
    assert game.step(500, []).state_hash == again.step(500, []).state_hash


async def test_a_stale_generation_changes_nothing(store: Store) -> None:
    game, generation = await started(store)
    await store.send("w", add_counter.request(name="x"))
    assert await store.take("w") == generation + 1
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
    await store.send("w", add_counter.request(name="x"))
    first = await play(store, game, generation, 60)
    for by in (1, 2, 3):
        await store.send("w", push.request(counter="n:1", by=by))
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
    await store.send("w", add_counter.request(name="thinker"))
    await play(store, game, generation, 200)
    step = await play(store, game, generation, 400)
    (operation,) = step.operations
    assert await store.unfinished_operations("w") == [operation]
    assert await store.operation("w", operation.id) == operation
    report = finish_thought.request(operation=operation.id, counter="n:1", drift=2)
    await store.send("w", report, idempotency_key=operation_key(operation.id))
    await play(store, game, generation, 401)
    assert await store.unfinished_operations("w") == []
    assert await store.operation("w", operation.id) is None


async def test_the_log_replays_to_the_same_state(store: Store) -> None:
    game, generation = await started(store)
    for at in range(1, 6):
        await store.send("w", add_counter.request(name=f"c{at}"))
        await store.send("w", push.request(counter=f"n:{at}", by=at))
        await play(store, game, generation, at * 50)
    log = await store.input_log("w", 0, 100)
    founding = await store.founding("w")
    game = game_of(COUNTING, founding)
    assert (founding.world.step, founding.state_hash) == (0, game.committed_hash)
    replayed = game.step(250, [logged.due() for logged in log])
    assert replayed.state_hash == (await store.load("w")).state_hash


async def test_a_key_stands_for_what_its_input_was_answered_with(store: Store) -> None:
    game, generation = await started(store)
    number = await store.send("w", add_counter.request(name="mine"))
    await store.bind_key("w", b"hash", number)
    assert await store.subject_of_key("w", b"hash") is None
    await play(store, game, generation, 1)
    assert await store.subject_of_key("w", b"hash") == "n:1"
    assert await store.subject_of_key("w", b"other") is None


async def test_signals_wake(store: Store) -> None:
    game, generation = await started(store)
    async with store.signals() as signals:
        await store.send("w", Request("addCounter", msgspec.Raw(b'{"name":"x"}')))
        await play(store, game, generation, 60)
        async with asyncio.timeout(10):
            async for signal in signals:
                assert signal.world == "w"
                if signal.kind == STEP_KIND:
                    break
