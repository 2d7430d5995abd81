"""How the rules ask for slow work on an agent's behalf: one operation at a time."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from town.days.calendar import calendar_minute, day_number, minute_of_day
from town.days.planning import planned_habit
from town.days.plans import next_waking, usual_day
from town.days.promises import pending
from town.doings.activities import is_asleep
from town.ground.constants import UNITS_PER_TILE
from town.ground.geometry import tiles_apart
from town.ground.map import Place
from town.ids import ConversationId, PlayerId
from town.minds.constants import DECISION_EVERY_MINUTES, NEARBY_PEOPLE
from town.minds.decisions import habit_now
from town.minds.inviting import last_talk_with, may_invite
from town.minds.operations import (
    DECIDING,
    PLANNING,
    REMEMBERING,
    TALKING,
    DecideNext,
    GenerateMessage,
    KnownPlace,
    MeetingPlace,
    MessageKind,
    NearbyPerson,
    PlanDay,
    RememberConversation,
)
from town.minds.state import Agent, PastTalk, UnderWay
from town.settings import world_ms_of_minutes
from town.slow_work import Q, SlowWork
from town.talk.state import Conversation
from town.talk.talking import begin_typing
from town.world import World


def ask_for_decision(world: World, now_ms: int, agent: Agent) -> None:
    """Ask what the agent does next."""
    here = world.map.place_at(world.tile_of(agent.player))
    request = DecideNext(
        operation=world.new_operation_id(),
        agent=agent.id,
        player=agent.player,
        now_ms=now_ms,
        day=day_number(world.settings, now_ms),
        minute_of_day=minute_of_day(world.settings, now_ms),
        town_day_ms=world.settings.town_day_ms,
        place=here.id if here else None,
        place_name=here.name if here else None,
        habit=planned_habit(world, now_ms, agent.player) or habit_now(world, now_ms, agent),
        may_invite=now_ms >= agent.may_invite_from_ms,
        nearby=_nearby(world, now_ms, agent),
        places=_known_places(world, agent),
        noticed=agent.noticed.memory if agent.noticed else None,
    )
    pause_ms = world_ms_of_minutes(world.settings, DECISION_EVERY_MINUTES)
    agent = replace(agent, noticed=None, may_decide_from_ms=now_ms + pause_ms)
    _issue(world, now_ms, agent, DECIDING, request)


def ask_for_plan(world: World, now_ms: int, agent: Agent) -> None:
    """Ask how the agent means to spend the time until it next wakes."""
    minute = calendar_minute(world.settings, now_ms)
    person = world.people[agent.player]
    until = next_waking(person, minute)
    before = world.plans.get(agent.player)
    request = PlanDay(
        operation=world.new_operation_id(),
        agent=agent.id,
        player=agent.player,
        now_ms=now_ms,
        day=day_number(world.settings, now_ms),
        town_day_ms=world.settings.town_day_ms,
        from_minute=minute,
        until_minute=until,
        because=agent.replans,
        before=tuple(s for s in before.strokes if s.to_minute > minute) if before else (),
        usual=usual_day(person, world.map, minute, until),
        promises=pending(before.promises, minute) if before else (),
        places=_known_places(world, agent),
    )
    _issue(world, now_ms, agent, PLANNING, request)


def ask_for_message(
    world: World, now_ms: int, agent: Agent, conversation: Conversation, kind: MessageKind
) -> None:
    """Ask for the agent's next message; it types meanwhile."""
    partner = world.players[conversation.partner_of(agent.player)]
    started_at_ms = conversation.started_at_ms()
    assert started_at_ms is not None, "they have not met yet"
    last = conversation.last_message
    place = world.map.place_at(world.tile_of(agent.player))
    plan, partners_plan = world.plans.get(agent.player), world.plans.get(partner.id)
    request = GenerateMessage(
        operation=world.new_operation_id(),
        agent=agent.id,
        player=agent.player,
        conversation=conversation.id,
        partner=partner.id,
        partner_name=partner.name,
        partner_human=partner.human,
        kind=kind,
        now_ms=now_ms,
        day=day_number(world.settings, now_ms),
        minute_of_day=minute_of_day(world.settings, now_ms),
        place=place.id if place else None,
        place_name=place.name if place else None,
        started_ms=started_at_ms,
        message_count=conversation.message_count,
        last_message_mine=None if last is None else last.player == agent.player,
        promises=plan.promises if plan else (),
        places=tuple(
            MeetingPlace(id=place.id, name=place.name) for place in world.map.places if place.kind != "home"
        ),
        partner_promised=tuple(kept.minute for kept in partners_plan.promises) if partners_plan else (),
    )
    begin_typing(world, now_ms, conversation, agent.player)
    _issue(world, now_ms, agent, TALKING, request, conversation.id)


def ask_to_remember(world: World, now_ms: int, agent: Agent, talk: PastTalk) -> None:
    """Ask to remember the oldest of the talks that wait for it."""
    request = RememberConversation(
        operation=world.new_operation_id(),
        agent=agent.id,
        player=agent.player,
        conversation=talk.conversation,
        partner=talk.partner,
        partner_name=talk.partner_name,
        started_ms=talk.started_ms,
        ended_ms=talk.ended_ms,
        message_count=talk.message_count,
        place=talk.place,
    )
    agent = replace(agent, to_remember=agent.to_remember[1:])
    _issue(world, now_ms, agent, REMEMBERING, request, talk.conversation)


def _issue(
    world: World,
    now_ms: int,
    agent: Agent,
    work: SlowWork[Q, Any],
    request: Q,
    conversation: ConversationId | None = None,
) -> None:
    under_way = UnderWay(
        id=request.operation, kind=work.kind, started_at_ms=now_ms, conversation=conversation
    )
    world.agents[agent.id] = replace(agent, operation=under_way)
    work.ask(world, now_ms, request)


def _nearby(world: World, now_ms: int, agent: Agent) -> tuple[NearbyPerson, ...]:
    """The people nearest to the agent, by the distance between them and it."""
    slot = world.walkers.slot_of[agent.player]
    x, y = world.walkers["x"].astype(int), world.walkers["y"].astype(int)
    distance = abs(x - x[slot]) + abs(y - y[slot])
    others = sorted((int(distance[s]), s) for s in world.walkers.id_at if s != slot)
    return tuple(
        _person(world, now_ms, agent, world.walkers.id_at[s], units // UNITS_PER_TILE)
        for units, s in others[:NEARBY_PEOPLE]
    )


def _person(
    world: World, now_ms: int, agent: Agent, player_id: PlayerId, distance_tiles: int
) -> NearbyPerson:
    player = world.players[player_id]
    return NearbyPerson(
        player=player_id,
        name=player.name,
        human=player.human,
        distance_tiles=distance_tiles,
        busy=player.conversation is not None or is_asleep(player),
        may_invite=may_invite(world, now_ms, agent, player_id),
        last_talk_ms=last_talk_with(agent, player_id),
        activity=player.activity.description if player.activity else None,
    )


def _known_places(world: World, agent: Agent) -> tuple[KnownPlace, ...]:
    return tuple(_known(world, agent, place) for place in world.map.places)


def _known(world: World, agent: Agent, place: Place) -> KnownPlace:
    here = world.tile_of(agent.player)
    return KnownPlace(
        id=place.id,
        name=place.name,
        kind=place.kind,
        distance_tiles=tiles_apart(here, place.entrance),
        activities=place.activities,
        objects=tuple(dict.fromkeys(fixture.name for fixture in place.objects)),
    )
