"""The rules of the town: the module that modders fork."""

from __future__ import annotations

from engine.clock import Pace
from engine.game import Rules
from engine.operations import Effects
from town.inputs import INPUTS
from town.movement import motion
from town.systems import SYSTEMS
from town.world import World, empty_world, prepare


def _effects(world: World) -> Effects:
    return world.effects


def _pace(world: World) -> Pace:
    return world.clock


def waiting_since(world: World) -> int | None:
    """World time at which the oldest operation still under way was asked for."""
    return min((a.operation.started_at_ms for a in world.agents.values() if a.operation), default=None)


TOWN: Rules[World] = Rules(
    name="town",
    inputs=INPUTS,
    systems=SYSTEMS,
    motion=motion,
    empty=empty_world,
    prepare=prepare,
    effects=_effects,
    pace=_pace,
    waiting_since=waiting_since,
)
