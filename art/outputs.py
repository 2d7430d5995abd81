"""Everything that the program writes: two sheets with their indexes, and the map."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from art import interiors, nature, props, terrain, villagers, waterside, yards
from art.brook import BAY, BRIDGE, DOCK, build
from art.buildings import draw as draw_building
from art.canvas import Canvas
from art.houses import HOUSES
from art.looks import LOOKS
from art.model import TownMap
from art.sheet import Drawing, Sheet, pack, save

ROOT = Path(__file__).parent.parent
CLIENT = ROOT / "web" / "client" / "public" / "art"
MAPS = ROOT / "town" / "data" / "maps"
ATLAS_WIDTH = 512
PEOPLE_WIDTH = villagers.WIDTH * len(villagers.DIRECTIONS) * villagers.FRAMES * 2


@dataclass(frozen=True)
class Outputs:
    """The drawn sheets and the built map."""

    atlas: Sheet
    people: Sheet
    town_map: TownMap


def _at_corner(frames: Iterator[tuple[str, Canvas]]) -> Iterator[Drawing]:
    for name, canvas in frames:
        yield Drawing(name, canvas, 0, 0)


def _at_base(frames: Iterator[tuple[str, Canvas]]) -> Iterator[Drawing]:
    for name, canvas in frames:
        yield Drawing(name, canvas, canvas.width // 2, canvas.height - 2)


def _houses() -> Iterator[Drawing]:
    for house in HOUSES:
        drawn = draw_building(house.plan)
        for suffix, canvas in (("", drawn.day), ("-lit", drawn.lit)):
            yield Drawing(f"house/{house.id}{suffix}", canvas, drawn.anchor_x, drawn.anchor_y)


def _floors() -> Iterator[Drawing]:
    for name, canvas in interiors.frames():
        yield Drawing(name, canvas, 0, canvas.height)


def _decks() -> Iterator[Drawing]:
    yield Drawing("bridge/deck", waterside.bridge_deck(BRIDGE[2], BAY), 0, 0)
    yield Drawing("dock", waterside.dock(DOCK[2]), 0, 0)
    for name, tiles in (("bridge/bay-rail", BAY[1]), ("bridge/end-rail", BAY[0])):
        canvas = waterside.railing(tiles)
        yield Drawing(name, canvas, 0, canvas.height)


def draw() -> Outputs:
    """Draw and build everything."""
    atlas = pack(
        [
            *_houses(),
            *_floors(),
            *_decks(),
            *_at_base(nature.frames()),
            *_at_base(props.frames()),
            *_at_base(yards.frames()),
            *_at_base(waterside.frames()),
            *_at_corner(terrain.frames()),
        ],
        ATLAS_WIDTH,
    )
    people = pack(
        (Drawing(name, canvas, villagers.FEET_X, villagers.FEET_Y) for name, canvas in villagers.frames()),
        PEOPLE_WIDTH,
    )
    return Outputs(atlas, people, build())


def atlas_index(outputs: Outputs) -> bytes:
    """atlas.json: `{"frames": {name: frame}}`."""
    return msgspec.json.encode({"frames": outputs.atlas.frames}) + b"\n"


def people_index(outputs: Outputs) -> bytes:
    """people.json: the frames, and the looks with their descriptions."""
    looks = [{"id": look.id, "description": look.description} for look in LOOKS]
    return msgspec.json.encode({"frames": outputs.people.frames, "looks": looks}) + b"\n"


def map_document(outputs: Outputs) -> bytes:
    """The map's JSON, one entry a line for readable differences."""
    return msgspec.json.format(msgspec.json.encode(outputs.town_map), indent=1) + b"\n"


def write(outputs: Outputs) -> None:
    """Write all files into the project."""
    CLIENT.mkdir(parents=True, exist_ok=True)
    MAPS.mkdir(parents=True, exist_ok=True)
    save(outputs.atlas.pixels, CLIENT / "atlas.png")
    save(outputs.people.pixels, CLIENT / "people.png")
    (CLIENT / "atlas.json").write_bytes(atlas_index(outputs))
    (CLIENT / "people.json").write_bytes(people_index(outputs))
    (MAPS / "brook.json").write_bytes(map_document(outputs))
