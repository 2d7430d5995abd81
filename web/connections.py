"""Connections of which one address has so many at the most, and whose heads come in time."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from web.addresses import ProxyTrust

MOST_SOCKET_BYTES = 4096
"""Of a message that a viewer sends, who has heartbeats to send alone: none that is longer is kept till its end."""
HEAD_S = 10.0
"""From the first byte of a request, or the beginning of a connection, until its head is whole."""


class Callers:
    """How many connections each peer has. Proxies that are trusted speak for many and are not counted."""

    def __init__(self, most_from_address: int, trust: ProxyTrust) -> None:
        self._most = most_from_address
        self._trust = trust
        self._connections: Counter[str] = Counter()

    def come(self, address: str) -> bool:
        """Count a connection; whether it may stay."""
        self._connections[address] += 1
        return self._trust.trusts(address) or self._connections[address] <= self._most

    def go(self, address: str) -> None:
        """A connection that came is gone."""
        self._connections[address] -= 1
        if not self._connections[address]:
            del self._connections[address]


def protocol_for(callers: Callers, head_s: float = HEAD_S) -> type[asyncio.Protocol]:
    """The HTTP protocol of a server that counts its callers."""

    class PatientProtocol(H11Protocol):
        """uvicorn waits for a head as long as anybody likes; this does not."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._caller: str | None = None
            self._head_timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            self._caller = self.client[0] if self.client else ""
            if not callers.come(self._caller):
                transport.abort()
                return
            self._expect_head()

        def connection_lost(self, exc: Exception | None) -> None:
            self._leave()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is not h11.IDLE:
                self._stop_timer()
            elif self.conn.trailing_data[0]:
                self._expect_head()

        def handle_websocket_upgrade(self, event: h11.Request) -> None:
            # From here on the connection is a socket's, and counted as a viewer.
            self._leave()
            super().handle_websocket_upgrade(event)

        def _expect_head(self) -> None:
            if self._head_timer is None:
                self._head_timer = self.loop.call_later(head_s, self.transport.abort)

        def _stop_timer(self) -> None:
            if self._head_timer is not None:
                self._head_timer.cancel()
                self._head_timer = None

        def _leave(self) -> None:
            self._stop_timer()
            if self._caller is not None:
                callers.go(self._caller)
                self._caller = None

    return PatientProtocol
