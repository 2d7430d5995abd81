"""Many worlds in one process: a runner for each that nobody else runs, up to a fair share.

Hosts find each other through the store. What one has too much it lets go between two steps, and the other takes it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterable, Sequence
from functools import partial
from typing import Generic, TypeVar

import msgspec
import structlog

from engine.clock import Clock, WallClock
from engine.game import Rules
from engine.leases import Holder, NotFree, Sharing, fair_shares
from engine.runner import Dispatcher, Runner, RunnerSettings
from engine.store import ANY_WORLD, STEP_KIND, WORLD_KIND, Signal, Store, StoreUnavailable, UnknownWorld
from engine.supervision import Bulkheads

W = TypeVar("W")

log: structlog.stdlib.BoundLogger = structlog.get_logger("host")


class HostSettings(msgspec.Struct, frozen=True):
    """How a host takes worlds. Times are wall time, ms."""

    capacity: int = 100
    """Worlds that it runs at the most."""
    look_ms: int = 2_000
    """It shows that it lives, and looks for worlds that nobody runs, this often."""
    hand_over_ms: int = 250
    """While it has too many, it looks this often whether another host has taken what it let go."""
    stop_ms: int = 3_000
    """A runner that is told to stop has this long to end its step."""


class Host(Generic[W]):
    """Runs its share of all worlds, or only one."""

    def __init__(
        self,
        rules: Rules[W],
        store: Store,
        dispatcher: Dispatcher,
        *,
        only: str | None = None,
        settings: HostSettings | None = None,
        runner_settings: RunnerSettings | None = None,
        clock: Clock | None = None,
    ) -> None:
        """With `only` it takes no part in the sharing: it runs this world whenever nobody else does."""
        self.holder = Holder.of(f"h-{secrets.token_hex(6)}", rules)
        self._rules = rules
        self._store = store
        self._dispatcher = dispatcher
        self._only = only
        self._settings = settings or HostSettings()
        self._runner_settings = runner_settings
        self._clock = clock or WallClock()
        self._running: dict[str, tuple[Runner[W], asyncio.Task[None]]] = {}
        self._taking = Bulkheads[str]("taking a world")
        self._look = asyncio.Event()

    @property
    def worlds(self) -> frozenset[str]:
        """The worlds that it runs now."""
        return frozenset(self._running)

    async def run(self) -> None:
        """Run until cancelled."""
        async with self._store.signals() as signals, asyncio.TaskGroup() as tasks:
            listening = tasks.create_task(self._listen(signals))
            try:
                while True:
                    self._look.clear()
                    await self._wait(await self._look_safely(tasks))
            finally:
                listening.cancel()
                await self.stop()

    def wake(self, world_id: str) -> None:
        """Let the world's runner look for inputs now; for `ANY_WORLD` all of them."""
        for running_id, (runner, _) in self._running.items():
            if world_id in (running_id, ANY_WORLD):
                runner.wake()

    async def look(self, tasks: asyncio.TaskGroup) -> bool:
        """Take what it may, and let go of one world if it has too many; whether it still has.

        The runners are tasks of the group. Raises `StoreUnavailable`.
        """
        if self._only is not None:
            await self._take((self._only,), tasks)
            return False
        sharing = await self._store.share(self.holder, self._settings.capacity)
        room = self._share(sharing) - len(self._running)
        left_alone = self._running.keys() | self._taking.closed()
        free = [world_id for world_id in sharing.free if world_id not in left_alone]
        await self._take(free[: max(room, 0)], tasks)
        # What was let go before must have been taken: else it would stand still among others.
        if room < 0 and not free:
            await self._let_go([next(reversed(self._running))])
        return room < 0

    async def stop(self) -> None:
        """Let all worlds go, each between two steps, and be counted no longer."""
        await self._let_go(list(self._running))
        try:
            await self._store.leave(self.holder.id)
        except StoreUnavailable as error:
            log.warning("the other hosts notice only by the clock that this one stops", error=str(error))

    async def _look_safely(self, tasks: asyncio.TaskGroup) -> int:
        """`look`; returns after how long to look again, ms."""
        try:
            too_many = await self.look(tasks)
        except StoreUnavailable as error:
            log.warning("looking for worlds waits for the store", error=str(error))
        except Exception:
            log.exception("looking for worlds failed; it is tried again")
        else:
            return self._settings.hand_over_ms if too_many else self._settings.look_ms
        return self._settings.look_ms

    async def _wait(self, span_ms: int) -> None:
        try:
            async with asyncio.timeout(span_ms / 1000):
                await self._look.wait()
        except TimeoutError:
            return

    def _share(self, sharing: Sharing) -> int:
        """How many worlds this host should run, all told."""
        others = [host for host in sharing.hosts if host.id != self.holder.id]
        (own,) = (host for host in sharing.hosts if host.id == self.holder.id)
        own = msgspec.structs.replace(own, worlds=len(self._running))
        free = sharing.free_count - len(self._running.keys() & set(sharing.free))
        total = free + own.worlds + sum(host.worlds for host in others)
        return fair_shares(total, [*others, own])[own.id]

    async def _take(self, world_ids: Sequence[str], tasks: asyncio.TaskGroup) -> None:
        for world_id in world_ids:
            if world_id not in self._running:
                await self._taking.attempt(world_id, partial(self._take_one, world_id, tasks))

    async def _take_one(self, world_id: str, tasks: asyncio.TaskGroup) -> None:
        try:
            generation = await self._store.take(world_id, self.holder)
        except (NotFree, UnknownWorld) as error:
            log.debug("a world is not taken", world=world_id, error=str(error))
            return
        log.info("world taken", world=world_id, generation=generation)
        self._start(world_id, generation, tasks)

    def _start(self, world_id: str, generation: int, tasks: asyncio.TaskGroup) -> None:
        runner = Runner(
            world_id,
            self._rules,
            self._store,
            generation=generation,
            dispatcher=self._dispatcher,
            clock=self._clock,
            settings=self._runner_settings,
        )
        task = tasks.create_task(self._run_world(runner), name=f"runner of {world_id}")
        task.add_done_callback(lambda ended: self._ended(world_id, ended))
        self._running[world_id] = runner, task

    async def _run_world(self, runner: Runner[W]) -> None:
        """One that ends by a fault keeps its lease, so its world is taken again only when that has run out."""
        try:
            await runner.run()
        except Exception:
            log.exception("a runner ended by a fault; its world is taken again later", world=runner.world_id)

    def _ended(self, world_id: str, task: asyncio.Task[None]) -> None:
        del self._running[world_id]
        self._look.set()
        if task.cancelled():
            log.warning("a runner was cut off; its world is taken again later", world=world_id)

    async def _let_go(self, world_ids: Iterable[str]) -> None:
        ending = [self._running[world_id] for world_id in world_ids]
        for runner, _ in ending:
            runner.stop()
        if ending:
            _, late = await asyncio.wait([task for _, task in ending], timeout=self._settings.stop_ms / 1000)
            for task in late:
                task.cancel()

    async def _listen(self, signals: AsyncIterator[Signal]) -> None:
        async for signal in signals:
            self._hear(signal)

    def _hear(self, signal: Signal) -> None:
        if signal.kind == STEP_KIND:  # else each commit would call for the next
            return
        self.wake(signal.world)
        if signal.world == ANY_WORLD or (signal.kind == WORLD_KIND and signal.world not in self._running):
            self._look.set()
