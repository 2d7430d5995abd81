"""The time that calls are measured by: monotonic, and injected so that tests decide it."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, Protocol, TypeVar

from agent.models.errors import TimedOut
from engine.supervision import first_ended

T = TypeVar("T")
Work = Coroutine[Any, Any, T] | asyncio.Future[T]


class CallClock(Protocol):
    """A clock for deadlines, back-off and breakers."""

    def now_ms(self) -> int:
        """Milliseconds since an arbitrary moment; never goes back."""
        ...

    def sleep(self, span_ms: int) -> Coroutine[Any, Any, None]:
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


async def within(clock: CallClock, span_ms: int, work: Work[T], what: str) -> T:
    """Await `work` for at most `span_ms` of `clock`, then cancel it and raise `TimedOut`."""
    if span_ms <= 0:
        _ = work.close() if isinstance(work, Coroutine) else work.cancel()
        raise TimedOut(f"{what}: no time was left.")
    ended = await first_ended(_told(work), clock.sleep(span_ms))
    answer = None if ended.cancelled() else ended.result()
    if answer is None:
        raise TimedOut(f"{what}: no answer within {span_ms} ms.")
    return answer[0]


async def _told(work: Work[T]) -> tuple[T]:
    return (await work,)
