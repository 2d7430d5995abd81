"""Who is at the other end: the peer, or whom a proxy that is trusted names (docs/PROXIES.md)."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

from litestar.connection import ASGIConnection

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
ONE_CUSTOMER_BITS = 64
"""Of an IPv6 address, what a customer gets as a whole: limits count all of it as one."""


class ProxyTrust:
    """The proxies whose word counts."""

    def __init__(self, networks: Sequence[str]) -> None:
        """Raises `ValueError` for what is no network: '192.0.2.1', '10.0.0.0/8' or '::1', say."""
        self._networks: tuple[Network, ...] = tuple(
            ipaddress.ip_network(name, strict=False) for name in networks
        )

    def trusts(self, address: str) -> bool:
        """Whether this is a proxy whose word counts. A peer without an address is at a Unix socket: it is."""
        if not self._networks:
            return False
        found = _parsed(address)
        return address == "" or (found is not None and any(found in network for network in self._networks))

    def forwarded_for(self, peer: str, forwarded: Sequence[str]) -> str:
        """The address that a request comes from; `forwarded` are the values of all X-Forwarded-For, in order.

        Read from the end, since whoever asks can put anything before what the proxies have added.
        """
        address = peer
        for hop in reversed([hop.strip() for value in forwarded for hop in value.split(",")]):
            if not self.trusts(address):
                return address
            found = _parsed(_without_port(hop))
            if found is None:
                return address
            address = str(found)
        return address


def address_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The address by which limits and quotas know who asks."""
    host = connection.client.host if connection.client else ""
    found = _parsed(host)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, ONE_CUSTOMER_BITS), strict=False))
    return host if found is None else str(found)


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


def _without_port(hop: str) -> str:
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop
