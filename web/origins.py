"""Which pages may ask: those of this server's own address, and of the origins that its settings allow."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}

Place = tuple[str, int | None]
"""A host and its port."""


class Origins:
    """The origins whose pages may write and watch."""

    def __init__(self, allowed: Sequence[str]) -> None:
        """Raises `ValueError` for what is no origin: 'https://town.example', say."""
        self._allowed = {_origin(name) for name in allowed}

    def allows(self, origin: str) -> bool:
        """Whether this one is among those named, whose pages may read what is answered too."""
        try:
            return _origin(origin) in self._allowed
        except ValueError:
            return False

    def accepts(self, origin: str | None, hosts: Sequence[str]) -> bool:
        """Whether a page of this origin may write or watch; `hosts` are the names by which the server was asked.

        A program that is no browser names no origin: it holds no keys but its own.
        """
        if origin is None or self.allows(origin):
            return True
        try:
            scheme, host, port = _origin(origin)
        except ValueError:
            return False
        return any(_place(name, scheme) == (host, port) for name in hosts)


def _origin(text: str) -> tuple[str, str, int | None]:
    parts = urlsplit(text.strip())
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise ValueError(f"{text!r} is no origin")
    return parts.scheme, parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme]


def _place(host: str, scheme: str) -> Place | None:
    try:
        parts = urlsplit(f"//{host}")
        return (parts.hostname, parts.port or DEFAULT_PORTS[scheme]) if parts.hostname else None
    except ValueError:
        return None
