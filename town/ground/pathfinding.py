"""Shortest routes over the tiles of a map, found fast: flat integer grids and exact heuristics.

A `Grid` is derived from the map and holds caches only; what it answers depends on its arguments alone.
"""

from __future__ import annotations

import heapq
from array import array
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable

from town.ground.constants import CROWD_MARGIN_TILES, DISTANCE_FIELDS_BYTES, ROOM_AROUND_A_PLACE
from town.ground.geometry import STEP_X, STEP_Y, Tile, tiles_apart
from town.ground.map import WALKABLE, Area, Place, TownMap

UNREACHABLE = -1

Obstacles = bytearray
"""A byte a tile, by index: 1 where nobody can pass."""


class Grid:
    """The walkable tiles of a map as a graph; a tile's index is y * width + x."""

    def __init__(self, map_: TownMap) -> None:
        self.width, self.height = map_.width, map_.height
        self.size = self.width * self.height
        self.blocked = Obstacles(mark != WALKABLE for row in map_.walkable for mark in row)
        self.neighbours = [self._neighbours_of(index) for index in range(self.size)]
        self._regions: array[int] | None = None
        self._fields: OrderedDict[int, array[int]] = OrderedDict()
        self._most_fields = max(1, DISTANCE_FIELDS_BYTES // max(1, self.size * array("i").itemsize))
        self._map = map_
        self._rooms: dict[str, tuple[Tile, ...]] = {}

    def index(self, tile: Tile) -> int:
        """A tile's index."""
        return tile.y * self.width + tile.x

    def tile(self, index: int) -> Tile:
        """The tile of an index."""
        return Tile(index % self.width, index // self.width)

    def lay_anew(self, map_: TownMap, areas: Iterable[Area]) -> None:
        """Follow a map of the same size, which differs in these areas at most as to where one can walk."""
        self._map = map_
        self._rooms.clear()
        for area in areas:
            self._regions = None
            self._fields.clear()
            for tile in area.tiles():
                self.blocked[self.index(tile)] = map_.walkable[tile.y][tile.x] != WALKABLE
            for tile in area.tiles(margin=1):
                if 0 <= tile.x < self.width and 0 <= tile.y < self.height:
                    self.neighbours[self.index(tile)] = self._neighbours_of(self.index(tile))

    def connected(self, a: int, b: int) -> bool:
        """Whether one could walk from one walkable tile to the other if nobody stood in the way."""
        if self._regions is None:
            self._regions = self._find_regions()
        return self._regions[a] == self._regions[b]

    def room_around(self, place: Place) -> tuple[Tile, ...]:
        """Where people stand when all spots of a place are taken: in the open, so that nobody's way is blocked."""
        room = self._rooms.get(place.id)
        if room is None:
            tiles = place.area.tiles(margin=CROWD_MARGIN_TILES)
            open_tiles = [tile for tile in tiles if self._map.is_open(tile)]
            open_tiles.sort(key=lambda tile: tiles_apart(tile, place.entrance))
            room = self._rooms[place.id] = tuple(open_tiles[:ROOM_AROUND_A_PLACE])
        return room

    def distances(self, target: int) -> array[int]:
        """Steps from each tile to the target with nobody in the way; `UNREACHABLE` where there is no way."""
        field = self._fields.get(target)
        if field is None:
            field = self._flood(target)
            self._fields[target] = field
            if len(self._fields) > self._most_fields:
                self._fields.popitem(last=False)
        else:
            self._fields.move_to_end(target)
        return field

    def remembered_bytes(self) -> int:
        """How much the remembered distance fields take."""
        return sum(len(field) * field.itemsize for field in self._fields.values())

    def route(self, start: int, target: int, obstacles: Obstacles) -> list[int]:
        """A shortest route to the tile nearest to the target that can be reached, start and end included.

        "Nearest" is by steps with nobody in the way. Among equals, routes that go straight are preferred.
        """
        field = self.distances(target)
        taken = obstacles[target] and start != target
        nearest = self._nearest_free(target, field, obstacles, start) if taken else 0
        return self._descend(start, field, obstacles, nearest) or self._search(
            start, field, obstacles, nearest
        )

    def nearest(
        self, start: int, wanted: Callable[[int], bool], passable: Callable[[int], bool]
    ) -> list[int]:
        """The shortest route from the start to a tile that is wanted, through passable tiles; [] for none."""
        came_from = {start: start}
        queue = deque([start])
        while queue:
            here = queue.popleft()
            if wanted(here):
                return _trace(came_from, here)
            for there in self.neighbours[here]:
                if there not in came_from and passable(there):
                    came_from[there] = here
                    queue.append(there)
        return []

    def _neighbours_of(self, index: int) -> tuple[int, ...]:
        """Walkable neighbours in the order of `Facing`."""
        if self.blocked[index]:
            return ()
        x, y = index % self.width, index // self.width
        around = ((x + int(dx), y + int(dy)) for dx, dy in zip(STEP_X, STEP_Y, strict=True))
        return tuple(
            ny * self.width + nx
            for nx, ny in around
            if 0 <= nx < self.width and 0 <= ny < self.height and not self.blocked[ny * self.width + nx]
        )

    def _flood(self, target: int) -> array[int]:
        field = array("i", [UNREACHABLE]) * self.size
        field[target] = 0
        frontier, steps = [target], 0
        while frontier:
            steps += 1
            reached: list[int] = []
            for here in frontier:
                for there in self.neighbours[here]:
                    if field[there] < 0:
                        field[there] = steps
                        reached.append(there)
            frontier = reached
        return field

    def _find_regions(self) -> array[int]:
        """A number for each tile, the same for tiles that are connected."""
        regions = array("i", [UNREACHABLE]) * self.size
        for seed in range(self.size):
            if regions[seed] >= 0 or self.blocked[seed]:
                continue
            regions[seed], reached = seed, [seed]
            while reached:
                for there in self.neighbours[reached.pop()]:
                    if regions[there] < 0:
                        regions[there] = seed
                        reached.append(there)
        return regions

    def _nearest_free(self, target: int, field: array[int], obstacles: Obstacles, start: int) -> int:
        """How near to a taken target one can hope to get: steps from it to the nearest free tile."""
        free = self.nearest(target, lambda i: not obstacles[i] or i == start, lambda _: True)
        return field[free[-1]] if free else 0

    def _descend(self, start: int, field: array[int], obstacles: Obstacles, nearest: int) -> list[int]:
        """Straight down the distance field; [] if somebody stands there."""
        if field[start] < 0:
            return []
        route, here, ahead = [start], start, 0
        for steps in range(field[start] - 1, nearest - 1, -1):
            straight = here + ahead
            if (
                not (ahead and straight in self.neighbours[here] and field[straight] == steps)
                or obstacles[straight]
            ):
                downhill = [n for n in self.neighbours[here] if field[n] == steps and not obstacles[n]]
                if not downhill:
                    return []
                straight = downhill[0]
            ahead, here = straight - here, straight
            route.append(here)
        return route

    def _search(self, start: int, field: array[int], obstacles: Obstacles, nearest: int) -> list[int]:
        """A*: the distance field is the exact heuristic, so only what stands in the way costs anything."""
        came_from, cost = {start: start}, {start: 0}
        queue = [(field[start], field[start], start)]
        best = (field[start], 0, start)
        while queue:
            _, to_go, here = heapq.heappop(queue)
            steps = cost[here]
            best = min(best, (to_go, steps, here))
            if to_go <= nearest:
                break
            for there in self.neighbours[here]:
                if obstacles[there] or steps + 1 >= cost.get(there, self.size):
                    continue
                cost[there], came_from[there] = steps + 1, here
                heapq.heappush(queue, (steps + 1 + field[there], field[there], there))
        return _trace(came_from, best[2])


def _trace(came_from: dict[int, int], end: int) -> list[int]:
    route = [end]
    while came_from[route[-1]] != route[-1]:
        route.append(came_from[route[-1]])
    return route[::-1]
