"""Doings of the version before each said whether one sleeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

Body = dict[str, Any]

_SLEEP_EMOJI = frozenset({"💤", "😴", "🛌", "🛏️", "🛏"})
"""Who did something with one of these was asleep."""


def saying_who_sleeps(doings: Callable[[Body], list[Body | None]]) -> Callable[[msgspec.Raw], msgspec.Raw]:
    """A change from version 1 to 2 of entities with these doings, each of which says then whether one sleeps."""

    def change(body: msgspec.Raw) -> msgspec.Raw:
        entity: Body = msgspec.json.decode(body)
        for doing in doings(entity):
            if doing is not None:
                doing["asleep"] = doing["emoji"] in _SLEEP_EMOJI
        return msgspec.Raw(msgspec.json.encode(entity))

    return change


def doings_of_player(player: Body) -> list[Body | None]:
    """What a player does, and what they walk somewhere to do."""
    heading = player.get("heading")
    return [player.get("activity"), heading and heading["activity"]]
