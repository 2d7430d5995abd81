"""Objects: what was left warm, untidy or unmade is at rest again after a while."""

from __future__ import annotations

from functools import partial

from engine.game import Timed
from town.world import World


def let_objects_rest(world: World, now_ms: int) -> None:
    """Put the objects at rest whose time has come."""
    for key in world.agendas.objects.due(now_ms, partial(_rests_ms, world)):
        world.remove_object(key)


def objects_due(world: World, now_ms: int) -> int | None:
    """When the next object is at rest."""
    return world.agendas.objects.next_ms(partial(_rests_ms, world))


def _rests_ms(world: World, key: str) -> int | None:
    object_ = world.objects.get(key)
    return object_.until_ms if object_ else None


LET_OBJECTS_REST = Timed(let_objects_rest, objects_due)
