"""The ground as the rules see it: what can be walked on, and places with what one can do there."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from town.geometry import Tile

WALKABLE, BLOCKED = ".", "#"


class Pastime(msgspec.Struct, frozen=True, rename="camel"):
    """Something one can do at a place, told in the third person: "waters the beds"."""

    id: str
    description: str
    emoji: str


class Area(msgspec.Struct, frozen=True, rename="camel"):
    """A rectangle of tiles."""

    x: int
    y: int
    width: int
    height: int

    def holds(self, tile: Tile) -> bool:
        """Whether a tile lies in it."""
        return 0 <= tile.x - self.x < self.width and 0 <= tile.y - self.y < self.height

    def tiles(self) -> Iterator[Tile]:
        """All its tiles, row by row."""
        for y in range(self.y, self.y + self.height):
            for x in range(self.x, self.x + self.width):
                yield Tile(x, y)


class Place(msgspec.Struct, frozen=True, rename="camel"):
    """A named part of the town."""

    id: str
    name: str
    kind: str
    area: Area
    entrance: Tile
    spots: tuple[Tile, ...]
    """Where one can stand and be busy."""
    activities: tuple[Pastime, ...] = ()


class TownMap(msgspec.Struct, frozen=True, rename="camel"):
    """A map: one string a row, `.` for each tile that can be walked on and `#` for each that can't."""

    id: str
    walkable: tuple[str, ...]
    entry: Tile
    """Where humans come in, or the free tile nearest to it."""
    places: tuple[Place, ...] = ()

    @property
    def width(self) -> int:
        """Tiles from left to right."""
        return len(self.walkable[0]) if self.walkable else 0

    @property
    def height(self) -> int:
        """Tiles from top to bottom."""
        return len(self.walkable)

    def is_walkable(self, tile: Tile) -> bool:
        """Whether a tile is on the map and can be walked on."""
        return (
            0 <= tile.x < self.width
            and 0 <= tile.y < self.height
            and self.walkable[tile.y][tile.x] == WALKABLE
        )

    def place(self, id_: str) -> Place | None:
        """The place with this id."""
        return next((place for place in self.places if place.id == id_), None)

    def place_at(self, tile: Tile) -> Place | None:
        """The first place that a tile belongs to."""
        return next((p for p in self.places if p.area.holds(tile)), None)


class BadMap(ValueError):
    """The map can't be walked as it is; the message says what is wrong and where."""


def check_map(map_: TownMap) -> None:
    """Raise `BadMap` for a map that the rules could not run on."""
    if not map_.walkable or any(len(row) != map_.width for row in map_.walkable):
        raise BadMap(f"map {map_.id}: all rows must have the same, positive length")
    if any(set(row) - {WALKABLE, BLOCKED} for row in map_.walkable):
        raise BadMap(f"map {map_.id}: a row may hold only {WALKABLE!r} and {BLOCKED!r}")
    if not map_.is_walkable(map_.entry):
        raise BadMap(f"map {map_.id}: the entry ({map_.entry.x}, {map_.entry.y}) can't be walked on")
    for place in map_.places:
        for spot in place.spots:
            if not map_.is_walkable(spot):
                raise BadMap(f"map {map_.id}: spot ({spot.x}, {spot.y}) of {place.id} can't be walked on")
