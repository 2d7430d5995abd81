"""How agents come to their plans and follow them: without an operation, but where something invites a choice."""

from __future__ import annotations

from msgspec.structs import replace

from town import constants
from town.activities import end_activity
from town.calendar import calendar_minute, is_between, world_ms_at, world_ms_of_minutes
from town.constants import MINUTES_PER_DAY, UNITS_PER_TILE
from town.decisions import head_for, is_asleep, may_invite
from town.entities import Agent, Agreement, Conversation, Free, Habit, Noticed, PlannedActivity
from town.movement import stop
from town.plans import (
    Plan,
    Promise,
    Stroke,
    bed_of,
    flaw_in,
    is_sleep,
    next_waking,
    night_of,
    piece_at,
    stroke_at,
    usual_day,
)
from town.promises import keeps, pending, with_meetings, with_promise
from town.world import World


def makes_plans(world: World) -> bool:
    """Whether the people of a world plan their days."""
    return world.settings.abilities.plans and bool(world.map.places)


def needs_plan(world: World, now_ms: int, agent: Agent) -> bool:
    """Whether an agent has to think about its day: it has just woken, or means to replan."""
    plan = world.plans.get(agent.player)
    minute = calendar_minute(world.settings, now_ms)
    return agent.replans is not None or plan is None or minute >= plan.until_minute


def sleeps_at(world: World, agent: Agent, minute: int) -> bool:
    """Whether an agent usually sleeps at a calendar minute."""
    return is_between(minute % MINUTES_PER_DAY, *night_of(world.people[agent.player]))


def take_usual_day(world: World, now_ms: int, agent: Agent) -> None:
    """Let an agent do what it usually does until it next wakes."""
    minute = calendar_minute(world.settings, now_ms)
    person = world.people[agent.player]
    until = next_waking(person, minute)
    _take(world, agent, usual_day(person, world.map, minute, until), minute, until, own=False)


def take_plan(
    world: World, now_ms: int, agent: Agent, strokes: tuple[Stroke, ...], from_minute: int
) -> str | None:
    """Let an agent follow its own plan, made for the time from a minute on; the flaw of one that can't be followed.

    Then it does what it usually does.
    """
    person = world.people[agent.player]
    until = next_waking(person, from_minute)
    flaw = flaw_in(strokes, from_minute, until, world.map, bed_of(person, world.map))
    if flaw is None and calendar_minute(world.settings, now_ms) >= until:
        flaw = "the plan came when its day was over"
    if flaw is None:
        _take(world, agent, strokes, from_minute, until, own=True)
    else:
        take_usual_day(world, now_ms, agent)
    return flaw


def agree(world: World, now_ms: int, talk: Conversation, player_id: str, agreement: Agreement) -> bool:
    """Let both in a talk keep what one of them agrees to; whether they can. A human keeps it in their head."""
    minute = calendar_minute(world.settings, now_ms)
    in_time = minute < agreement.minute <= minute + constants.FARTHEST_PROMISE_MINUTES
    partner_id = talk.partner_of(player_id)
    if world.map.place(agreement.place) is None or not in_time:
        return False
    kept: dict[str, Plan] = {}
    for mine, other in ((player_id, partner_id), (partner_id, player_id)):
        if world.players[mine].human:
            continue
        plan = world.plans.get(mine)
        new = Promise(
            conversation=talk.id,
            partner=other,
            partner_name=world.players[other].name,
            minute=agreement.minute,
            place=agreement.place,
            about=agreement.about,
        )
        if plan is None or not keeps(plan.promises, new):
            return False
        kept[mine] = with_promise(plan, new, minute)
    world.plans.update(kept)
    return True


