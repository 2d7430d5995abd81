"""Walking: plan the ways of those who set out, and end the legs that are over."""

from __future__ import annotations

from collections.abc import Sequence

from town.bodies.constants import SEARCHES_PER_TICK
from town.bodies.movement import leg_ends_ms
from town.bodies.walking import end_leg, plan_walk
from town.ids import PlayerId
from town.parts import Phase, Scheduled, itself
from town.world import World


def _plan_ms(world: World, player_id: PlayerId) -> int | None:
    slot = world.walkers.slot_of.get(player_id)
    return int(world.walkers["plan_at_ms"][slot]) or None if slot is not None else None


def _those_first_who_wait_longest(world: World, waiting: list[PlayerId]) -> Sequence[PlayerId]:
    """A bounded number a tick."""
    plan_at_ms = world.walkers["plan_at_ms"]
    waiting.sort(key=lambda id_: int(plan_at_ms[world.walkers.slot_of[id_]]))
    return waiting[:SEARCHES_PER_TICK]


PLAN_ROUTES = Scheduled(
    name="planRoutes",
    phase=Phase.MOVE,
    due=_plan_ms,
    act=plan_walk,
    touched_by={"walkers": itself},
    choose=_those_first_who_wait_longest,
)
END_LEGS = Scheduled(
    name="endLegs", phase=Phase.MOVE, due=leg_ends_ms, act=end_leg, touched_by={"walkers": itself}
)
