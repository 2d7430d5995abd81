"""Live frames for viewers: one reader a world, however many watch, and no queue that can grow.

A viewer holds only the number of the step it was sent last. Who is slow finds that number no longer among the
kept frames and begins again with the whole state; so nothing is queued for anybody.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import structlog

from engine.store import Store, StoreUnavailable, UnknownWorld
from town.views import PUBLIC_KINDS
from web.conversations import messages_under_way
from web.drafts import DraftBoard, DraftSource
from web.frames import full_frame, heartbeat_frame, step_frame
from web.waking import Wakeups

log: structlog.stdlib.BoundLogger = structlog.get_logger("live")

KEPT_FRAMES = 240
"""Steps that a viewer may miss and still be brought up without the whole state."""
MOST_CATCH_UP = 90
"""Steps behind from which the whole state is the shorter way to the newest."""
HEARTBEAT_S = 5.0
DEAD_AFTER_MS = 15_000
"""A runner that neither commits nor beats for this long has stopped."""
READ_STEPS = 100
"""Steps that one look takes: enough to catch up with at once."""
RETRY_S = 0.5

Send = Callable[[bytes], Awaitable[None]]


class Feed:
    """The newest frames of one world, read as long as anybody watches."""

    def __init__(self, world_id: str, store: Store, wakeups: Wakeups, drafts: DraftSource) -> None:
        self.world_id = world_id
        self.viewers = 0
        self.deleted = False
        self._store = store
        self._wakeups = wakeups
        self._frames: dict[int, bytes] = {}
        self._newest = -1
        self._ready = asyncio.Event()
        self._changed = asyncio.Event()
        self._full: tuple[int, bytes] | None = None
        self._source = drafts
        self._drafts = DraftBoard(self._announce)

    async def run(self) -> None:
        """Keep the frames and the drafts current until cancelled or the world is gone."""
        hearing = asyncio.create_task(self._hear())
        try:
            await self._read()
        finally:
            hearing.cancel()

    async def _hear(self) -> None:
        async for draft in self._source.of(self.world_id):
            self._drafts.put(draft)

    async def _read(self) -> None:
        while not self.deleted:
            seen = self._wakeups.count(self.world_id)
            try:
                await self._read_new()
                self._ready.set()
            except UnknownWorld:
                self.deleted = True
                self._ready.set()
                self._announce()
                return
            except StoreUnavailable as error:
                log.warning("live frames wait for the store", world=self.world_id, error=str(error))
                await asyncio.sleep(RETRY_S)
                continue
            await self._wakeups.newer(self.world_id, seen)

    async def _read_new(self) -> None:
        if self._newest < 0:
            step = (await self._store.world(self.world_id)).step
            self._newest = max(step - MOST_CATCH_UP, 0)  # for viewers who come back
        steps = await self._store.steps_after(self.world_id, self._newest, READ_STEPS)
        if not steps:
            return
        behind_ms = (await self._store.world(self.world_id)).behind_ms
        for step in steps:
            self._frames[step.number] = step_frame(step, PUBLIC_KINDS, behind_ms)
            self._newest = step.number
        for number in [n for n in self._frames if n <= self._newest - KEPT_FRAMES]:
            del self._frames[number]
        self._announce()

    def _announce(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def serve(self, send: Send, after: int | None) -> None:
        """Send a viewer frames until it goes away (`send` raises) or the world is deleted."""
        position, drafted = after, self._drafts.newest
        await self._ready.wait()
        while not self.deleted:
            changed = self._changed
            position = await self._send_due(send, position)
            drafted = await self._send_drafts(send, drafted)
            try:
                async with asyncio.timeout(HEARTBEAT_S):
                    if self._newest <= position:
                        await changed.wait()
            except TimeoutError:
                await send(await self._heartbeat())

    async def _send_due(self, send: Send, position: int | None) -> int:
        """Send what the viewer lacks; returns the step it is at then."""
        if position is None or not self._can_continue(position):
            position, frame = await self._whole()
            await send(frame)
        while position < self._newest:
            frame = self._frames.get(position + 1)
            if frame is None or self._newest - position > MOST_CATCH_UP:
                position, frame = await self._whole()
            else:
                position += 1
            await send(frame)
        return position

    async def _send_drafts(self, send: Send, drafted: int) -> int:
        """Send what is being written, if there is any news of it; returns the draft that the viewer is at then."""
        newest = self._drafts.newest
        for frame in self._drafts.after(drafted):
            await send(frame)
        return newest

    def _can_continue(self, position: int) -> bool:
        if position > self._newest:
            return False
        return position == self._newest or position + 1 in self._frames

    async def _whole(self) -> tuple[int, bytes]:
        if self._full is None or self._full[0] < self._newest:
            loaded = await self._store.load(self.world_id, sorted(PUBLIC_KINDS))
            messages = await messages_under_way(self._store, self.world_id, loaded.entities)
            self._full = loaded.world.step, full_frame(loaded, messages, self.viewers)
        return self._full

    async def _heartbeat(self) -> bytes:
        world = await self._store.world(self.world_id)
        alive_ms = time.time_ns() // 1_000_000 - world.alive_at_ms
        return heartbeat_frame(world, running=alive_ms < DEAD_AFTER_MS)


class Feeds:
    """The feeds of the worlds that are watched."""

    def __init__(self, store: Store, wakeups: Wakeups, drafts: DraftSource) -> None:
        self._store = store
        self._wakeups = wakeups
        self._drafts = drafts
        self._feeds: dict[str, tuple[Feed, asyncio.Task[None]]] = {}
        self.viewers = 0

    def viewers_of(self, world_id: str) -> int:
        """How many watch a world through this process."""
        found = self._feeds.get(world_id)
        return found[0].viewers if found else 0

    def watched(self) -> set[str]:
        """The worlds that somebody watches through this process."""
        return set(self._feeds)

    async def watch(self, world_id: str, send: Send, after: int | None) -> None:
        """Serve one viewer. Raises what `send` raises when the viewer is gone, and `UnknownWorld`."""
        await self._store.world(world_id)
        async with AsyncExitStack() as stack:
            feed = self._join(world_id)
            stack.callback(self._leave, world_id)
            await feed.serve(send, after)

    def _join(self, world_id: str) -> Feed:
        if world_id not in self._feeds or self._feeds[world_id][0].deleted:
            feed = Feed(world_id, self._store, self._wakeups, self._drafts)
            self._feeds[world_id] = feed, asyncio.create_task(feed.run())
        feed = self._feeds[world_id][0]
        feed.viewers += 1
        self.viewers += 1
        return feed

    def _leave(self, world_id: str) -> None:
        feed, reading = self._feeds[world_id]
        feed.viewers -= 1
        self.viewers -= 1
        if feed.viewers == 0:
            reading.cancel()
            del self._feeds[world_id]

    def close(self) -> None:
        """Stop reading."""
        for _, reading in self._feeds.values():
            reading.cancel()
        self._feeds.clear()
