"""What follows from the entities of the map: the map in one piece, and the ways over it."""

from __future__ import annotations

from town.ground.chunks import HasMap, area_of, joined_map
from town.ground.map import TownMap
from town.ground.pathfinding import Grid
from town.ground.state import Ground


class Layout:
    """Makes both when they are asked for, and anew only as far as something has changed since."""

    def __init__(self) -> None:
        self._ground: Ground | None = None
        self._walkable: dict[str, tuple[str, ...]] = {}
        """The tiles that the ways are made of, by chunk: as long as these are the same values, the ways are the same."""
        self._map: TownMap | None = None
        self._grid: Grid | None = None

    def forget_map(self) -> None:
        """A part of the map has changed."""
        self._map = None

    def map_of(self, parts: HasMap) -> TownMap:
        """The map in one piece."""
        if self._map is None or self._ground is not parts.ground:
            self._map = joined_map(parts)
            self._lay_ways(parts, self._map)
        return self._map

    def grid_of(self, parts: HasMap) -> Grid:
        """The ways over the map."""
        map_ = self.map_of(parts)
        if self._grid is None:
            self._grid = Grid(map_)
        return self._grid

    def _lay_ways(self, parts: HasMap, map_: TownMap) -> None:
        """Keep the ways where the ground is the same; lay those of changed chunks anew."""
        before, self._walkable = self._walkable, {id_: chunk.walkable for id_, chunk in parts.chunks.items()}
        ground, self._ground = self._ground, parts.ground
        if self._grid is None:
            return
        if ground is not parts.ground or before.keys() != self._walkable.keys():
            self._grid = None
            return
        changed = [id_ for id_, rows in self._walkable.items() if rows is not before[id_]]
        self._grid.lay_anew(map_, [area_of(parts.ground, id_) for id_ in changed])
