"""Crowds in narrow places: everyone arrives or gives up, and where there is room everyone arrives."""

import random

import pytest
from msgspec.structs import replace

from tests.invariants import check_world
from tests.towns import Play, play, villager
from town.bodies.movement import walk_to
from town.ground.constants import UNITS_PER_TILE
from town.ground.geometry import Tile
from town.ids import PlayerId
from town.minds.state import Free

ROOM, CORRIDOR = 6, 12
NEVER_MS = 10**9


def two_rooms(corridor_width: int) -> tuple[str, ...]:
    """Two rooms of 6 x 6 and a corridor of 12 tiles between their middles."""
    first = (ROOM - corridor_width) // 2
    middle = ["#.."[1 if first <= y < first + corridor_width else 0] * CORRIDOR for y in range(ROOM)]
    return tuple("." * ROOM + part + "." * ROOM for part in middle)


def put_on(game: Play, player_id: PlayerId, tile: Tile) -> None:
    x, y = tile.x * UNITS_PER_TILE, tile.y * UNITS_PER_TILE
    game.world.walkers.set(player_id, tile_x=tile.x, tile_y=tile.y, x=x, y=y)


def crowd(rows: tuple[str, ...], starts: list[Tile], goals: list[Tile], seed: int) -> int:
    """Send people without any other business to their goals at once; how many arrive."""
    game = play(rows, villagers=[villager(number) for number in range(len(starts))], seed=seed)
    world = game.world
    for agent in list(world.agents.values()):
        world.agents[agent.id] = replace(agent, status=Free(NEVER_MS))
    wanted = dict(zip(list(world.players), goals, strict=True))
    for player_id, start in zip(wanted, starts, strict=True):
        put_on(game, player_id, start)
    world.holders.clear()
    world.holders.update({world.grid.index(world.tile_of(id_)): id_ for id_ in wanted})
    for player_id, goal in wanted.items():
        walk_to(world, 0, player_id, goal)
    for _ in range(400):
        game.seconds(1)
        check_world(world)
        if all(player.destination is None for player in world.players.values()):
            return sum(world.tile_of(id_) == goal for id_, goal in wanted.items())
    raise AssertionError("somebody walks for ever")


@pytest.mark.parametrize(("corridor_width", "people"), [(1, 2), (1, 4), (1, 8), (2, 8), (2, 16), (3, 8)])
@pytest.mark.parametrize("seed", [1, 2])
def test_two_groups_change_rooms_and_all_arrive(corridor_width: int, people: int, seed: int) -> None:
    chosen = random.Random(seed)
    left = [Tile(x, y) for x in range(ROOM - 1) for y in range(ROOM)]
    right = [Tile(ROOM + CORRIDOR + 1 + tile.x, tile.y) for tile in left]
    half = people // 2
    starts = chosen.sample(left, half) + chosen.sample(right, half)
    goals = chosen.sample(right, half) + chosen.sample(left, half)
    assert crowd(two_rooms(corridor_width), starts, goals, seed) == people


@pytest.mark.parametrize("people", [24, 60])
def test_a_throng_comes_to_rest(people: int) -> None:
    rows = two_rooms(1)
    chosen = random.Random(people)
    free = [Tile(x, y) for y, row in enumerate(rows) for x, mark in enumerate(row) if mark == "."]
    arrived = crowd(rows, chosen.sample(free, people), chosen.sample(free, people), people)
    assert 0 < arrived <= people
