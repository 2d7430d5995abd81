"""The rules of the town: its parts, in the order in which each knows those before it. The module that modders fork."""

from __future__ import annotations

from collections.abc import Mapping

from engine.game import Rules, Upgrade
from town.bodies.movement import motion
from town.bodies.part import BODIES
from town.days.part import DAYS
from town.doings.part import DOINGS
from town.ground.part import GROUND
from town.minds.acting import waiting_since
from town.minds.part import MINDS
from town.owner.constants import TICK_RATE
from town.owner.part import OWNER
from town.parts import Part, compose
from town.people.part import PEOPLE
from town.talk.part import TALK
from town.upgrades import UPGRADES
from town.world import World

PARTS: tuple[Part, ...] = (GROUND, BODIES, DOINGS, DAYS, TALK, MINDS, PEOPLE, OWNER)


def rules_of(
    name: str,
    parts: tuple[Part, ...],
    *,
    version: int = 1,
    upgrades: Mapping[int, Upgrade] | None = None,
    world: type[World] = World,
) -> Rules[World]:
    """The rules of a town with these parts: those of the town, or a fork's, which counts its own versions.

    `world` is a fork's own type of world, if its parts keep state of their own.
    """
    return compose(
        name,
        parts,
        world=world,
        motion=motion,
        waiting_since=waiting_since,
        rate=TICK_RATE,
        version=version,
        upgrades=upgrades or {},
    )


TOWN: Rules[World] = rules_of("town", PARTS, version=2, upgrades=UPGRADES)
