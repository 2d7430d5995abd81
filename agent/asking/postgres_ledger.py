"""The ledger in Postgres: calls are put down at once in memory and written in batches, never in a call's way."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Mapping

import structlog

from agent.models.budget import Amount, day_of
from agent.models.ledger import CallRecord, Totals
from engine.pool import Pool
from records.sql import IS_BAD_ANSWER

log: structlog.stdlib.BoundLogger = structlog.get_logger("ledger")

MOST_WAITING = 50_000
"""Calls kept in memory while the database is away; beyond them the oldest are lost, and said to be."""
BATCH = 1_000
COLUMNS = tuple(name for name in CallRecord.__struct_fields__)


class PostgresLedger:
    """See `agent.models.ledger.Ledger`. Totals and latest calls are those that were written."""

    def __init__(self, pool: Pool, most_waiting: int = MOST_WAITING) -> None:
        self._pool = pool
        self._most_waiting = most_waiting
        self._waiting: deque[tuple[str, CallRecord]] = deque()
        self._name = secrets.token_hex(6)
        self._calls = 0
        self.waits = asyncio.Event()
        """Set while a call waits to be written."""

    async def record(self, call: CallRecord) -> None:
        """Keep `call`; it is written with the next batch."""
        self._calls += 1
        self._waiting.append((f"{self._name}-{self._calls}", call))
        self.waits.set()
        if len(self._waiting) > self._most_waiting:
            _, lost = self._waiting.popleft()
            log.error("a call was lost: the database has been away for too long", call=lost)

    async def write(self) -> None:
        """Write what waits. Raises `StoreUnavailable`; what was not written waits on."""
        while self._waiting:
            batch = [self._waiting[index] for index in range(min(BATCH, len(self._waiting)))]
            ids = [id_ for id_, _ in batch]
            columns = [[getattr(call, name) for _, call in batch] for name in COLUMNS]
            await self._pool.execute(_WRITE, ids, *columns)
            written = set(ids)
            while self._waiting and self._waiting[0][0] in written:
                self._waiting.popleft()
        self.waits.clear()

    async def spent(self, since_day: int) -> Mapping[tuple[str, int], Amount]:
        """What each world has spent on each day: by all workers as written, by this one to the last call."""
        rows = await self._pool.fetch(_SPENT, since_day)
        amounts = {
            (row["world_id"], row["day"]): Amount(int(row["price"]), int(row["tokens"])) for row in rows
        }
        for _, call in self._waiting:
            key = (call.world, day_of(call.at_ms))
            spent = Amount(call.price_microdollars, call.input_tokens + call.output_tokens)
            amounts[key] = amounts.get(key, Amount()) + spent
        return amounts

    async def totals(self, world: str, since_ms: int) -> Mapping[tuple[str, str], Totals]:
        """Sum a world's calls since the day of a Unix time, by (task, model)."""
        rows = await self._pool.fetch(_TOTALS, world, day_of(since_ms))
        return {(row["task"], row["model"]): Totals(*(int(value) for value in row[2:])) for row in rows}

    async def latest(self, world: str, agent: str, limit: int) -> list[CallRecord]:
        """The last calls made for one agent, newest first."""
        rows = await self._pool.fetch(_LATEST, world, agent, limit)
        return [CallRecord(*row) for row in rows]


# The sums are of the rows that were really inserted, so that a batch written twice is counted once.
# Sorted, so that two workers lock the same sums in the same order.
_WRITE = f"""
WITH kept AS (
    INSERT INTO usage_ledger (id, at_ms, world_id, agent, task, model, input_tokens, output_tokens,
        cached_tokens, latency_ms, outcome, price_microdollars)
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[],
        $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::text[], $12::bigint[])
    ON CONFLICT DO NOTHING RETURNING *
)
INSERT INTO usage_days AS days (world_id, day, task, model, calls, failures, input_tokens, output_tokens,
    cached_tokens, latency_ms, price_microdollars, bad_answers)
SELECT world_id, at_ms / 86400000, task, model, count(*), count(*) FILTER (WHERE outcome <> 'ok'),
    sum(input_tokens), sum(output_tokens), sum(cached_tokens), sum(latency_ms), sum(price_microdollars),
    count(*) FILTER (WHERE {IS_BAD_ANSWER})
FROM kept GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
ON CONFLICT (world_id, day, task, model) DO UPDATE SET
    calls = days.calls + excluded.calls,
    failures = days.failures + excluded.failures,
    input_tokens = days.input_tokens + excluded.input_tokens,
    output_tokens = days.output_tokens + excluded.output_tokens,
    cached_tokens = days.cached_tokens + excluded.cached_tokens,
    latency_ms = days.latency_ms + excluded.latency_ms,
    price_microdollars = days.price_microdollars + excluded.price_microdollars,
    bad_answers = days.bad_answers + excluded.bad_answers
"""  # noqa: S608  # a constant

_SPENT = """
SELECT world_id, day, sum(price_microdollars) AS price, sum(input_tokens + output_tokens) AS tokens
FROM usage_days WHERE day >= $1 GROUP BY world_id, day
"""

_TOTALS = """
SELECT task, model, sum(calls), sum(failures), sum(input_tokens), sum(output_tokens), sum(cached_tokens),
    sum(price_microdollars)
FROM usage_days WHERE world_id = $1 AND day >= $2 GROUP BY task, model
"""

_LATEST = """
SELECT at_ms, world_id, agent, task, model, input_tokens, output_tokens, cached_tokens, latency_ms, outcome,
    price_microdollars
FROM usage_ledger WHERE world_id = $1 AND agent = $2 ORDER BY at_ms DESC, id DESC LIMIT $3
"""
