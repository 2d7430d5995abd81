"""The leases of `MemoryStore`, by a clock that a test may turn by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.leases import (
    GRACE_MS,
    LEASE_MS,
    MOST_FREE_WORLDS,
    Holder,
    LivingHost,
    RunnerState,
    Sharing,
)


class _Lease:
    def __init__(self, rules: str) -> None:
        self.rules = rules
        self.holder: str | None = None
        self.until_ms: int | None = None
        self.broken_reason: str | None = None
        self.broken_version: int | None = None


class _Host:
    def __init__(self, holder: Holder, capacity: int, until_ms: int) -> None:
        self.rules = holder.rules, holder.rules_version
        self.capacity = capacity
        self.until_ms = until_ms


class MemoryLeases:
    """One lease a world, and the hosts. Generations are the store's: it checks them before it calls."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._leases: dict[str, _Lease] = {}
        self._hosts: dict[str, _Host] = {}

    def found(self, world_id: str, rules: str) -> None:
        """A lease for a new world, which nobody holds yet."""
        self._leases[world_id] = _Lease(rules)

    def forget(self, world_id: str) -> None:
        """The world is gone."""
        del self._leases[world_id]

    def state(self, world_id: str) -> tuple[RunnerState, str | None]:
        """What runs the world, and why it is broken if it is."""
        lease = self._leases[world_id]
        if lease.broken_reason is not None:
            return "broken", lease.broken_reason
        if lease.until_ms is None:
            return "never", None
        return ("running" if lease.until_ms > self._now_ms() - GRACE_MS else "stopped"), None

    def take(self, world_id: str, holder: Holder) -> bool:
        """Whether the holder has the world now."""
        lease = self._leases[world_id]
        held = lease.holder == holder.id
        if lease.rules != holder.rules or not (held or self._is_free(lease, holder.rules_version)):
            return False
        lease.holder, lease.broken_reason, lease.broken_version = holder.id, None, None
        self.renew(world_id)
        return True

    def renew(self, world_id: str) -> None:
        """The runner lives."""
        self._leases[world_id].until_ms = self._now_ms() + LEASE_MS

    def release(self, world_id: str) -> None:
        """Nobody holds the world any longer."""
        lease = self._leases[world_id]
        lease.holder, lease.until_ms = None, self._now_ms()

    def quarantine(self, world_id: str, reason: str, rules_version: int) -> None:
        """Nobody may hold the world."""
        self.release(world_id)
        lease = self._leases[world_id]
        lease.broken_reason, lease.broken_version = reason, rules_version

    def retry(self, world_id: str) -> None:
        """Somebody may hold the world again."""
        lease = self._leases[world_id]
        lease.broken_reason, lease.broken_version = None, None

    def share(self, host: Holder, capacity: int) -> Sharing:
        """See `Leases`."""
        self._hosts[host.id] = _Host(host, capacity, self._now_ms() + LEASE_MS)
        free = [
            world_id
            for world_id, lease in self._leases.items()
            if lease.rules == host.rules and self._is_free(lease, host.rules_version)
        ]
        return Sharing(
            hosts=tuple(self._living(host)), free=tuple(free[:MOST_FREE_WORLDS]), free_count=len(free)
        )

    def leave(self, host_id: str) -> None:
        """See `Leases`."""
        self._hosts.pop(host_id, None)

    def _living(self, of: Holder) -> Iterable[LivingHost]:
        for id_, host in self._hosts.items():
            if host.rules == (of.rules, of.rules_version) and host.until_ms > self._now_ms():
                yield LivingHost(id=id_, capacity=host.capacity, worlds=self._held_by(id_))

    def _held_by(self, host_id: str) -> int:
        return sum(lease.holder == host_id and not self._has_ended(lease) for lease in self._leases.values())

    def _is_free(self, lease: _Lease, rules_version: int) -> bool:
        return self._has_ended(lease) and lease.broken_version != rules_version

    def _has_ended(self, lease: _Lease) -> bool:
        return lease.until_ms is None or lease.until_ms <= self._now_ms()
