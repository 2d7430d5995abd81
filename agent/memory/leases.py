"""Which worker watches which world: a row for each, with its end by the database's clock.

A worker that dies renews nothing, so that another has its worlds within `EXPIRY_S` + `RENEW_S`.
"""

from __future__ import annotations

import secrets

import asyncpg

from agent.memory import sql
from engine.pool import Pool

EXPIRY_S = 6.0
RENEW_S = 2.0


class PerceptionLeases:
    """The worlds that one worker watches, all of its own rules. Every method raises `StoreUnavailable`."""

    def __init__(self, pool: Pool, rules: str, expiry_s: float = EXPIRY_S) -> None:
        self._pool = pool
        self._rules = rules
        self._expiry_s = expiry_s
        self._holder = secrets.token_hex(8)

    async def hold(self) -> set[str]:
        """Renew what this worker has and take what nobody has; gives the worlds that are its own now."""
        try:
            rows = await self._pool.fetch(sql.LEASE, self._holder, self._expiry_s, self._rules)
        except asyncpg.ForeignKeyViolationError:  # a world was deleted in this moment
            rows = await self._pool.fetch(sql.HELD, self._holder)
        return {row["world_id"] for row in rows}

    async def leave(self) -> None:
        """Let others have them at once."""
        await self._pool.execute(sql.LEAVE, self._holder)
