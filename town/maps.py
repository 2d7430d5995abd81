"""The maps that come with the package. Reading them is founding's business: no rule ever does."""

from __future__ import annotations

from importlib import resources

import msgspec

from town.geometry import Tile
from town.map import BadMap, Place, TownMap, check_map


class _MapFile(msgspec.Struct, rename="camel"):
    """What the rules read of a map's file; the rest is for drawing it."""

    id: str
    walkable: tuple[str, ...]
    places: tuple[Place, ...]


def load_map(name: str) -> TownMap:
    """A map by its name. Raises `BadMap` if there is none or it can't be used."""
    return read_map(map_file(name))


def map_file(name: str) -> bytes:
    """All that the file of a map holds, drawing included: the JSON of docs/SCENE.md. Raises `BadMap`."""
    file = resources.files("town.data.maps").joinpath(f"{name}.json")
    if not name.isidentifier() or not file.is_file():
        raise BadMap(f"there is no map called {name!r}")
    return file.read_bytes()


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
