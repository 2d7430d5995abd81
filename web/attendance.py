"""Whether anybody is there: worlds that ask for it rest when nobody has watched or played for a while, and wake again.

Each process knows only its own viewers, so what it sees goes into the store, and rest is decided by what stands there.
Both are inputs: a replay rests where the world rested.
"""

from __future__ import annotations

import asyncio
import functools
from contextlib import suppress
from typing import Any

import msgspec

from engine.clock import Pace
from engine.game import Rules
from engine.inputs import SERVER, Request
from engine.store import Store, TooManyWaiting, UnknownWorld, WorldRecord
from engine.supervision import Bulkheads
from town.owner.rest import rest, wake
from town.settings import Settings
from web.live import Feeds

LOOK_S = 5.0
MINUTE_MS = 60_000


class Attendance:
    """Sees to the worlds of which this process serves viewers and players."""

    def __init__(self, store: Store, feeds: Feeds, rules: Rules[Any], look_s: float = LOOK_S) -> None:
        self._store = store
        self._feeds = feeds
        self._rules = rules
        self._look_s = look_s
        self._worlds = Bulkheads[str]("letting a world rest or wake")
        self._came: set[str] = set()
        self._resting: set[str] = set()
        self._rest_after_minutes: dict[str, int | None] = {}
        self._somebody = asyncio.Event()

    def came(self, world_id: str) -> None:
        """Somebody begins to watch a world, or plays in it."""
        self._came.add(world_id)
        if world_id in self._resting:
            self._somebody.set()

    async def keep(self) -> None:
        """Let worlds rest and wake until cancelled."""
        while True:
            self._somebody.clear()
            await self.look()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._look_s):
                    await self._somebody.wait()

    async def look(self) -> None:
        """Note who is there, and see to each world that may rest. Raises `StoreUnavailable`."""
        came = set(self._came)
        records = await self._store.worlds()
        now_ms = await self._store.now_ms()
        present = (came | self._feeds.watched()) & {record.id for record in records}
        if present:
            await self._store.attend(sorted(present))
        self._came -= came
        for record in records:
            if not self._rules.plays(record.rules, record.rules_version):
                continue
            see_to = functools.partial(self._see_to, record, now_ms, present=record.id in present)
            await self._worlds.attempt(record.id, see_to)

    async def _see_to(self, record: WorldRecord, now_ms: int, *, present: bool) -> None:
        with suppress(UnknownWorld, TooManyWaiting):
            await self._let_rest_or_wake(record, now_ms, present=present)

    async def _let_rest_or_wake(self, record: WorldRecord, now_ms: int, *, present: bool) -> None:
        after_minutes = await self._after_minutes(record.id)
        if after_minutes is None:
            return
        pace = await self._pace(record.id)
        absent_ms = now_ms - record.attended_at_ms
        self._resting.discard(record.id)
        if not present and (pace.resting or absent_ms >= after_minutes * MINUTE_MS):
            self._resting.add(record.id)
        if present and pace.resting:
            await self._send(record, wake.request())
        elif record.id in self._resting and not pace.paused:
            await self._send(record, rest.request())

    async def _send(self, record: WorldRecord, request: Request) -> None:
        """As long as no runner takes inputs, the same one is sent again."""
        key = f"{request.name}:{record.last_input}"
        await self._store.send(record.id, request, actor=SERVER, idempotency_key=key)

    async def _after_minutes(self, world_id: str) -> int | None:
        """The world's setting, which never changes."""
        if world_id not in self._rest_after_minutes:
            loaded = await self._store.load(world_id, ["settings"])
            settings = msgspec.json.decode(loaded.entities[0].body, type=Settings)
            self._rest_after_minutes[world_id] = settings.rest_after_minutes
        return self._rest_after_minutes[world_id]

    async def _pace(self, world_id: str) -> Pace:
        loaded = await self._store.load(world_id, ["clock"])
        return msgspec.json.decode(loaded.entities[0].body, type=Pace)
