"""Stores whose leases end when a test says so."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg
import msgspec

from engine.clock import ManualClock
from engine.memory_store import MemoryStore
from engine.postgres import open_postgres_store
from engine.store import Store


class LeasedStore(msgspec.Struct, frozen=True):
    """A store, and how to let its clock run ahead for leases, ms."""

    store: Store
    pass_time: Callable[[int], Awaitable[None]]


@asynccontextmanager
async def open_leased_store(address: str | None) -> AsyncGenerator[LeasedStore]:
    """A `PostgresStore` on the database at the address; without one a `MemoryStore`."""
    if address is None:
        clock = ManualClock()

        async def advance(ms: int) -> None:
            clock.advance(ms)

        yield LeasedStore(MemoryStore(lease_clock_ms=clock.now_ms), advance)
        return

    async def age(ms: int) -> None:
        """Nobody turns a database's clock; but that all leases end earlier is the same."""
        connection = await asyncpg.connect(address)
        for table in ("leases", "hosts"):
            await connection.execute(f"UPDATE {table} SET until = until - $1 * interval '1 ms'", float(ms))
        await connection.close()

    async with open_postgres_store(address) as store:
        yield LeasedStore(store, age)
