"""Whom an agent may ask for a talk."""

from __future__ import annotations

from town.doings.activities import is_asleep
from town.ids import PlayerId
from town.minds.constants import SAME_PAIR_COOLDOWN_MS
from town.minds.state import Agent
from town.world import World


def may_invite(world: World, now_ms: int, agent: Agent, player_id: PlayerId) -> bool:
    """Whether an agent may ask somebody for a talk now."""
    player = world.players.get(player_id)
    if player is None or player_id == agent.player or player.conversation is not None:
        return False
    last_talk_ms = last_talk_with(agent, player_id)
    return (
        now_ms >= agent.may_invite_from_ms
        and not is_asleep(player)
        and (last_talk_ms is None or now_ms - last_talk_ms >= SAME_PAIR_COOLDOWN_MS)
    )


def last_talk_with(agent: Agent, player_id: PlayerId) -> int | None:
    """When the agent's latest talk with somebody ended, if it was among its last few."""
    return max((talk.ended_ms for talk in agent.recent_talks if talk.player == player_id), default=None)
