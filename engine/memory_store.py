"""`MemoryStore`: the store protocol in plain dicts, for tests, simulations and replays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager

import msgspec

from engine.game import Answer, Step
from engine.inputs import ANYONE, Request
from engine.keys import FOUNDING_CAUSE, NewKey, Role
from engine.leases import Holder, NotFree, Sharing
from engine.memory_keys import KeepsKeys
from engine.memory_leases import MemoryLeases
from engine.memory_world import MemoryWorld, unix_ms
from engine.operations import Operation
from engine.store import (
    ANY_WORLD,
    INPUT_KIND,
    MOST_STEPS_READ,
    MOST_WAITING_INPUTS,
    STEP_KIND,
    WORLD_KIND,
    CommittedStep,
    FoundedBefore,
    Founding,
    KeyReused,
    Loaded,
    LoggedInput,
    NewWorld,
    NumberedEvent,
    ReceivedInput,
    Signal,
    StaleGeneration,
    TooManyWaiting,
    UnknownWorld,
    UpgradedWorld,
    WorldExists,
    WorldRecord,
    refusal_of,
    same_meaning,
)
from engine.words import Said


class MemoryStore(KeepsKeys):
    """See `engine.store.Store`; lives as long as the object."""

    def __init__(
        self,
        *,
        most_waiting_inputs: int = MOST_WAITING_INPUTS,
        lease_clock_ms: Callable[[], int] | None = None,
    ) -> None:
        """`lease_clock_ms` gives the time by which leases end, ms."""
        super().__init__(unix_ms)
        self._leases = MemoryLeases(lease_clock_ms or unix_ms)
        self._worlds: dict[str, MemoryWorld] = {}
        self._listeners: set[asyncio.Queue[Signal]] = set()
        self._most_waiting_inputs = most_waiting_inputs

    async def create_world(self, world: NewWorld) -> None:
        """See `Store`."""
        if world.id in self._worlds:
            raise WorldExists(f"there is a world {world.id} already; choose another id")
        origin = world.origin
        if (
            origin
            and origin.idempotency_key
            and await self.founded_before(origin.founder, origin.idempotency_key)
        ):
            raise FoundedBefore("this idempotency key has founded a world already")
        self._keys.add(
            NewKey(hash=world.owner_key_hash, world_id=world.id, role=Role.OWNER, cause=FOUNDING_CAUSE)
        )
        self._worlds[world.id] = MemoryWorld(world)
        self._leases.found(world.id, world.rules)
        self._signal(world.id, WORLD_KIND)

    async def founded_before(self, founder: str, idempotency_key: str) -> Founding | None:
        """See `Store`."""
        for world in self._worlds.values():
            origin = world.origin
            if origin is not None and (origin.founder, origin.idempotency_key) == (founder, idempotency_key):
                return Founding(world.record.id, origin.request)
        return None

    async def worlds_founded(self, address: str | None = None) -> int:
        """See `Store`."""
        origins = [world.origin for world in self._worlds.values()]
        return sum(address in (None, origin and origin.address) for origin in origins)

    async def remove_some(self) -> bool:
        """See `Store`; here nothing is left behind."""
        return False

    async def worlds(self) -> list[WorldRecord]:
        """See `Store`."""
        return [self._seen(world.record) for world in self._worlds.values()]

    async def world(self, world_id: str) -> WorldRecord:
        """See `Store`."""
        return self._seen(self._at(world_id).record)

    async def rename_world(self, world_id: str, name: str) -> None:
        """See `Store`."""
        world = self._at(world_id)
        world.record = msgspec.structs.replace(world.record, name=name)
        self._signal(world_id, WORLD_KIND)

    async def delete_world(self, world_id: str) -> None:
        """See `Store`."""
        self._at(world_id)
        del self._worlds[world_id]
        self._leases.forget(world_id)
        self._keys.forget(world_id)
        self._signal(world_id, WORLD_KIND)

    async def now_ms(self) -> int:
        """See `Store`."""
        return unix_ms()

    async def attend(self, world_ids: Sequence[str]) -> None:
        """See `Store`."""
        for world_id in set(world_ids) & self._worlds.keys():
            world = self._worlds[world_id]
            world.record = msgspec.structs.replace(world.record, attended_at_ms=unix_ms())

    async def take(self, world_id: str, holder: Holder) -> int:
        """See `Leases`."""
        world = self._at(world_id)
        if not self._leases.take(world_id, holder):
            raise NotFree(f"world {world_id} is not to be taken")
        world.record = msgspec.structs.replace(world.record, generation=world.record.generation + 1)
        return world.record.generation

    async def load(self, world_id: str, kinds: Sequence[str] | None = None) -> Loaded:
        """See `Store`."""
        world = self._at(world_id)
        entities = tuple(e for e in world.entities.values() if kinds is None or e.kind in kinds)
        return Loaded(world=self._seen(world.record), entities=entities, state_hash=world.state_hash)

    async def founding(self, world_id: str) -> Loaded:
        """See `Store`."""
        return self._at(world_id).newest_founding

    async def send(
        self,
        world_id: str,
        request: Request,
        *,
        actor: str,
        idempotency_key: str | None = None,
        words: Sequence[Said] = (),
    ) -> int:
        """See `Store`."""
        world = self._at(world_id)
        if idempotency_key is not None and (actor, idempotency_key) in world.numbers:
            number = world.numbers[actor, idempotency_key]
            if not same_meaning(world.inputs[number - 1].request, request):
                raise KeyReused("this idempotency key was used for another input; take a fresh one")
            return number
        if len(world.inputs) - world.record.last_input >= self._most_waiting_inputs:
            raise TooManyWaiting("too many inputs wait for this world; try again in a second")
        world.words.keep(words)
        number = len(world.inputs) + 1
        received = ReceivedInput(number=number, request=request, actor=actor, idempotency_key=idempotency_key)
        world.inputs.append(received)
        if idempotency_key is not None:
            world.numbers[actor, idempotency_key] = number
        self._signal(world_id, INPUT_KIND)
        return number

    async def input_sent(self, world_id: str, actor: str, idempotency_key: str) -> int | None:
        """See `Store`."""
        return self._at(world_id).numbers.get((actor, idempotency_key))

    async def author_key(self, world_id: str, author: str) -> bytes:
        """See `Store`."""
        return self._at(world_id).words.key_of(author)

    async def spoken(self, world_id: str, ids: Iterable[str]) -> Mapping[str, Said]:
        """See `Store`."""
        return self._at(world_id).words.found(ids)

    async def forget_author(self, world_id: str, author: str) -> None:
        """See `Store`."""
        self._at(world_id).words.forget(author)
        self._signal(world_id, WORLD_KIND)

    async def inputs_after(self, world_id: str, number: int, limit: int) -> list[ReceivedInput]:
        """See `Store`."""
        return self._at(world_id).inputs[number : number + limit]

    async def answer(self, world_id: str, number: int) -> Answer | None:
        """See `Store`."""
        world = self._at(world_id)
        if not 1 <= number <= len(world.inputs):
            raise LookupError(f"world {world_id} has accepted no input {number}")
        return world.answers.get(number)

    async def commit(self, world_id: str, generation: int, step: Step, *, behind_ms: int = 0) -> int:
        """See `Store`."""
        world = self._fenced(world_id, generation)
        world.change(step.changes, step.state_hash)
        for answer in step.answers:
            assert answer.number not in world.answers, "an input was applied twice"
            world.answers[answer.number] = answer
        world.outbox |= {operation.id: operation for operation in step.operations}
        done = {answer.reports for answer in step.answers}
        world.outbox = {id_: o for id_, o in world.outbox.items() if id_ not in done}
        world.record = msgspec.structs.replace(world.record, behind_ms=behind_ms)
        self._leases.renew(world_id)
        return self._append(world_id, world, step)

    async def upgrade(self, world_id: str, generation: int, upgraded: UpgradedWorld) -> int:
        """See `Store`."""
        world = self._fenced(world_id, generation)
        world.change(upgraded.changes, upgraded.state_hash)
        world.record = msgspec.structs.replace(world.record, rules_version=upgraded.rules_version)
        tick, last_input = world.record.next_tick, world.record.last_input
        step = Step(
            tick, tick, last_input, (), upgraded.changes, upgraded.history, (), (), upgraded.state_hash
        )
        number = self._append(world_id, world, step)
        world.newest_founding = Loaded(
            world=world.record, entities=upgraded.entities, state_hash=upgraded.state_hash
        )
        return number

    async def beat(self, world_id: str, generation: int) -> None:
        """See `Leases`."""
        self._fenced(world_id, generation)
        self._leases.renew(world_id)

    async def release(self, world_id: str, generation: int) -> None:
        """See `Leases`."""
        self._fenced(world_id, generation)
        self._leases.release(world_id)
        self._signal(world_id, WORLD_KIND)

    async def quarantine(self, world_id: str, generation: int, reason: str, rules_version: int) -> None:
        """See `Leases`."""
        self._fenced(world_id, generation)
        self._leases.quarantine(world_id, reason, rules_version)
        self._signal(world_id, WORLD_KIND)

    async def retry(self, world_id: str) -> None:
        """See `Leases`."""
        self._at(world_id)
        self._leases.retry(world_id)
        self._signal(world_id, WORLD_KIND)

    async def share(self, host: Holder, capacity: int) -> Sharing:
        """See `Leases`."""
        return self._leases.share(host, capacity)

    async def leave(self, host_id: str) -> None:
        """See `Leases`."""
        self._leases.leave(host_id)
        self._signal(ANY_WORLD, WORLD_KIND)

    def _append(self, world_id: str, world: MemoryWorld, step: Step) -> int:
        number = world.record.step + 1
        world.record = msgspec.structs.replace(
            world.record,
            step=number,
            next_tick=step.next_tick,
            last_input=step.last_input,
        )
        world.steps.append(
            CommittedStep(
                number=number,
                from_tick=step.from_tick,
                next_tick=step.next_tick,
                last_input=step.last_input,
                changes=step.changes,
                events=world.add_events(step.events),
                history=step.history,
                state_hash=step.state_hash,
            )
        )
        self._signal(world_id, STEP_KIND)
        return number

    async def steps_after(self, world_id: str, number: int, limit: int) -> list[CommittedStep]:
        """See `Store`."""
        return self._at(world_id).steps[number : number + limit]

    async def steps_between(self, world_id: str, from_tick: int, to_tick: int) -> list[CommittedStep]:
        """See `Store`."""
        steps = self._at(world_id).steps
        overlapping = [s for s in steps if s.next_tick > from_tick and s.from_tick < to_tick]
        return overlapping[:MOST_STEPS_READ]

    async def events(
        self, world_id: str, *, kind: str, subject: str | None, before: int | None, limit: int
    ) -> list[NumberedEvent]:
        """See `Store`."""
        found = [
            event
            for event in self._at(world_id).events
            if event.kind == kind
            and subject in (None, event.subject)
            and (before is None or event.number < before)
        ]
        return found[-limit:]

    async def input_log(self, world_id: str, after: int, limit: int) -> list[LoggedInput]:
        """See `Store`."""
        world = self._at(world_id)
        return [
            LoggedInput(
                number=received.number,
                tick=world.answers[received.number].tick,
                request=received.request,
                actor=received.actor,
                idempotency_key=received.idempotency_key,
                refusal=refusal_of(world.answers[received.number].outcome),
            )
            for received in world.inputs[after : after + limit]
            if received.number in world.answers
        ]

    async def unfinished_operations(self, world_id: str) -> list[Operation]:
        """See `Store`."""
        return list(self._at(world_id).outbox.values())

    async def operation(self, world_id: str, operation_id: str) -> Operation | None:
        """See `Store`."""
        return self._at(world_id).outbox.get(operation_id)

    def _require(self, world_id: str) -> None:
        self._at(world_id)

    def _home(self) -> str | None:
        for world in self._worlds.values():
            if world.origin is None or world.origin.founder != ANYONE:
                return world.record.id
        return None

    @asynccontextmanager
    async def signals(self) -> AsyncGenerator[AsyncIterator[Signal]]:
        """See `Store`."""
        queue: asyncio.Queue[Signal] = asyncio.Queue()
        self._listeners.add(queue)

        async def stream() -> AsyncIterator[Signal]:
            while True:
                yield await queue.get()

        try:
            yield stream()
        finally:
            self._listeners.discard(queue)

    def _at(self, world_id: str) -> MemoryWorld:
        world = self._worlds.get(world_id)
        if world is None:
            raise UnknownWorld(f"there is no world {world_id}")
        return world

    def _seen(self, record: WorldRecord) -> WorldRecord:
        runner, reason = self._leases.state(record.id)
        return msgspec.structs.replace(record, runner=runner, broken_reason=reason)

    def _fenced(self, world_id: str, generation: int) -> MemoryWorld:
        world = self._at(world_id)
        if generation != world.record.generation:
            raise StaleGeneration(f"world {world_id} was taken by generation {world.record.generation}")
        return world

    def _signal(self, world_id: str, kind: str) -> None:
        for queue in self._listeners:
            queue.put_nowait(Signal(world_id, kind))
