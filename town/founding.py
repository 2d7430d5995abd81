"""How a world begins: a map, its people, and the seed that all chance follows from."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from engine.chance import Chance, Drawn
from town.constants import WALKER_CAPACITY
from town.entities import Person, Settings
from town.map import TownMap, check_map
from town.population import add_villager
from town.world import World, empty_world, prepare


class Villager(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who lives in the town from the beginning."""

    name: str
    look: str
    person: Person
    """`knows` names no players yet."""


class BadTown(ValueError):
    """No world can be founded from this; the message says why."""


def found_world(map_: TownMap, seed: int, settings: Settings, villagers: Sequence[Villager]) -> World:
    """A new world at time 0. Everyone stands at home. Raises `BadTown` and `BadMap`."""
    check_map(map_)
    if len(villagers) > WALKER_CAPACITY - settings.most_humans:
        raise BadTown(f"{len(villagers)} villagers are too many: a world has room for {WALKER_CAPACITY}")
    if len({villager.name for villager in villagers}) < len(villagers):
        raise BadTown("two villagers have the same name")
    world = empty_world()
    world.settings, world.map, world.chance = settings, map_, Chance(Drawn(seed, {}))
    prepare(world)
    for villager in villagers:
        home = map_.place(villager.person.home) if villager.person.home else None
        near = home.spots[0] if home and home.spots else map_.entry
        add_villager(world, 0, name=villager.name, look=villager.look, person=villager.person, near=near)
    return world
