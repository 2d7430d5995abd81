from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from art.brook import connected
from art.houses import HOUSES
from art.model import Area, Point, TownMap
from art.outputs import CLIENT, MAPS, Outputs, atlas_index, draw, map_document, people_index
from art.palette import PALETTE
from art.sheet import Sheet

HOMES = (
    "willow",
    "heron",
    "plum",
    "lantern",
    "bramble",
    "mill",
    "orchard",
    "fern",
    "rookery",
    "ferry",
    "hill",
    "garden",
)
PUBLIC = ("cafe", "shop", "library", "school", "clinic", "town-hall", "workshop", "bakery")
OUTDOORS = ("plaza", "farm", "bridge", "park", "dock")


@pytest.fixture(scope="module")
def outputs() -> Outputs:
    return draw()


@pytest.fixture(scope="module")
def town(outputs: Outputs) -> TownMap:
    return outputs.town_map


def free_tiles(town: TownMap) -> npt.NDArray[np.bool_]:
    return np.array([[tile == "." for tile in row] for row in town.walkable])


def tiles(area: Area) -> set[tuple[int, int]]:
    return {(area.x + i, area.y + j) for i in range(area.width) for j in range(area.height)}


def layer_tiles(town: TownMap, layer: str, *, whole: bool) -> set[tuple[int, int]]:
    rows = town.terrain[layer]
    touched = all if whole else any
    return {
        (x, y)
        for y in range(town.height)
        for x in range(town.width)
        if touched(rows[y + j][x + i] == "1" for i in (0, 1) for j in (0, 1))
    }


def spots_and_doors(town: TownMap) -> Iterator[Point]:
    for place in town.places:
        yield place.entrance
        yield from place.spots
    for building in town.buildings:
        yield building.door


@pytest.mark.parametrize("name", ["atlas", "people"])
def test_committed_pictures_are_what_the_program_draws(outputs: Outputs, name: str) -> None:
    sheet: Sheet = getattr(outputs, name)
    committed = np.asarray(Image.open(CLIENT / f"{name}.png").convert("RGBA"))
    assert np.array_equal(committed, PALETTE[sheet.pixels])


def test_committed_documents_are_what_the_program_writes(outputs: Outputs) -> None:
    assert (CLIENT / "atlas.json").read_bytes() == atlas_index(outputs)
    assert (CLIENT / "people.json").read_bytes() == people_index(outputs)
    assert (MAPS / "brook.json").read_bytes() == map_document(outputs)


def test_the_art_is_small() -> None:
    size = sum(Path(CLIENT / f"{name}.png").stat().st_size for name in ("atlas", "people"))
    assert size < 100_000


def test_every_frame_that_the_map_names_exists(outputs: Outputs) -> None:
    town, frames = outputs.town_map, outputs.atlas.frames
    assert {sprite.frame for sprite in town.sprites} <= frames.keys()
    for building in town.buildings:
        assert {building.frame, f"{building.frame}-lit", building.floor} <= frames.keys()


def test_every_look_has_every_frame(outputs: Outputs) -> None:
    looks = msgspec.json.decode(people_index(outputs))["looks"]
    assert len(looks) >= 32
    assert len({look["description"] for look in looks}) == len(looks)
    for look in looks:
        for direction in ("down", "left", "right", "up"):
            for frame in range(3):
                assert f"{look['id']}/{direction}/{frame}" in outputs.people.frames


def test_villagers_differ(outputs: Outputs) -> None:
    pictures: set[bytes] = set()
    for name, box in outputs.people.frames.items():
        if name.endswith("down/0"):
            pictures.add(outputs.people.pixels[box.y : box.y + box.h, box.x : box.x + box.w].tobytes())
    assert len(pictures) == len(outputs.people.frames) // 12


def test_grids_have_the_stated_size(town: TownMap) -> None:
    assert (town.width, town.height) == (64, 48)
    assert [len(row) for row in town.walkable] == [64] * 48
    assert [len(row) for row in town.ground] == [64] * 48
    for rows in town.terrain.values():
        assert [len(row) for row in rows] == [65] * 49


def test_all_places_are_there(town: TownMap) -> None:
    expected = {*OUTDOORS, *PUBLIC, *(f"home-{name}" for name in HOMES)}
    assert {place.id for place in town.places} == expected
    assert len({place.name for place in town.places}) == len(expected)
    assert {building.place for building in town.buildings} == expected - set(OUTDOORS)


def test_places_offer_room_and_things_to_do(town: TownMap) -> None:
    for place in town.places:
        least = 4 if place.kind == "home" else 6
        assert least <= len(place.spots) <= 14, place.id
        assert 3 <= len(place.activities) <= 6, place.id
        objects = {fixture.name for fixture in place.objects}
        assert {deed.object for deed in place.activities if deed.object} <= objects, place.id
        if place.kind == "home":
            assert [deed.id for deed in place.activities if deed.asleep] == ["sleep"]


def test_spots_entrances_and_doors_are_walkable(town: TownMap) -> None:
    free = free_tiles(town)
    assert all(free[point.y, point.x] for point in spots_and_doors(town))


