"""How fast one address may write and read. Writes are counted by all web servers together in Redis, or by each for itself
without one."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import structlog
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import RateLimiter, SlidingWindowCounterRateLimiter
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

from web.problems import Problem

log: structlog.stdlib.BoundLogger = structlog.get_logger("throttle")

REDIS_TIMEOUT_S = 0.25
"""A Redis that takes longer is done without: nobody waits for being counted."""
REDIS_AGAIN_S = 5.0
"""A Redis that was away is asked again after so long."""


class Throttle:
    """Refuses an address that comes faster than `per_second` once its burst is used up.

    What was refused does not count, so that a steady rate above the limit passes as far as the limit goes.
    """

    def __init__(
        self, per_second: int, burst: int, shared: RateLimiter | None = None, *, what: str = "writes"
    ) -> None:
        """`what` is counted: "writes", say."""
        self._what = what
        self._per_second = per_second
        self._limit: RateLimitItem = RateLimitItemPerSecond(burst, max(1, round(burst / per_second)))
        self._shared = shared
        self._alone: RateLimiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._shared_from_s = 0.0

    async def admit(self, address: str) -> None:
        """Count one. Raises `Problem` 429."""
        if not await self._hit(address):
            raise Problem(
                429,
                "too-fast",
                f"More than {self._per_second} {self._what} a second came from this address.",
                "Wait a second, then go on more slowly.",
                retry_after_s=1,
            )

    async def _hit(self, address: str) -> bool:
        if self._shared is not None and time.monotonic() >= self._shared_from_s:
            try:
                return await self._shared.hit(self._limit, address)
            except (RedisError, OSError) as error:
                self._shared_from_s = time.monotonic() + REDIS_AGAIN_S
                log.warning("writes are counted by this server alone", error=repr(error))
        return await self._alone.hit(self._limit, address)


@asynccontextmanager
async def open_throttle(redis_url: str, per_second: int, burst: int) -> AsyncGenerator[Throttle]:
    """A throttle over the Redis at a URL, which may come and go; an empty address is none."""
    if not redis_url:
        yield Throttle(per_second, burst)
        return
    connections = ConnectionPool.from_url(  # pyright: ignore[reportUnknownMemberType]  # untyped parts
        redis_url, socket_connect_timeout=REDIS_TIMEOUT_S, socket_timeout=REDIS_TIMEOUT_S
    )
    # The address stands in the connections; the URL only names the kind of server.
    storage = RedisStorage(
        "async+redis://",
        implementation="redispy",
        key_prefix="everbrook:writes",
        connection_pool=connections,  # pyright: ignore[reportArgumentType]  # passed on as it is
    )
    try:
        yield Throttle(per_second, burst, SlidingWindowCounterRateLimiter(storage))
    finally:
        with suppress(RedisError, OSError):
            await connections.aclose()
