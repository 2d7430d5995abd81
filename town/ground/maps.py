"""The maps of a library. Reading them is founding's business: no rule ever does."""

from __future__ import annotations

import msgspec

from town.ground.geometry import Tile
from town.ground.map import BadMap, Place, TownMap, check_map
from town.ground.state import Drawing
from town.library import SHIPPED, Library


class _MapFile(msgspec.Struct, rename="camel"):
    """What the rules read of a map's file; the rest is for drawing it."""

    id: str
    walkable: tuple[str, ...]
    places: tuple[Place, ...]


def load_map(name: str, library: Library = SHIPPED) -> TownMap:
    """A map by its name. Raises `BadMap` if there is none or it can't be used."""
    return read_map(map_file(name, library))


def load_drawing(name: str, library: Library = SHIPPED) -> Drawing:
    """How a map looks, by its name. Raises `BadMap` if there is none."""
    return msgspec.json.decode(map_file(name, library), type=Drawing)


def map_file(name: str, library: Library = SHIPPED) -> bytes:
    """All that the file of a map holds, drawing included: the JSON of docs/SCENE.md. Raises `BadMap`."""
    content = library.read("maps", name)
    if content is None:
        raise BadMap(f"there is no map called {name!r}")
    return content


def read_map(content: bytes) -> TownMap:
    """A map from the JSON of docs/SCENE.md. Raises `BadMap`."""
    try:
        read = msgspec.json.decode(content, type=_MapFile)
    except msgspec.DecodeError as error:
        raise BadMap(f"the map can't be read: {error}") from error
    map_ = TownMap(read.id, read.walkable, _entry(read.places), read.places)
    check_map(map_)
    return map_


def _entry(places: tuple[Place, ...]) -> Tile:
    """People come in on the plaza, or, in a town without one, at the first place."""
    by_rank = sorted(places, key=lambda place: place.kind != "plaza")
    if not by_rank:
        raise BadMap("the map has no places; people need at least one to come in at")
    return by_rank[0].entrance
