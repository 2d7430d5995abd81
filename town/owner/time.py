"""The pace of a world's time, which its owner sets."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec.structs import replace

from engine.inputs import Authority, Rejected
from town.owner.constants import FASTEST_SPEED_PERMILLE, SLOWEST_SPEED_PERMILLE, TICK_RATE
from town.parts import registry
from town.world import World

TIME_INPUTS = registry()

SpeedPermille = Annotated[int, msgspec.Meta(ge=SLOWEST_SPEED_PERMILLE, le=FASTEST_SPEED_PERMILLE)]
Ticks = Annotated[int, msgspec.Meta(ge=1, le=600)]


@TIME_INPUTS(Authority.OWNER)
def pause(world: World, now: int) -> None:
    """Stop world time; inputs are still taken."""
    world.clock = replace(world.clock, paused=True, resting=False)


@TIME_INPUTS(Authority.OWNER)
def resume(world: World, now: int) -> None:
    """Let world time go on."""
    world.clock = replace(world.clock, paused=False, resting=False)


@TIME_INPUTS(Authority.OWNER)
def single_step(world: World, now: int, *, ticks: Ticks = 1) -> None:
    """Let a paused world run a few ticks, of which there are sixty a second."""
    if not world.clock.paused:
        raise Rejected("the world is not paused; pause it to step it by hand")
    from_tick = max(TICK_RATE.first_from(now), world.clock.step_until_tick)
    world.clock = replace(world.clock, step_until_tick=from_tick + ticks)


@TIME_INPUTS(Authority.OWNER)
def set_speed(
    world: World, now: int, *, speed_permille: SpeedPermille | None = None, flat_out: bool = False
) -> None:
    """Set how fast world time runs: in thousandths of real time, or as fast as it can."""
    if speed_permille is None and not flat_out:
        raise Rejected("give speedPermille, or flatOut: true")
    speed = world.clock.speed_permille if speed_permille is None else speed_permille
    world.clock = replace(world.clock, speed_permille=speed, flat_out=flat_out)
