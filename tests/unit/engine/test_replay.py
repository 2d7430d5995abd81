"""A replay that can't come out the same says why, and always ends."""

import asyncio

import msgspec
import pytest
from msgspec.structs import replace

from engine.clock import ManualClock
from engine.game import Timed
from engine.inputs import ANYONE
from engine.memory_store import MemoryStore
from engine.replay import MissingInput, check_replay
from engine.runner import Runner
from engine.store import LoggedInput
from tests.counter.rules import COUNTING, HOLDER, World, add_counter, new_world, push, think_due
from tests.simulation.faults import NoQueue

MISSING = 3


class Leaky(MemoryStore):
    """Loses one input from its log, or all from there on."""

    loses_rest = False

    async def input_log(self, world_id: str, after: int, limit: int) -> list[LoggedInput]:
        log = await super().input_log(world_id, after, limit)
        return [e for e in log if e.number < MISSING or (e.number > MISSING and not self.loses_rest)]


async def lived(store: MemoryStore) -> None:
    clock = ManualClock()
    await store.create_world(new_world())
    runner: Runner[World] = Runner(
        "w",
        COUNTING,
        store,
        generation=await store.take("w", HOLDER),
        dispatcher=NoQueue(),
        clock=clock,
    )
    await store.send("w", add_counter.request(name="a"), actor=ANYONE)
    for by in range(1, 6):
        clock.advance(500)
        await store.send("w", push.request(counter="n:1", by=by), actor=ANYONE)
        await runner.turn()


async def test_the_same_life_comes_out_the_same() -> None:
    store = MemoryStore()
    await lived(store)
    result = await check_replay(COUNTING, store, "w")
    assert result.divergence is None
    assert (result.steps, result.inputs) == (5, 6)


@pytest.mark.parametrize("loses_rest", [False, True])
async def test_a_missing_input_is_named(loses_rest: bool) -> None:
    store = Leaky()
    store.loses_rest = loses_rest
    await lived(store)
    async with asyncio.timeout(10):
        with pytest.raises(MissingInput, match=f"input {MISSING} of world w") as missing:
            await check_replay(COUNTING, store, "w")
    assert missing.value.number == MISSING


def drop_a_unit(world: World, now: int) -> None:
    """Rules that are not those by which the world lived: past a second they change one value."""
    if now > 1000 and world.minds:
        world.minds["n:1"] = msgspec.structs.replace(world.minds["n:1"], given_up=7)


async def test_a_divergence_names_entity_and_field_and_the_input_before() -> None:
    store = MemoryStore()
    await lived(store)
    other = replace(COUNTING, systems=(*COUNTING.systems, Timed(drop_a_unit, think_due)))
    found = (await check_replay(other, store, "w")).divergence
    assert found is not None
    assert (found.kind, found.id, found.field) == ("minds", "n:1", "givenUp")
    assert found.last_input is not None
    assert found.last_input.request.name == "push"
    step = (await store.steps_after("w", found.step - 1, 1))[0]
    assert found.last_input.number == step.last_input
    assert "minds 'n:1', field givenUp" in found.describe()
