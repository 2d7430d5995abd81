"""Hosts that a test leads by the hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from engine.clock import ManualClock
from engine.game import Rules
from engine.host import Host, HostSettings
from engine.runner import RunnerSettings
from engine.store import STEP_KIND, Signal
from tests.counter.rules import COUNTING, World, new_world
from tests.leasing import LeasedStore
from tests.simulation.faults import NoQueue

STILL = RunnerSettings(longest_step_ms=60_000, beat_ms=60_000)
"""A runner that waits until it is woken."""


class Fleet:
    """Hosts that look for worlds only when told."""

    def __init__(self, leased: LeasedStore, signals: AsyncIterator[Signal], tasks: asyncio.TaskGroup) -> None:
        self.store = leased.store
        self.clock = ManualClock()
        self._signals = signals
        self.pass_time = leased.pass_time
        self._tasks = tasks

    async def found(self, *world_ids: str) -> None:
        for world_id in world_ids:
            await self.store.create_world(new_world(world_id))

    def host(
        self, *, capacity: int = 100, only: str | None = None, rules: Rules[World] = COUNTING
    ) -> Host[World]:
        return Host(
            rules,
            self.store,
            NoQueue(),
            only=only,
            settings=HostSettings(capacity=capacity),
            runner_settings=STILL,
            clock=self.clock,
        )

    async def look(self, *hosts: Host[World]) -> None:
        """Each host looks once; then all worlds that it takes make a first step, and are still from then on, or break."""
        for host in hosts:
            had = host.worlds
            await host.look(self._tasks)
            waiting = set(host.worlds - had)
            while waiting:
                signal = await self._next_signal()
                if signal.kind == STEP_KIND or await self.is_broken(signal.world):
                    waiting.discard(signal.world)

    async def _next_signal(self) -> Signal:
        async with asyncio.timeout(20):
            return await anext(self._signals)

    async def is_broken(self, world_id: str) -> bool:
        return any(w.id == world_id and w.runner == "broken" for w in await self.store.worlds())

    async def until_broken(self, world_id: str) -> None:
        """Wait until the world stands still as broken, and its runner has ended."""
        while not await self.is_broken(world_id):
            await self._next_signal()
        ending = [task for task in asyncio.all_tasks() if task.get_name() == f"runner of {world_id}"]
        if ending:
            await asyncio.wait(ending)
        await asyncio.sleep(0)  # for their host to take note

    async def until_next(self, kind: str, world_id: str) -> None:
        """Wait for a signal that has not been heard yet."""
        while await self._next_signal() != Signal(world_id, kind):
            pass

    async def settle(self, *hosts: Host[World]) -> None:
        """Let the hosts look until nobody changes anything any more."""
        before: Any = None
        while before != (before := [host.worlds for host in hosts]):
            await self.look(*hosts)
            await self.look(*hosts)

    async def die(self, host: Host[World]) -> None:
        """End what a host does at once, as a killed process: it says nothing to anybody."""
        runners = [
            task
            for task in asyncio.all_tasks()
            if any(task.get_name() == f"runner of {world_id}" for world_id in host.worlds)
        ]
        for task in runners:
            task.cancel()
        await asyncio.wait(runners)


class Done(Exception):
    """The test is at its end."""


@asynccontextmanager
async def open_fleet(leased: LeasedStore) -> AsyncGenerator[Fleet]:
    """A fleet on a store, all of whose runners are gone after the block."""
    try:
        async with leased.store.signals() as signals, asyncio.TaskGroup() as tasks:
            yield Fleet(leased, signals, tasks)
            raise Done
    except* Done:
        pass
