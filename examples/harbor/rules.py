"""The rules of the harbour: those of the town, and one part more.

A fork is data: take the town's parts, add yours, leave out what you don't want.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec
import numpy as np

from engine.columns import Column, Interpolation, Table
from engine.game import Rules, Timed
from engine.inputs import Authority, Rejected
from town.days.constants import MINUTES_PER_DAY
from town.ids import PlayerId
from town.owner.constants import TICK_RATE
from town.parts import Always, Part, Phase, registry
from town.rules import PARTS, rules_of
from town.world import World

SIGHT_TILES = 8
BELL = "bell"
SWING_DEGREES, SWINGS_FOR_MS, HALF_SWING_MS = 30, 6_000, 500
BELL_COLUMNS = {"swing": Column(np.int16, Interpolation.LINEAR)}
"""How far the bell hangs from the vertical, in degrees: recorded at each tick, replayed by the page."""

HARBOR_INPUTS = registry()


def _bells() -> Table[str]:
    """Room for the harbour's one bell."""
    return Table[str](BELL_COLUMNS, 1)


@dataclass
class HarborWorld(World):
    """The world of the town, and the bell."""

    bells: Table[str] = field(default_factory=_bells)


class Waved(msgspec.Struct, frozen=True, tag="waved", tag_field="kind"):
    """Somebody waved at somebody."""

    player: PlayerId
    at: PlayerId


class BellStruck(msgspec.Struct, frozen=True, tag="bellStruck", tag_field="kind"):
    """The harbour bell has struck."""

    hour: int


@HARBOR_INPUTS(Authority.SUBJECT, subject="player")
def wave(world: World, now: int, *, player: PlayerId, at: PlayerId) -> None:
    """Wave at somebody within sight."""
    here, there = world.tile_of(world.human(player).id), world.tile_of(world.player(at).id)
    if abs(here.x - there.x) + abs(here.y - there.y) > SIGHT_TILES:
        raise Rejected(f"{world.player(at).name} is too far away to see it")
    world.effects.emit(now, at, Waved(player, at))


def ring(world: World, now: int) -> None:
    """Strike at the first tick of each hour, and swing for a while."""
    bells = _bells_of(world)
    hour, struck_ms = _last_strike(world, now)
    if hour and TICK_RATE.time_ms(TICK_RATE.first_from(struck_ms)) == now:
        world.effects.emit(now, BELL, BellStruck(hour % 24))
    since_ms = now - struck_ms
    swing = _swing(since_ms) if hour and since_ms < SWINGS_FOR_MS else 0
    if BELL not in bells:
        bells.add(BELL)
    if swing != bells.row(BELL)["swing"]:
        bells.set(BELL, swing=swing)


def ring_due(world: World, now: int) -> int:
    """The next turn of a bell that swings, else the beginning of the next hour."""
    hour, struck_ms = _last_strike(world, now)
    if BELL not in _bells_of(world) or (hour and now - struck_ms <= SWINGS_FOR_MS):
        return now + 1
    return struck_ms + _hour_ms(world)


def _bells_of(world: World) -> Table[str]:
    """What this fork's world has more than the town's."""
    assert isinstance(world, HarborWorld)
    return world.bells


def _swing(since_ms: int) -> int:
    """To one side and to the other, in degrees."""
    turn, rest = divmod(since_ms, HALF_SWING_MS)
    far = SWING_DEGREES * min(rest, HALF_SWING_MS - rest) * 2 // HALF_SWING_MS
    return far if turn % 2 == 0 else -far


def _last_strike(world: World, now: int) -> tuple[int, int]:
    """The hours that are over, and when the last of them was."""
    hour = now // _hour_ms(world)
    return hour, hour * _hour_ms(world)


def _hour_ms(world: World) -> int:
    return world.settings.town_day_ms * 60 // MINUTES_PER_DAY


THE_BELL = Part(
    name="harbor",
    inputs=HARBOR_INPUTS.by_name,
    systems=(Always(phase=Phase.MOVE, timed=Timed(ring, ring_due)),),
    events=(Waved, BellStruck),
    shows=frozenset({"bells"}),
)
HARBOR: Rules[World] = rules_of("harbor", (*PARTS, THE_BELL), world=HarborWorld)
