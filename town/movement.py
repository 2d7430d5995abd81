"""Bodies on tiles: a walker is either still on a tile or on a leg between two neighbouring ones.

It holds exactly one tile, the one it stands on or the one its leg ends on, and no two hold the same. Legs that
follow each other without a stop are one run: how far it has come is counted from the run's start, so a walk is
exact over any distance. Nothing is decided but at the ends of legs; between them `motion` says where all are.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from engine.history import Samples
from town.activities import end_activity
from town.constants import UNITS_PER_TILE
from town.geometry import STEP_X, STEP_Y, Tile, facing_towards, opposite, step
from town.world import World


def motion(world: World, times_ms: npt.NDArray[np.int64]) -> Samples:
    """Where all walkers are at each of the times, as long as none begins or ends a leg: shape (times, slots)."""
    walkers = world.walkers
    moving = np.flatnonzero(walkers["speed"])
    shape = (len(times_ms), walkers.capacity)
    x, y = walkers["x"], walkers["y"]
    if not moving.size:
        return {"walkers": {"x": np.broadcast_to(x, shape), "y": np.broadcast_to(y, shape)}}
    elapsed = times_ms[:, np.newaxis] - walkers["run_from_ms"][moving]
    remaining = walkers["leg_end_units"][moving] - elapsed * walkers["speed"][moving] // 1000
    np.maximum(remaining, 0, out=remaining)
    facing = walkers["facing"][moving]
    xs, ys = np.repeat(x[np.newaxis], shape[0], axis=0), np.repeat(y[np.newaxis], shape[0], axis=0)
    xs[:, moving] = walkers["tile_x"][moving] * UNITS_PER_TILE - STEP_X[facing] * remaining
    ys[:, moving] = walkers["tile_y"][moving] * UNITS_PER_TILE - STEP_Y[facing] * remaining
    return {"walkers": {"x": xs, "y": ys}}


def leg_ends_ms(world: World, player_id: str) -> int | None:
    """When the present leg is over; None for who stands still."""
    slot = world.walkers.slot_of.get(player_id)
    if slot is None or not (speed := int(world.walkers["speed"][slot])):
        return None
    leg_end = int(world.walkers["leg_end_units"][slot])
    return int(world.walkers["run_from_ms"][slot]) + -(-leg_end * 1000 // speed)


def remaining_units(world: World, now_ms: int, player_id: str) -> int:
    """How far the end of the present leg still is; 0 for who stands still or has just come to its end."""
    slot = world.walkers.slot_of[player_id]
    elapsed = now_ms - int(world.walkers["run_from_ms"][slot])
    travelled = elapsed * int(world.walkers["speed"][slot]) // 1000
    return max(int(world.walkers["leg_end_units"][slot]) - travelled, 0)


def is_still(world: World, player_id: str) -> bool:
    """Whether a body stands on its tile."""
    return not world.walkers["speed"][world.walkers.slot_of[player_id]]


def put_down(world: World, player_id: str, tile: Tile) -> None:
    """A new body, still on a tile that must be free."""
    index = world.grid.index(tile)
    assert index not in world.holders, f"{tile} is held by {world.holders[index]}"
    world.holders[index] = player_id
    world.walkers.add(
        player_id, x=tile.x * UNITS_PER_TILE, y=tile.y * UNITS_PER_TILE, tile_x=tile.x, tile_y=tile.y
    )


def take_away(world: World, player_id: str) -> None:
    """Remove a body, with whatever it held."""
    del world.holders[world.grid.index(world.tile_of(player_id))]
    world.walkers.remove(player_id)
    _touch(world, player_id)


def walk_to(world: World, now_ms: int, player_id: str, destination: Tile) -> None:
    """Set a player walking: the way is planned on this tick, or the next ones when many set out at once."""
    slot = world.walkers.slot_of[player_id]
    world.walkers["plan_at_ms"][slot] = max(now_ms, 1)
    world.walkers["give_up_at_ms"][slot] = 0
    end_activity(world, now_ms, player_id)
    world.set_player(replace(world.players[player_id], destination=destination, route=()))
    _touch(world, player_id)


def stop(world: World, player_id: str) -> None:
    """End a walk: at once for who stands still, else when the present leg ends."""
    slot = world.walkers.slot_of[player_id]
    world.walkers["plan_at_ms"][slot] = 0
    world.walkers["give_up_at_ms"][slot] = 0
    player = world.players[player_id]
    if player.destination is not None or player.route:
        world.set_player(replace(player, destination=None, route=()))
    _touch(world, player_id)


def halt(world: World, player_id: str) -> None:
    """Stand still on the tile held, at whose centre the body must be."""
    slot = world.walkers.slot_of[player_id]
    walkers = world.walkers
    walkers["speed"][slot] = walkers["run_from_ms"][slot] = walkers["leg_end_units"][slot] = 0
    walkers["x"][slot] = walkers["tile_x"][slot] * UNITS_PER_TILE
    walkers["y"][slot] = walkers["tile_y"][slot] * UNITS_PER_TILE
    _touch(world, player_id)


def set_out(world: World, now_ms: int, player_id: str, next_tile: Tile) -> None:
    """Begin a run from standing: the first leg leads to a free neighbouring tile."""
    slot = world.walkers.slot_of[player_id]
    world.walkers["speed"][slot] = world.settings.walking_units_per_second
    world.walkers["run_from_ms"][slot] = now_ms
    world.walkers["leg_end_units"][slot] = 0
    go_on(world, now_ms, player_id, next_tile)


def go_on(world: World, now_ms: int, player_id: str, next_tile: Tile) -> None:
    """The next leg of a run: what was overshot of the last one counts."""
    slot = world.walkers.slot_of[player_id]
    facing = facing_towards(world.tile_of(player_id), next_tile)
    _hold(world, player_id, next_tile)
    world.walkers["facing"][slot] = facing
    world.walkers["leg_end_units"][slot] += UNITS_PER_TILE
    left = remaining_units(world, now_ms, player_id)
    world.walkers["x"][slot] = next_tile.x * UNITS_PER_TILE - int(STEP_X[facing]) * left
    world.walkers["y"][slot] = next_tile.y * UNITS_PER_TILE - int(STEP_Y[facing]) * left
    _touch(world, player_id)


def tile_behind(world: World, player_id: str) -> Tile:
    """The tile that the present leg began on."""
    slot = world.walkers.slot_of[player_id]
    return step(world.tile_of(player_id), opposite(int(world.walkers["facing"][slot])))


def turn_back(world: World, now_ms: int, player_id: str) -> None:
    """Walk the present leg back to its beginning, which must be free. Who has not left it yet stands there."""
    slot = world.walkers.slot_of[player_id]
    walkers = world.walkers
    left = remaining_units(world, now_ms, player_id)
    _hold(world, player_id, tile_behind(world, player_id))
    walkers["facing"][slot] = opposite(int(walkers["facing"][slot]))
    if left >= UNITS_PER_TILE:
        halt(world, player_id)
        return
    walkers["run_from_ms"][slot] = now_ms
    walkers["leg_end_units"][slot] = UNITS_PER_TILE - left
    _touch(world, player_id)


def _hold(world: World, player_id: str, tile: Tile) -> None:
    index = world.grid.index(tile)
    assert index not in world.holders, f"{tile} is held by {world.holders[index]}"
    del world.holders[world.grid.index(world.tile_of(player_id))]
    world.holders[index] = player_id
    slot = world.walkers.slot_of[player_id]
    world.walkers["tile_x"][slot], world.walkers["tile_y"][slot] = tile.x, tile.y


def _touch(world: World, player_id: str) -> None:
    world.agendas.legs.touch(player_id)
    world.agendas.plans.touch(player_id)
