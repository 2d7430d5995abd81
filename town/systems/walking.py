"""Walking: plan the ways of those who set out, and end the legs that are over."""

from __future__ import annotations

from functools import partial

from engine.game import Timed
from town.constants import SEARCHES_PER_TICK
from town.movement import leg_ends_ms
from town.walking import end_leg, plan_walk
from town.world import World


def plan_routes(world: World, now_ms: int) -> None:
    """Plan the walks that wait for it, a bounded number a tick, those first that wait longest."""
    waiting = world.agendas.plans.due(now_ms, partial(_plan_ms, world))
    plan_at_ms = world.walkers["plan_at_ms"]
    waiting.sort(key=lambda id_: int(plan_at_ms[world.walkers.slot_of[id_]]))
    for player_id in waiting[:SEARCHES_PER_TICK]:
        if 0 < plan_at_ms[world.walkers.slot_of[player_id]] <= now_ms:
            plan_walk(world, now_ms, player_id)


def routes_due(world: World, now_ms: int) -> int | None:
    """When the next walk is to be planned."""
    return world.agendas.plans.next_ms(partial(_plan_ms, world))


def end_legs(world: World, now_ms: int) -> None:
    """Let every walker whose leg is over go on, arrive or stop."""
    for player_id in world.agendas.legs.due(now_ms, partial(leg_ends_ms, world)):
        end_leg(world, now_ms, player_id)


def legs_due(world: World, now_ms: int) -> int | None:
    """When the next leg is over."""
    return world.agendas.legs.next_ms(partial(leg_ends_ms, world))


def _plan_ms(world: World, player_id: str) -> int | None:
    slot = world.walkers.slot_of.get(player_id)
    return int(world.walkers["plan_at_ms"][slot]) or None if slot is not None else None


PLAN_ROUTES = Timed(plan_routes, routes_due)
END_LEGS = Timed(end_legs, legs_due)
