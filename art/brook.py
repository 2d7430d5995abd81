"""Builds the map of Brook from its land, houses, props and places."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from art.buildings import Plan
from art.buildings import draw as draw_building
from art.furnishing import Prop, arranged, grown
from art.houses import HOUSES, House
from art.interiors import FREE, ROOMS, SPOT, Room
from art.land import HEIGHT, LAYERS, WIDTH, Land, shape
from art.model import Area, Building, Fixture, Light, Place, Point, Sprite, TownMap
from art.places import FIXTURES, OUTDOOR_FIXTURES, OUTDOORS, Thing, activities, area, points

TILE = 16
# People who stand in the doorway are drawn before the facade, people inside behind it.
DOORSTEP = 5
LAMP_HEIGHT = 29
BRIDGE = (47, 23, 6, 4)  # x, y, width, height in tiles, bays included
BAY = (1, 4)  # first tile and number of tiles of the bays
DOCK = (43, 37, 7, 2)
MOST_SPOTS = 12  # in a building

_ROOMS: dict[str, Room] = {room.name: room for room in ROOMS}


def _decks() -> set[tuple[int, int]]:
    x, y, width, _ = BRIDGE
    lanes = {(x + i, y + j) for i in range(width) for j in (1, 2)}
    bays = {(x + BAY[0] + i, y + j) for i in range(BAY[1]) for j in (0, 3)}
    left, top, length, lanes_wide = DOCK
    return lanes | bays | {(left + i, top + j) for i in range(length) for j in range(lanes_wide)}


def _bits(land: Land, layer: str) -> npt.NDArray[np.bool_]:
    grid = land.corners[layer]
    return grid[:-1, :-1] | grid[:-1, 1:] | grid[1:, :-1] | grid[1:, 1:]


def walkable_tiles(land: Land, props: list[Prop]) -> npt.NDArray[np.bool_]:
    """Where people can walk: everything that is connected to the plaza and not blocked."""
    free = ~_bits(land, "water")
    for x, y in _decks():
        free[y, x] = True
    for prop in props:
        for x, y in prop.tiles():
            if 0 <= x < WIDTH and 0 <= y < HEIGHT:
                free[y, x] = False
    for house in HOUSES:
        footprint = free[house.y : house.y + house.plan.depth, house.x : house.x + house.plan.width]
        footprint[:] = False
        for x, y in _ROOMS[house.room].tiles(FREE + SPOT):
            free[house.y + y, house.x + x] = True
        free[house.door[1], house.door[0]] = True
    start = OUTDOORS["plaza"][2]
    return connected(free, start)


def connected(free: npt.NDArray[np.bool_], start: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """The free tiles that a walker from `start` reaches, 4-connected."""
    reached = np.zeros_like(free)
    frontier = [start]
    while frontier:
        x, y = frontier.pop()
        if 0 <= y < free.shape[0] and 0 <= x < free.shape[1] and free[y, x] and not reached[y, x]:
            reached[y, x] = True
            frontier += [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)]
    return reached


def _sprites(props: list[Prop]) -> list[Sprite]:
    sprites = [
        Sprite(prop.frame, *prop.pixel, prop.pixel[1] - (12 if prop.frame == "bench" else 0), prop.flat)
        for prop in props
    ]
    return _structures() + sorted(sprites, key=lambda sprite: (not sprite.flat, sprite.depth, sprite.x))


def _structures() -> list[Sprite]:
    x, y, _, height = (side * TILE for side in BRIDGE)
    bay, bay_end = x + BAY[0] * TILE, x + (BAY[0] + BAY[1]) * TILE
    rails = [
        ("bridge/bay-rail", bay - 2, y + 1),
        ("bridge/bay-rail", bay - 2, y + height + 4),
        ("bridge/end-rail", x - 2, y + TILE - 1),
        ("bridge/end-rail", bay_end, y + TILE - 1),
        ("bridge/end-rail", x - 2, y + height - TILE + 5),
        ("bridge/end-rail", bay_end, y + height - TILE + 5),
    ]
    left, top, _, _ = (side * TILE for side in DOCK)
    return [
        Sprite("bridge/deck", x, y, y, flat=True),
        Sprite("dock", left, top - 2, top, flat=True),
        *(Sprite(frame, left, base, base) for frame, left, base in rails),
    ]


def _building(house: House) -> Building:
    plan = house.plan
    base = (house.y + plan.depth) * TILE
    return Building(
        id=house.id,
        place=house.place,
        frame=f"house/{house.id}",
        x=house.x * TILE,
        y=base,
        depth=base - DOORSTEP,
        footprint=Area(house.x, house.y, plan.width, plan.depth),
        door=Point(*house.door),
        floor=f"floor/{house.room}",
    )


def _lights(props: list[Prop]) -> list[Light]:
    lights = [
        Light(prop.pixel[0], prop.pixel[1] - LAMP_HEIGHT, 76, "lamp")
        for prop in props
        if prop.frame == "lamp"
    ]
    for house in HOUSES:
        drawn = draw_building(house.plan)
        left, base = (
            house.x * TILE - drawn.anchor_x,
            (house.y + house.plan.depth) * TILE - drawn.anchor_y,
        )
        lights += [Light(left + x, base + y, 30, "window") for x, y in drawn.glows]
    return lights


def _indoors(house: House) -> Place:
    room = _ROOMS[house.room]
    plan: Plan = house.plan
    spots = [(house.x + x, house.y + y) for x, y in room.tiles(SPOT)][:MOST_SPOTS]
    return Place(
        id=house.place,
        name=house.name,
        kind=house.kind,
        area=Area(house.x, house.y, plan.width, plan.depth),
        entrance=Point(*house.door),
        spots=points(spots),
        objects=_furnished(house, spots),
        activities=activities(house.place),
    )


def _furnished(house: House, spots: list[tuple[int, int]]) -> list[Fixture]:
    """The things of a house; each spot belongs to one of them at most."""
    room, free = _ROOMS[house.room], list(spots)
    objects: list[Fixture] = []
    for letter, nth, thing in FIXTURES[house.kind]:
        for x, y in room.tiles(letter)[nth : nth + 1]:
            at = (house.x + x, house.y + y)
            stands = sorted(free, key=lambda spot: _farther(at, spot))[: thing.seats]
            free = [spot for spot in free if spot not in stands]
            objects.append(_fixture(thing, at, stands))
    return objects


def _farther(at: tuple[int, int], spot: tuple[int, int]) -> tuple[int, int, int]:
    """Sorts spots by their distance to a thing; what lies straight before it comes first."""
    aside = abs(spot[0] - at[0])
    return aside + abs(spot[1] - at[1]), aside, -spot[1]


def _fixture(thing: Thing, at: tuple[int, int], stands: Sequence[tuple[int, int]]) -> Fixture:
    return Fixture(
        id=thing.id,
        name=thing.name,
        x=at[0],
        y=at[1],
        stands=points(list(stands)),
        idle=thing.idle,
        in_use=thing.in_use,
        after_use=thing.after_use,
        after_use_minutes=thing.after_use_minutes,
    )


def _outdoors(name: str) -> Place:
    title, box, entrance, spots = OUTDOORS[name]
    return Place(
        id=name,
        name=title,
        kind=name,
        area=area(box),
        entrance=Point(*entrance),
        spots=points(spots),
        objects=[_fixture(*fixture) for fixture in OUTDOOR_FIXTURES[name]],
        activities=activities(name),
    )


def _taken(props: list[Prop]) -> set[tuple[int, int]]:
    """Tiles where nothing may grow: footprints with a margin, props, spots, decks."""
    taken = {tile for prop in props for tile in [*prop.tiles(), (prop.x, prop.y)]} | _decks()
    taken |= {spot for place in OUTDOORS.values() for spot in place[3]}
    for house in HOUSES:
        for x in range(house.x - 1, house.x + house.plan.width + 1):
            taken |= {(x, y) for y in range(house.y - 1, house.y + house.plan.depth + 1)}
    return taken


def build() -> TownMap:
    """The whole map."""
    land = shape([house.path for house in HOUSES])
    props = arranged()
    props += grown(land, _taken(props))
    walkable = walkable_tiles(land, props)
    return TownMap(
        id="brook",
        width=WIDTH,
        height=HEIGHT,
        tile_size=TILE,
        terrain={
            layer: ["".join("1" if corner else "0" for corner in row) for row in land.corners[layer]]
            for layer in LAYERS
        },
        ground=["".join("0123456789ab"[variant] for variant in row) for row in land.grass],
        walkable=["".join("." if tile else "#" for tile in row) for row in walkable],
        sprites=_sprites(props),
        buildings=[_building(house) for house in HOUSES],
        lights=_lights(props),
        places=[_outdoors(name) for name in OUTDOORS] + [_indoors(house) for house in HOUSES],
    )