def test_everything_walkable_is_connected(town: TownMap) -> None:
    free = free_tiles(town)
    plaza = next(place for place in town.places if place.id == "plaza").entrance
    assert np.array_equal(connected(free, (plaza.x, plaza.y)), free)


def test_places_share_no_spot(town: TownMap) -> None:
    spots = [(spot.x, spot.y) for place in town.places for spot in place.spots]
    assert len(spots) == len(set(spots))


def test_spots_lie_in_or_beside_their_place(town: TownMap) -> None:
    for place in town.places:
        area = place.area
        near = tiles(Area(area.x - 1, area.y - 1, area.width + 2, area.height + 2))
        assert {(spot.x, spot.y) for spot in place.spots} <= near, place.id


def test_nobody_on_a_spot_cuts_the_map_in_two(town: TownMap) -> None:
    free = free_tiles(town)
    plaza = next(place for place in town.places if place.id == "plaza").entrance
    for place in town.places:
        for spot in place.spots:
            rest = free.copy()
            rest[spot.y, spot.x] = False
            assert np.array_equal(connected(rest, (plaza.x, plaza.y)), rest), (place.id, spot)


def test_a_whole_place_standing_still_leaves_the_streets_open(town: TownMap) -> None:
    free = free_tiles(town)
    doors = {(building.door.x, building.door.y) for building in town.buildings}
    streets = layer_tiles(town, "path", whole=True)
    plaza = next(place for place in town.places if place.id == "plaza").entrance
    for place in (place for place in town.places if place.id in OUTDOORS):
        rest = free.copy()
        for spot in place.spots:
            rest[spot.y, spot.x] = False
        reached = connected(rest, (plaza.x, plaza.y))
        assert all(reached[y, x] for x, y in doors | streets if rest[y, x]), place.id


def test_the_bridge_has_two_open_lanes(town: TownMap) -> None:
    free = free_tiles(town)
    bridge = next(place for place in town.places if place.id == "bridge")
    spots = {(spot.x, spot.y) for spot in bridge.spots}
    lanes = [
        y
        for y in range(bridge.area.y, bridge.area.y + bridge.area.height)
        if all(
            free[y, x] and (x, y) not in spots
            for x in range(bridge.area.x, bridge.area.x + bridge.area.width)
        )
    ]
    assert len(lanes) >= 2


def test_buildings_are_rings_with_one_door(town: TownMap) -> None:
    free = free_tiles(town)
    for building in town.buildings:
        box = building.footprint
        ring = tiles(box) - tiles(Area(box.x + 1, box.y + 1, box.width - 2, box.height - 2))
        openings = [(x, y) for x, y in ring if free[y, x]]
        assert openings == [(building.door.x, building.door.y)], building.id
        assert building.door.x == box.x + box.width // 2
        assert building.door.y == box.y + box.height - 1


def test_a_path_leads_straight_to_each_door(town: TownMap) -> None:
    path = layer_tiles(town, "path", whole=True)
    free = free_tiles(town)
    paved = layer_tiles(town, "cobble", whole=True)
    for house in HOUSES:
        x, base = house.door
        way = [(x, y) for y in range(base + 1, house.street)]
        assert set(way) <= path | paved, house.id
        assert all(free[y, x] for x, y in way), house.id


def test_buildings_stand_clear_of_each_other_plaza_water_and_streets(town: TownMap) -> None:
    footprints = [tile for building in town.buildings for tile in tiles(building.footprint)]
    assert len(footprints) == len(set(footprints))
    for layer in ("cobble", "water", "soil"):
        assert not set(footprints) & layer_tiles(town, layer, whole=False), layer
    streets = layer_tiles(town, "path", whole=True)
    assert not set(footprints) & streets


def base_tile(x: int, y: int) -> tuple[int, int]:
    return x // 16, (y - 1) // 16


def test_no_base_stands_in_a_building_or_on_a_street(town: TownMap) -> None:
    footprints = {tile for building in town.buildings for tile in tiles(building.footprint)}
    streets = layer_tiles(town, "path", whole=True)
    paved = layer_tiles(town, "cobble", whole=True)
    for sprite in town.sprites:
        if sprite.frame.startswith(("bridge/", "dock")):
            continue
        tile = base_tile(sprite.x, sprite.y)
        assert tile not in footprints, sprite
        assert tile not in streets, sprite
        if sprite.frame.startswith(("tree/", "bush/", "rock/", "flowers/")):
            assert tile not in paved, sprite


def test_nothing_stands_in_a_flower_bed(town: TownMap) -> None:
    beds = {base_tile(sprite.x, sprite.y) for sprite in town.sprites if sprite.frame.startswith("flowers/")}
    others = [sprite for sprite in town.sprites if not sprite.frame.startswith(("flowers/", "fence/"))]
    assert not [sprite for sprite in others if base_tile(sprite.x, sprite.y) in beds]


def test_streets_are_free_and_wide_enough_to_step_aside(town: TownMap) -> None:
    free = free_tiles(town)
    padded = np.pad(free, 1)
    streets = layer_tiles(town, "path", whole=True) - layer_tiles(town, "cobble", whole=False)
    for x, y in streets:
        assert free[y, x], (x, y)
        assert padded[y : y + 3, x : x + 3].sum() >= 4, (x, y)
