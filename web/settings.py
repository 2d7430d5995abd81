"""What the web needs to know to run."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

Founding = Literal["key", "open"]
OPEN_REST_MINUTES = 10
"""A stranger's world rests after so long without anybody, and at no time later."""

CLIENT_FOLDER = Path(__file__).parent / "client" / "dist"
"""Where the built page is, in a clone and in an installed program."""


class WebSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Plain values; the program fills them from its flags and environment."""

    database_url: str
    client_folder: Path
    """The built page."""
    redis_url: str = ""
    """The workers' queue, and where they tell what is being written. Without it nobody searches memories by
    meaning, and messages appear whole."""
    founding: Founding = "key"
    """Who founds worlds: whoever has an operator's `key`, or, `open`, anybody within the quotas below."""
    most_worlds: int = 100
    """Worlds in all."""
    most_worlds_from_address: int = 3
    """Worlds that there may be at a time of those that strangers have founded from one address."""
    most_body_bytes: int = 64 * 1024
    writes_per_second: int = 50
    """POSTs that one address may send, lastingly."""
    writes_burst: int = 300
    """POSTs that one address may send at once."""
    reads_per_second: int = 100
    """GETs of the API that one address may send, lastingly."""
    reads_burst: int = 1000
    """GETs of the API that one address may send at once."""
    most_viewers: int = 1000
    most_viewers_from_address: int = 100
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks of proxies whose X-Forwarded-For, -Proto and -Host count."""
    allowed_origins: tuple[str, ...] = ()
    """Origins whose pages may write and watch beside those of this server's own address."""
    base_path: str = ""
    """The path under which all is served, such as `/town`; a proxy may take it off or leave it."""
    rest_after_minutes: int | None = None
    """After how long without viewers a new world rests that does not say so itself; None: never, or, where anybody
    founds worlds, after `OPEN_REST_MINUTES`."""
