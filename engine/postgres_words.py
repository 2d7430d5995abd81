"""The part of `PostgresStore` that keeps what is said apart; texts are written with their inputs, by `send`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine import sql
from engine.keys import new_author_key
from engine.querying import Queries
from engine.rows import payload, said_of
from engine.store import WORLD_KIND
from engine.words import Said


class PostgresWords(Queries):
    """See `engine.store.Store`."""

    async def author_key(self, world_id: str, author: str) -> bytes:
        """See `Store`."""
        row = await self._row(sql.AUTHOR_KEY, world_id, author)
        return (row or await self._known(world_id, sql.NEW_AUTHOR, world_id, author, new_author_key()))["key"]

    async def spoken(self, world_id: str, ids: Iterable[str]) -> Mapping[str, Said]:
        """See `Store`."""
        wanted = sorted(set(ids))
        rows = await self._rows(sql.SPOKEN, world_id, wanted) if wanted else []
        return {row["id"]: said_of(row) for row in rows}

    async def forget_author(self, world_id: str, author: str) -> None:
        """See `Store`."""
        async with self._pool.transaction() as connection:
            await connection.execute(sql.FORGET_AUTHOR, world_id, author)
            await connection.execute(sql.FORGET_WORDS, world_id, author)
            await connection.execute(sql.SIGNAL, payload(world_id, WORLD_KIND))
