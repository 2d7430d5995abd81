"""Looking into a mind from outside: the retrieval that its owner thinks with, without leaving a trace in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from agent.memory.records import Budget, Question
from agent.memory.stream import Memories
from engine.game import Rules
from engine.loading import check_rules
from engine.store import Store
from records.memories import Findings, MemoryKind
from town.settings import Settings

KEPT_S = 10
"""How long an answer waits in the queue's Redis for the one who asked."""
SEARCH_TIMEOUT_S = 10


async def search_memories(
    ctx: dict[str, Any], world_id: str, player: str, text: str, kinds: Sequence[str], limit: int
) -> dict[str, Any]:
    """A job: `Findings` as plain data, for whoever inspects a mind. Raises `CannotPlay`."""
    store: Store = ctx["store"]
    memories: Memories = ctx["memories"]
    rules: Rules[Any] = ctx["rules"]
    loaded = await store.load(world_id, ["settings"])
    check_rules(rules, loaded.world)
    settings = msgspec.json.decode(loaded.entities[0].body, type=Settings)
    question = Question(
        world_id=world_id,
        player=player,
        text=text,
        now_ms=rules.rate.reached_ms(loaded.world.next_tick),
        calendar_hour_ms=settings.town_day_ms / 24,
        kinds=tuple(MemoryKind(kind) for kind in kinds),
        budget=Budget(limit),
    )
    found = await memories.find(question)
    findings = Findings(now_ms=question.now_ms, weights=question.weights, found=tuple(found))
    return msgspec.to_builtins(findings)
