"""Perception at work: follows the committed steps of all worlds and keeps what their people notice."""

from __future__ import annotations

import asyncio
import functools
from contextlib import suppress
from typing import Any

import msgspec

from agent.memory import sql
from agent.memory.leases import RENEW_S, PerceptionLeases
from agent.memory.records import NewMemory
from agent.memory.stream import Memories
from agent.perceiving.noticing import View, look, said_in_steps
from agent.perceiving.reporting import agent_ids, tell_what_matters
from agent.perceiving.visible import SCENE_KINDS, Ground, first_scene, ground_after
from engine.game import Rules
from engine.pool import Pool
from engine.store import Store, StoreUnavailable, UnknownWorld
from engine.supervision import Backoff, Keepers
from engine.waking import Wakeups

PERIOD_S = 1.0
"""A world is looked at no more often: an observation is in memory about so long after it happened."""
SWEEP_S = 30.0
"""A signal may be lost; a world is looked at after so long without one."""

STEPS_AT_ONCE = 200
SAVED_EVERY_STEPS = 100
"""After a crash at most so many steps are looked at again, which adds nothing to memory."""
AFTER_AN_ERROR = Backoff(first_s=1.0, longest_s=60.0, steady_s=120.0)


class _Watched(msgspec.Struct, frozen=True):
    view: View
    ground: Ground
    saved_step: int


class Perception(msgspec.Struct, frozen=True):
    """What perception works with."""

    store: Store
    pool: Pool
    memories: Memories
    wakeups: Wakeups
    rules: Rules[Any]
    period_s: float = PERIOD_S


async def watch_worlds(perception: Perception) -> None:
    """Watch until cancelled. Of several workers one watches each world, for as long as it renews its lease.

    Raises `StoreUnavailable`. What fails in one world is told and tried again, and keeps nobody from the others.
    """
    leases = PerceptionLeases(perception.pool, perception.rules.name)
    watchers = Keepers[str](AFTER_AN_ERROR)
    try:
        while True:
            await _watch_only(await leases.hold(), watchers, perception)
            await asyncio.sleep(RENEW_S)
    finally:
        await watchers.close()
        with suppress(StoreUnavailable):
            await leases.leave()


async def _watch_only(worlds: set[str], watchers: Keepers[str], perception: Perception) -> None:
    for world_id in watchers.keys() - worlds:
        await watchers.stop(world_id)
    for world_id in worlds - watchers.keys():
        watchers.start(world_id, f"perception in {world_id}", functools.partial(_watch, perception, world_id))


async def _watch(perception: Perception, world_id: str) -> None:
    """Follow one world until it is gone."""
    with suppress(UnknownWorld):
        await _until_understood(perception, world_id)
        watched = await _begin(perception, world_id)
        while True:
            seen = perception.wakeups.count(world_id)
            watched = await _follow(perception, world_id, watched)
            await asyncio.sleep(perception.period_s)
            await perception.wakeups.newer(world_id, seen, SWEEP_S)


async def _until_understood(perception: Perception, world_id: str) -> None:
    """A world whose rules were of another version is looked at once it was brought up to this one's."""
    while True:
        seen = perception.wakeups.count(world_id)
        record = await perception.store.world(world_id)
        if not perception.rules.outgrew(record.rules, record.rules_version):
            return
        await perception.wakeups.newer(world_id, seen)


async def _begin(perception: Perception, world_id: str) -> _Watched:
    """Where perception stopped, or the present if the world was never watched."""
    loaded = await perception.store.load(world_id, SCENE_KINDS)
    scene, ground = first_scene(loaded, perception.rules.rate)
    row = await perception.pool.fetchrow(sql.PERCEIVED, world_id)
    if row is not None:
        return _Watched(msgspec.json.decode(row["body"], type=View), ground, row["step"])
    view = View(loaded.world.step, scene, {})
    await perception.pool.execute(sql.PERCEIVE, world_id, view.step, msgspec.json.encode(view))
    return _Watched(view, ground, view.step)


async def _follow(perception: Perception, world_id: str, watched: _Watched) -> _Watched:
    """Look at the steps that a world has committed since, if its people remember."""
    abilities = watched.ground.settings.abilities
    if not abilities.memory:
        return watched
    view, ground, saved_step = watched.view, watched.ground, watched.saved_step
    while steps := await perception.store.steps_after(world_id, view.step, STEPS_AT_ONCE):
        noticed: list[NewMemory] = []
        spoken = await perception.store.spoken(world_id, said_in_steps(steps))
        for step in steps:
            ground = ground_after(ground, step.changes)
            view, memories_of_step = look(view, step, ground, spoken, perception.rules.rate)
            noticed.extend(memories_of_step)
        await perception.memories.keep(world_id, noticed)
        if noticed and abilities.plans:
            agents = await agent_ids(perception.store, world_id)
            await tell_what_matters(perception.store, perception.memories, world_id, noticed, agents)
        if view.step - saved_step >= SAVED_EVERY_STEPS:
            saved_step = view.step
            await perception.pool.execute(sql.PERCEIVE, world_id, view.step, msgspec.json.encode(view))
        if len(steps) < STEPS_AT_ONCE:
            break
    return _Watched(view, ground, saved_step)
