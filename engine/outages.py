"""The ways in which a database can be away, as asyncpg tells of them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import asyncpg

from engine.store import ImpossibleValue, StoreUnavailable

DATABASE_FAILURES = (
    OSError,  # time-outs are among them
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # of a connection that broke while it was handed over
)
"""Whatever may come of asking a database, for those who go on regardless and ask again later."""


@asynccontextmanager
async def spoken_plainly() -> AsyncGenerator[None]:
    """Turn every way in which a database can be away into `StoreUnavailable`."""
    try:
        yield
    except (asyncpg.DataError, asyncpg.CharacterNotInRepertoireError) as error:
        raise ImpossibleValue(f"the database can't hold this: {error}") from error
    except (
        OSError,
        TimeoutError,
        asyncpg.InterfaceError,
        asyncpg.InternalClientError,  # of a connection that broke while it was handed over
        asyncpg.PostgresConnectionError,
        asyncpg.CannotConnectNowError,
        asyncpg.AdminShutdownError,
        asyncpg.CrashShutdownError,
        asyncpg.TooManyConnectionsError,
    ) as error:
        raise StoreUnavailable(f"the database does not answer ({error!r}); it is tried again") from error
