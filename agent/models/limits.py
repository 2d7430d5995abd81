"""How many calls a model gets at once, and who goes next: people who wait first, worlds in turn."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

from agent.models.clock import CallClock, within

T = TypeVar("T")

URGENT_IN_A_ROW = 4  # then one call that is not urgent goes, so that none waits for ever


class FairQueue(Generic[T]):
    """Waiting entries, taken in a fair order.

    Urgent entries go first, yet after `URGENT_IN_A_ROW` of them one other is taken. Within both
    kinds the worlds take turns, and a world's own entries keep their order. So an entry waits for
    a bounded number of takings, whatever comes after it.
    """

    def __init__(self) -> None:
        self._urgent: OrderedDict[str, deque[T]] = OrderedDict()
        self._other: OrderedDict[str, deque[T]] = OrderedDict()
        self._urgent_in_a_row = 0

    def __bool__(self) -> bool:
        return bool(self._urgent or self._other)

    def put(self, entry: T, world: str, *, urgent: bool) -> None:
        """Add `entry` behind what its world has waiting; a new world stands last in turn."""
        worlds = self._urgent if urgent else self._other
        worlds.setdefault(world, deque()).append(entry)

    def take(self) -> T:
        """Remove and return the next entry; raises `LookupError` when none waits."""
        if not self:
            raise LookupError("nothing waits")
        urgent = bool(self._urgent) and not (self._other and self._urgent_in_a_row >= URGENT_IN_A_ROW)
        self._urgent_in_a_row = self._urgent_in_a_row + 1 if urgent else 0
        worlds = self._urgent if urgent else self._other
        world, entries = worlds.popitem(last=False)
        entry = entries.popleft()
        if entries:
            worlds[world] = entries
        return entry

    def discard(self, entry: T, world: str, *, urgent: bool) -> None:
        """Remove `entry` if it still waits."""
        worlds = self._urgent if urgent else self._other
        entries = worlds.get(world, deque())
        if entry in entries:
            entries.remove(entry)
            if not entries:
                del worlds[world]


class ConcurrencyLimit:
    """At most `limit` holders at once; further ones wait in a `FairQueue`."""

    def __init__(self, limit: int, clock: CallClock) -> None:
        if limit < 1:
            raise ValueError(f"A model needs a limit of at least 1 call at once, not {limit}.")
        self._free = limit
        self._clock = clock
        self._waiting: FairQueue[asyncio.Future[None]] = FairQueue()

    @asynccontextmanager
    async def slot(self, world: str, *, urgent: bool, span_ms: int) -> AsyncGenerator[None, None]:
        """Hold one slot; raises `TimedOut` when none comes free within `span_ms`."""
        await self._acquire(world, urgent=urgent, span_ms=span_ms)
        try:
            yield
        finally:
            self._release()

    async def _acquire(self, world: str, *, urgent: bool, span_ms: int) -> None:
        if self._free and not self._waiting:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.put(turn, world, urgent=urgent)
        try:
            # Shielded so that a turn granted in the instant of a time-out can be told from none.
            await within(self._clock, span_ms, asyncio.shield(turn), "Waiting for a free slot")
        except BaseException:
            self._waiting.discard(turn, world, urgent=urgent)
            if turn.done():
                self._release()
            raise

    def _release(self) -> None:
        self._free += 1
        while self._free and self._waiting:
            self._free -= 1
            self._waiting.take().set_result(None)
