"""The keys of `PostgresStore`."""

from __future__ import annotations

import asyncpg

from engine import sql_keys as sql
from engine.inputs import ANYONE
from engine.keys import LAST_OWNER_KEY, Key, KeyExists, LastOwnerKey, Linked, NewKey, UnknownKey, new_key_id
from engine.querying import Queries
from engine.rows import key_of
from engine.store import UnknownWorld

KEYS_BY_HASH, KEYS_BY_CAUSE = "keys_by_hash", "keys_by_cause"
"""The constraints that keep one row a key, and one key of a cause that opens anything."""


class PostgresKeys(Queries):
    """See `engine.keys.Keys`."""

    async def add_key(self, key: NewKey) -> Key:
        """See `Keys`."""
        row: asyncpg.Record | None = None
        while row is None:
            try:
                row = await self._add_key(key)
            except asyncpg.UniqueViolationError as error:
                if error.constraint_name != KEYS_BY_CAUSE:  # somebody was given this cause's key just now
                    raise KeyExists("this key is kept already; draw a fresh one") from error
        return key_of(row)

    async def _add_key(self, key: NewKey) -> asyncpg.Record:
        async with self._pool.transaction() as connection:
            if key.cause is not None:
                await connection.execute(sql.REVOKE_CAUSE, key.world_id, key.cause)
            row = await connection.fetchrow(
                sql.ADD_KEY,
                key.id,
                key.hash,
                key.world_id,
                key.role.value,
                key.subject,
                key.label,
                key.expires_at_ms,
                key.cause,
                key.given_to,
            )
        if row is None:
            raise UnknownWorld(f"there is no world {key.world_id}")
        return row

    async def key_by_hash(self, key_hash: bytes) -> Key | None:
        """See `Keys`."""
        row = await self._row(sql.KEY_BY_HASH, key_hash)
        return None if row is None else key_of(row)

    async def keys_of(self, world_id: str | None) -> list[Key]:
        """See `Keys`."""
        rows = await self._rows(sql.KEYS_OF, world_id)
        if not rows and world_id is not None:
            await self._require_world(world_id)
        return [key_of(row) for row in rows]

    async def revoke_key(self, key_id: str) -> None:
        """See `Keys`."""
        row = await self._row(sql.REVOKE_KEY, key_id)
        if row is None:
            raise UnknownKey(f"there is no key {key_id}")
        if not row["revoked"]:
            raise LastOwnerKey(LAST_OWNER_KEY)

    async def subjects_given_to(self, world_id: str, address: str) -> set[str]:
        """See `Keys`."""
        rows = await self._rows(sql.SUBJECTS_GIVEN_TO, world_id, address)
        return {row["subject"] for row in rows}

    async def add_link(self, token_hash: bytes, lasts_ms: int) -> None:
        """See `Keys`."""
        await self._row(sql.ADD_LINK, token_hash, lasts_ms)

    async def use_link(self, token_hash: bytes, operator: NewKey, owner_hash: bytes) -> Linked | None:
        """See `Keys`."""
        row = await self._row(
            sql.USE_LINK,
            token_hash,
            operator.id,
            operator.hash,
            operator.label,
            new_key_id(),
            owner_hash,
            ANYONE,
        )
        return None if row is None else Linked(row["world_id"])
