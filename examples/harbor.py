"""A fork of the town's rules: people can wave at each other, and a bell strikes every hour.

A fork is data: take `TOWN`, add inputs and systems, leave out what you don't want.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from engine.clock import first_tick_from, tick_time_ms
from engine.game import Rules, Timed
from engine.inputs import Authority, Inputs, Rejected
from town.calendar import MINUTES_PER_DAY
from town.ids import PlayerId
from town.rules import TOWN
from town.world import World

SIGHT_TILES = 8

harbor_input: Inputs[World] = Inputs()


class Waved(msgspec.Struct, frozen=True, tag="waved", tag_field="kind"):
    """Somebody waved at somebody."""

    player: str
    at: str


class BellStruck(msgspec.Struct, frozen=True, tag="bellStruck", tag_field="kind"):
    """The harbour bell has struck."""

    hour: int


@harbor_input(Authority.SUBJECT, subject="player")
def wave(world: World, now: int, *, player: PlayerId, at: PlayerId) -> None:
    """Wave at somebody within sight."""
    here, there = world.tile_of(world.human(player).id), world.tile_of(world.player(at).id)
    if abs(here.x - there.x) + abs(here.y - there.y) > SIGHT_TILES:
        raise Rejected(f"{world.player(at).name} is too far away to see it")
    world.effects.emit(now, at, Waved(player, at))


def strike_bell(world: World, now: int) -> None:
    """Strike at the first tick of each hour."""
    hour = now // _hour_ms(world)
    if hour and tick_time_ms(first_tick_from(hour * _hour_ms(world))) == now:
        world.effects.emit(now, "bell", BellStruck(hour % 24))


def bell_due(world: World, now: int) -> int:
    """The beginning of the next hour."""
    return (now // _hour_ms(world) + 1) * _hour_ms(world)


def _hour_ms(world: World) -> int:
    return world.settings.town_day_ms * 60 // MINUTES_PER_DAY


HARBOR: Rules[World] = replace(
    TOWN,
    name="harbor",
    inputs={**TOWN.inputs, **harbor_input.by_name},
    systems=(*TOWN.systems, Timed(strike_bell, bell_due)),
)
