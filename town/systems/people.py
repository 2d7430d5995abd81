"""People: humans who have gone away leave, and activities begin where a human walked for one, and come to their end."""

from __future__ import annotations

from functools import partial

from engine.game import Timed
from town.activities import finish_activity
from town.constants import IDLE_HUMAN_LEAVES_MS
from town.pastimes import arrive
from town.population import remove_player
from town.world import World


def let_idle_humans_leave(world: World, now_ms: int) -> None:
    """A human who has not sent anything for long has left."""
    for player_id in world.agendas.humans.due(now_ms, partial(_leaves_ms, world)):
        remove_player(world, now_ms, world.players[player_id])


def idle_humans_due(world: World, now_ms: int) -> int | None:
    """When the next human is taken to have left."""
    return world.agendas.humans.next_ms(partial(_leaves_ms, world))


def end_activities(world: World, now_ms: int) -> None:
    """Activities end whose time is over."""
    for player_id in world.agendas.activities.due(now_ms, partial(_activity_ends_ms, world)):
        finish_activity(world, now_ms, player_id)


def activities_due(world: World, now_ms: int) -> int | None:
    """When the next activity is over."""
    return world.agendas.activities.next_ms(partial(_activity_ends_ms, world))


def begin_pastimes(world: World, now_ms: int) -> None:
    """Humans who walked somewhere to do something are there, or can't get there."""
    for player_id in world.agendas.headings.due(now_ms, partial(_arrives_ms, world)):
        arrive(world, now_ms, player_id)


def pastimes_due(world: World, now_ms: int) -> int | None:
    """When the next walk of this kind is over: known once it is."""
    return world.agendas.headings.next_ms(partial(_arrives_ms, world))


def _leaves_ms(world: World, player_id: str) -> int | None:
    player = world.players.get(player_id)
    return player.last_input_at_ms + IDLE_HUMAN_LEAVES_MS if player and player.human else None


def _activity_ends_ms(world: World, player_id: str) -> int | None:
    player = world.players.get(player_id)
    return player.activity.until_ms if player and player.activity else None


def _arrives_ms(world: World, player_id: str) -> int | None:
    player = world.players.get(player_id)
    return 0 if player and player.heading and player.destination is None else None


LET_IDLE_HUMANS_LEAVE = Timed(let_idle_humans_leave, idle_humans_due)
END_ACTIVITIES = Timed(end_activities, activities_due)
BEGIN_PASTIMES = Timed(begin_pastimes, pastimes_due)
