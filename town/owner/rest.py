"""What the server tells a world of those who watch: that nobody is there, and that somebody has come."""

from __future__ import annotations

from msgspec.structs import replace

from engine.inputs import Authority, Rejected
from town.parts import registry
from town.world import World

REST_INPUTS = registry()


@REST_INPUTS(Authority.SERVER)
def rest(world: World, now: int) -> None:
    """Stop world time until somebody comes."""
    if world.settings.rest_after_minutes is None:
        raise Rejected("this world goes on whether anybody watches or not")
    if world.clock.paused:
        raise Rejected("the world stands still already")
    world.clock = replace(world.clock, paused=True, resting=True)


@REST_INPUTS(Authority.SERVER)
def wake(world: World, now: int) -> None:
    """Let the time of a resting world go on."""
    if not world.clock.resting:
        raise Rejected("the world does not rest")
    world.clock = replace(world.clock, paused=False, resting=False)
