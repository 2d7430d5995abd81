"""An input is answered within a few milliseconds, and a flood of them makes no flood of commits."""

from __future__ import annotations

import asyncio
import random

from engine.game import Step
from engine.inputs import ANYONE
from engine.memory_store import MemoryStore
from engine.runner import Runner
from engine.store import INPUT_KIND
from tests.counter.rules import COUNTING, HOLDER, World, add_counter, new_world
from tests.fakes.virtual_time import LoopClock, run_in_virtual_time
from tests.simulation.faults import NoQueue

PAUSE_S = 0.005
"""Between two commits, and so the longest that an input waits while the store takes no time."""
ROUNDING_S = 0.001
"""The clock of a runner counts whole milliseconds."""


class TimedStore(MemoryStore):
    """Notes when each step was committed, and for how long each input had waited then."""

    def __init__(self) -> None:
        super().__init__(lease_clock_ms=LoopClock().now_ms)
        self.sent_s: list[float] = []
        self.waited_s: list[float] = []
        self.commits_s: list[float] = []

    async def people_send(self) -> None:
        self.sent_s.append(asyncio.get_running_loop().time())
        await self.send("w", add_counter.request(name="x"), actor=ANYONE)

    async def commit(self, world_id: str, generation: int, step: Step, *, behind_ms: int = 0) -> int:
        now_s = asyncio.get_running_loop().time()
        self.commits_s.append(now_s)
        self.waited_s += [now_s - self.sent_s[answer.number - 1] for answer in step.answers]
        return await super().commit(world_id, generation, step, behind_ms=behind_ms)


async def played(pauses_s: list[float]) -> TimedStore:
    """A running world to which an input is sent after each pause."""
    store = TimedStore()
    await store.create_world(new_world())
    generation = await store.take("w", HOLDER)
    runner: Runner[World] = Runner(
        "w", COUNTING, store, generation=generation, dispatcher=NoQueue(), clock=LoopClock()
    )
    async with asyncio.TaskGroup() as tasks, store.signals() as signals:
        tasks.create_task(runner.run())

        async def wake() -> None:
            async for signal in signals:
                if signal.kind == INPUT_KIND:
                    runner.wake()

        waking = tasks.create_task(wake())
        for pause_s in pauses_s:
            await asyncio.sleep(pause_s)
            await store.people_send()
        await asyncio.sleep(1)
        waking.cancel()
        runner.stop()
    return store


def test_an_input_waits_for_no_longer_than_the_pause_between_two_commits() -> None:
    chance = random.Random(1)
    store = run_in_virtual_time(played([chance.uniform(0, 0.05) for _ in range(300)]))
    assert len(store.waited_s) == 300
    assert max(store.waited_s) <= PAUSE_S + ROUNDING_S


def test_a_flood_of_inputs_shares_the_commits() -> None:
    store = run_in_virtual_time(played([0.0005] * 2000))
    assert len(store.waited_s) == 2000
    lasting_s = store.commits_s[-1] - store.commits_s[0]
    assert len(store.commits_s) <= lasting_s / (PAUSE_S - ROUNDING_S) + 1
