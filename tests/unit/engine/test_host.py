"""A host runs what worlds there are, and lets a quiet one be quiet."""

import asyncio
from contextlib import suppress

from engine.host import Host
from engine.memory_store import MemoryStore
from engine.runner import RunnerSettings
from tests.counter.rules import COUNTING, World, add_counter, new_world
from tests.simulation.faults import NoQueue


async def test_a_quiet_world_steps_no_oftener_than_it_must() -> None:
    store = MemoryStore()
    await store.create_world(new_world())
    settings = RunnerSettings(longest_step_ms=200, attentive_step_ms=200, shortest_step_ms=5)
    host: Host[World] = Host(COUNTING, store, NoQueue(), settings=settings)
    running = asyncio.create_task(host.run())
    await store.send("w", add_counter.request(name="x"))
    await asyncio.sleep(1)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    steps = (await store.world("w")).step
    assert 2 <= steps <= 8, "its own commits must not wake it"
