"""LISTEN on one connection of its own, held through any loss of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from engine.outages import spoken_plainly
from engine.pooling import parsed
from engine.store import ANY_WORLD, Signal, StoreUnavailable
from engine.supervision import Backoff, running_beside

CHANNEL = "everbrook"
CONNECT_TIMEOUT_S = 5.0
SWEEP_S = 0.5
"""Where nobody can listen, everybody looks so often."""
AGAIN = Backoff(first_s=0.3, longest_s=2.0, steady_s=10.0)


@asynccontextmanager
async def listen(dsn: str) -> AsyncGenerator[AsyncIterator[Signal]]:
    """The signals from now on.

    After the connection was lost and made again comes a signal for `ANY_WORLD`: what was missed in between is
    unknown, so everybody should look. Behind a pooler, and without an address past it, there is nothing but such signals.
    """
    queue: asyncio.Queue[Signal] = asyncio.Queue()
    direct = parsed(dsn).for_sessions
    if direct is None:
        async with running_beside("looking at all worlds now and then", lambda: _sweep(queue)):
            yield _drain(queue)
        return
    listening = asyncio.Event()
    async with running_beside("listening for signals", lambda: _listen(direct, queue, listening), AGAIN):
        await listening.wait()
        yield _drain(queue)


async def _drain(queue: asyncio.Queue[Signal]) -> AsyncIterator[Signal]:
    while True:
        yield await queue.get()


async def _sweep(queue: asyncio.Queue[Signal]) -> None:
    while True:
        await asyncio.sleep(SWEEP_S)
        if queue.empty():
            queue.put_nowait(Signal(ANY_WORLD, ""))


async def _listen(dsn: str, queue: asyncio.Queue[Signal], listening: asyncio.Event) -> None:
    """Listen on one connection. Raises `StoreUnavailable` when it is lost."""
    async with spoken_plainly():
        connection = await asyncpg.connect(dsn, timeout=CONNECT_TIMEOUT_S)
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _connection: lost.set())
            await connection.add_listener(CHANNEL, _handler(queue))
            if listening.is_set():
                queue.put_nowait(Signal(ANY_WORLD, ""))
            listening.set()
            await lost.wait()
        finally:
            connection.terminate()
    raise StoreUnavailable("the connection that hears of changes was lost; it is made again")


def _handler(queue: asyncio.Queue[Signal]) -> Any:
    def received(_connection: object, _pid: int, _channel: str, payload: object) -> None:
        kind, _, world_id = str(payload).partition(" ")
        queue.put_nowait(Signal(world_id, kind))

    return received
