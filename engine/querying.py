"""How the parts of a store ask its database."""

from __future__ import annotations

from typing import Any

import asyncpg

from engine import sql
from engine.pool import Pool
from engine.store import UnknownWorld


class Queries:
    """What the parts of a store have in common. Raises `StoreUnavailable` and `ImpossibleValue`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def _rows(self, query: str, *args: Any) -> list[asyncpg.Record]:
        return await self._pool.fetch(query, *args)

    async def _row(self, query: str, *args: Any) -> asyncpg.Record | None:
        return await self._pool.fetchrow(query, *args)

    async def _known(self, world_id: str, query: str, *args: Any) -> asyncpg.Record:
        row = await self._row(query, *args)
        if row is None:
            raise UnknownWorld(f"there is no world {world_id}")
        return row

    async def _require_world(self, world_id: str) -> None:
        """Raises `UnknownWorld`."""
        await self._known(world_id, sql.WORLD, world_id)
