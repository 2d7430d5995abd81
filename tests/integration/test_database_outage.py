"""A database that goes away while a mind reads or writes: the operation is tried again, and does not fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from msgspec.structs import replace

from agent.memory.stream import open_memory_pool
from agent.performers import perform
from bench.living import LivingTown
from engine.operations import Operation
from engine.outages import spoken_plainly
from engine.pool import Pool
from engine.store import StoreUnavailable
from town.minds.operations import GENERATE_MESSAGE, PLAN_DAY, REMEMBER_CONVERSATION

LONG_S = 60
"""Only so that a hang fails the test instead of stopping it."""
MORNING_S = 400


@pytest.fixture
async def pool(database: str) -> AsyncIterator[Pool]:
    async with open_memory_pool(database) as opened:
        yield opened


async def operation_of_kind(town: LivingTown, kind: str) -> Operation:
    """An operation of a kind, from a morning's life."""
    await town.live(MORNING_S)
    return next(operation for operation in town.operations if operation.kind == kind)


@pytest.mark.parametrize("kind", [PLAN_DAY, GENERATE_MESSAGE, REMEMBER_CONVERSATION])
async def test_a_connection_that_ends_in_mid_query(database: str, pool: Pool, kind: str) -> None:
    town = await LivingTown.found(pool, "hollow", seed=1)
    operation = await operation_of_kind(town, kind)
    other = await asyncpg.connect(database)
    async with asyncio.timeout(LONG_S):
        async with other.transaction():
            await other.execute("LOCK TABLE memories, relationships")
            performing = asyncio.create_task(perform(operation, town.tools))
            while not await waiting(other):
                await asyncio.sleep(0.02)
            await other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            )
            with pytest.raises(StoreUnavailable):
                await performing
        report = await perform(operation, town.tools)
        assert report.request.name != "operationFailed"
    await other.close()


async def waiting(connection: asyncpg.Connection) -> bool:
    """Whether somebody waits for a lock."""
    found: bool = await connection.fetchval(
        "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    )
    return found


async def test_a_database_that_does_not_answer_in_time(pool: Pool) -> None:
    town = await LivingTown.found(pool, "hollow", seed=1)
    operation = await operation_of_kind(town, GENERATE_MESSAGE)

    class Slow:
        """Relationships whose look-up takes longer than a command may."""

        async def of(self, *_: object) -> None:
            async with spoken_plainly(), asyncio.timeout(0.1):
                await pool.fetch("SELECT pg_sleep(5)")

    slow = replace(town.tools, relationships=Slow())
    with pytest.raises(StoreUnavailable):
        await perform(operation, slow)
    assert (await perform(operation, town.tools)).request.name != "operationFailed"
