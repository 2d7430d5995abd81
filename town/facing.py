"""Where bodies look."""

from __future__ import annotations

from town.geometry import Tile, facing_towards
from town.world import World


def look_towards(world: World, player_id: str, tile: Tile) -> None:
    """Turn a standing body; one that walks looks where it goes."""
    slot = world.walkers.slot_of[player_id]
    if not world.walkers["speed"][slot]:
        world.walkers["facing"][slot] = facing_towards(world.tile_of(player_id), tile)
