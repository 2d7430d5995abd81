"""The leases of `PostgresStore`; by the database's clock."""

from __future__ import annotations

from typing import Any

from engine import sql
from engine.leases import Holder, LivingHost, NotFree, Sharing
from engine.querying import Queries
from engine.rows import payload
from engine.store import ANY_WORLD, WORLD_KIND, StaleGeneration


class PostgresLeases(Queries):
    """See `engine.leases.Leases`."""

    async def take(self, world_id: str, holder: Holder) -> int:
        """See `Leases`."""
        row = await self._row(sql.TAKE, world_id, holder.id, holder.rules, holder.rules_version)
        if row is None:
            await self._known(world_id, sql.WORLD, world_id)
            raise NotFree(f"world {world_id} is not to be taken")
        return row["generation"]

    async def beat(self, world_id: str, generation: int) -> None:
        """See `Leases`."""
        await self._held(world_id, generation, sql.BEAT)

    async def release(self, world_id: str, generation: int) -> None:
        """See `Leases`."""
        await self._held(world_id, generation, sql.RELEASE, payload(world_id, WORLD_KIND))

    async def quarantine(self, world_id: str, generation: int, reason: str, rules_version: int) -> None:
        """See `Leases`."""
        signal = payload(world_id, WORLD_KIND)
        await self._held(world_id, generation, sql.QUARANTINE, reason, rules_version, signal)

    async def retry(self, world_id: str) -> None:
        """See `Leases`."""
        await self._known(world_id, sql.RETRY, world_id, payload(world_id, WORLD_KIND))

    async def share(self, host: Holder, capacity: int) -> Sharing:
        """See `Leases`."""
        row = await self._row(sql.SHARE, host.id, host.rules, host.rules_version, capacity)
        assert row is not None
        hosts = (LivingHost(id=id_, capacity=most, worlds=held) for id_, most, held in row["hosts"])
        return Sharing(hosts=tuple(hosts), free=tuple(row["free"]), free_count=row["free_count"])

    async def leave(self, host_id: str) -> None:
        """See `Leases`."""
        await self._row(sql.LEAVE, host_id, payload(ANY_WORLD, WORLD_KIND))

    async def _stale(self, world_id: str) -> StaleGeneration:
        """The error for who no longer runs the world. Raises `UnknownWorld`."""
        now = (await self._known(world_id, sql.WORLD, world_id))["generation"]
        return StaleGeneration(f"world {world_id} was taken by generation {now}")

    async def _held(self, world_id: str, generation: int, query: str, *args: Any) -> None:
        if await self._row(query, world_id, generation, *args) is None:
            raise await self._stale(world_id)
