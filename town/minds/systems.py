"""Agents: each acts when it has something to do."""

from __future__ import annotations

from town.ids import AgentId, ConversationId, PlayerId
from town.minds.acting import act, act_at_ms
from town.minds.state import Agent
from town.parts import Phase, Scheduled, itself
from town.talk.state import Conversation
from town.world import World


def follow_agent(world: World, agent_id: AgentId, _before: Agent | None, after: Agent | None) -> None:
    """Keep in step which agent is whose."""
    if after is not None:
        world.agent_ids[after.player] = agent_id


def _agent_of_player(
    world: World, player_id: PlayerId, _before: object, _after: object
) -> tuple[AgentId, ...]:
    agent_id = world.agent_ids.get(player_id)
    return () if agent_id is None else (agent_id,)


def _agents_in_talk(
    world: World, _id: ConversationId, before: Conversation | None, after: Conversation | None
) -> tuple[AgentId, ...]:
    talk = after or before
    members = talk.members if talk else ()
    return tuple(world.agent_ids[member] for member in members if member in world.agent_ids)


LET_AGENTS_ACT = Scheduled(
    name="letAgentsAct",
    phase=Phase.ACT,
    due=act_at_ms,
    act=act,
    touched_by={"agents": itself, "players": _agent_of_player, "conversations": _agents_in_talk},
)
