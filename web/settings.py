"""What the web needs to know to run."""

from __future__ import annotations

from pathlib import Path

import msgspec

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
    owner_keys_folder: Path | None = None
    """On a laptop: a file for each world, named by its id, with its owner key."""
    most_body_bytes: int = 64 * 1024
    writes_per_second: int = 50
    """POSTs that one address may send, lastingly."""
    writes_burst: int = 300
    """POSTs that one address may send at once."""
    most_viewers: int = 1000
    rest_after_minutes: int | None = None
    """After how long without viewers a new world rests that does not say so itself; None: never."""
