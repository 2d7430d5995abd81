"""What an agent may decide to do next, and how the rules carry it out."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from town.bodies.movement import walk_to
from town.days.calendar import is_between, minute_of_day, minutes_until
from town.days.constants import MINUTES_PER_DAY
from town.days.state import Emoji, Habit
from town.doings.activities import begin_activity
from town.doings.constants import (
    FALLBACK_ACTIVITY_MS,
    LONGEST_ACTIVITY_MS,
    LONGEST_DESCRIPTION,
    SHORTEST_ACTIVITY_MS,
)
from town.doings.spots import spot_for
from town.doings.state import Description, Heading, PlannedActivity
from town.ground.map import Place
from town.ids import MemoryId, PlayerId
from town.minds.constants import TRIES_TO_REACH_A_SPOT
from town.minds.inviting import may_invite
from town.minds.state import Agent, Busy, Free
from town.settings import world_ms_of_minutes
from town.talk.talking import invite
from town.world import World


class ChosenActivity(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Something to do for a while; the rules keep the duration within reason."""

    description: Description
    emoji: Emoji
    duration_ms: int
    object: Description | None = None
    """What it is done with: `oven`."""
    asleep: bool = False


class GoTo(
    msgspec.Struct, frozen=True, tag="goTo", tag_field="kind", rename="camel", forbid_unknown_fields=True
):
    """Walk to a place and do something there."""

    place: str
    activity: ChosenActivity


class TalkTo(
    msgspec.Struct, frozen=True, tag="talkTo", tag_field="kind", rename="camel", forbid_unknown_fields=True
):
    """Invite somebody to talk."""

    player: PlayerId


class Stay(
    msgspec.Struct, frozen=True, tag="stay", tag_field="kind", rename="camel", forbid_unknown_fields=True
):
    """Do something where one stands."""

    activity: ChosenActivity


class GoOn(
    msgspec.Struct, frozen=True, tag="goOn", tag_field="kind", rename="camel", forbid_unknown_fields=True
):
    """Go on with the plan, or with the usual day."""


class Replan(
    msgspec.Struct, frozen=True, tag="replan", tag_field="kind", rename="camel", forbid_unknown_fields=True
):
    """Plan the rest of the day anew."""

    because: MemoryId
    """What one remembers that calls for it."""


Decision = GoTo | TalkTo | Stay | GoOn | Replan


def carry_out(world: World, now_ms: int, agent: Agent, decision: Decision) -> bool:
    """Do as decided; whether it could be done. The agent must be free."""
    match decision:
        case GoTo(place_id, chosen) if place := world.map.place(place_id):
            head_for(world, now_ms, agent, place, _planned(chosen))
        case TalkTo(player_id) if may_invite(world, now_ms, agent, player_id):
            invite(world, now_ms, world.players[agent.player], world.players[player_id])
        case Stay(chosen):
            be_busy(world, now_ms, agent, _planned(chosen))
        case Replan(because) if world.settings.abilities.plans:
            world.agents[agent.id] = replace(agent, status=Free(now_ms), replans=because)
        case _:
            return False
    return True


def habit_now(world: World, now_ms: int, agent: Agent) -> Habit | None:
    """What an agent usually does at this hour, up to when it does something else: a night is one habit."""
    minute = minute_of_day(world.settings, now_ms)
    day = world.people[agent.player].day
    habit = next((h for h in day if is_between(minute, h.from_minute, h.to_minute)), None)
    return habit and replace(habit, to_minute=_ends_at_minute(habit, day))


def _ends_at_minute(habit: Habit, day: tuple[Habit, ...]) -> int:
    """When somebody does something else than this; the day's list may part it at midnight."""
    for other in day:
        follows_on = (other.from_minute - habit.to_minute) % MINUTES_PER_DAY == 0
        if follows_on and (other.place, other.activity) == (habit.place, habit.activity):
            return other.to_minute
    return habit.to_minute


def follow_habit(world: World, now_ms: int, agent: Agent) -> None:
    """Do what the agent usually does at this hour, where it usually does it."""
    habit = habit_now(world, now_ms, agent)
    place = world.map.place(habit.place) if habit else None
    if habit is None or place is None:
        be_busy(world, now_ms, agent, PlannedActivity("stands about", "💭", FALLBACK_ACTIVITY_MS))
        return
    duration_ms = FALLBACK_ACTIVITY_MS
    if habit.asleep:
        minutes = minutes_until(minute_of_day(world.settings, now_ms), habit.to_minute)
        duration_ms = world_ms_of_minutes(world.settings, minutes)
    description = habit.activity[:LONGEST_DESCRIPTION]
    planned = PlannedActivity(description, habit.emoji, duration_ms, object=habit.object, asleep=habit.asleep)
    head_for(world, now_ms, agent, place, planned)


def head_for(
    world: World, now_ms: int, agent: Agent, place: Place, planned: PlannedActivity, *, tries: int = 1
) -> None:
    """Walk to where it is done, or begin at once if the agent stands there or no room is free."""
    here = world.tile_of(agent.player)
    spot = spot_for(world, agent.player, place, planned)
    if spot in (None, here) or tries > TRIES_TO_REACH_A_SPOT:
        be_busy(world, now_ms, agent, planned, place)
        return
    walk_to(world, now_ms, agent.player, spot)
    world.agents[agent.id] = replace(agent, status=Heading(place.id, spot, planned, tries))


def end_heading(world: World, now_ms: int, agent: Agent, heading: Heading) -> None:
    """The walk is over: begin what it was for, or try another spot if the agent did not get there."""
    place = world.map.place(heading.place)
    if place is None or world.tile_of(agent.player) == heading.spot:
        be_busy(world, now_ms, agent, heading.activity, place)
    else:
        head_for(world, now_ms, agent, place, heading.activity, tries=heading.tries + 1)


def be_busy(
    world: World, now_ms: int, agent: Agent, planned: PlannedActivity, at: Place | None = None
) -> None:
    """Begin an activity where the agent stands, with an object of the place that it stands at, if it needs one."""
    here = world.tile_of(agent.player)
    begin_activity(world, now_ms, agent.player, planned, at or world.map.place_at(here))
    world.agents[agent.id] = replace(agent, status=Busy())


def rest(world: World, now_ms: int, agent: Agent, pause_ms: int) -> None:
    """After an activity: a pause before what comes next."""
    world.agents[agent.id] = replace(agent, status=Free(now_ms + pause_ms))


def _planned(chosen: ChosenActivity) -> PlannedActivity:
    duration_ms = min(max(chosen.duration_ms, SHORTEST_ACTIVITY_MS), LONGEST_ACTIVITY_MS)
    return PlannedActivity(
        chosen.description, chosen.emoji, duration_ms, object=chosen.object, asleep=chosen.asleep
    )
