"""What a worker writes down beside its calls: the ledger's batches, the state of its voice, the worlds' spending."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import asyncpg
import structlog

from agent.models.budget import Budget, BudgetMeter, day_of
from agent.voices.health import Health
from agent.voices.postgres_ledger import PostgresLedger
from engine.outages import DATABASE_FAILURES

log: structlog.stdlib.BoundLogger = structlog.get_logger("ledger")

WRITE_S = 1.0
"""How often the ledger is written; also how late one worker learns what another has spent."""
LAST_WRITE_S = 3.0


class Books:
    """The books of one worker."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        *,
        voice: str,
        language: str,
        budget: Budget,
        health: Health,
        unix_ms: Callable[[], int],
    ) -> None:
        self.ledger = PostgresLedger(pool)
        self.meter = BudgetMeter(budget)
        self._pool = pool
        self._voice = voice
        self._language = language
        self._budget = budget
        self._health = health
        self._unix_ms = unix_ms
        self._worker = secrets.token_hex(8)

    async def write(self) -> None:
        """Write the ledger and the voice's state, and learn what the worlds have spent today."""
        await self.ledger.write()
        today = day_of(self._unix_ms())
        for (world, day), amount in (await self.ledger.spent(today)).items():
            self.meter.learn_spent(world, day, amount)
        budget = self._budget
        await self._pool.execute(
            _BEAT,
            self._worker,
            self._voice,
            self._language,
            self._health.reason,
            budget.microdollars,
            budget.tokens,
            budget.near_percent,
        )

    async def close(self) -> None:
        """Write what is left, and take the worker off the list."""
        async with asyncio.timeout(LAST_WRITE_S):
            await self.ledger.write()
            await self._pool.execute("DELETE FROM voices WHERE worker = $1", self._worker)

    async def forget_old(self) -> None:
        """Take workers off the list that ended without a word."""
        await self._pool.execute("DELETE FROM voices WHERE beat_at < now() - interval '1 day'")


@asynccontextmanager
async def kept(books: Books) -> AsyncGenerator[None]:
    """Books that are up to date at the block's start and are kept in it."""
    await books.forget_old()
    await books.write()
    keeping = asyncio.create_task(_keep(books))
    try:
        yield
    finally:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping
        with contextlib.suppress(*DATABASE_FAILURES):
            await books.close()


async def _keep(books: Books) -> None:
    while True:
        await asyncio.sleep(WRITE_S)
        try:
            await books.write()
        except DATABASE_FAILURES as error:
            log.warning("the ledger waits for the database", error=repr(error))


_BEAT = """
INSERT INTO voices (worker, voice, language, reason, budget_microdollars, budget_tokens, budget_near_percent)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (worker) DO UPDATE SET reason = excluded.reason, beat_at = now()
"""
