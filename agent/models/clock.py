"""The time that calls are measured by: monotonic, and injected so that tests decide it."""

import asyncio
import time
from collections.abc import Awaitable
from typing import Protocol, TypeVar

from agent.models.errors import TimedOut

T = TypeVar("T")


class CallClock(Protocol):
    """A clock for deadlines, back-off and breakers."""

    def now_ms(self) -> int:
        """Milliseconds since an arbitrary moment; never goes back."""
        ...

    async def sleep(self, span_ms: int) -> None:
        """Return once `span_ms` has passed."""
        ...


class MonotonicClock:
    """The machine's own monotonic clock."""

    def now_ms(self) -> int:
        """Milliseconds since an arbitrary moment; never goes back."""
        return time.monotonic_ns() // 1_000_000

    async def sleep(self, span_ms: int) -> None:
        """Return once `span_ms` has passed."""
        await asyncio.sleep(span_ms / 1000)


async def within(clock: CallClock, span_ms: int, work: Awaitable[T], what: str) -> T:
    """Await `work` for at most `span_ms` of `clock`, then cancel it and raise `TimedOut`."""
    task = asyncio.ensure_future(work)
    if span_ms <= 0:
        await _cancelled(task)
        raise TimedOut(f"{what}: no time was left.")
    alarm = asyncio.ensure_future(clock.sleep(span_ms))
    try:
        await asyncio.wait({task, alarm}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        alarm.cancel()
        if not task.done():
            await _cancelled(task)
    if task.cancelled():
        raise TimedOut(f"{what}: no answer within {span_ms} ms.")
    return task.result()


async def _cancelled(task: "asyncio.Future[T]") -> None:
    """Cancel `task` and wait until it has let go of what it held."""
    task.cancel()
    await asyncio.wait({task})
