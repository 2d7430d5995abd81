"""Live frames for viewers: one reader a world, however many watch, and no queue that can grow.

A viewer holds only the number of the step it was sent last. Who is slow finds that number no longer among the
kept frames and begins again with the whole state; so nothing is queued for anybody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from typing import Any

import structlog
from msgspec.structs import replace

from engine.derived import derived_rows
from engine.game import Rules
from engine.leases import RunnerState
from engine.loading import CannotPlay, check_rules
from engine.reading import entities_as_read, steps_as_read
from engine.store import Loaded, NumberedEvent, Store, StoreUnavailable, UnknownWorld, WorldRecord
from engine.supervision import Backoff, Keepers, running_beside
from engine.waking import Wakeups
from town.views import MAP_KINDS
from web.conversations import messages_under_way
from web.drafts import DraftBoard, DraftSource
from web.encoding import Message
from web.frames import full_frame, heartbeat_frame, step_frame
from web.wire import layouts

log: structlog.stdlib.BoundLogger = structlog.get_logger("live")

KEPT_FRAMES = 240
"""Steps that a viewer may miss and still be brought up without the whole state."""
MOST_CATCH_UP = 90
"""Steps behind from which the whole state is the shorter way to the newest."""
HEARTBEAT_S = 5.0
READ_STEPS = 100
"""Steps that one look takes: enough to catch up with at once."""
RETRY_S = 0.5
AFTER_AN_ERROR = Backoff(first_s=RETRY_S, longest_s=10.0)

Send = Callable[[Message], Awaitable[None]]


class Feed:
    """The newest frames of one world, read as long as anybody watches."""

    def __init__(
        self, world_id: str, store: Store, wakeups: Wakeups, drafts: DraftSource, rules: Rules[Any]
    ) -> None:
        self.world_id = world_id
        self.viewers = 0
        self.deleted = False
        self._rules = rules
        self._layouts = layouts(rules)
        self._refusal: CannotPlay | None = None
        self._store = store
        self._wakeups = wakeups
        self._frames: dict[int, Message] = {}
        self._newest = -1
        self._record: WorldRecord | None = None
        self._late = False
        self._looked = asyncio.Event()
        self._changed = asyncio.Event()
        self._full: tuple[int, RunnerState, Message] | None = None
        self._heartbeat: Message | None = None
        self._beats = 0
        self._loading = asyncio.Lock()
        self._source = drafts
        self._drafts = DraftBoard(self._announce)

    async def run(self) -> None:
        """Keep the frames and the drafts current until cancelled or the world is gone.

        After an error that nobody foresaw it may be run again: it begins where the world is then.
        """
        async with running_beside(f"hearing the drafts of {self.world_id}", self._hear):
            try:
                await self._read()
            except Exception:
                self._late = True
                raise

    async def _hear(self) -> None:
        async for draft in self._source.of(self.world_id):
            self._drafts.put(draft)

    async def _read(self) -> None:
        begun = False
        while not self.deleted:
            seen = self._wakeups.count(self.world_id)
            try:
                begun = begun or await self._begin()
                await self._read_new()
                self._late, self._refusal = False, None
            except UnknownWorld:
                self.deleted = True
                self._announce()
            except CannotPlay as refusal:  # until a host has upgraded it, say
                begun, self._refusal = False, refusal
                self._announce()
            except StoreUnavailable as error:
                self._fall_behind(error)
                seen = None
            finally:
                self._looked.set()
            if seen is None:
                await asyncio.sleep(RETRY_S)
            elif not self.deleted:
                await self._wakeups.newer(self.world_id, seen)

    async def _begin(self) -> bool:
        """Find where to read from. What reading failed at before is left out: its viewers get the whole state."""
        self._record = await self._store.world(self.world_id)
        check_rules(self._rules, self._record)
        first = self._newest < 0
        kept = MOST_CATCH_UP if first else 0  # for viewers who come back
        self._newest = max(self._record.step - kept, 0)
        self._frames.clear()
        self._announce()
        return True

    async def _read_new(self) -> None:
        steps = await self._store.steps_after(self.world_id, self._newest, READ_STEPS)
        if not steps:
            self._full = None  # somebody's words may be gone since
            return
        self._record = await self._store.world(self.world_id)
        check_rules(self._rules, self._record)  # a newer program may have upgraded it in these steps
        for step in await steps_as_read(self._store, self.world_id, steps):
            self._frames[step.number] = Message(step_frame(step, self._rules, self._record.behind_ms))
            self._newest = step.number
        for number in [n for n in self._frames if n <= self._newest - KEPT_FRAMES]:
            del self._frames[number]
        self._announce()

    def _fall_behind(self, error: StoreUnavailable) -> None:
        if not self._late:
            log.warning("live frames wait for the store", world=self.world_id, error=str(error))
        self._late = True

    def _announce(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def serve(self, send: Send, after: int | None) -> None:
        """Send a viewer frames until it goes away (`send` raises) or the world is deleted.

        Raises `CannotPlay` once these rules can't read it.
        """
        drafted, beat = self._drafts.newest, self._beats
        await self._looked.wait()
        position = after if after is not None and self._can_continue(after) else None
        while not self.deleted:
            if self._refusal is not None:
                raise self._refusal
            changed = self._changed
            try:
                while (due := await self._due(position)) is not None:
                    position, frame = due
                    await send(frame)
            except StoreUnavailable as error:
                self._fall_behind(error)
            if position is None:
                await _heard(changed, RETRY_S)
                continue
            drafted = await self._send_drafts(send, drafted)
            if self._heartbeat is not None and beat != self._beats:
                beat = self._beats
                await send(self._heartbeat)
            await changed.wait()

    async def beat(self) -> None:
        """Let all viewers hear that their line is alive, whenever nothing else was said for a while."""
        await self._looked.wait()
        while not self.deleted:
            if not await _heard(self._changed, HEARTBEAT_S):
                self._heartbeat = await self._new_heartbeat()
                self._beats += 1
                self._announce()

    async def _due(self, position: int | None) -> tuple[int, Message] | None:
        """The frame that a viewer at `position` lacks, and where it is with it; None when it lacks none."""
        if position is None:
            return await self._whole()
        if position >= self._newest:
            return None
        frame = self._frames.get(position + 1)
        if frame is None or self._newest - position > MOST_CATCH_UP:
            return await self._whole()
        return position + 1, frame

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

    async def _whole(self) -> tuple[int, Message]:
        async with self._loading:
            world = await self._store.world(self.world_id)
            if self._full is None or self._full[0] < self._newest or self._full[1] != world.runner:
                self._full = await self._load()
            step, _, frame = self._full
            return step, frame

    async def _load(self) -> tuple[int, RunnerState, Message]:
        loaded = await self._store.load(self.world_id, sorted(self._rules.public - MAP_KINDS))
        check_rules(self._rules, loaded.world)
        entities = await entities_as_read(self._store, self.world_id, loaded.entities)
        messages = await messages_under_way(self._store, self.world_id, entities)
        world = loaded.world
        return (
            world.step,
            world.runner,
            Message(self._full_frame(replace(loaded, entities=entities), messages)),
        )

    async def _new_heartbeat(self) -> Message | None:
        """None while the store has never answered: then nobody has a frame either."""
        try:
            self._record = await self._store.world(self.world_id)
        except UnknownWorld:
            self.deleted = True
        except StoreUnavailable as error:
            self._fall_behind(error)
        if self._record is None:
            return None
        late = self._late or self._record.step > self._newest
        return Message(heartbeat_frame(self._record, self._rules.rate, late=late))

    def _full_frame(self, loaded: Loaded, messages: Sequence[NumberedEvent]) -> bytes:
        rules, world = self._rules, loaded.world
        columns = derived_rows(rules, loaded.entities, world.capacity, world.next_tick)
        return full_frame(loaded, rules.rate, self._layouts, columns, messages, self.viewers)


async def _heard(event: asyncio.Event, timeout_s: float) -> bool:
    """Whether the event came in time."""
    try:
        async with asyncio.timeout(timeout_s):
            await event.wait()
    except TimeoutError:
        return False
    return True


class Feeds:
    """The feeds of the worlds that are watched."""

    def __init__(self, store: Store, wakeups: Wakeups, drafts: DraftSource, rules: Rules[Any]) -> None:
        self._rules = rules
        self._store = store
        self._wakeups = wakeups
        self._drafts = drafts
        self._feeds: dict[str, Feed] = {}
        self._readers = Keepers[Feed](AFTER_AN_ERROR)
        self._hearts = Keepers[Feed](AFTER_AN_ERROR)
        self.viewers = 0

    def viewers_of(self, world_id: str) -> int:
        """How many watch a world through this process."""
        found = self._feeds.get(world_id)
        return found.viewers if found else 0

    def watched(self) -> set[str]:
        """The worlds that somebody watches through this process."""
        return set(self._feeds)

    async def watch(self, world_id: str, send: Send, after: int | None) -> None:
        """Serve one viewer. Raises what `send` raises when the viewer is gone, `UnknownWorld` and `CannotPlay`."""
        if world_id not in self._feeds:
            await self._store.world(world_id)
        async with AsyncExitStack() as stack:
            feed = self._join(world_id)
            stack.push_async_callback(self._leave, feed)
            await feed.serve(send, after)

    def _join(self, world_id: str) -> Feed:
        feed = self._feeds.get(world_id)
        if feed is None or feed.deleted:
            feed = self._feeds[world_id] = Feed(
                world_id, self._store, self._wakeups, self._drafts, self._rules
            )
            self._readers.start(feed, f"the feed of {world_id}", feed.run)
            self._hearts.start(feed, f"the heartbeats of {world_id}", feed.beat)
        feed.viewers += 1
        self.viewers += 1
        return feed

    async def _leave(self, feed: Feed) -> None:
        feed.viewers -= 1
        self.viewers -= 1
        if feed.viewers:
            return
        if self._feeds.get(feed.world_id) is feed:
            del self._feeds[feed.world_id]
        await self._hearts.stop(feed)
        await self._readers.stop(feed)

    async def close(self) -> None:
        """Stop reading."""
        self._feeds.clear()
        await self._hearts.close()
        await self._readers.close()
