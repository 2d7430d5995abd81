"""`MemoryStore`: the store protocol in plain dicts, for tests, simulations and replays."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager

import msgspec

from engine.game import Answer, Step
from engine.inputs import Request
from engine.operations import Operation, finished_operation
from engine.state import Entity
from engine.store import (
    INPUT_KIND,
    MOST_STEPS_READ,
    MOST_WAITING_INPUTS,
    STEP_KIND,
    WORLD_KIND,
    CommittedStep,
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
    WorldExists,
    WorldRecord,
    refusal_of,
)


class _World:
    """Everything that is kept of one world."""

    def __init__(self, new: NewWorld) -> None:
        self.record = WorldRecord(
            id=new.id,
            name=new.name,
            rules=new.rules,
            template=new.template,
            seed=new.seed,
            created_at_ms=_unix_ms(),
            generation=0,
            step=0,
            next_tick=0,
            last_input=0,
            alive_at_ms=0,
            behind_ms=0,
            attended_at_ms=_unix_ms(),
        )
        self.owner_key_hash = new.owner_key_hash
        self.state_hash = new.state_hash
        self.founding = Loaded(world=self.record, entities=new.entities, state_hash=new.state_hash)
        self.entities = {(e.kind, e.id): e for e in new.entities}
        self.inputs: list[ReceivedInput] = []
        self.numbers: dict[str, int] = {}
        self.answers: dict[int, Answer] = {}
        self.steps: list[CommittedStep] = []
        self.events: list[NumberedEvent] = []
        self.outbox: dict[str, Operation] = {operation.id: operation for operation in new.operations}
        self.keys: dict[bytes, int] = {}
        self.add_events(new.events)

    def add_events(self, events: Sequence[msgspec.Struct]) -> tuple[NumberedEvent, ...]:
        first = len(self.events) + 1
        added = tuple(
            NumberedEvent(number=first + at, **msgspec.structs.asdict(event))
            for at, event in enumerate(events)
        )
        self.events.extend(added)
        return added


class MemoryStore:
    """See `engine.store.Store`; lives as long as the object."""

    def __init__(self, *, most_waiting_inputs: int = MOST_WAITING_INPUTS) -> None:
        self._worlds: dict[str, _World] = {}
        self._listeners: set[asyncio.Queue[Signal]] = set()
        self._most_waiting_inputs = most_waiting_inputs

    async def create_world(self, world: NewWorld) -> None:
        """See `Store`."""
        if world.id in self._worlds:
            raise WorldExists(f"there is a world {world.id} already; choose another id")
        self._worlds[world.id] = _World(world)
        self._signal(world.id, WORLD_KIND)

    async def worlds(self) -> list[WorldRecord]:
        """See `Store`."""
        return [world.record for world in self._worlds.values()]

    async def world(self, world_id: str) -> WorldRecord:
        """See `Store`."""
        return self._at(world_id).record

    async def rename_world(self, world_id: str, name: str) -> None:
        """See `Store`."""
        world = self._at(world_id)
        world.record = msgspec.structs.replace(world.record, name=name)
        self._signal(world_id, WORLD_KIND)

    async def delete_world(self, world_id: str) -> None:
        """See `Store`."""
        self._at(world_id)
        del self._worlds[world_id]
        self._signal(world_id, WORLD_KIND)

    async def attend(self, world_ids: Sequence[str]) -> None:
        """See `Store`."""
        for world_id in set(world_ids) & self._worlds.keys():
            world = self._worlds[world_id]
            world.record = msgspec.structs.replace(world.record, attended_at_ms=_unix_ms())

    async def owner_key_hash(self, world_id: str) -> bytes:
        """See `Store`."""
        return self._at(world_id).owner_key_hash

    async def take(self, world_id: str) -> int:
        """See `Store`."""
        world = self._at(world_id)
        world.record = msgspec.structs.replace(world.record, generation=world.record.generation + 1)
        return world.record.generation

    async def load(self, world_id: str, kinds: Sequence[str] | None = None) -> Loaded:
        """See `Store`."""
        world = self._at(world_id)
        entities = tuple(e for e in world.entities.values() if kinds is None or e.kind in kinds)
        return Loaded(world=world.record, entities=entities, state_hash=world.state_hash)

    async def founding(self, world_id: str) -> Loaded:
        """See `Store`."""
        return self._at(world_id).founding

    async def send(self, world_id: str, request: Request, *, idempotency_key: str | None = None) -> int:
        """See `Store`."""
        world = self._at(world_id)
        if idempotency_key is not None and idempotency_key in world.numbers:
            number = world.numbers[idempotency_key]
            if world.inputs[number - 1].request != request:
                raise KeyReused("this idempotency key was used for another input; take a fresh one")
            return number
        if len(world.inputs) - world.record.last_input >= self._most_waiting_inputs:
            raise TooManyWaiting("too many inputs wait for this world; try again in a second")
        number = len(world.inputs) + 1
        world.inputs.append(ReceivedInput(number=number, request=request, idempotency_key=idempotency_key))
        if idempotency_key is not None:
            world.numbers[idempotency_key] = number
        self._signal(world_id, INPUT_KIND)
        return number

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
        for change in step.changes:
            if change.body is None:
                del world.entities[change.kind, change.id]
            else:
                world.entities[change.kind, change.id] = Entity(change.kind, change.id, change.body)
        for answer in step.answers:
            assert answer.number not in world.answers, "an input was applied twice"
            world.answers[answer.number] = answer
        world.outbox |= {operation.id: operation for operation in step.operations}
        done = {finished_operation(answer.idempotency_key) for answer in step.answers}
        world.outbox = {id_: o for id_, o in world.outbox.items() if id_ not in done}
        world.state_hash = step.state_hash
        world.record = msgspec.structs.replace(world.record, behind_ms=behind_ms)
        return self._append(world_id, world, step)

    async def beat(self, world_id: str, generation: int) -> None:
        """See `Store`."""
        world = self._fenced(world_id, generation)
        world.record = msgspec.structs.replace(world.record, alive_at_ms=_unix_ms())

    def _append(self, world_id: str, world: _World, step: Step) -> int:
        number = world.record.step + 1
        world.record = msgspec.structs.replace(
            world.record,
            step=number,
            next_tick=step.next_tick,
            last_input=step.last_input,
            alive_at_ms=_unix_ms(),
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

    async def bind_key(self, world_id: str, key_hash: bytes, input_number: int) -> None:
        """See `Store`."""
        self._at(world_id).keys[key_hash] = input_number

    async def subject_of_key(self, world_id: str, key_hash: bytes) -> str | None:
        """See `Store`."""
        world = self._at(world_id)
        number = world.keys.get(key_hash)
        answer = None if number is None else world.answers.get(number)
        return None if answer is None else answer.subject()

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

    def _at(self, world_id: str) -> _World:
        world = self._worlds.get(world_id)
        if world is None:
            raise UnknownWorld(f"there is no world {world_id}")
        return world

    def _fenced(self, world_id: str, generation: int) -> _World:
        world = self._at(world_id)
        if generation != world.record.generation:
            raise StaleGeneration(f"world {world_id} was taken by generation {world.record.generation}")
        return world

    def _signal(self, world_id: str, kind: str) -> None:
        for queue in self._listeners:
            queue.put_nowait(Signal(world_id, kind))


def _unix_ms() -> int:
    return time.time_ns() // 1_000_000
