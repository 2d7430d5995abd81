"""Connections to a database that say plainly when it is away: asyncpg's pool as everybody uses it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import asyncpg

from engine.outages import READ_ONLY, spoken_plainly, sqlstate_of
from engine.pooling import parsed
from engine.store import StoreUnavailable

if TYPE_CHECKING:
    from types import CoroutineType

    Connection = asyncpg.pool.PoolConnectionProxy[asyncpg.Record]
    Connections = asyncpg.Pool[asyncpg.Record]
    Prepare = Callable[[Any], CoroutineType[Any, Any, None]]
    """Done once with each new connection."""


CACHED_STATEMENTS = 100
"""For each connection; asyncpg's own default."""


class Pool:
    """Each method is asyncpg's of that name, and raises `StoreUnavailable` while the database is away.

    Connections keep no state between two statements: no session's lock, setting or temporary table.
    """

    def __init__(self, connections: Connections, *, pooled: bool = False) -> None:
        self._connections = connections
        self._pooled = pooled

    async def fetch(self, query: str, *args: Any) -> list[asyncpg.Record]:
        """All rows."""
        async with self._one() as connection:
            return await connection.fetch(query, *args)

    async def fetchrow(self, query: str, *args: Any) -> asyncpg.Record | None:
        """The first row, if there is one."""
        async with self._one() as connection:
            return await connection.fetchrow(query, *args)

    async def fetchval(self, query: str, *args: Any) -> Any:
        """The first value of the first row, if there is one."""
        async with self._one() as connection:
            return await connection.fetchval(query, *args)

    async def execute(self, query: str, *args: Any) -> str:
        """What the server says of a statement that gives no rows."""
        async with self._one() as connection:
            return await connection.execute(query, *args)

    async def executemany(self, query: str, rows: Iterable[Sequence[Any]]) -> None:
        """A statement for each row, all of them or none."""
        async with self._one() as connection:
            await connection.executemany(query, rows)

    @asynccontextmanager
    async def _one(self) -> AsyncGenerator[Connections | Connection]:
        """What asks a single statement: behind a pooler in a transaction, for asyncpg prepares it first."""
        if self._pooled:
            async with self.transaction() as connection:
                yield connection
        else:
            async with self._told():
                yield self._connections

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Connection]:
        """A connection for some statements of which all count or none."""
        async with self._told(), self._connections.acquire() as connection, connection.transaction():
            yield connection

    @asynccontextmanager
    async def _told(self) -> AsyncGenerator[None]:
        try:
            async with spoken_plainly():
                yield
        except StoreUnavailable as error:
            if (
                sqlstate_of(error.__cause__) == READ_ONLY
            ):  # these lead to a server that is the primary no longer
                await self._connections.expire_connections()
            raise


@asynccontextmanager
async def open_pool(
    dsn: str, *, least: int, most: int, timeout_s: float, prepare: Prepare | None = None
) -> AsyncGenerator[Pool]:
    """A pool of `least` to `most` connections to the database at `dsn`. Raises `StoreUnavailable`."""
    address = parsed(dsn)
    async with spoken_plainly():
        connections = await asyncpg.create_pool(
            address.dsn,
            min_size=least,
            max_size=most,
            init=_in_transaction(prepare) if prepare and address.pooled else prepare,
            reset=_keeps_nothing,
            command_timeout=timeout_s,
            statement_cache_size=0 if address.pooled else CACHED_STATEMENTS,
        )
    try:
        yield Pool(connections, pooled=address.pooled)
    finally:
        connections.terminate()


def _in_transaction(prepare: Prepare) -> Prepare:
    async def prepared(connection: Any) -> None:
        async with connection.transaction():
            await prepare(connection)

    return prepared


async def _keeps_nothing(_connection: object) -> None:
    """There is no session's state to take back; asyncpg's own way would be a statement after each statement."""
