"""What those who watch are told of who comes and goes besides the state (docs/WIRE.md, section 2)."""

from __future__ import annotations

import msgspec

from town.ids import PlayerId


class PlayerJoined(
    msgspec.Struct, frozen=True, kw_only=True, tag="playerJoined", tag_field="kind", rename="camel"
):
    """Somebody came into the world."""

    player: PlayerId
    name: str
    human: bool


class PlayerLeft(
    msgspec.Struct, frozen=True, kw_only=True, tag="playerLeft", tag_field="kind", rename="camel"
):
    """Somebody has left the world."""

    player: PlayerId
    name: str