def follow_plan(world: World, now_ms: int, agent: Agent) -> None:
    """Do what the plan says for this minute, until the piece is over."""
    stroke = current_stroke(world, now_ms, agent)
    piece = piece_at(stroke, calendar_minute(world.settings, now_ms))
    place = world.map.place(piece.place) or world.map.places[0]
    planned = PlannedActivity(
        piece.activity,
        piece.emoji,
        constants.SHORTEST_ACTIVITY_MS,
        world_ms_at(world.settings, piece.to_minute),
        piece.object,
    )
    head_for(world, now_ms, agent, place, planned)


def current_stroke(world: World, now_ms: int, agent: Agent) -> Stroke:
    """The stroke of the agent's plan that this minute belongs to; it must have a plan that reaches so far."""
    stroke = stroke_at(world.plans[agent.player].strokes, calendar_minute(world.settings, now_ms))
    assert stroke is not None, f"the plan of {agent.player} has a gap"
    return stroke


def planned_habit(world: World, now_ms: int, agent: Agent) -> Habit | None:
    """What the agent's plan has for this minute, in the terms of a usual day."""
    plan = world.plans.get(agent.player)
    minute = calendar_minute(world.settings, now_ms)
    stroke = stroke_at(plan.strokes, minute) if plan else None
    if stroke is None:
        return None
    piece = piece_at(stroke, minute)
    return Habit(
        stroke.from_minute % MINUTES_PER_DAY,
        stroke.to_minute % MINUTES_PER_DAY,
        stroke.place,
        piece.activity,
        piece.emoji,
        piece.object,
    )


def invites_choice(world: World, now_ms: int, agent: Agent) -> bool:
    """Whether the moment asks for more than following the plan: something noticed, or somebody to talk with."""
    if agent.noticed is not None:
        return True
    if now_ms < max(agent.may_decide_from_ms, agent.may_invite_from_ms):
        return False
    return not is_sleep(current_stroke(world, now_ms, agent).emoji) and _somebody_near(world, now_ms, agent)


def notice(world: World, now_ms: int, agent: Agent, text: str) -> None:
    """Let something stop an agent; if it talks or thinks just then, it comes back to it soon after."""
    every_ms = world_ms_of_minutes(world.settings, constants.REACT_EVERY_MINUTES)
    agent = replace(agent, noticed=Noticed(text, now_ms), may_react_from_ms=now_ms + every_ms)
    player = world.players[agent.player]
    if player.conversation is None and agent.operation is None and not is_asleep(player):
        agent = replace(agent, status=Free(now_ms))
        stop(world, player.id)
        end_activity(world, now_ms, player.id)
    world.set_agent(agent)


def forget_stale_notice(world: World, now_ms: int, agent: Agent) -> Agent:
    """The agent without what it noticed too long ago to react to."""
    lasts_ms = world_ms_of_minutes(world.settings, constants.NOTICED_LASTS_MINUTES)
    if agent.noticed is not None and now_ms - agent.noticed.at_ms > lasts_ms:
        return replace(agent, noticed=None)
    return agent


def _take(
    world: World, agent: Agent, strokes: tuple[Stroke, ...], from_minute: int, until: int, *, own: bool
) -> None:
    before = world.plans.get(agent.player)
    promises = pending(before.promises, from_minute) if before else ()
    world.plans[agent.player] = Plan(
        from_minute=from_minute,
        until_minute=until,
        own=own,
        strokes=with_meetings(strokes, promises, from_minute),
        promises=promises,
    )
    world.set_agent(replace(agent, replans=None))


def _somebody_near(world: World, now_ms: int, agent: Agent) -> bool:
    """Whether somebody within reach might be asked for a talk."""
    slot = world.walkers.slot_of[agent.player]
    x, y = world.walkers["x"].astype(int), world.walkers["y"].astype(int)
    near = (abs(x - x[slot]) + abs(y - y[slot]) <= constants.TALKING_REACH_TILES * UNITS_PER_TILE).tolist()
    return any(near[s] and may_invite(world, now_ms, agent, id_) for id_, s in world.walkers.slot_of.items())
