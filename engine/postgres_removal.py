"""What deleted worlds leave behind in Postgres, removed a batch at a time: no statement takes long, and a removal that
is broken off goes on where it was."""

from __future__ import annotations

from engine import sql
from engine.querying import Queries

BATCH_ROWS = 5_000


class PostgresRemoval(Queries):
    """See `engine.store.Store`."""

    async def remove_some(self) -> bool:
        """See `Store`: one batch of one table of one world."""
        row = await self._row(sql.DELETED_WORLD)
        if row is None:
            return False
        await self._remove_batch(row["id"])
        return True

    async def remove_rest(self, world_id: str) -> None:
        """Remove all that one deleted world has left behind."""
        while await self._remove_batch(world_id):
            pass

    async def _remove_batch(self, world_id: str) -> bool:
        """Whether there was anything but the last row of all."""
        for table in await self._rows(sql.TABLES_OF_WORLDS):
            statement = sql.REMOVE_ROWS.format(table=table["name"], column=table["column"])
            if await self._pool.execute(statement, world_id, BATCH_ROWS) != "DELETE 0":
                return True
        await self._pool.execute(sql.REMOVE_WORLD, world_id)
        return False
