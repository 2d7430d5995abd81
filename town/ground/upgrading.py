"""The map of the version before it said at what one sleeps, and was stored in one piece."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from engine.state import SINGLETON, Entity
from town.ground.chunks import cut, plain_drawing
from town.ground.map import BadMap, TownMap
from town.ground.maps import load_drawing
from town.ground.state import Drawing


def doings_of_map(map_: dict[str, Any]) -> list[dict[str, Any] | None]:
    """What its places offer."""
    return [pastime for place in map_["places"] for pastime in place["activities"]]


def map_in_parts(body: msgspec.Raw) -> Iterable[Entity]:
    """The map in the place of that of version 1, which knew no drawing: that of its name that ships with this one."""
    map_ = msgspec.json.decode(body, type=TownMap)
    parts = cut(map_, _drawing_of(map_))
    yield _entity("ground", SINGLETON, parts.ground)
    yield from _entities("chunks", parts.chunks)
    yield from _entities("places", parts.places)
    yield from _entities("buildings", parts.buildings)
    yield from _entities("fixtures", parts.fixtures)


def _drawing_of(map_: TownMap) -> Drawing:
    try:
        drawing = load_drawing(map_.id)
    except BadMap:
        return plain_drawing(map_)
    fits = (len(drawing.ground), len(drawing.ground[0])) == (map_.height, map_.width)
    return drawing if fits else plain_drawing(map_)


def _entities(kind: str, values: Mapping[str, msgspec.Struct]) -> Iterable[Entity]:
    return (_entity(kind, id_, value) for id_, value in values.items())


def _entity(kind: str, id_: str, value: msgspec.Struct) -> Entity:
    return Entity(kind, id_, msgspec.Raw(msgspec.json.encode(value)))
