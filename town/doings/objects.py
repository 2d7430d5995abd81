"""Objects in use: who uses what, and what was left warm, untidy or unmade is at rest again after a while."""

from __future__ import annotations

from town.doings.state import ObjectState
from town.world import World


def rests_ms(world: World, key: str) -> int | None:
    """When an object is at rest again by itself."""
    object_ = world.objects.get(key)
    return object_.until_ms if object_ else None


def let_rest(world: World, _now_ms: int, key: str) -> None:
    """Its time has come: it is as the map has it."""
    del world.objects[key]


def follow_users(world: World, key: str, before: ObjectState | None, after: ObjectState | None) -> None:
    """Keep in step who uses what."""
    for user in before.users if before else ():
        if world.object_used_by.get(user) == key:
            del world.object_used_by[user]
    if after is not None:
        world.object_used_by.update(dict.fromkeys(after.users, key))
