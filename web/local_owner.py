"""On a laptop whoever sits at it owns the town: the page may fetch the owner key, from this machine alone."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from litestar import Request

from web.problems import Problem

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
WORLD_ID = re.compile(r"[a-z0-9-]{1,40}")


def local_owner_key(request: Request[Any, Any, Any], folder: Path | None, world_id: str) -> str:
    """The key, if the request comes from a page of this machine's own server. Raises `Problem` 403.

    A loopback peer is not enough: a page from elsewhere could have its name point here (DNS rebinding), so
    the Host and Origin headers must name this machine too.
    """
    if folder is None or not _from_this_machine(request):
        raise Problem(
            403,
            "not-local",
            "The owner key is given only to a page on the machine that runs the town.",
            "Open the page there, or enter the key that creating the world gave.",
        )
    path = folder / world_id
    if not WORLD_ID.fullmatch(world_id) or not path.is_file():
        raise Problem(
            403,
            "not-local",
            "This world's owner key is not kept on this machine.",
            "Enter the key that creating the world gave.",
        )
    return path.read_text().strip()


def _from_this_machine(request: Request[Any, Any, Any]) -> bool:
    if request.client is None or not _is_loopback(request.client.host):
        return False
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    if urlsplit(f"//{host}").hostname not in LOCAL_NAMES or "x-forwarded-for" in request.headers:
        return False
    return origin is None or urlsplit(origin).netloc == host


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
