"""The decisions of one walker: which way, and what when somebody is in it."""

from __future__ import annotations

from msgspec.structs import replace

from town.bodies.constants import LONGEST_DETOUR_TILES, WALK_LIMIT_EXTRA_MS, WALK_LIMIT_FACTOR
from town.bodies.events import WalkGivenUp
from town.bodies.giving_way import give_way, wait_for_way
from town.bodies.moments import ARRIVED
from town.bodies.movement import go_on, halt, is_still, remaining_units, set_out, stop, tile_behind, turn_back
from town.ground.constants import UNITS_PER_TILE
from town.ground.geometry import corners, facing_towards, step
from town.ground.pathfinding import Obstacles
from town.ids import PlayerId
from town.world import World


def plan_walk(world: World, now_ms: int, player_id: PlayerId) -> None:
    """Choose the way to the destination and, from standing, take its first step."""
    slot = world.walkers.slot_of[player_id]
    world.walkers.set(player_id, plan_at_ms=0)
    give_up_at_ms = int(world.walkers["give_up_at_ms"][slot])
    if give_up_at_ms and now_ms >= give_up_at_ms:
        _give_up(world, now_ms, player_id)
        return
    route = _choose_route(world, now_ms, player_id)
    if not give_up_at_ms:
        world.walkers.set(player_id, give_up_at_ms=now_ms + _time_limit_ms(world, len(route)))
    _set_route(world, player_id, route)
    if is_still(world, player_id):
        _begin(world, now_ms, player_id, route)


def end_leg(world: World, now_ms: int, player_id: PlayerId) -> None:
    """At the end of a leg: arrive, go on, or stop for who is in the way."""
    slot = world.walkers.slot_of[player_id]
    player = world.players[player_id]
    here = world.tile_of(player_id)
    route = player.route
    if route and route[0] == here:
        route = route[1:]
        world.players[player_id] = replace(player, route=route)
    if not route:
        halt(world, player_id)
        if not world.walkers["plan_at_ms"][slot]:
            stop(world, player_id)
            ARRIVED.tell(world, now_ms, player_id)
        return
    next_tile = step(here, facing_towards(here, route[0]))
    if world.grid.index(next_tile) in world.holders:
        halt(world, player_id)
        wait_for_way(world, now_ms, player_id)
    else:
        go_on(world, now_ms, player_id, next_tile)


def standing_people(world: World) -> Obstacles:
    """The tiles of all who are not on their way anywhere."""
    obstacles = Obstacles(world.grid.size)
    for index, player_id in world.holders.items():
        if world.players[player_id].destination is None:
            obstacles[index] = 1
    return obstacles


def _choose_route(world: World, now_ms: int, player_id: PlayerId) -> list[int]:
    """The route from the tile held, having turned back if that is the shorter way out of the present leg."""
    destination = world.players[player_id].destination
    assert destination is not None, f"{player_id} plans a walk to nowhere"
    grid, obstacles = world.grid, standing_people(world)
    target, held = grid.index(destination), grid.index(world.tile_of(player_id))
    route = grid.route(held, target, obstacles)
    left = remaining_units(world, now_ms, player_id)
    if not left:
        return route
    behind = grid.index(tile_behind(world, player_id))
    if behind in world.holders:
        return route
    way_back = grid.route(behind, target, obstacles)
    going_on_units = (len(route) - 1) * UNITS_PER_TILE + left
    turning_back_units = len(way_back) * UNITS_PER_TILE - left
    if way_back[-1] != route[-1] or turning_back_units >= going_on_units:
        return route
    turn_back(world, now_ms, player_id)
    return way_back


def _begin(world: World, now_ms: int, player_id: PlayerId, route: list[int]) -> None:
    """From standing, take the first step of a route, or see to who is in the way."""
    if len(route) == 1:
        stop(world, player_id)
        return
    blocker = world.holders.get(route[1])
    if blocker is None:
        set_out(world, now_ms, player_id, world.grid.tile(route[1]))
        return
    detour = _detour(world, player_id, route) if is_still(world, blocker) else None
    if detour:
        _set_route(world, player_id, detour)
        set_out(world, now_ms, player_id, world.grid.tile(detour[1]))
        return
    give_way(world, now_ms, player_id, blocker)


def _detour(world: World, player_id: PlayerId, route: list[int]) -> list[int] | None:
    """A way around all who stand still at the moment, if it isn't much longer."""
    obstacles = Obstacles(world.grid.size)
    for index, other in world.holders.items():
        if is_still(world, other) or index in world.grid.neighbours[route[0]]:
            obstacles[index] = 1
    obstacles[route[0]] = 0
    detour = world.grid.route(route[0], route[-1], obstacles)
    arrives = detour[-1] == route[-1]
    return detour if arrives and 1 < len(detour) <= len(route) + LONGEST_DETOUR_TILES else None


def _give_up(world: World, now_ms: int, player_id: PlayerId) -> None:
    stop(world, player_id)
    given_up = WalkGivenUp(player=player_id, reason="others stood in the way for too long")
    world.effects.emit(now_ms, player_id, given_up)


def _set_route(world: World, player_id: PlayerId, route: list[int]) -> None:
    tiles = [world.grid.tile(index) for index in route]
    world.players[player_id] = replace(world.players[player_id], route=corners(tiles))


def _time_limit_ms(world: World, tiles: int) -> int:
    duration_ms = tiles * UNITS_PER_TILE * 1000 // world.settings.walking_units_per_second
    return WALK_LIMIT_FACTOR * duration_ms + WALK_LIMIT_EXTRA_MS
