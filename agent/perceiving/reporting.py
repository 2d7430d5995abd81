"""From noticing to reacting: an observation that matters is told to the rules, which may let the agent stop for it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import structlog

from agent.memory.records import NewMemory
from agent.memory.stream import Memories
from engine.inputs import WORKER
from engine.store import KeyReused, Store, TooManyWaiting, UnknownWorld
from town.ids import AgentId
from town.minds.constants import REACT_FROM_IMPORTANCE
from town.minds.reports import notice_something
from town.minds.state import Agent

log: structlog.stdlib.BoundLogger = structlog.get_logger("perception")


async def agent_ids(store: Store, world_id: str) -> dict[str, AgentId]:
    """The agents of a world by player. Raises `UnknownWorld`."""
    loaded = await store.load(world_id, ["agents"])
    agents = [msgspec.json.decode(entity.body, type=Agent) for entity in loaded.entities]
    return {agent.player: agent.id for agent in agents}


async def tell_what_matters(
    store: Store,
    memories: Memories,
    world_id: str,
    noticed: Sequence[NewMemory],
    agent_ids: dict[str, AgentId],
) -> int:
    """Tell the rules of each agent's most important observation, if it matters enough; returns how many were told.

    `agent_ids` by player. The rules bound how often an agent stops; what they reject is passed over.
    """
    told = 0
    for player in dict.fromkeys(memory.player for memory in noticed):
        ids = [memory.id for memory in noticed if memory.player == player]
        kept = await memories.by_ids(world_id, player, ids)
        most = max(kept, key=lambda memory: memory.importance, default=None)
        if most is None or most.importance < REACT_FROM_IMPORTANCE or player not in agent_ids:
            continue
        request = notice_something.request(
            agent=agent_ids[player], memory=most.id, importance=most.importance
        )
        try:
            await store.send(world_id, request, actor=WORKER, idempotency_key=f"notice:{most.id}")
        except (KeyReused, TooManyWaiting, UnknownWorld) as error:
            log.info("an observation was not told", world=world_id, memory=most.id, error=str(error))
        else:
            told += 1
    return told
