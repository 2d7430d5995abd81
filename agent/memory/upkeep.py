"""What the worker does for memory in the background: vectors in step with the model, and old things fading."""

from __future__ import annotations

import asyncio
import functools
import itertools
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

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
from engine.game import Rules
from engine.pool import Pool
from engine.store import Store, UnknownWorld, WorldRecord
from engine.supervision import Backoff, Bulkheads
from town.settings import Settings, world_ms_of_minutes

AFTER_AN_ERROR = Backoff(first_s=20.0, longest_s=3600.0)

log: structlog.stdlib.BoundLogger = structlog.get_logger("memory")


async def keep_embedded(
    pool: Pool,
    model: EmbeddingModel,
    embeddings_for: EmbeddingsFor | None = None,
    period_s: float = 10.0,
) -> None:
    """Embed what lacks a vector of the model, now and then, until cancelled. Raises `StoreUnavailable`."""
    worlds = _embedding_worlds()
    while True:
        waiting: set[str] = set()
        try:
            while count := await embed_stale(
                pool, model, embeddings_for=embeddings_for, waiting_worlds=waiting, worlds=worlds
            ):
                log.info("memories embedded", count=count, model=model.name)
        except ModelError as error:
            log.warning("memories wait for their vectors", error=repr(error))
        await asyncio.sleep(period_s)


async def embed_stale(
    pool: Pool,
    model: EmbeddingModel,
    limit: int = EMBEDDED_AT_ONCE,
    *,
    embeddings_for: EmbeddingsFor | None = None,
    waiting_worlds: set[str] | None = None,
    worlds: Bulkheads[str] | None = None,
) -> int:
    """Look at some memories that have no vector of this model and size, and embed them; returns how many.

    Call it until it returns 0. Until then retrieval compares none of them with a question of the new model.
    Worlds that may not call the model now are added to `waiting_worlds`, and those in it are passed over.
    Raises `ModelError` and `StoreUnavailable`; what fails otherwise is its world's alone, which `worlds` passes over.
    Two callers at a time do some work twice and no harm.
    """
    waiting = set[str]() if waiting_worlds is None else waiting_worlds
    bulkheads = worlds or _embedding_worlds()
    waiting |= bulkheads.closed()
    rows = await pool.fetch(sql.STALE, model.name, model.dimensions, limit, sorted(waiting))
    for world, of_world in itertools.groupby(sorted(rows, key=_world_of), key=_world_of):
        embed = functools.partial(_embed, pool, model, embeddings_for, list(of_world), waiting)
        await bulkheads.attempt(world, embed)
    return len(rows)


def _embedding_worlds() -> Bulkheads[str]:
    return Bulkheads("embedding a world's memories", AFTER_AN_ERROR, shared=(OSError, ModelError))


async def _embed(
    pool: Pool,
    model: EmbeddingModel,
    embeddings_for: EmbeddingsFor | None,
    rows: Sequence[asyncpg.Record],
    waiting: set[str],
) -> None:
    own = model if embeddings_for is None else embeddings_for(_world_of(rows[0]), "")
    try:
        embedded = await own.embed([row["text"] for row in rows])
    except (CallsPaused, BudgetExhausted):
        waiting.add(_world_of(rows[0]))
        return
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
    store: Store,
    pool: Pool,
    memories: Memories,
    retention: Retention,
    rules: Rules[Any],
    period_s: float = 600.0,
) -> None:
    """Archive what may fade in any world of these rules, now and then, until cancelled. Raises `StoreUnavailable`."""
    worlds = Bulkheads[str]("letting a world's memories fade", AFTER_AN_ERROR)
    while True:
        for record in await store.worlds():
            if not rules.plays(record.rules, record.rules_version):
                continue
            faded = functools.partial(_fade, store, pool, memories, record, retention, rules)
            await worlds.attempt(record.id, faded)
        await asyncio.sleep(period_s)


async def _fade(
    store: Store,
    pool: Pool,
    memories: Memories,
    record: WorldRecord,
    retention: Retention,
    rules: Rules[Any],
) -> None:
    with suppress(UnknownWorld):
        await fade_in_world(store, pool, memories, record, retention, rules)


async def fade_in_world(
    store: Store,
    pool: Pool,
    memories: Memories,
    record: WorldRecord,
    retention: Retention,
    rules: Rules[Any],
) -> int:
    """Archive what may fade of the minds that hold too much; returns how many memories went."""
    excesses = await excess_by_player(pool, record.id, retention)
    if not excesses:
        return 0
    loaded = await store.load(record.id, ["settings"])
    settings = msgspec.json.decode(loaded.entities[0].body, type=Settings)
    untouched_ms = world_ms_of_minutes(settings, round(retention.untouched_calendar_hours * 60))
    before_ms = rules.rate.time_ms(record.next_tick) - untouched_ms
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
