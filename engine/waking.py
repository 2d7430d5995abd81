"""One listener for all worlds; whoever waits for a world's next change asks it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

from engine.store import ANY_WORLD, Store
from engine.supervision import running_beside

SWEEP_S = 5.0
"""A signal may be lost; nobody waits for longer than this without looking."""


class Wakeups:
    """Counts the signals of each world, so that one that comes between a look and a wait is not missed."""

    def __init__(self) -> None:
        self._counts: defaultdict[str, int] = defaultdict(int)
        self._changed: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def count(self, world_id: str) -> int:
        """Take it before looking at the world, and give it to `newer`."""
        return self._counts[world_id] + self._counts[ANY_WORLD]

    async def newer(self, world_id: str, than: int, timeout_s: float = SWEEP_S) -> None:
        """Return when the world has had a signal since the count was taken, or the time is up."""
        if self.count(world_id) != than:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._changed[world_id].wait()

    def wake(self, world_id: str) -> None:
        """A signal came."""
        self._counts[world_id] += 1
        for key in [world_id] if world_id != ANY_WORLD else list(self._changed):
            self._changed.pop(key, asyncio.Event()).set()


@asynccontextmanager
async def wakeups(store: Store) -> AsyncGenerator[Wakeups]:
    """Listens as long as the block runs."""
    made = Wakeups()

    async def relay() -> None:
        async with store.signals() as signals:
            made.wake(ANY_WORLD)  # what came before is unknown
            async for signal in signals:
                made.wake(signal.world)

    async with running_beside("passing on signals", relay):
        yield made
