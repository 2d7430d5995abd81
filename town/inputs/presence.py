"""Who sends inputs is still there."""

from __future__ import annotations

from msgspec.structs import replace

from town.world import World


def heard_from(world: World, now: int, player_id: str) -> None:
    """A human has done something, so they are not idle. To be called once nothing can be rejected any more."""
    world.set_player(replace(world.players[player_id], last_input_at_ms=now))
