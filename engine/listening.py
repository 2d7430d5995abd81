"""LISTEN on one connection of its own, held through any loss of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg

from engine.outages import DATABASE_FAILURES
from engine.store import ANY_WORLD, Signal

CHANNEL = "everbrook"
RETRY_S = 0.3


@asynccontextmanager
async def listen(dsn: str) -> AsyncGenerator[AsyncIterator[Signal]]:
    """The signals from now on.

    After the connection was lost and made again comes a signal for `ANY_WORLD`: what was missed in between is
    unknown, so everybody should look.
    """
    queue: asyncio.Queue[Signal] = asyncio.Queue()
    listening = asyncio.Event()
    keeper = asyncio.create_task(_keep_listening(dsn, queue, listening))
    try:
        await listening.wait()
        yield _drain(queue)
    finally:
        keeper.cancel()
        with suppress(asyncio.CancelledError):
            await keeper


async def _drain(queue: asyncio.Queue[Signal]) -> AsyncIterator[Signal]:
    while True:
        yield await queue.get()


async def _keep_listening(dsn: str, queue: asyncio.Queue[Signal], listening: asyncio.Event) -> None:
    while True:
        with suppress(*DATABASE_FAILURES):
            connection = await asyncpg.connect(dsn, timeout=5)
            lost = asyncio.Event()
            try:
                connection.add_termination_listener(lambda _c, lost=lost: lost.set())
                await connection.add_listener(CHANNEL, _handler(queue))
                if listening.is_set():
                    queue.put_nowait(Signal(ANY_WORLD, ""))
                listening.set()
                await lost.wait()
            finally:
                connection.terminate()
        await asyncio.sleep(RETRY_S)


def _handler(queue: asyncio.Queue[Signal]) -> Any:
    def received(_connection: object, _pid: int, _channel: str, payload: object) -> None:
        kind, _, world_id = str(payload).partition(" ")
        queue.put_nowait(Signal(world_id, kind))

    return received
