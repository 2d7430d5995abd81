"""The ground as the rules see it: what can be walked on, and places with what one can do there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from town.ground.geometry import Tile

WALKABLE, BLOCKED = ".", "#"


class Pastime(msgspec.Struct, frozen=True, rename="camel"):
    """Something one can do at a place, told in the third person: "waters the beds"."""

    id: str
    description: str
    emoji: str
    object: str | None = None
    """The name of what it is done with, among the objects of the place."""
    asleep: bool = False
    """Whether who does it sleeps."""


class Fixture(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An object that people use. Its states are words for a sentence that begins "The oven is".

    Fixtures of a place with the same name are of one sort: any of them will do.
    """

    id: str
    name: str
    x: int
    y: int
    stands: tuple[Tile, ...] = ()
    """Where one stands to use it: one user each."""
    idle: str = "free"
    in_use: str = "in use"
    after_use: str | None = None
    """What its last user leaves it like; None: as it was."""
    after_use_minutes: int = 0
    """Calendar minutes that this lasts; 0: until it is used again."""


class Area(msgspec.Struct, frozen=True, rename="camel"):
    """A rectangle of tiles."""

    x: int
    y: int
    width: int
    height: int

    def holds(self, tile: Tile) -> bool:
        """Whether a tile lies in it."""
        return 0 <= tile.x - self.x < self.width and 0 <= tile.y - self.y < self.height

    def tiles(self, margin: int = 0) -> Iterator[Tile]:
        """All its tiles, row by row, and those at most so many tiles outside."""
        for y in range(self.y - margin, self.y + self.height + margin):
            for x in range(self.x - margin, self.x + self.width + margin):
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
    objects: tuple[Fixture, ...] = ()

    def activity(self, id_: str) -> Pastime | None:
        """The pastime with this id."""
        return next((pastime for pastime in self.activities if pastime.id == id_), None)

    def object(self, id_: str) -> Fixture | None:
        """The object with this id."""
        return next((fixture for fixture in self.objects if fixture.id == id_), None)

    def objects_called(self, words: str) -> tuple[Fixture, ...]:
        """The objects that words mean: `oven`, `the oven` and `the hot oven` mean each oven."""
        return tuple(f for f in self.objects if f" {words}".casefold().endswith(f" {f.name}".casefold()))

    def usual_object(self, description: str, emoji: str, *, asleep: bool) -> str | None:
        """The name of what an activity is usually done with here: of the pastime with its words, or its emoji, or of
        that for who sleeps.
        """
        named = [pastime for pastime in self.activities if pastime.object]
        fitting = [pastime.object for pastime in named if pastime.description == description]
        fitting += [p.object for p in named if p.emoji == emoji or (asleep and p.asleep)]
        return fitting[0] if fitting else None


def first_at(places: Iterable[Place], tile: Tile) -> Place | None:
    """The first of the places that a tile belongs to."""
    return next((place for place in places if place.area.holds(tile)), None)


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

    def is_open(self, tile: Tile) -> bool:
        """Whether there is a way around a tile: all around it can be walked on."""
        around = Area(tile.x, tile.y, 1, 1).tiles(margin=1)
        return all(self.is_walkable(near) for near in around)

    @property
    def arrival(self) -> Place:
        """The place where newcomers come in, which is anybody's who has none; the map must have a place."""
        return self.place_at(self.entry) or self.places[0]

    def place(self, id_: str) -> Place | None:
        """The place with this id."""
        return next((place for place in self.places if place.id == id_), None)

    def place_at(self, tile: Tile) -> Place | None:
        """The first place that a tile belongs to."""
        return first_at(self.places, tile)


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
        _check_objects(map_, place)


def _check_objects(map_: TownMap, place: Place) -> None:
    """Each object has an id of its own and somewhere to stand, each pastime an object that is there."""
    ids = [fixture.id for fixture in place.objects]
    stands = [stand for fixture in place.objects for stand in fixture.stands]
    if len(set(ids)) < len(ids):
        raise BadMap(f"map {map_.id}: two objects of {place.id} have one id")
    for fixture in place.objects:
        if not fixture.stands:
            raise BadMap(
                f"map {map_.id}: nobody can stand at the {fixture.name} of {place.id}; give it stands"
            )
    for stand in stands:
        if not map_.is_walkable(stand) or stands.count(stand) > 1:
            where = f"stand ({stand.x}, {stand.y}) of {place.id}"
            raise BadMap(f"map {map_.id}: {where} can't be walked on, or belongs to two objects")
    for pastime in place.activities:
        if pastime.object is not None and not place.objects_called(pastime.object):
            raise BadMap(f"map {map_.id}: {place.id} has no object {pastime.object!r} for {pastime.id}")
