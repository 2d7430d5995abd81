"""How the web reads tables that others write: by SQL, over connections that the game does not wait for."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from engine.outages import spoken_plainly


async def rows_of(pool: asyncpg.Pool, query: str, *arguments: object) -> Sequence[asyncpg.Record]:
    """The rows of a query. Raises `StoreUnavailable`, and `ImpossibleValue` for what no text column can hold."""
    async with spoken_plainly():
        return await pool.fetch(query, *arguments)
