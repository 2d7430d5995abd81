"""What the minds have cost, read from the tables that the workers write (records/tables.py): by SQL alone."""

from __future__ import annotations

import datetime
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import msgspec

from engine.pool import Pool, open_pool
from records import sql
from records.usage import Condition

DAY_MS = 86_400_000


class UsageRow(msgspec.Struct, frozen=True, kw_only=True):
    """The sums of one world, day, task and model."""

    world: str
    day: int
    """UTC days since 1970."""
    task: str
    model: str
    calls: int
    failures: int
    bad_answers: int
    """Of the failures: answers that came and could not be used."""
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
    condition: Condition
    budget_microdollars: int | None
    budget_tokens: int | None
    budget_near_percent: int
    started_at: datetime.datetime
    """Since when it has had this budget."""


class UsageReader:
    """Reads usage. Every method raises `StoreUnavailable` while the database is away."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def rows(self, world_id: str, since_day: int) -> list[UsageRow]:
        """A world's sums since a day, newest day first."""
        return [UsageRow(**row) for row in await self._pool.fetch(sql.USAGE_DAYS, world_id, since_day)]

    async def was_refused(self, world_id: str, since_ms: int) -> bool:
        """Whether the budget has had no room left for a call since a Unix time."""
        rows = await self._pool.fetch(sql.REFUSED, world_id, since_ms)
        return bool(rows)

    async def totals(self) -> list[UsageRow]:
        """The sums of every world over all its days, as of day 0."""
        return [UsageRow(**row) for row in await self._pool.fetch(sql.USAGE_TOTALS)]

    async def voice(self) -> VoiceRow | None:
        """How the town speaks just now; None while no worker runs. Of several, one that stands in is told."""
        rows = await self._pool.fetch(sql.LATEST_VOICE)
        if not rows:
            return None
        row = dict(rows[0])
        condition = msgspec.json.decode(row.pop("condition"), type=Condition)
        return VoiceRow(condition=condition, **row)


@asynccontextmanager
async def open_usage(database_url: str) -> AsyncGenerator[UsageReader]:
    """A reader with two connections of its own, so that totals never wait for the game's."""
    async with open_pool(database_url, least=0, most=2, timeout_s=10) as pool:
        yield UsageReader(pool)
