"""How agents follow their plans: without an operation, but where something invites a choice."""

from __future__ import annotations

from msgspec.structs import replace

from town.bodies.movement import stop
from town.days.calendar import calendar_minute, world_ms_at
from town.days.planning import current_stroke
from town.days.plans import piece_at
from town.doings.activities import end_activity, is_asleep
from town.doings.constants import SHORTEST_ACTIVITY_MS
from town.doings.state import PlannedActivity
from town.ground.constants import UNITS_PER_TILE
from town.minds.constants import NOTICED_LASTS_MINUTES, REACT_EVERY_MINUTES, TALKING_REACH_TILES
from town.minds.decisions import head_for
from town.minds.inviting import may_invite
from town.minds.state import Agent, Free, Noticed
from town.settings import world_ms_of_minutes
from town.world import World


def needs_plan(world: World, now_ms: int, agent: Agent) -> bool:
    """Whether an agent has to think about its day: it has just woken, or means to replan."""
    plan = world.plans.get(agent.player)
    minute = calendar_minute(world.settings, now_ms)
    return agent.replans is not None or plan is None or minute >= plan.until_minute


def follow_plan(world: World, now_ms: int, agent: Agent) -> None:
    """Do what the plan says for this minute, until the piece is over."""
    stroke = current_stroke(world, now_ms, agent.player)
    piece = piece_at(stroke, calendar_minute(world.settings, now_ms))
    place = world.map.place(piece.place) or world.map.arrival
    planned = PlannedActivity(
        piece.activity,
        piece.emoji,
        SHORTEST_ACTIVITY_MS,
        world_ms_at(world.settings, piece.to_minute),
        piece.object,
        piece.asleep,
    )
    head_for(world, now_ms, agent, place, planned)


def invites_choice(world: World, now_ms: int, agent: Agent) -> bool:
    """Whether the moment asks for more than following the plan: something noticed, or somebody to talk with."""
    if agent.noticed is not None:
        return True
    if now_ms < max(agent.may_decide_from_ms, agent.may_invite_from_ms):
        return False
    stroke = current_stroke(world, now_ms, agent.player)
    return not stroke.asleep and _somebody_near(world, now_ms, agent)


def notice(world: World, now_ms: int, agent: Agent, memory: str) -> None:
    """Let something stop an agent; if it talks or thinks just then, it comes back to it soon after."""
    every_ms = world_ms_of_minutes(world.settings, REACT_EVERY_MINUTES)
    agent = replace(agent, noticed=Noticed(memory, now_ms), may_react_from_ms=now_ms + every_ms)
    player = world.players[agent.player]
    if player.conversation is None and agent.operation is None and not is_asleep(player):
        agent = replace(agent, status=Free(now_ms))
        stop(world, player.id)
        end_activity(world, now_ms, player.id)
    world.agents[agent.id] = agent


def forget_stale_notice(world: World, now_ms: int, agent: Agent) -> Agent:
    """The agent without what it noticed too long ago to react to."""
    lasts_ms = world_ms_of_minutes(world.settings, NOTICED_LASTS_MINUTES)
    if agent.noticed is not None and now_ms - agent.noticed.at_ms > lasts_ms:
        return replace(agent, noticed=None)
    return agent


def _somebody_near(world: World, now_ms: int, agent: Agent) -> bool:
    """Whether somebody within reach might be asked for a talk."""
    slot = world.walkers.slot_of[agent.player]
    x, y = world.walkers["x"].astype(int), world.walkers["y"].astype(int)
    near = (abs(x - x[slot]) + abs(y - y[slot]) <= TALKING_REACH_TILES * UNITS_PER_TILE).tolist()
    return any(near[s] and may_invite(world, now_ms, agent, id_) for id_, s in world.walkers.slot_of.items())
