"""What talks do to the minds of those who talk."""

from __future__ import annotations

from msgspec.structs import replace

from town.ids import PlayerId
from town.minds.constants import (
    DECISION_PAUSE_MS,
    INVITE_COOLDOWN_MS,
    RECENT_TALKS_KEPT,
    TALKS_TO_REMEMBER_KEPT,
)
from town.minds.operations import DECIDE_NEXT, GENERATE_MESSAGE, PLAN_DAY
from town.minds.state import Agent, Free, PastTalk, RecentTalk
from town.talk.state import Conversation, Membership
from town.world import World


def attend(world: World, now_ms: int, player_id: PlayerId) -> None:
    """An agent that is to talk drops what it was thinking of."""
    agent = world.agent_of(player_id)
    if agent is None:
        return
    operation = agent.operation
    if operation is not None and operation.kind in (DECIDE_NEXT, PLAN_DAY):
        operation = None
    world.agents[agent.id] = replace(agent, status=Free(now_ms), operation=operation)


def keep_talk_in_mind(world: World, now_ms: int, player_id: PlayerId, conversation: Conversation) -> None:
    """A talk is over: an agent pauses, and has it to remember if anything was said."""
    agent = world.agent_of(player_id)
    if agent is not None:
        world.agents[agent.id] = _after_talk(world, now_ms, agent, conversation)


def _after_talk(world: World, now_ms: int, agent: Agent, conversation: Conversation) -> Agent:
    if conversation.members[agent.player].status is Membership.INVITED:
        return agent
    operation = agent.operation
    if operation is not None and operation.kind == GENERATE_MESSAGE:
        operation = None
    agent = replace(
        agent,
        operation=operation,
        status=Free(now_ms + DECISION_PAUSE_MS),
        may_invite_from_ms=now_ms + INVITE_COOLDOWN_MS,
    )
    started_at_ms = conversation.started_at_ms()
    if started_at_ms is None:
        return agent
    partner = world.players[conversation.partner_of(agent.player)]
    recent = (*agent.recent_talks, RecentTalk(partner.id, now_ms))
    agent = replace(agent, recent_talks=recent[-RECENT_TALKS_KEPT:])
    if not conversation.message_count:
        return agent
    place = world.map.place_at(world.tile_of(agent.player))
    past = PastTalk(
        conversation=conversation.id,
        partner=partner.id,
        partner_name=partner.name,
        started_ms=started_at_ms,
        ended_ms=now_ms,
        message_count=conversation.message_count,
        place=place.id if place else None,
    )
    waiting = (*agent.to_remember, past)
    return replace(agent, to_remember=waiting[-TALKS_TO_REMEMBER_KEPT:])
