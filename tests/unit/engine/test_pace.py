"""How a runner follows its clock."""

import pytest
from msgspec.structs import replace

from engine.clock import ManualClock, Pace, TickRate
from engine.inputs import ANYONE
from engine.memory_store import MemoryStore
from engine.runner import Runner, RunnerSettings
from tests.counter.rules import COUNTING, HOLDER, World, add_counter, new_world, set_pace
from tests.simulation.faults import NoQueue


@pytest.mark.parametrize("rate", [60, 25, 1])
async def test_a_second_has_as_many_ticks_as_the_rules_say(rate: int) -> None:
    store, clock = MemoryStore(), ManualClock()
    await store.create_world(new_world())
    rules = replace(COUNTING, rate=TickRate(rate))
    runner: Runner[World] = Runner(
        "w",
        rules,
        store,
        generation=await store.take("w", HOLDER),
        dispatcher=NoQueue(),
        clock=clock,
    )
    await runner.turn()
    for _ in range(7):
        clock.advance(1000)
        await runner.turn()
    assert (await store.world("w")).next_tick == 7 * rate + 1


async def test_flat_out_a_world_waits_for_its_minds() -> None:
    store, clock = MemoryStore(), ManualClock()
    await store.create_world(new_world())
    settings = RunnerSettings(mind_lag_ms=3000, most_ticks=30)
    runner: Runner[World] = Runner(
        "w",
        COUNTING,
        store,
        generation=await store.take("w", HOLDER),
        dispatcher=NoQueue(),
        clock=clock,
        settings=settings,
    )
    await store.send("w", add_counter.request(name="thinker"), actor=ANYONE)
    await store.send("w", set_pace.request(pace=Pace(flat_out=True)), actor=ANYONE)
    for _ in range(20):
        await runner.turn()
    (operation,) = await store.unfinished_operations("w")
    reached_ms = COUNTING.rate.reached_ms((await store.world("w")).next_tick)
    assert operation.issued_ms < reached_ms <= operation.issued_ms + settings.mind_lag_ms
    assert await runner.turn() is None, "it goes on only when the mind has answered"
