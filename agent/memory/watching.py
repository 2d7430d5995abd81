"""Perception at work: follows the committed steps of all worlds and keeps what their people notice."""

from __future__ import annotations

import asyncio

import asyncpg
import msgspec
import structlog

from agent.memory import sql
from agent.memory.noticing import View, look
from agent.memory.records import NewMemory
from agent.memory.scene import SCENE_KINDS, Ground, first_scene
from agent.memory.stream import Memories
from agent.reacting import agent_ids, tell_what_matters
from engine.outages import DATABASE_FAILURES
from engine.store import Store, UnknownWorld, WorldRecord

log: structlog.stdlib.BoundLogger = structlog.get_logger("perception")

PERIOD_S = 1.0
"""How often the worlds are looked at: an observation is in memory about so long after it happened."""

STEPS_AT_ONCE = 200
SAVED_EVERY_STEPS = 100
"""After a crash at most so many steps are looked at again, which adds nothing to memory."""


class _Watched(msgspec.Struct, frozen=True):
    view: View
    ground: Ground
    saved_step: int


async def watch_worlds(
    store: Store, pool: asyncpg.Pool, memories: Memories, period_s: float = PERIOD_S
) -> None:
    """Watch until cancelled. Of several workers one watches each world, while it lives."""
    while True:
        try:
            async with pool.acquire() as connection:
                await _watch_while_connected(store, connection, memories, period_s)
        except DATABASE_FAILURES as error:
            log.warning("perception waits for the database", error=repr(error))
        await asyncio.sleep(period_s)


async def _watch_while_connected(
    store: Store, connection: asyncpg.pool.PoolConnectionProxy, memories: Memories, period_s: float
) -> None:
    """The locks on worlds are the connection's: they go when it goes, and with them what was watched."""
    watched: dict[str, _Watched] = {}
    while True:
        for record in await store.worlds():
            if record.id not in watched and not await connection.fetchval(sql.WATCH, record.id):
                continue
            try:
                watched[record.id] = await _follow(
                    store, connection, memories, record, watched.get(record.id)
                )
            except UnknownWorld:
                watched.pop(record.id, None)
        await asyncio.sleep(period_s)


async def _follow(
    store: Store,
    connection: asyncpg.pool.PoolConnectionProxy,
    memories: Memories,
    record: WorldRecord,
    watched: _Watched | None,
) -> _Watched:
    """Look at the steps that a world has committed since, a bounded number of them, if its people remember."""
    if watched is None:
        watched = await _begin(store, connection, record.id)
    view, abilities = watched.view, watched.ground.settings.abilities
    if not abilities.memory or view.step >= record.step:
        return watched
    noticed: list[NewMemory] = []
    for step in await store.steps_after(record.id, view.step, STEPS_AT_ONCE):
        view, memories_of_step = look(view, step, watched.ground)
        noticed.extend(memories_of_step)
    await memories.keep(record.id, noticed)
    if noticed and abilities.plans:
        await tell_what_matters(store, memories, record.id, noticed, await agent_ids(store, record.id))
    saved_step = watched.saved_step
    if view.step - saved_step >= SAVED_EVERY_STEPS:
        saved_step = view.step
        await connection.execute(sql.PERCEIVE, record.id, view.step, msgspec.json.encode(view))
    return _Watched(view, watched.ground, saved_step)


async def _begin(store: Store, connection: asyncpg.pool.PoolConnectionProxy, world_id: str) -> _Watched:
    """Where perception stopped, or the present if the world was never watched."""
    loaded = await store.load(world_id, SCENE_KINDS)
    scene, ground = first_scene(loaded)
    row = await connection.fetchrow(sql.PERCEIVED, world_id)
    if row is not None:
        return _Watched(msgspec.json.decode(row["body"], type=View), ground, row["step"])
    view = View(loaded.world.step, scene, {})
    await connection.execute(sql.PERCEIVE, world_id, view.step, msgspec.json.encode(view))
    return _Watched(view, ground, view.step)
