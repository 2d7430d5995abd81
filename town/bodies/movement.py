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
from town.bodies.moments import SETTING_OUT
from town.ground.constants import UNITS_PER_TILE
from town.ground.geometry import STEP_X, STEP_Y, Tile, facing_towards, opposite, step
from town.ids import PlayerId
from town.world import World


def motion(world: World, times_ms: npt.NDArray[np.int64]) -> Samples:
    """Where all walkers are at each of the times, as long as none begins or ends a leg: shape (times, slots)."""
    walkers = world.walkers
    moving = np.flatnonzero(walkers["speed"])
    shape = (len(times_ms), walkers.capacity)
    x, y = walkers["tile_x"] * UNITS_PER_TILE, walkers["tile_y"] * UNITS_PER_TILE
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


def derive_bodies(world: World) -> None:
    """Make again who holds which tile."""
    world.holders = {world.grid.index(world.tile_of(id_)): id_ for id_ in world.walkers}


def leg_ends_ms(world: World, player_id: PlayerId) -> int | None:
    """When the present leg is over; None for who stands still."""
    slot = world.walkers.slot_of.get(player_id)
    if slot is None or not (speed := int(world.walkers["speed"][slot])):
        return None
    leg_end = int(world.walkers["leg_end_units"][slot])
    return int(world.walkers["run_from_ms"][slot]) + -(-leg_end * 1000 // speed)


def remaining_units(world: World, now_ms: int, player_id: PlayerId) -> int:
    """How far the end of the present leg still is; 0 for who stands still or has just come to its end."""
    slot = world.walkers.slot_of[player_id]
    elapsed = now_ms - int(world.walkers["run_from_ms"][slot])
    travelled = elapsed * int(world.walkers["speed"][slot]) // 1000
    return max(int(world.walkers["leg_end_units"][slot]) - travelled, 0)


def is_still(world: World, player_id: PlayerId) -> bool:
    """Whether a body stands on its tile."""
    return not world.walkers["speed"][world.walkers.slot_of[player_id]]


def put_down(world: World, player_id: PlayerId, tile: Tile) -> None:
    """A new body, still on a tile that must be free."""
    index = world.grid.index(tile)
    assert index not in world.holders, f"{tile} is held by {world.holders[index]}"
    world.holders[index] = player_id
    x, y = _centre(tile)
    world.walkers.add(player_id, x=x, y=y, tile_x=tile.x, tile_y=tile.y)


def take_away(world: World, player_id: PlayerId) -> None:
    """Remove a body, with whatever it held."""
    del world.holders[world.grid.index(world.tile_of(player_id))]
    world.walkers.remove(player_id)


def walk_to(world: World, now_ms: int, player_id: PlayerId, destination: Tile) -> None:
    """Set a player walking: the way is planned on this tick, or the next ones when many set out at once."""
    world.walkers.set(player_id, plan_at_ms=max(now_ms, 1), give_up_at_ms=0)
    SETTING_OUT.tell(world, now_ms, player_id)
    world.players[player_id] = replace(world.players[player_id], destination=destination, route=())


def stop(world: World, player_id: PlayerId) -> None:
    """End a walk: at once for who stands still, else when the present leg ends."""
    world.walkers.set(player_id, plan_at_ms=0, give_up_at_ms=0)
    player = world.players[player_id]
    if player.destination is not None or player.route:
        world.players[player_id] = replace(player, destination=None, route=())


def halt(world: World, player_id: PlayerId) -> None:
    """Stand still on the tile held, at whose centre the body must be."""
    x, y = _centre(world.tile_of(player_id))
    world.walkers.set(player_id, speed=0, run_from_ms=0, leg_end_units=0, x=x, y=y)


def set_out(world: World, now_ms: int, player_id: PlayerId, next_tile: Tile) -> None:
    """Begin a run from standing: the first leg leads to a free neighbouring tile."""
    speed = world.settings.walking_units_per_second
    world.walkers.set(player_id, speed=speed, run_from_ms=now_ms, leg_end_units=0)
    go_on(world, now_ms, player_id, next_tile)


def go_on(world: World, now_ms: int, player_id: PlayerId, next_tile: Tile) -> None:
    """The next leg of a run: what was overshot of the last one counts."""
    facing = facing_towards(world.tile_of(player_id), next_tile)
    _hold(world, player_id, next_tile)
    walked = int(world.walkers["leg_end_units"][world.walkers.slot_of[player_id]])
    world.walkers.set(player_id, facing=facing, leg_end_units=walked + UNITS_PER_TILE)
    left = remaining_units(world, now_ms, player_id)
    x, y = _centre(next_tile)
    world.walkers.set(player_id, x=x - int(STEP_X[facing]) * left, y=y - int(STEP_Y[facing]) * left)


def tile_behind(world: World, player_id: PlayerId) -> Tile:
    """The tile that the present leg began on."""
    slot = world.walkers.slot_of[player_id]
    return step(world.tile_of(player_id), opposite(int(world.walkers["facing"][slot])))


def turn_back(world: World, now_ms: int, player_id: PlayerId) -> None:
    """Walk the present leg back to its beginning, which must be free. Who has not left it yet stands there."""
    slot = world.walkers.slot_of[player_id]
    left = remaining_units(world, now_ms, player_id)
    _hold(world, player_id, tile_behind(world, player_id))
    world.walkers.set(player_id, facing=opposite(int(world.walkers["facing"][slot])))
    if left >= UNITS_PER_TILE:
        halt(world, player_id)
        return
    world.walkers.set(player_id, run_from_ms=now_ms, leg_end_units=UNITS_PER_TILE - left)


def _hold(world: World, player_id: PlayerId, tile: Tile) -> None:
    index = world.grid.index(tile)
    assert index not in world.holders, f"{tile} is held by {world.holders[index]}"
    del world.holders[world.grid.index(world.tile_of(player_id))]
    world.holders[index] = player_id
    world.walkers.set(player_id, tile_x=tile.x, tile_y=tile.y)


def _centre(tile: Tile) -> tuple[int, int]:
    """Where a body is that stands on a tile, in units."""
    return tile.x * UNITS_PER_TILE, tile.y * UNITS_PER_TILE
