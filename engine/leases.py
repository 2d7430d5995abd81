"""Who runs which world: leases by the store's clock, and how hosts share worlds out.

A lease only keeps others from trying. What keeps two runners apart is the world's generation, which each commit
checks: docs/adr/0022-leases.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Protocol, Self

import msgspec

from engine.game import Rules

LEASE_MS = 6_000
"""So long after its last sign of life a world may be taken from its runner, and a host counts as dead."""
RENEW_BELOW_MS = 4_500
"""A commit renews its lease once no more than this is left of it."""
GRACE_MS = 5_000
"""A world counts as running for so long after its lease has ended: a hand-over is no stop."""
MOST_FREE_WORLDS = 200
"""Worlds to take that one look names."""

RunnerState = Literal["never", "running", "stopped", "broken"]
"""`never`: nobody has run the world yet; `broken`: its rules failed, and it waits for a retry."""


class NotFree(Exception):
    """The world can't be taken: another runs it, or it is broken, or it is one of other rules."""


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes worlds: a process with rules."""

    id: str
    """Never used twice: who starts anew is somebody else."""
    rules: str
    rules_version: int

    @classmethod
    def of(cls, id_: str, rules: Rules[Any]) -> Self:
        """A holder that plays by these rules."""
        return cls(id=id_, rules=rules.name, rules_version=rules.version)


class LivingHost(msgspec.Struct, frozen=True, kw_only=True):
    """A host as the others see it."""

    id: str
    capacity: int
    """Worlds that it runs at the most."""
    worlds: int
    """Worlds that it holds."""


class Sharing(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to share out, among whom: worlds of the same rules, hosts of the same version of them too."""

    hosts: tuple[LivingHost, ...]
    """The one that looks is among them."""
    free: tuple[str, ...]
    """Worlds that nobody runs, oldest first; at most `MOST_FREE_WORLDS`."""
    free_count: int
    """All worlds that nobody runs."""


class Leases(Protocol):
    """Each method is atomic. `StaleGeneration` and `UnknownWorld` are as `Store` has them."""

    async def take(self, world_id: str, holder: Holder) -> int:
        """Take a world that nobody runs: raise its generation and return it. From now on only this generation
        commits. A world that broke under other rules' version is taken, and counts as mended. Raises `NotFree`."""
        ...

    async def beat(self, world_id: str, generation: int) -> None:
        """Renew the lease of a world in which nothing happens. Raises `StaleGeneration`."""
        ...

    async def release(self, world_id: str, generation: int) -> None:
        """Let a world go, for another to take at once. Raises `StaleGeneration`."""
        ...

    async def quarantine(self, world_id: str, generation: int, reason: str, rules_version: int) -> None:
        """Let a world go as broken: nobody takes it under this version before `retry`. Raises `StaleGeneration`."""
        ...

    async def retry(self, world_id: str) -> None:
        """Let a broken world be taken again."""
        ...

    async def share(self, host: Holder, capacity: int) -> Sharing:
        """Show that a host lives, and see what it may take."""
        ...

    async def leave(self, host_id: str) -> None:
        """Count a host no longer: it stops."""
        ...


def fair_shares(worlds: int, hosts: Sequence[LivingHost]) -> dict[str, int]:
    """How many of the worlds each host should run.

    All are given out as far as the capacities reach, and hosts with room to spare differ by one at the most. Who
    holds more already gets the odd ones, so that what is fair stays where it is.
    """
    shares = {host.id: 0 for host in hosts}
    open_hosts: list[LivingHost] = sorted(hosts, key=lambda host: (-host.worlds, host.id))
    while worlds and open_hosts:
        each = max(1, worlds // len(open_hosts))
        for host in open_hosts:
            given = min(each, worlds, host.capacity - shares[host.id])
            shares[host.id] += given
            worlds -= given
        open_hosts = [host for host in open_hosts if shares[host.id] < host.capacity]
    return shares
