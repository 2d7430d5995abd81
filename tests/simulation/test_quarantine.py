"""What can't go on is given up without haste: a store is neither hammered nor asked for ever."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import cast

from engine.game import Step
from engine.memory_store import MemoryStore
from engine.runner import Runner
from engine.store import Store, StoreUnavailable
from tests.counter.rules import COUNTING, HOLDER, World, new_world
from tests.fakes.virtual_time import LoopClock, run_in_virtual_time
from tests.simulation.faults import NoQueue


class BrittleStore(MemoryStore):
    """Refuses every step, and is away for the first words about a broken world."""

    def __init__(self, refusal: Exception) -> None:
        super().__init__(lease_clock_ms=LoopClock().now_ms)
        self.asked: Counter[str] = Counter()
        self._refusal = refusal

    async def commit(self, world_id: str, generation: int, step: Step, *, behind_ms: int = 0) -> int:
        self.asked["commit"] += 1
        raise self._refusal

    async def quarantine(self, world_id: str, generation: int, reason: str, rules_version: int) -> None:
        self.asked["quarantine"] += 1
        if self.asked["quarantine"] < 3:
            raise StoreUnavailable("away")
        await super().quarantine(world_id, generation, reason, rules_version)


async def runner_on(store: MemoryStore) -> Runner[World]:
    await store.create_world(new_world())
    return Runner(
        "w",
        COUNTING,
        cast(Store, store),
        generation=await store.take("w", HOLDER),
        dispatcher=NoQueue(),
        clock=LoopClock(),
    )


def test_a_step_that_can_never_be_committed_breaks_the_world() -> None:
    async def simulated() -> None:
        store = BrittleStore(ValueError("no store can hold this"))
        runner = await runner_on(store)
        async with asyncio.timeout(60):
            await runner.run()
        world = await store.world("w")
        assert world.runner == "broken"
        assert "ValueError: no store can hold this" in (world.broken_reason or "")
        assert store.asked == {"commit": 5, "quarantine": 3}

    run_in_virtual_time(simulated())


def test_a_store_that_is_away_is_waited_for() -> None:
    async def simulated() -> None:
        store = BrittleStore(StoreUnavailable("away"))
        running = asyncio.create_task((await runner_on(store)).run())
        await asyncio.sleep(600)
        assert not running.done()
        assert store.asked["quarantine"] == 0
        assert 60 <= store.asked["commit"] <= 90
        running.cancel()

    run_in_virtual_time(simulated())
