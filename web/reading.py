"""How the web reads tables that others write: by SQL, over connections that the game does not wait for."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from engine.store import ImpossibleValue, StoreUnavailable


async def rows_of(pool: asyncpg.Pool, query: str, *arguments: object) -> Sequence[asyncpg.Record]:
    """The rows of a query. Raises `StoreUnavailable`, and `ImpossibleValue` for what no text column can hold."""
    try:
        return await pool.fetch(query, *arguments)
    except (asyncpg.DataError, asyncpg.CharacterNotInRepertoireError) as error:
        raise ImpossibleValue(f"the database can't hold this: {error}") from error
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise StoreUnavailable(f"the database cannot be read: {error}") from error
