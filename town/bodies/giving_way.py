"""How walkers who meet get past each other.

A walker whose next tile is held stops and waits a random time up to a second, then plans again. If the holder waits as well
and faces it, and there is no short way around, one of the two backs off: humans before agents, then who
came first, have the right of way. When the one who should can't, the other does; when neither can, those who stand
behind are asked, and theirs behind them.
"""

from __future__ import annotations

from msgspec.structs import replace

from town.bodies.constants import (
    FARTHEST_STEP_ASIDE_TILES,
    LONGEST_CHAIN_OF_MAKING_WAY,
    LONGEST_WAIT_TO_GIVE_WAY_MS,
    STEP_ASIDE_PERMILLE,
)
from town.bodies.movement import is_still, set_out
from town.ground.constants import UNITS_PER_TILE
from town.ground.geometry import corners, facing_towards, step, tiles_along
from town.ids import PlayerId, number_of
from town.world import World


def wait_for_way(world: World, now_ms: int, player_id: PlayerId) -> None:
    """Plan again after a random time."""
    wait_ms = 1 + world.chance.below("giveWay", LONGEST_WAIT_TO_GIVE_WAY_MS)
    world.walkers.set(player_id, plan_at_ms=now_ms + wait_ms)


def give_way(world: World, now_ms: int, player_id: PlayerId, blocker: PlayerId) -> None:
    """A walker that stands is kept from its next step by another: settle who moves, then wait or step aside."""
    if _waits_for_way(world, blocker) and _wants_tile_of(world, blocker, player_id):
        winner, loser = sorted((player_id, blocker), key=lambda id_: _rank(world, id_))
        if not _make_way(world, now_ms, loser, winner, {winner, loser}):
            _make_way(world, now_ms, winner, loser, {winner, loser})
    elif world.chance.happens("stepAside", STEP_ASIDE_PERMILLE):
        _step_aside_anywhere(world, now_ms, player_id)
    if is_still(world, player_id):
        wait_for_way(world, now_ms, player_id)


def _rank(world: World, player_id: PlayerId) -> tuple[bool, int]:
    return not world.players[player_id].human, number_of(player_id)


def _waits_for_way(world: World, player_id: PlayerId) -> bool:
    return world.players[player_id].destination is not None and is_still(world, player_id)


def _wants_tile_of(world: World, player_id: PlayerId, other: PlayerId) -> bool:
    """Whether a walker's next step leads to the other's tile."""
    here, route = world.tile_of(player_id), world.players[player_id].route
    return bool(route) and step(here, facing_towards(here, route[0])) == world.tile_of(other)


def _make_way(world: World, now_ms: int, player_id: PlayerId, passer: PlayerId, asked: set[PlayerId]) -> bool:
    """Send a waiting walker off the passer's way, or, if it is shut in, somebody who shuts it in.

    False if nobody can move; True also if one only has to let somebody before it walk off first.
    """
    way = _indices_ahead(world, passer)
    grid, start = world.grid, world.grid.index(world.tile_of(player_id))
    route = grid.nearest(
        start, lambda i: i not in way and i not in world.holders, lambda i: _may_clear(world, i)
    )
    if 1 < len(route) <= FARTHEST_STEP_ASIDE_TILES:
        if route[1] in world.holders:
            return True
        tiles_until_past = max(i for i, index in enumerate(way) if index in route or i == 0) + 2
        _walk_aside(world, now_ms, player_id, route, tiles_until_past)
        return True
    if len(asked) >= LONGEST_CHAIN_OF_MAKING_WAY:
        return False
    around = (world.holders.get(index) for index in grid.neighbours[start])
    shutting_in = [
        id_ for id_ in around if id_ is not None and id_ not in asked and _waits_for_way(world, id_)
    ]
    return any(_make_way(world, now_ms, id_, passer, asked | {id_}) for id_ in shutting_in)


def _may_clear(world: World, index: int) -> bool:
    """Whether a tile is free or held by somebody who walks just now."""
    holder = world.holders.get(index)
    return holder is None or not is_still(world, holder)


def _indices_ahead(world: World, player_id: PlayerId) -> list[int]:
    """The tile that a walker holds and those it has still to step on."""
    here = world.tile_of(player_id)
    way = [here, *tiles_along(here, world.players[player_id].route)]
    return [world.grid.index(tile) for tile in way]


def _step_aside_anywhere(world: World, now_ms: int, player_id: PlayerId) -> None:
    here = world.grid.index(world.tile_of(player_id))
    free = [index for index in world.grid.neighbours[here] if index not in world.holders]
    if free:
        _walk_aside(world, now_ms, player_id, [here, world.chance.pick("stepAside", free)], 2)


def _walk_aside(world: World, now_ms: int, player_id: PlayerId, route: list[int], tiles_to_wait: int) -> None:
    """Walk there, and plan the way on when others will have walked so many tiles."""
    wait_ms = tiles_to_wait * UNITS_PER_TILE * 1000 // world.settings.walking_units_per_second
    wait_for_way(world, now_ms + wait_ms, player_id)
    tiles = [world.grid.tile(index) for index in route]
    world.players[player_id] = replace(world.players[player_id], route=corners(tiles))
    set_out(world, now_ms, player_id, tiles[1])
