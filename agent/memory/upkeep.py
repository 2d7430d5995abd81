"""What the worker does for memory in the background: vectors in step with the model, and old things fading."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence

import asyncpg
import msgspec
import structlog
from pgvector import HalfVector

from agent.memory import sql
from agent.memory.constants import EMBEDDED_AT_ONCE
from agent.memory.retention import Retention, count_up, excess_by_player, fade
from agent.memory.stream import Memories
from agent.models.errors import BudgetExhausted, CallsPaused, ModelError
from agent.models.port import EmbeddingModel, EmbeddingsFor
from engine.clock import tick_time_ms
from engine.outages import DATABASE_FAILURES
from engine.store import Store, UnknownWorld, WorldRecord
from town.calendar import world_ms_of_minutes
from town.entities import Settings

log: structlog.stdlib.BoundLogger = structlog.get_logger("memory")


async def keep_embedded(
    pool: asyncpg.Pool,
    model: EmbeddingModel,
    embeddings_for: EmbeddingsFor | None = None,
    period_s: float = 10.0,
) -> None:
    """Embed what lacks a vector of the model, now and then, until cancelled."""
    while True:
        waiting: set[str] = set()
        try:
            while count := await embed_stale(
                pool, model, embeddings_for=embeddings_for, waiting_worlds=waiting
            ):
                log.info("memories embedded", count=count, model=model.name)
        except (ModelError, *DATABASE_FAILURES) as error:
            log.warning("memories wait for their vectors", error=repr(error))
        await asyncio.sleep(period_s)


async def embed_stale(
    pool: asyncpg.Pool,
    model: EmbeddingModel,
    limit: int = EMBEDDED_AT_ONCE,
    *,
    embeddings_for: EmbeddingsFor | None = None,
    waiting_worlds: set[str] | None = None,
) -> int:
    """Look at some memories that have no vector of this model and size, and embed them; returns how many.

    Call it until it returns 0. Until then retrieval compares none of them with a question of the new model.
    Worlds that may not call the model now are added to `waiting_worlds`, and those in it are passed over.
    Raises `ModelError`; two callers at a time do some work twice and no harm.
    """
    waiting = set[str]() if waiting_worlds is None else waiting_worlds
    rows = await pool.fetch(sql.STALE, model.name, model.dimensions, limit, sorted(waiting))
    for world, of_world in itertools.groupby(sorted(rows, key=_world_of), key=_world_of):
        own = model if embeddings_for is None else embeddings_for(world, "")
        try:
            await _embed(pool, own, list(of_world))
        except (CallsPaused, BudgetExhausted):
            waiting.add(world)
    return len(rows)


async def _embed(pool: asyncpg.Pool, model: EmbeddingModel, rows: Sequence[asyncpg.Record]) -> None:
    embedded = await model.embed([row["text"] for row in rows])
    await pool.executemany(
        sql.EMBED,
        [
            (row["world_id"], row["id"], embedded.model, embedded.dimensions, HalfVector(vector))
            for row, vector in zip(rows, embedded.vectors, strict=True)
        ],
    )


def _world_of(row: asyncpg.Record) -> str:
    return row["world_id"]


async def let_memories_fade(
    store: Store, pool: asyncpg.Pool, memories: Memories, retention: Retention, period_s: float = 600.0
) -> None:
    """Archive what may fade in any world, now and then, until cancelled."""
    while True:
        try:
            for record in await store.worlds():
                await fade_in_world(store, pool, memories, record, retention)
        except (UnknownWorld, *DATABASE_FAILURES) as error:
            log.warning("memories fade later", error=repr(error))
        await asyncio.sleep(period_s)


async def fade_in_world(
    store: Store, pool: asyncpg.Pool, memories: Memories, record: WorldRecord, retention: Retention
) -> int:
    """Archive what may fade of the minds that hold too much; returns how many memories went."""
    excesses = await excess_by_player(pool, record.id, retention)
    if not excesses:
        return 0
    loaded = await store.load(record.id, ["settings"])
    settings = msgspec.json.decode(loaded.entities[0].body, type=Settings)
    untouched_ms = world_ms_of_minutes(settings, round(retention.untouched_calendar_hours * 60))
    before_ms = tick_time_ms(record.next_tick) - untouched_ms
    faded = 0
    for player, excess in excesses.items():
        gone = 0
        while gone < excess:
            count = await fade(
                pool,
                memories,
                record.id,
                player,
                untouched_since_ms=before_ms,
                retention=retention,
                summarise=count_up,
            )
            if not count:
                break
            gone += count
        faded += gone
    return faded
