"""Routes are shortest: held against a plain breadth-first search on random maps."""

from collections import deque
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.towns import town_map
from town.ground.constants import DISTANCE_FIELDS_BYTES
from town.ground.geometry import Tile, corners, tiles_along
from town.ground.pathfinding import Grid, Obstacles

SIDE = 9
TILES = st.integers(0, SIDE * SIDE - 1)


def steps_from(grid: Grid, start: int, closed: set[int]) -> dict[int, int]:
    steps, queue = {start: 0}, deque([start])
    while queue:
        here = queue.popleft()
        for there in grid.neighbours[here]:
            if there not in steps and there not in closed:
                steps[there] = steps[here] + 1
                queue.append(there)
    return steps


@given(walls=st.sets(TILES, max_size=40), people=st.sets(TILES, max_size=15), start=TILES, target=TILES)
def test_a_route_is_shortest_or_ends_as_near_as_can_be(
    walls: set[int], people: set[int], start: int, target: int
) -> None:
    walls -= {start, target}
    people -= {start}
    rows = ["".join("#" if y * SIDE + x in walls else "." for x in range(SIDE)) for y in range(SIDE)]
    grid = Grid(town_map(rows, entry=Tile(start % SIDE, start // SIDE)))
    without_people = steps_from(grid, target, set())
    assert grid.connected(start, target) == (start in without_people)
    if start not in without_people:
        return
    route = grid.route(start, target, Obstacles(int(i in people) for i in range(SIDE * SIDE)))
    reached = steps_from(grid, start, people)
    nearest = min(without_people[tile] for tile in reached)
    assert without_people[route[-1]] == nearest
    ends = [tile for tile in reached if without_people[tile] == nearest]
    assert len(route) - 1 == min(reached[tile] for tile in ends)
    assert all(b in grid.neighbours[a] and b not in people for a, b in pairwise(route))
    tiles = [grid.tile(index) for index in route]
    assert [tiles[0], *tiles_along(tiles[0], corners(tiles))] == tiles


def test_what_routes_remember_is_bounded_in_bytes_whatever_the_map() -> None:
    width, height = 300, 250
    grid = Grid(town_map(("." * width,) * height))
    for target in range(0, 60 * width, width):
        grid.distances(target)
    assert grid.remembered_bytes() <= DISTANCE_FIELDS_BYTES
    assert grid.distances(0)[5] == 5
