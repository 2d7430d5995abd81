"""No task without a parent: whatever runs beside the main line has an owner that sees it end.

The rule is trio's (N. J. Smith, "Notes on structured concurrency", 2018). Tasks are made in this file alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Hashable
from contextlib import asynccontextmanager
from typing import Any, Generic, TypeVar

import msgspec
import structlog

log: structlog.stdlib.BoundLogger = structlog.get_logger("supervision")

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
Work = Callable[[], Awaitable[None]]


class Backoff(msgspec.Struct, frozen=True):
    """Pauses after failures in a row: each twice as long as the one before."""

    first_s: float = 0.5
    longest_s: float = 30.0
    steady_s: float = 60.0
    """Work that has run for so long begins with the first pause again."""


USUAL = Backoff()


async def keep_running(name: str, work: Work, backoff: Backoff = USUAL) -> None:
    """Do `work` until it returns; whenever it fails, say so and begin it anew after a pause.

    An `OSError` (a store or a queue that is away) is one line, and once in a row; anything else has its traceback.
    """
    loop = asyncio.get_running_loop()
    pause_s = backoff.first_s
    while True:
        began_s = loop.time()
        try:
            return await work()
        except Exception as error:
            if loop.time() - began_s >= backoff.steady_s:
                pause_s = backoff.first_s
            _tell(name, error, pause_s, first=pause_s == backoff.first_s)
        await asyncio.sleep(pause_s)
        pause_s = min(2 * pause_s, backoff.longest_s)


def _tell(name: str, error: Exception, pause_s: float, *, first: bool) -> None:
    if not isinstance(error, OSError):
        log.error(f"{name} failed; it begins anew", again_in_s=pause_s, exc_info=error)
    elif first:
        log.warning(f"{name} waits", again_in_s=pause_s, error=str(error) or repr(error))


@asynccontextmanager
async def running_beside(name: str, work: Work, backoff: Backoff = USUAL) -> AsyncGenerator[None]:
    """`work` is kept running for as long as the block runs, and is over after it."""
    task = asyncio.create_task(keep_running(name, work, backoff), name=name)
    try:
        yield
    finally:
        await _end(task)


async def first_ended(*works: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Run works side by side until one has ended, and give that one; the others are cancelled and over by then.

    Of several that end at once the first in order is given.
    """
    tasks = [asyncio.create_task(work) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        ended = next(task for task in tasks if task.done())
    except BaseException:
        await _end(*tasks)
        raise
    await _end(*(task for task in tasks if task is not ended))
    return ended


class Keepers(Generic[K]):
    """Loops that come and go, each kept running under a key. Whoever starts one stops it, or closes them all."""

    def __init__(self, backoff: Backoff = USUAL) -> None:
        self._backoff = backoff
        self._tasks: dict[K, asyncio.Task[None]] = {}

    def __contains__(self, key: K) -> bool:
        return key in self._tasks

    def keys(self) -> set[K]:
        """Of the loops that run."""
        return set(self._tasks)

    def start(self, key: K, name: str, work: Work) -> None:
        """Keep `work` running under a key that is free."""
        assert key not in self._tasks, f"{name} runs already"
        task = asyncio.create_task(keep_running(name, work, self._backoff), name=name)
        self._tasks[key] = task
        task.add_done_callback(lambda _: self._forget(key, task))

    def _forget(self, key: K, task: asyncio.Task[None]) -> None:
        if self._tasks.get(key) is task:
            del self._tasks[key]

    async def stop(self, key: K) -> None:
        """End the loop under a key, if there is one; it is over when this returns."""
        task = self._tasks.pop(key, None)
        if task is not None:
            await _end(task)

    async def close(self) -> None:
        """End all of them."""
        tasks = list(self._tasks.values())
        self._tasks.clear()
        await _end(*tasks)


class Bulkheads(Generic[K]):
    """Keeps what fails for one key from the others: it is told, and left alone for a pause that grows.

    Errors that concern every key (a store that is away) are `shared`: they come out.
    """

    def __init__(
        self, name: str, backoff: Backoff = USUAL, shared: tuple[type[Exception], ...] = (OSError,)
    ) -> None:
        self._name = name
        self._backoff = backoff
        self._shared = shared
        self._failed: dict[K, tuple[float, float]] = {}
        """When it may be tried again, and after which pause."""

    def closed(self) -> set[K]:
        """The keys that are left alone now."""
        now_s = asyncio.get_running_loop().time()
        return {key for key, (until_s, _) in self._failed.items() if now_s < until_s}

    async def attempt(self, key: K, work: Work) -> None:
        """Do `work`, unless its key is left alone. Raises what is `shared`."""
        if key in self.closed():
            return
        try:
            await work()
            self._failed.pop(key, None)
        except self._shared:
            raise
        except Exception as error:
            _, before_s = self._failed.get(key, (0.0, self._backoff.first_s / 2))
            pause_s = min(2 * before_s, self._backoff.longest_s)
            self._failed[key] = asyncio.get_running_loop().time() + pause_s, pause_s
            log.error(f"{self._name} failed", key=key, again_in_s=pause_s, exc_info=error)


async def _end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks and wait until they have let go of what they held; what fails in doing so is told."""
    for task in tasks:
        task.cancel()
    if not tasks:
        return
    await asyncio.wait(tasks)
    for task in tasks:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("a task failed at its end", task=task.get_name(), exc_info=error)
