"""A store that fails on purpose, and the rival and the workers that make its life hard."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import msgspec

from engine.clock import ManualClock
from engine.game import Step
from engine.inputs import ANYONE, WORKER, Request
from engine.leases import LEASE_MS, Holder
from engine.loading import game_of
from engine.memory_store import MemoryStore
from engine.operations import Operation, operation_key
from tests.counter.rules import COUNTING, Thought, finish_thought


class Crash(Exception):
    """The process died here."""


class FaultyStore:
    """Passes everything on to a `MemoryStore`, except when chance strikes."""

    def __init__(self, chance: random.Random) -> None:
        self.lease_clock = ManualClock()
        self.real = MemoryStore(lease_clock_ms=self.lease_clock.now_ms)
        self.chance = chance
        self.odds = {"crash_before": 0.06, "crash_after": 0.06, "rival": 0.06, "resend": 0.3}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def strikes(self, fault: str) -> bool:
        return self.chance.random() < self.odds[fault]

    def heal(self) -> None:
        self.odds = dict.fromkeys(self.odds, 0.0)

    async def send(
        self, world_id: str, request: Request, *, actor: str, idempotency_key: str | None = None
    ) -> int:
        number = await self.real.send(world_id, request, actor=actor, idempotency_key=idempotency_key)
        if idempotency_key is not None and self.strikes("resend"):
            again = await self.real.send(world_id, request, actor=actor, idempotency_key=idempotency_key)
            assert again == number, "an input sent again got a second number"
        return number

    async def commit(self, world_id: str, generation: int, step: Step, *, behind_ms: int = 0) -> int:
        if self.strikes("crash_before"):
            raise Crash
        if self.strikes("rival"):
            await self._rival_plays(world_id, step.next_tick)
        number = await self.real.commit(world_id, generation, step, behind_ms=behind_ms)
        if self.strikes("crash_after"):
            raise Crash
        return number

    async def _rival_plays(self, world_id: str, until_tick: int) -> None:
        """Another runner takes the world and really plays this very step."""
        self.lease_clock.advance(LEASE_MS)
        generation = await self.real.take(world_id, Holder.of("rival", COUNTING))
        try:
            game = game_of(COUNTING, await self.real.load(world_id))
            received = await self.real.inputs_after(world_id, game.last_input, 1000)
            due = [r.due_at(until_tick) for r in received]
            await self.real.commit(world_id, generation, game.step(until_tick, due))
        finally:
            await self.real.release(world_id, generation)


class Workers:
    """Perform operations badly: late, never, twice, with garbage; healed, they do their work."""

    def __init__(self, store: FaultyStore, chance: random.Random) -> None:
        self._store = store
        self._chance = chance
        self._queue: dict[str, Operation] = {}
        self.healed = False

    async def dispatch(self, world_id: str, operations: Sequence[Operation]) -> None:
        if not self.healed and self._chance.random() < 0.2:
            raise ConnectionError("the queue is away")
        self._queue |= {operation.id: operation for operation in operations}

    async def work(self, world_id: str) -> None:
        for operation in list(self._queue.values()):
            fate = self._chance.random() if not self.healed else 1.0
            if fate < 0.3:
                continue
            if fate < 0.4:
                garbage = Request("finishThought", msgspec.Raw(b'{"operation": 7, "nonsense": []}'))
                await self._store.send(world_id, garbage, actor=ANYONE)
                continue
            if fate >= 0.5:
                del self._queue[operation.id]
            job = msgspec.json.decode(operation.body, type=Thought)
            drift = int(operation.id.removeprefix("o:")) % 7 - 3
            report = finish_thought.request(operation=job.operation, counter=job.counter, drift=drift)
            await self._store.send(
                world_id, report, actor=WORKER, idempotency_key=operation_key(operation.id)
            )


class NoQueue:
    """A dispatcher for worlds whose operations nobody performs."""

    async def dispatch(self, world_id: str, operations: Sequence[Operation]) -> None:
        """Forget them."""
