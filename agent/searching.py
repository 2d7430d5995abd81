"""Looking into a mind from outside: the retrieval that its owner thinks with, without leaving a trace in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from agent.memory.records import Budget, MemoryKind, Question, Recalled, Weights
from agent.memory.stream import Memories
from engine.clock import tick_time_ms
from engine.store import Store
from town.entities import Settings

KEPT_S = 10
"""How long an answer waits in the queue's Redis for the one who asked."""
SEARCH_TIMEOUT_S = 10


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, best first, and by which weights."""

    now_ms: int
    """World time as of which recency counts."""
    weights: Weights
    found: tuple[Recalled, ...]


async def search_memories(
    ctx: dict[str, Any], world_id: str, player: str, text: str, kinds: Sequence[str], limit: int
) -> dict[str, Any]:
    """A job: `Findings` as plain data, for whoever inspects a mind."""
    store: Store = ctx["store"]
    memories: Memories = ctx["memories"]
    loaded = await store.load(world_id, ["settings"])
    settings = msgspec.json.decode(loaded.entities[0].body, type=Settings)
    question = Question(
        world_id=world_id,
        player=player,
        text=text,
        now_ms=tick_time_ms(max(loaded.world.next_tick - 1, 0)),
        calendar_hour_ms=settings.town_day_ms / 24,
        kinds=tuple(MemoryKind(kind) for kind in kinds),
        budget=Budget(limit),
    )
    found = await memories.find(question)
    findings = Findings(now_ms=question.now_ms, weights=question.weights, found=tuple(found))
    return msgspec.to_builtins(findings)
