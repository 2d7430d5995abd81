"""What a world's owner does: the pace of time, and new villagers."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec.structs import replace

from engine.clock import TICKS_PER_SECOND
from engine.inputs import Authority, Rejected
from town.constants import FASTEST_SPEED_PERMILLE, LONGEST_BIOGRAPHY, SLOWEST_SPEED_PERMILLE
from town.entities import Person
from town.inputs.registry import town_input
from town.population import add_villager, is_full
from town.text import Look, Name, clean_name, same_name
from town.world import World

SpeedPermille = Annotated[int, msgspec.Meta(ge=SLOWEST_SPEED_PERMILLE, le=FASTEST_SPEED_PERMILLE)]
Ticks = Annotated[int, msgspec.Meta(ge=1, le=600)]
Age = Annotated[int, msgspec.Meta(ge=1, le=120)]
Biography = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_BIOGRAPHY)]


@town_input(Authority.OWNER)
def pause(world: World, now: int) -> None:
    """Stop world time; inputs are still taken."""
    world.clock = replace(world.clock, paused=True, resting=False)


@town_input(Authority.OWNER)
def resume(world: World, now: int) -> None:
    """Let world time go on."""
    world.clock = replace(world.clock, paused=False, resting=False)


@town_input(Authority.OWNER)
def single_step(world: World, now: int, *, ticks: Ticks = 1) -> None:
    """Let a paused world run a few ticks, of which there are sixty a second."""
    if not world.clock.paused:
        raise Rejected("the world is not paused; pause it to step it by hand")
    from_ms = max(now, world.clock.step_until_ms)
    world.clock = replace(world.clock, step_until_ms=from_ms + ticks * 1000 // TICKS_PER_SECOND)


@town_input(Authority.OWNER)
def set_speed(
    world: World, now: int, *, speed_permille: SpeedPermille | None = None, flat_out: bool = False
) -> None:
    """Set how fast world time runs: in thousandths of real time, or as fast as it can."""
    if speed_permille is None and not flat_out:
        raise Rejected("give speedPermille, or flatOut: true")
    speed = world.clock.speed_permille if speed_permille is None else speed_permille
    world.clock = replace(world.clock, speed_permille=speed, flat_out=flat_out)


@town_input(Authority.OWNER)
def create_agent(
    world: World,
    now: int,
    *,
    name: Name,
    character: Look,
    age: Age,
    pronouns: Name,
    background: Biography,
    home: str | None = None,
) -> str:
    """Bring a new villager into the town. Answers with the agent's id."""
    cleaned = clean_name(name)
    if is_full(world):
        raise Rejected("the town is full")
    if any(same_name(cleaned, player.name) for player in world.players.values()):
        raise Rejected(f"somebody called {cleaned} is here already; choose another name")
    if home is not None and world.map.place(home) is None:
        raise Rejected(f"there is no place {home[:60]!r} to live in")
    person = Person(age=age, pronouns=pronouns, background=background, home=home)
    _, agent = add_villager(world, now, name=cleaned, look=character, person=person, near=world.map.entry)
    return agent.id
