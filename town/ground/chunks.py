"""From a whole map to the entities that it is stored as, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar

import msgspec
from msgspec.structs import asdict

from town.ground.constants import CHUNK_TILES, TILE_PIXELS
from town.ground.map import Area, Fixture, Place, TownMap
from town.ground.state import Building, Chunk, Drawing, Ground, Light, Sprite, StoredFixture, StoredPlace

Drawn = TypeVar("Drawn", Sprite, Light)


class _Cell(msgspec.Struct, frozen=True):
    """Where a chunk lies among the others."""

    column: int
    row: int
    is_last_column: bool
    is_last_row: bool

    @property
    def key(self) -> str:
        return f"{self.column},{self.row}"

    def tiles_of(self, rows: tuple[str, ...]) -> tuple[str, ...]:
        return self._cut(rows, CHUNK_TILES, CHUNK_TILES)

    def corners_of(self, rows: tuple[str, ...]) -> tuple[str, ...]:
        return self._cut(rows, CHUNK_TILES + self.is_last_column, CHUNK_TILES + self.is_last_row)

    def _cut(self, rows: tuple[str, ...], width: int, height: int) -> tuple[str, ...]:
        x, y = self.column * CHUNK_TILES, self.row * CHUNK_TILES
        return tuple(row[x : x + width] for row in rows[y : y + height])


class HasMap(Protocol):
    """What holds the entities of a map that the rules know of, each kind by id."""

    @property
    def ground(self) -> Ground:
        """What holds for all of it."""
        ...

    @property
    def chunks(self) -> Mapping[str, Chunk]:
        """Its tiles."""
        ...

    @property
    def places(self) -> Mapping[str, StoredPlace]:
        """Its places."""
        ...

    @property
    def fixtures(self) -> Mapping[str, StoredFixture]:
        """What people use at them."""
        ...


class MapParts(msgspec.Struct, frozen=True, kw_only=True):
    """A map as its entities have it, each kind by id."""

    ground: Ground
    chunks: dict[str, Chunk]
    places: dict[str, StoredPlace]
    buildings: dict[str, Building]
    fixtures: dict[str, StoredFixture]


def plain_drawing(map_: TownMap) -> Drawing:
    """Grass, and nothing on it."""
    return Drawing(
        tile_size=TILE_PIXELS,
        terrain={},
        ground=("0" * map_.width,) * map_.height,
        sprites=(),
        buildings=(),
        lights=(),
    )


def cut(map_: TownMap, drawing: Drawing) -> MapParts:
    """A map as entities; the drawing must be of its size."""
    ground = Ground(
        id=map_.id,
        width=map_.width,
        height=map_.height,
        tile_size=drawing.tile_size,
        entry=map_.entry,
        layers=tuple(drawing.terrain),
    )
    return MapParts(
        ground=ground,
        chunks={
            cell.key: _chunk(ground, map_.walkable, drawing, cell)
            for cells in _rows_of_cells(ground)
            for cell in cells
        },
        places={place.id: _without_objects(place, at) for at, place in enumerate(map_.places)},
        buildings={building.id: building for building in drawing.buildings},
        fixtures={
            fixture_key(place.id, fixture.id): StoredFixture(place=place.id, order=at, **asdict(fixture))
            for place in map_.places
            for at, fixture in enumerate(place.objects)
        },
    )


def fixture_key(place_id: str, fixture_id: str) -> str:
    """The id of an object's entities: of what it is, and of how it is used."""
    return f"{place_id}/{fixture_id}"


def joined_map(parts: HasMap) -> TownMap:
    """The map that the rules walk on: the same one, in whatever order its entities were stored."""
    ground, chunks = parts.ground, parts.chunks
    walkable: list[str] = []
    for cells in _rows_of_cells(ground):
        pieces = (chunks[cell.key].walkable for cell in cells)
        walkable += ["".join(row) for row in zip(*pieces, strict=True)]
    return TownMap(ground.id, tuple(walkable), ground.entry, joined_places(parts.places, parts.fixtures))


def joined_places(
    places: Mapping[str, StoredPlace], fixtures: Mapping[str, StoredFixture]
) -> tuple[Place, ...]:
    """Places with their objects, both in their order."""
    objects: dict[str, list[Fixture]] = {}
    for fixture in sorted(fixtures.values(), key=_order):
        objects.setdefault(fixture.place, []).append(_fixture(fixture))
    return tuple(
        _with_objects(place, tuple(objects.get(place.id, ())))
        for place in sorted(places.values(), key=_order)
    )


def _order(stored: StoredPlace | StoredFixture) -> tuple[int, str]:
    return stored.order, stored.id


def area_of(ground: Ground, chunk: str) -> Area:
    """The tiles of a chunk."""
    column, row = map(int, chunk.split(","))
    x, y = column * CHUNK_TILES, row * CHUNK_TILES
    return Area(x, y, min(CHUNK_TILES, ground.width - x), min(CHUNK_TILES, ground.height - y))


def _rows_of_cells(ground: Ground) -> list[list[_Cell]]:
    columns, rows = -(-ground.width // CHUNK_TILES), -(-ground.height // CHUNK_TILES)
    return [
        [_Cell(column, row, column == columns - 1, row == rows - 1) for column in range(columns)]
        for row in range(rows)
    ]


def _chunk(ground: Ground, walkable: tuple[str, ...], drawing: Drawing, cell: _Cell) -> Chunk:
    corners = {layer: cell.corners_of(rows) for layer, rows in drawing.terrain.items()}
    return Chunk(
        ground=cell.tiles_of(drawing.ground),
        walkable=cell.tiles_of(walkable),
        corners={layer: rows for layer, rows in corners.items() if any("1" in row for row in rows)},
        sprites=_anchored(drawing.sprites, ground.tile_size, cell),
        lights=_anchored(drawing.lights, ground.tile_size, cell),
    )


def _anchored(drawn: tuple[Drawn, ...], tile_size: int, cell: _Cell) -> tuple[Drawn, ...]:
    pixels = CHUNK_TILES * tile_size
    return tuple(
        thing
        for thing in drawn
        if _holds(thing.x // pixels, cell.column, is_last=cell.is_last_column)
        and _holds(thing.y // pixels, cell.row, is_last=cell.is_last_row)
    )


def _holds(at: int, cell: int, *, is_last: bool) -> bool:
    """Whether something counts to a chunk; beyond the edge of the map it does to the nearest."""
    return at == cell or (at < 0 and cell == 0) or (at > cell and is_last)


def _fixture(stored: StoredFixture) -> Fixture:
    return Fixture(**{field: getattr(stored, field) for field in Fixture.__struct_fields__})


def _without_objects(place: Place, order: int) -> StoredPlace:
    return StoredPlace(
        id=place.id,
        name=place.name,
        kind=place.kind,
        area=place.area,
        entrance=place.entrance,
        spots=place.spots,
        activities=place.activities,
        order=order,
    )


def _with_objects(place: StoredPlace, objects: tuple[Fixture, ...]) -> Place:
    return Place(
        place.id,
        place.name,
        place.kind,
        place.area,
        place.entrance,
        place.spots,
        place.activities,
        objects,
    )
