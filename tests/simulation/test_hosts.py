"""Hosts that come, stop and die, in simulated time: whatever befalls them, each world goes on, and on one host."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from itertools import pairwise
from typing import Any, cast

import pytest

from engine.game import Step
from engine.host import Host, HostSettings
from engine.inputs import ANYONE
from engine.leases import Holder, Sharing
from engine.memory_store import MemoryStore
from engine.runner import Runner, RunnerSettings
from engine.store import Store
from tests.counter.rules import COUNTING, World, add_counter, new_world
from tests.fakes.virtual_time import LoopClock, run_in_virtual_time
from tests.simulation.faults import NoQueue

WORLDS = 7
STEP_S = RunnerSettings().longest_step_ms / 1000
HAND_OVER_S, TAKE_OVER_S = 2.0, 10.0


class WatchedStore(MemoryStore):
    """Notes when each world went on."""

    def __init__(self) -> None:
        super().__init__(lease_clock_ms=LoopClock().now_ms)
        self.steps_s: dict[str, list[float]] = {}

    async def commit(self, world_id: str, generation: int, step: Step, *, behind_ms: int = 0) -> int:
        number = await super().commit(world_id, generation, step, behind_ms=behind_ms)
        self.steps_s.setdefault(world_id, []).append(asyncio.get_running_loop().time())
        return number

    def longest_pause_s(self, since_s: float = 0.0) -> float:
        """For which any world stood still, the end of it until now among it."""
        now_s = asyncio.get_running_loop().time()
        return max(
            later - max(earlier, since_s)
            for times in self.steps_s.values()
            for earlier, later in pairwise([*times, now_s])
            if later > since_s
        )


class Process:
    """A host in a process that can be killed: nothing that it asks of the store is answered from then on."""

    def __init__(self, store: WatchedStore, capacity: int = 100) -> None:
        self._real = store
        self._dead = False
        self.host: Host[World] = Host(
            COUNTING,
            cast(Store, self),
            NoQueue(),
            settings=HostSettings(capacity=capacity),
            clock=LoopClock(),
        )
        self._task = asyncio.create_task(self.host.run())

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self._real, name)
        if name == "signals":
            return asked

        async def answered(*args: Any, **kwargs: Any) -> Any:
            if self._dead:
                await asyncio.Event().wait()
            return await asked(*args, **kwargs)

        return answered

    def kill(self) -> None:
        self._dead = True

    async def stop(self) -> None:
        """End it; one that is killed says nothing to anybody."""
        self._task.cancel()
        while self._dead and not self._task.done():
            await asyncio.sleep(0)
            self._task.cancel()
        await asyncio.wait([self._task])


async def found(store: WatchedStore, count: int = WORLDS) -> None:
    for number in range(count):
        await store.create_world(new_world(f"w{number}"))


def test_a_second_host_gets_its_share_without_a_long_pause() -> None:
    async def simulated() -> None:
        store = WatchedStore()
        await found(store)
        processes = [Process(store)]
        for _ in range(2):
            await asyncio.sleep(10)
            processes.append(Process(store))
        await asyncio.sleep(10)
        assert sorted(len(process.host.worlds) for process in processes) == [2, 2, 3]
        assert store.longest_pause_s() <= HAND_OVER_S
        for process in processes[:2]:
            await process.stop()
            await asyncio.sleep(5)
            assert store.longest_pause_s() <= HAND_OVER_S
        await processes[2].stop()

    run_in_virtual_time(simulated())


@pytest.mark.parametrize("seconds", [1.0, 3.7, 11.3])
def test_the_worlds_of_a_dead_host_go_on_within_ten_seconds(seconds: float) -> None:
    async def simulated() -> None:
        store = WatchedStore()
        await found(store)
        processes = [Process(store), Process(store)]
        await asyncio.sleep(seconds)
        processes[0].kill()
        await asyncio.sleep(TAKE_OVER_S + STEP_S)
        assert len(processes[1].host.worlds) == WORLDS
        assert store.longest_pause_s() <= TAKE_OVER_S
        for process in processes:
            await process.stop()

    run_in_virtual_time(simulated())


async def befall(store: WatchedStore, chance: random.Random) -> None:
    living: list[Process] = []
    killed: list[Process] = []
    for _ in range(40):
        await asyncio.sleep(chance.uniform(0, 8))
        fate = chance.choice(("start", "start", "stop", "kill"))
        if fate == "start" or not living:
            living.append(Process(store, capacity=chance.randrange(1, 9)))
        elif fate == "stop":
            await living.pop(chance.randrange(len(living))).stop()
        else:
            killed.append(living.pop(chance.randrange(len(living))))
            killed[-1].kill()
    living.append(Process(store))
    await asyncio.sleep(30)
    runs = Counter(world_id for process in living for world_id in process.host.worlds)
    assert runs == {f"w{number}": 1 for number in range(WORLDS)}
    assert store.longest_pause_s(asyncio.get_running_loop().time() - 15) <= HAND_OVER_S
    for process in (*living, *killed):
        await process.stop()


@pytest.mark.parametrize("seed", range(8))
def test_in_the_end_each_world_runs_once(seed: int) -> None:
    async def simulated() -> None:
        store = WatchedStore()
        await found(store)
        await befall(store, random.Random(seed))

    run_in_virtual_time(simulated())


class SpoiltStore(WatchedStore):
    """Some of its methods fail: each time for one world, and `share` the first time."""

    def __init__(self, spoilt: str) -> None:
        super().__init__()
        self.spoilt = spoilt
        self.failed = 0

    def _fail(self, method: str) -> None:
        if self.spoilt == method:
            self.failed += 1
            raise KeyError(method)

    async def share(self, host: Holder, capacity: int) -> Sharing:
        if not self.failed:
            self._fail("share")
        return await super().share(host, capacity)

    async def take(self, world_id: str, holder: Holder) -> int:
        if world_id == "w0":
            self._fail("take")
        return await super().take(world_id, holder)


@pytest.mark.parametrize("spoilt", ["share", "take", "run"])
def test_what_fails_for_one_world_ends_nothing_of_the_others(
    spoilt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Runner[World].run

    async def run(runner: Runner[World]) -> None:
        if spoilt == "run" and runner.world_id == "w0":
            raise KeyError("run")
        await whole(runner)

    async def simulated() -> None:
        monkeypatch.setattr(Runner, "run", run)
        store = SpoiltStore(spoilt)
        await found(store, 3)
        # No more room than for the healthy: what is left alone after a failure takes none of it.
        process = Process(store, capacity=2 if spoilt == "take" else 3)
        await asyncio.sleep(20)
        healthy = {"w0", "w1", "w2"} if spoilt == "share" else {"w1", "w2"}
        assert process.host.worlds == healthy == store.steps_s.keys()
        assert store.longest_pause_s() <= HAND_OVER_S
        assert store.failed <= 6, "it is tried again after pauses that grow"
        await process.stop()

    run_in_virtual_time(simulated())


def test_a_quiet_world_steps_no_oftener_than_it_must() -> None:
    async def simulated() -> None:
        store = WatchedStore()
        await found(store, 1)
        process = Process(store)
        await store.send("w0", add_counter.request(name="x"), actor=ANYONE)
        await asyncio.sleep(60)
        steps = (await store.world("w0")).step
        assert 60 / STEP_S - 1 <= steps <= 60 / STEP_S + 10, "its own commits must not wake it"
        await process.stop()

    run_in_virtual_time(simulated())
