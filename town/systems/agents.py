"""Agents: each acts when it has something to do."""

from __future__ import annotations

from functools import partial

from engine.game import Timed
from town.minds import act, act_at_ms
from town.world import World


def let_agents_act(world: World, now_ms: int) -> None:
    """Let every agent that has something to do now do it."""
    for agent_id in world.agendas.agents.due(now_ms, partial(act_at_ms, world)):
        due_ms = act_at_ms(world, agent_id)
        if due_ms is not None and due_ms <= now_ms:
            act(world, now_ms, agent_id)


def agents_due(world: World, now_ms: int) -> int | None:
    """When the next agent has something to do."""
    return world.agendas.agents.next_ms(partial(act_at_ms, world))


LET_AGENTS_ACT = Timed(let_agents_act, agents_due)
