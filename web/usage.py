"""What the minds have cost, read from the tables that the workers write (agent/schema.py): by SQL alone."""

from __future__ import annotations

import datetime
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import asyncpg
import msgspec

from web.reading import rows_of

DAY_MS = 86_400_000

BY_SCRIPT, FROM_CACHE = "scripted", "cache"
"""What stands for a model where none was asked: another voice stood in, or the answer was known."""


class UsageRow(msgspec.Struct, frozen=True, kw_only=True):
    """The sums of one world, day, task and model."""

    world: str
    day: int
    """UTC days since 1970."""
    task: str
    model: str
    calls: int
    failures: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    latency_ms: int
    """Of all calls together."""
    price_microdollars: int


class VoiceRow(msgspec.Struct, frozen=True, kw_only=True):
    """What the worker that was heard last speaks with."""

    voice: str
    language: str
    reason: str
    budget_microdollars: int | None
    budget_tokens: int | None
    budget_near_percent: int
    started_at: datetime.datetime
    """Since when it has had this budget."""


class UsageReader:
    """Reads usage. Every method raises `StoreUnavailable` while the database is away."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def rows(self, world_id: str, since_day: int) -> list[UsageRow]:
        """A world's sums since a day, newest day first."""
        return [UsageRow(**row) for row in await rows_of(self._pool, _ROWS, world_id, since_day)]

    async def was_refused(self, world_id: str, since_ms: int) -> bool:
        """Whether the budget has had no room left for a call since a Unix time."""
        rows = await rows_of(self._pool, _REFUSED, world_id, since_ms)
        return bool(rows)

    async def totals(self) -> list[UsageRow]:
        """The sums of every world over all its days, as of day 0."""
        return [UsageRow(**row) for row in await rows_of(self._pool, _TOTALS)]

    async def voice(self) -> VoiceRow | None:
        """How the town speaks just now; None while no worker runs. Of several, one that stands in is told."""
        rows = await rows_of(self._pool, _VOICE)
        return VoiceRow(**rows[0]) if rows else None


@asynccontextmanager
async def open_usage(database_url: str) -> AsyncGenerator[UsageReader]:
    """A reader with two connections of its own, so that totals never wait for the game's."""
    pool = await asyncpg.create_pool(database_url, min_size=0, max_size=2, command_timeout=10)
    try:
        yield UsageReader(pool)
    finally:
        pool.terminate()


_ROWS = """
SELECT world_id AS world, day, task, model, calls, failures, input_tokens, output_tokens, cached_tokens,
    latency_ms, price_microdollars
FROM usage_days WHERE world_id = $1 AND day >= $2 ORDER BY day DESC, task, model
"""

_REFUSED = """
SELECT 1 FROM usage_ledger WHERE world_id = $1 AND at_ms >= $2 AND outcome = 'budget_exhausted' LIMIT 1
"""

_TOTALS = """
SELECT world_id AS world, 0 AS day, task, model, sum(calls)::bigint AS calls,
    sum(failures)::bigint AS failures, sum(input_tokens)::bigint AS input_tokens,
    sum(output_tokens)::bigint AS output_tokens, sum(cached_tokens)::bigint AS cached_tokens,
    sum(latency_ms)::bigint AS latency_ms, sum(price_microdollars)::bigint AS price_microdollars
FROM usage_days GROUP BY world_id, task, model ORDER BY world_id, task, model
"""

_VOICE = """
SELECT voice, language, reason, budget_microdollars, budget_tokens, budget_near_percent, started_at
FROM voices WHERE beat_at > now() - interval '15 seconds' ORDER BY reason DESC, beat_at DESC LIMIT 1
"""
