"""Committed steps as live messages, a page at a time and with a breath between a few of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from engine.game import Rules
from engine.reading import steps_as_read
from engine.store import MOST_STEPS_READ, CommittedStep, Store
from web.frames import step_frame

MOST_STEPS_TOLD = 500
MOST_BYTES_TOLD = 1_000_000
"""A page may be longer by the last few steps."""


async def history_page(
    store: Store, rules: Rules[Any], world_id: str, from_tick: int, to_tick: int
) -> tuple[list[bytes], bool]:
    """The messages of the first steps that overlap the ticks [from_tick, to_tick), and whether these are all."""
    told: list[bytes] = []
    size = 0
    steps = await store.steps_between(world_id, from_tick, to_tick)
    while steps:
        for message in await _messages(store, rules, world_id, steps):
            told.append(message)
            size += len(message)
        if len(steps) < MOST_STEPS_READ:
            break
        if len(told) >= MOST_STEPS_TOLD or size >= MOST_BYTES_TOLD:
            return told, False
        later = await store.steps_after(world_id, steps[-1].number, MOST_STEPS_READ)
        steps = [step for step in later if step.from_tick < to_tick]
    return told, True


async def _messages(
    store: Store, rules: Rules[Any], world_id: str, steps: Sequence[CommittedStep]
) -> list[bytes]:
    messages: list[bytes] = []
    for step in await steps_as_read(store, world_id, steps):
        messages.append(step_frame(step, rules, 0))
        await asyncio.sleep(0)
    return messages
