"""The map as it is stored: chunks of tiles, and each place, building and object by itself, so that a change to one of
them stores and sends that one alone."""

from __future__ import annotations

from typing import Literal

import msgspec

from town.ground.geometry import Tile
from town.ground.map import Area, Fixture, Pastime


class Ground(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What holds for the whole map."""

    id: str
    width: int
    """In tiles."""
    height: int
    tile_size: int
    """In pixels of the drawing."""
    entry: Tile
    """Where humans come in, or the free tile nearest to it."""
    layers: tuple[str, ...] = ()
    """Of terrain, in the order in which they are drawn."""


class Sprite(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A drawing in the scene; x, y and depth in pixels. A flat one lies below all people."""

    frame: str
    x: int
    y: int
    depth: int
    flat: bool = False


class Light(msgspec.Struct, frozen=True):
    """A light at night, in pixels."""

    x: int
    y: int
    radius: int
    kind: Literal["lamp", "window"]


class Chunk(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A square of the map, 32 x 32 tiles, less at its right and lower edge; its id is `COLUMN,ROW`, counted in chunks.

    Strings are rows of tiles. What is drawn belongs to the chunk in which its anchor lies, or to the nearest.
    """

    ground: tuple[str, ...]
    walkable: tuple[str, ...]
    corners: dict[str, tuple[str, ...]]
    """By layer of terrain, the upper left corners of its tiles, `1` where one belongs to the layer; the last chunk of a
    row or column has the corners on the edge of the map too. Layers without a corner are left out."""
    sprites: tuple[Sprite, ...]
    lights: tuple[Light, ...]


class Building(msgspec.Struct, frozen=True, kw_only=True):
    """A house that people enter; (x, y) is its footprint's bottom left pixel."""

    id: str
    place: str
    frame: str
    x: int
    y: int
    depth: int
    footprint: Area
    door: Tile
    floor: str


class StoredPlace(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A named part of the town without its objects, which are stored by themselves."""

    id: str
    name: str
    kind: str
    area: Area
    entrance: Tile
    spots: tuple[Tile, ...]
    activities: tuple[Pastime, ...]
    order: int = 0
    """Places are listed by it, the smaller first, and then by id; where two overlap, a tile belongs to the first."""


class StoredFixture(Fixture, frozen=True, kw_only=True, rename="camel"):
    """An object with the id of its place; it is stored as `PLACE/OBJECT`."""

    place: str
    order: int = 0
    """As that of places, among the objects of one."""


class Drawing(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """All of a map that is only drawn: the JSON of docs/SCENE.md."""

    tile_size: int
    terrain: dict[str, tuple[str, ...]]
    ground: tuple[str, ...]
    sprites: tuple[Sprite, ...]
    buildings: tuple[Building, ...]
    lights: tuple[Light, ...]
