"""A paused world makes no calls: its pace is read before a call and, while calls are under way, again and again."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import msgspec

from agent.models.gate import Gate
from engine.clock import Pace
from engine.store import Store, UnknownWorld
from engine.supervision import Keepers

POLL_S = 0.25

IsPaused = Callable[[str], Awaitable[bool]]
"""Given a world's id; may raise `StoreUnavailable`."""


class PauseWatch:
    """Tells the gate which worlds are paused."""

    def __init__(self, is_paused: IsPaused, gate: Gate, poll_s: float = POLL_S) -> None:
        self._is_paused = is_paused
        self._gate = gate
        self._poll_s = poll_s
        self._calls: Counter[str] = Counter()
        self._polls = Keepers[str]()

    @asynccontextmanager
    async def watched(self, world: str) -> AsyncGenerator[None]:
        """While the block runs, a pause of the world stops its calls. Raises `StoreUnavailable`."""
        await self._look(world)
        self._calls[world] += 1
        if world not in self._polls:
            self._polls.start(world, f"seeing whether {world} is paused", lambda: self._poll(world))
        try:
            yield
        finally:
            self._calls[world] -= 1
            if not self._calls[world]:
                del self._calls[world]
                await self._polls.stop(world)

    async def _poll(self, world: str) -> None:
        while True:
            await asyncio.sleep(self._poll_s)
            await self._look(world)

    async def _look(self, world: str) -> None:
        if await self._is_paused(world):
            self._gate.pause(world)
        else:
            self._gate.resume(world)


async def is_paused(store: Store, world: str) -> bool:
    """Whether a world is paused, as of its last commit; one that is gone makes no calls either."""
    try:
        loaded = await store.load(world, ["clock"])
    except UnknownWorld:
        return True
    paces = [entity.body for entity in loaded.entities if entity.kind == "clock"]
    return bool(paces) and msgspec.json.decode(paces[0], type=Pace).paused
