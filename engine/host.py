"""Many worlds in one process: a runner for each that nobody else runs."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Generic, TypeVar

import structlog

from engine.clock import WallClock
from engine.game import Rules
from engine.runner import Dispatcher, Runner, RunnerSettings
from engine.store import ANY_WORLD, STEP_KIND, Store, StoreUnavailable, WorldRecord

W = TypeVar("W")

log: structlog.stdlib.BoundLogger = structlog.get_logger("host")

LOOK_S = 5.0
"""New worlds, and worlds that their runner has left, are looked for this often."""
ABANDONED_MS = 15_000
"""A world that was taken from us is taken again when its runner has been silent for this long."""


class Host(Generic[W]):
    """Runs all worlds, or only one."""

    def __init__(
        self,
        rules: Rules[W],
        store: Store,
        dispatcher: Dispatcher,
        *,
        only: str | None = None,
        settings: RunnerSettings | None = None,
    ) -> None:
        self._rules = rules
        self._store = store
        self._dispatcher = dispatcher
        self._only = only
        self._settings = settings
        self._running: dict[str, tuple[Runner[W], asyncio.Task[None]]] = {}
        self._lost: set[str] = set()
        self._look = asyncio.Event()

    async def run(self) -> None:
        """Run until cancelled."""
        async with self._store.signals() as signals, asyncio.TaskGroup() as tasks:
            tasks.create_task(self._look_for_worlds())
            async for signal in signals:
                if signal.kind != STEP_KIND:  # else each commit would call for the next
                    self._wake(signal.world)

    def _wake(self, world_id: str) -> None:
        for running_id, (runner, _) in self._running.items():
            if world_id in (running_id, ANY_WORLD):
                runner.wake()
        if world_id not in self._running:
            self._look.set()

    async def _look_for_worlds(self) -> None:
        try:
            while True:
                self._look.clear()
                with suppress(StoreUnavailable):
                    self._start_missing(await self._store.worlds())
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_S):
                        await self._look.wait()
        finally:
            await self._stop_all()

    def _start_missing(self, worlds: list[WorldRecord]) -> None:
        for world_id, (_, task) in list(self._running.items()):
            if task.done():
                del self._running[world_id]
                self._lost.add(world_id)
        for world in worlds:
            if self._may_take(world):
                self._start(world.id)

    def _may_take(self, world: WorldRecord) -> bool:
        if world.id in self._running or self._only not in (None, world.id):
            return False
        if world.rules != self._rules.name:
            log.warning("a world of other rules is left alone", world=world.id, rules=world.rules)
            return False
        silent_ms = time.time_ns() // 1_000_000 - world.alive_at_ms
        return world.id not in self._lost or silent_ms > ABANDONED_MS

    def _start(self, world_id: str) -> None:
        runner = Runner(
            world_id,
            self._rules,
            self._store,
            dispatcher=self._dispatcher,
            clock=WallClock(),
            settings=self._settings,
        )
        task = asyncio.create_task(runner.run(), name=f"runner of {world_id}")
        task.add_done_callback(lambda _: self._look.set())
        self._running[world_id] = runner, task
        self._lost.discard(world_id)

    async def _stop_all(self) -> None:
        """Let each runner end between two steps rather than within one."""
        for _, task in self._running.values():
            task.cancel()
        await asyncio.gather(*(task for _, task in self._running.values()), return_exceptions=True)
