"""The map as data, as it is written to town/data/maps and sent to the page."""

import msgspec


class Point(msgspec.Struct, frozen=True):
    """A tile."""

    x: int
    y: int


class Area(msgspec.Struct, frozen=True):
    """A rectangle of tiles."""

    x: int
    y: int
    width: int
    height: int


class Sprite(msgspec.Struct, frozen=True, omit_defaults=True):
    """A drawing in the scene; x, y and depth in pixels. A flat one lies below all people."""

    frame: str
    x: int
    y: int
    depth: int
    flat: bool = False


class Building(msgspec.Struct, frozen=True):
    """A building that people enter; (x, y) is its footprint's bottom left pixel."""

    id: str
    place: str
    frame: str
    x: int
    y: int
    depth: int
    footprint: Area
    door: Point
    floor: str


class Light(msgspec.Struct, frozen=True):
    """A light at night, in pixels."""

    x: int
    y: int
    radius: int
    kind: str


class Fixture(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An object that people use and that has a state, told in words."""

    id: str
    name: str
    x: int
    y: int
    stands: list[Point]
    idle: str
    in_use: str
    after_use: str | None = None
    after_use_minutes: int = 0


class Activity(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something one can do at a place, told in the third person."""

    id: str
    description: str
    emoji: str
    object: str | None
    asleep: bool = False


class Place(msgspec.Struct, frozen=True):
    """A named place with the tiles one can stand on."""

    id: str
    name: str
    kind: str
    area: Area
    entrance: Point
    spots: list[Point]
    objects: list[Fixture]
    activities: list[Activity]


class TownMap(msgspec.Struct, frozen=True, rename="camel"):
    """A whole map; `terrain` and `walkable` are strings, one a row."""

    id: str
    width: int
    height: int
    tile_size: int
    terrain: dict[str, list[str]]
    ground: list[str]
    walkable: list[str]
    sprites: list[Sprite]
    buildings: list[Building]
    lights: list[Light]
    places: list[Place]
