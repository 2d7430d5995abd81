"""What a worker writes down beside its calls: the ledger's batches, the state of its voice, the worlds' spending."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import msgspec

from agent.asking.model_health import Health
from agent.asking.postgres_ledger import PostgresLedger
from agent.models.budget import Budget, BudgetMeter, day_of
from engine.pool import Pool
from engine.store import StoreUnavailable
from engine.supervision import Backoff, running_beside

WRITE_S = 1.0
"""How late a call is in the ledger; also how late one worker learns of another what a call has spent."""
BEAT_S = 5.0
"""Without calls the books are written this often: a worker that is silent for 15 s counts as gone."""
LAST_WRITE_S = 3.0
AGAIN = Backoff(first_s=WRITE_S, longest_s=10.0)


class Books:
    """The books of one worker."""

    def __init__(
        self,
        pool: Pool,
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
        budget, condition = self._budget, self._health.condition()
        await self._pool.execute(
            _BEAT,
            self._worker,
            self._voice,
            self._language,
            condition.reason,
            msgspec.json.encode(condition).decode(),
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
    try:
        async with running_beside("writing the ledger", lambda: _keep(books), AGAIN):
            yield
    finally:
        with contextlib.suppress(StoreUnavailable, TimeoutError):
            await books.close()


async def _keep(books: Books) -> None:
    while True:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(BEAT_S):
                await books.ledger.waits.wait()
                await asyncio.sleep(WRITE_S)
        await books.write()


_BEAT = """
INSERT INTO voices (worker, voice, language, reason, condition, budget_microdollars, budget_tokens, budget_near_percent)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (worker) DO UPDATE SET reason = excluded.reason, condition = excluded.condition,
    beat_at = now()
"""
