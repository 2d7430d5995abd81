"""Writes are counted by all web servers together, and by each alone while their Redis is away."""

from __future__ import annotations

from limits import RateLimitItem
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.exceptions import ConnectionError as RedisAway

from web.problems import Problem
from web.throttle import Throttle, open_throttle

PER_SECOND, BURST = 1, 30
NOWHERE = "redis://127.0.0.1:1"


async def passes(throttle: Throttle, times: int) -> int:
    """How many of so many writes pass at once."""
    refused = 0
    for _ in range(times):
        try:
            await throttle.admit("198.51.100.7")
        except Problem:
            refused += 1
    return times - refused


async def test_two_servers_share_one_limit(valkey_url: str) -> None:
    async with (
        open_throttle(valkey_url, PER_SECOND, BURST) as one,
        open_throttle(valkey_url, PER_SECOND, BURST) as other,
    ):
        passed = await passes(one, 20) + await passes(other, 20)
    assert BURST <= passed <= BURST + 2


async def test_without_their_redis_each_holds_its_own() -> None:
    async with (
        open_throttle(NOWHERE, PER_SECOND, BURST) as one,
        open_throttle(NOWHERE, PER_SECOND, BURST) as other,
    ):
        passed = [await passes(throttle, 40) for throttle in (one, other)]
    assert all(BURST <= count <= BURST + 2 for count in passed)


class Away(MovingWindowRateLimiter):
    """Counts how often it is asked, and never answers."""

    asked = 0

    async def hit(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        self.asked += 1
        raise RedisAway("away")


async def test_a_redis_that_is_away_is_not_asked_for_each_write() -> None:
    away = Away(MemoryStorage())
    assert await passes(Throttle(PER_SECOND, BURST, away), 20) == 20
    assert away.asked == 1
