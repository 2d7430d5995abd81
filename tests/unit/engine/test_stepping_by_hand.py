"""A paused world takes inputs, and runs only as far as it is stepped."""

from engine.clock import ManualClock, Pace
from engine.inputs import ANYONE
from engine.memory_store import MemoryStore
from engine.runner import Runner
from tests.counter.rules import COUNTING, HOLDER, World, add_counter, new_world, set_pace
from tests.simulation.faults import NoQueue


async def test_a_paused_world_runs_only_as_far_as_it_is_stepped() -> None:
    store, clock = MemoryStore(), ManualClock()
    await store.create_world(new_world())
    runner: Runner[World] = Runner(
        "w",
        COUNTING,
        store,
        generation=await store.take("w", HOLDER),
        dispatcher=NoQueue(),
        clock=clock,
    )
    await store.send("w", set_pace.request(pace=Pace(paused=True)), actor=ANYONE)
    await runner.turn()
    paused_at = (await store.world("w")).next_tick
    clock.advance(5000)
    await store.send("w", add_counter.request(name="meanwhile"), actor=ANYONE)
    await runner.turn()
    record = await store.world("w")
    assert (record.next_tick, record.last_input) == (paused_at, 2)

    until = paused_at + 30
    await store.send("w", set_pace.request(pace=Pace(paused=True, step_until_tick=until)), actor=ANYONE)
    await runner.turn()
    clock.advance(5000)
    await runner.turn()
    await runner.turn()
    assert (await store.world("w")).next_tick == until

    await store.send("w", set_pace.request(pace=Pace()), actor=ANYONE)
    await runner.turn()
    clock.advance(1000)
    await runner.turn()
    assert until + 60 <= (await store.world("w")).next_tick <= until + 63
