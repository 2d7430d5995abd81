"""Retrieval finds what the paper's formula ranks highest over every memory of the agent, and nothing else."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.memory.records import Budget, NewMemory
from agent.memory.stream import PostgresMemories
from records.memories import Memory, MemoryKind, Recalled, Weights
from tests.effort import tries
from tests.memories import HOUR_MS, WORLD, WordVectors, memory, memory_pool, question

DIMENSIONS = 4
VECTORS = {
    "bread": (1, 0, 0, 0),
    "rolls": (0.9, 0.3, 0, 0),
    "boats": (0, 1, 0, 0),
    "ferry": (0, 0.8, 0.5, 0),
    "storm": (-0.7, 0.2, 0.4, 0.1),
    "": (0, 0, 0, 0),
}
NOW_MS = 40 * 24 * HOUR_MS


class Kept(msgspec.Struct, frozen=True):
    """One memory as a test sees it, and when it was accessed since, if it was."""

    memory: NewMemory
    accessed_ms: int | None


@st.composite
def kept_memories(draw: st.DrawFn) -> list[Kept]:
    """Memories that tie in this or that, or in everything."""
    moments = st.sampled_from([0, 1, HOUR_MS, NOW_MS - HOUR_MS, NOW_MS - 1, NOW_MS]) | st.integers(0, NOW_MS)
    count = draw(st.integers(0, 25))
    return [
        Kept(
            memory(
                f"m{number}",
                draw(st.sampled_from(sorted(VECTORS))),
                player=draw(st.sampled_from(["p:1", "p:1", "p:1", "p:2"])),
                kind=draw(st.sampled_from([MemoryKind.OBSERVATION, MemoryKind.PLAN])),
                at_ms=draw(moments),
                importance=draw(st.integers(1, 10)),
            ),
            draw(st.none() | moments),
        )
        for number in range(count)
    ]


weights = st.builds(Weights, *[st.sampled_from([0.0, 0.5, 1.0, 3.0])] * 3)


def reference(
    kept: Sequence[Kept], asked: str, weighed: Weights, kinds: Sequence[MemoryKind]
) -> dict[str, float]:
    """The score of each memory of `p:1`, by id: Park et al. 2023, section 4.1, over all of them."""
    own = [item for item in kept if item.memory.player == "p:1" and item.memory.kind in kinds]
    accessed = [max(item.memory.at_ms, item.accessed_ms or 0) for item in own]
    recency = scaled([0.995 ** ((NOW_MS - at_ms) / HOUR_MS) for at_ms in accessed])
    importance = scaled([float(item.memory.importance or 0) for item in own])
    relevance = scaled([cosine(asked, item.memory.text) for item in own], ties_within=1e-6)
    parts = zip(own, recency, importance, relevance, strict=True)
    return {
        item.memory.id: weighed.recency * r + weighed.importance * i + weighed.relevance * v
        for item, r, i, v in parts
    }


def scaled(values: Sequence[float], ties_within: float = 0.0) -> list[float]:
    if not values or max(values) - min(values) <= ties_within:
        return [0.5] * len(values)
    return [(value - min(values)) / (max(values) - min(values)) for value in values]


def cosine(first: str, second: str) -> float:
    a, b = (np.asarray(VECTORS[text], np.float64) for text in (first, second))
    lengths = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / lengths if lengths else 0.0


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """One event loop for all examples: a pool belongs to its loop."""
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@settings(max_examples=tries(80), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kept=kept_memories(),
    asked=st.sampled_from(sorted(VECTORS)),
    weighed=weights,
    kinds=st.sampled_from([tuple(MemoryKind), (MemoryKind.PLAN,)]),
    budget=st.integers(1, 12),
)
def test_the_best_by_the_formula_are_found(
    database: str,
    loop: asyncio.AbstractEventLoop,
    kept: list[Kept],
    asked: str,
    weighed: Weights,
    kinds: tuple[MemoryKind, ...],
    budget: int,
) -> None:
    found = loop.run_until_complete(retrieved(database, kept, asked, weighed, kinds, budget))
    scores = reference(kept, asked, weighed, kinds)
    assert [recalled.score for recalled in found] == pytest.approx(
        sorted(scores.values(), reverse=True)[:budget], abs=5e-3
    )
    assert len({recalled.memory.id for recalled in found}) == len(found)
    for recalled in found:
        assert recalled.score == pytest.approx(scores[recalled.memory.id], abs=5e-3)
        assert all(0 <= part <= 1 for part in (recalled.recency, recalled.importance, recalled.relevance))
        assert math.isfinite(recalled.score)


async def retrieved(
    database: str,
    kept: Sequence[Kept],
    asked: str,
    weighed: Weights,
    kinds: tuple[MemoryKind, ...],
    most: int,
) -> list[Recalled]:
    async with memory_pool(database) as pool:
        stream = PostgresMemories(pool, WordVectors(VECTORS, DIMENSIONS))
        await stream.keep(WORLD, [item.memory for item in kept])
        accesses = [
            (WORLD, item.memory.player, item.memory.id, max(item.accessed_ms, item.memory.at_ms))
            for item in kept
            if item.accessed_ms is not None
        ]
        await pool.executemany("INSERT INTO memory_accesses VALUES ($1, $2, $3, $4)", accesses)
        found = await stream.retrieve(
            question(asked, now_ms=NOW_MS, weights=weighed, kinds=kinds, budget=Budget(most))
        )
        await check_touched(stream, found)
        await pool.execute("DELETE FROM worlds")
        return found


async def check_touched(stream: PostgresMemories, found: Sequence[Recalled]) -> None:
    ids = [recalled.memory.id for recalled in found]
    again: list[Memory] = await stream.by_ids(WORLD, "p:1", ids)
    assert {item.accessed_ms for item in again} <= {NOW_MS}
    assert len(again) == len(found)
