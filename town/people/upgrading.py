"""Players of the version before names were told apart by what they look like."""

from __future__ import annotations

from typing import Any

import msgspec

from town.talk.likeness import readings_of


def with_readings(body: msgspec.Raw) -> msgspec.Raw:
    """A player of version 1 as version 2 has it: with what the name may be read as."""
    player: dict[str, Any] = msgspec.json.decode(body)
    if "name" not in player:
        return body
    return msgspec.Raw(msgspec.json.encode({**player, "readings": readings_of(player["name"])}))
