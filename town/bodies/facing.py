"""Where bodies look."""

from __future__ import annotations

from town.ground.geometry import Tile, facing_towards
from town.ids import PlayerId
from town.world import World


def look_towards(world: World, player_id: PlayerId, tile: Tile) -> None:
    """Turn a standing body; one that walks looks where it goes."""
    slot = world.walkers.slot_of[player_id]
    if not world.walkers["speed"][slot]:
        world.walkers.set(player_id, facing=facing_towards(world.tile_of(player_id), tile))
