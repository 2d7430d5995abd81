"""The owner steps a paused town by hand: so many ticks as asked for, whatever the runner is at."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.clock import ManualClock
from engine.inputs import ANYONE
from engine.leases import Holder
from engine.memory_store import MemoryStore
from engine.runner import Runner
from engine.store import NewWorld
from tests.fakes.virtual_time import run_in_virtual_time
from tests.simulation.faults import NoQueue
from town.founding import new_world
from town.owner.time import pause, resume, single_step
from town.rules import TOWN
from town.world import World

FOUNDED: NewWorld = new_world("w", "W", "hollow", seed=1, owner_key_hash=b"", rules=TOWN)
TICKS = st.integers(1, 600)
WAITS_MS = st.integers(0, 300)


class Stepping:
    """A paused town, and what was asked of it."""

    def __init__(self, runner: Runner[World], store: MemoryStore, clock: ManualClock) -> None:
        self.runner = runner
        self.store = store
        self.clock = clock

    async def next_tick(self) -> int:
        return (await self.store.world("w")).next_tick

    async def settle(self) -> None:
        while await self.runner.turn() is not None:
            self.clock.advance(10)


async def paused(started_ms: int) -> Stepping:
    store, clock = MemoryStore(), ManualClock()
    await store.create_world(FOUNDED)
    runner = Runner(
        "w",
        TOWN,
        store,
        generation=await store.take("w", Holder.of("test", TOWN)),
        dispatcher=NoQueue(),
        clock=clock,
    )
    await runner.turn()
    clock.advance(started_ms)
    await store.send("w", pause.request(), actor=ANYONE)
    stepping = Stepping(runner, store, clock)
    await stepping.settle()
    return stepping


@settings(max_examples=25, deadline=None)
@given(WAITS_MS, st.lists(TICKS, min_size=1, max_size=4))
def test_each_step_runs_exactly_its_ticks(started_ms: int, asked: list[int]) -> None:
    async def simulated() -> None:
        stepping = await paused(started_ms)
        for ticks in asked:
            before = await stepping.next_tick()
            await stepping.store.send("w", single_step.request(ticks=ticks), actor=ANYONE)
            await stepping.settle()
            assert await stepping.next_tick() == before + ticks

    run_in_virtual_time(simulated())


@settings(max_examples=25, deadline=None)
@given(WAITS_MS, st.lists(TICKS, min_size=1, max_size=4))
def test_steps_asked_for_at_once_add_up(started_ms: int, asked: list[int]) -> None:
    async def simulated() -> None:
        stepping = await paused(started_ms)
        before = await stepping.next_tick()
        for ticks in asked:
            await stepping.store.send("w", single_step.request(ticks=ticks), actor=ANYONE)
        await stepping.settle()
        assert await stepping.next_tick() == before + sum(asked)

    run_in_virtual_time(simulated())


@settings(max_examples=25, deadline=None)
@given(WAITS_MS, TICKS)
def test_a_step_in_the_same_breath_as_the_pause_counts_from_the_pause(started_ms: int, ticks: int) -> None:
    async def simulated() -> None:
        stepping = await paused(started_ms)
        await stepping.store.send("w", resume.request(), actor=ANYONE)
        await stepping.runner.turn()
        stepping.clock.advance(started_ms)
        for request in (pause.request(), single_step.request(ticks=ticks)):
            await stepping.store.send("w", request, actor=ANYONE)
        await stepping.settle()
        answer = await stepping.store.answer("w", 4)
        assert answer is not None
        assert await stepping.next_tick() == answer.tick + ticks

    run_in_virtual_time(simulated())
