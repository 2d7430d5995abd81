"""What the ground brings to the rules: whoever changes a part of the map has the whole of it follow."""

from __future__ import annotations

from town.parts import Index, Part
from town.world import World


def _forget_map(world: World, _id: str, _before: object, _after: object) -> None:
    world.layout.forget_map()


GROUND = Part(
    name="ground",
    indexes=tuple(Index(part, _forget_map) for part in ("chunks", "places", "fixtures")),
)
