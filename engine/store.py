"""What a world needs of its database: one protocol, kept by `MemoryStore` and `PostgresStore` alike.

One contract suite (tests/contract) holds both to it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import msgspec

from engine.game import Answer, DueInput, Error, Ok, Step
from engine.inputs import Request
from engine.operations import Event, Operation
from engine.state import Entity, EntityChange


class UnknownWorld(Exception):
    """There is no world with this id."""


class StoreUnavailable(ConnectionError):
    """The store can't be reached now; what was asked did not happen, or is not known to have happened."""


class ImpossibleValue(LookupError):
    """An id or number that no store can hold, so nothing is found by it: a NUL in a text, say."""


class WorldExists(Exception):
    """A world with this id has been created already."""


class StaleGeneration(Exception):
    """Another runner has taken the world; this one must change nothing more and stop."""


class TooManyWaiting(Exception):
    """The world has as many unanswered inputs as it takes; try again when some are answered."""


class KeyReused(Exception):
    """The idempotency key belongs to another request; take a fresh key for a new input."""


class NewWorld(msgspec.Struct, frozen=True, kw_only=True):
    """A world as it is founded: everything its first moment follows from, and the entities of that moment."""

    id: str
    name: str
    rules: str
    template: str
    seed: int
    owner_key_hash: bytes
    entities: tuple[Entity, ...]
    operations: tuple[Operation, ...]
    events: tuple[Event, ...]
    state_hash: str


class WorldRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A world as lists show it."""

    id: str
    name: str
    rules: str
    template: str
    seed: int
    created_at_ms: int
    """Unix time."""
    generation: int
    step: int
    next_tick: int
    last_input: int
    alive_at_ms: int
    """Unix time at which a runner last committed or beat; 0 before the first did."""
    behind_ms: int
    """World time that the last step left undone."""
    attended_at_ms: int
    """Unix time at which somebody was last seen to watch or play; at first that of the founding."""


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """All that a runner needs to go on where the last commit ended, read in one snapshot."""

    world: WorldRecord
    entities: tuple[Entity, ...]
    state_hash: str


class ReceivedInput(msgspec.Struct, frozen=True, kw_only=True):
    """An accepted input: durable, and to be answered once."""

    number: int
    """Rises by one in a world, from 1."""
    request: Request
    idempotency_key: str | None

    def due_at(self, tick: int, refusal: str | None = None) -> DueInput:
        """The input as `Game.step` takes it."""
        request = self.request
        return DueInput(self.number, tick, request.name, request.args, self.idempotency_key, refusal)


class CommittedStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step as it was committed: what viewers, replays and the scrubber read."""

    number: int
    """Rises by one in a world, from 1; 0 is the founding."""
    from_tick: int
    next_tick: int
    last_input: int
    changes: tuple[EntityChange, ...]
    events: tuple[NumberedEvent, ...]
    history: bytes
    state_hash: str


class NumberedEvent(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An event with its place in the world's sequence of events, from 1."""

    number: int
    at_ms: int
    kind: str
    subject: str
    body: msgspec.Raw


class LoggedInput(msgspec.Struct, frozen=True, kw_only=True):
    """An answered input as a replay applies it."""

    number: int
    tick: int
    request: Request
    idempotency_key: str | None
    refusal: str | None
    """The error it was answered with; a replay takes it as given."""

    def due(self) -> DueInput:
        """The input as `Game.step` takes it."""
        request = self.request
        return DueInput(
            self.number, self.tick, request.name, request.args, self.idempotency_key, self.refusal
        )


def refusal_of(outcome: Ok | Error) -> str | None:
    """What a replay is told of an answered input."""
    return outcome.message if isinstance(outcome, Error) else None


class Signal(msgspec.Struct, frozen=True):
    """Something was committed for a world: look again. Signals may be lost or come twice; they only wake."""

    world: str
    kind: str
    """`input`, `step` or `world` (created, renamed or deleted)."""


ANY_WORLD = ""
"""The world of a signal that concerns all of them."""

WORLD_KIND, INPUT_KIND, STEP_KIND = "world", "input", "step"

MOST_WAITING_INPUTS = 2000
"""Unanswered inputs that a world takes before it says 429: some ten seconds of a runner's work."""


MOST_STEPS_READ = 5000
"""Steps that one read of a span gives at the most."""


class Store(Protocol):
    """Durable worlds. Every method is atomic; all but `signals` raise `UnknownWorld` for an id not there, or
    `ImpossibleValue` for one that can't be."""

    async def create_world(self, world: NewWorld) -> None:
        """Found a world, its step 0. Raises `WorldExists`."""
        ...

    async def worlds(self) -> list[WorldRecord]:
        """All worlds, oldest first."""
        ...

    async def world(self, world_id: str) -> WorldRecord:
        """One world."""
        ...

    async def rename_world(self, world_id: str, name: str) -> None:
        """Give a world another name."""
        ...

    async def delete_world(self, world_id: str) -> None:
        """Remove a world with all that belongs to it; its runner's next commit finds it gone."""
        ...

    async def attend(self, world_ids: Sequence[str]) -> None:
        """Note that somebody is there in these worlds now; one that is gone is passed over."""
        ...

    async def owner_key_hash(self, world_id: str) -> bytes:
        """The hash of the world's owner key."""
        ...

    async def take(self, world_id: str) -> int:
        """Raise the world's generation and return it: from now on only this generation commits."""
        ...

    async def load(self, world_id: str, kinds: Sequence[str] | None = None) -> Loaded:
        """The world as of its last commit; with `kinds` only the entities of these."""
        ...

    async def founding(self, world_id: str) -> Loaded:
        """The world at its first moment, step 0: where a replay begins, whatever has become of its template.

        Raises `UnknownWorld` also for a world from before foundings were kept.
        """
        ...

    async def send(self, world_id: str, request: Request, *, idempotency_key: str | None = None) -> int:
        """Accept an input durably and return its number; the same key twice is the same input.

        Raises `TooManyWaiting`, `KeyReused`.
        """
        ...

    async def inputs_after(self, world_id: str, number: int, limit: int) -> list[ReceivedInput]:
        """Accepted inputs with higher numbers, by number, without gaps."""
        ...

    async def answer(self, world_id: str, number: int) -> Answer | None:
        """What became of an input; None while it waits. Raises `LookupError` if it was never accepted."""
        ...

    async def commit(self, world_id: str, generation: int, step: Step, *, behind_ms: int = 0) -> int:
        """Write a whole step or nothing, and return its number. Raises `StaleGeneration`.

        Answers inputs, changes entities, keeps the history, events and outbox, and finishes the operations
        whose `operation_key` is the idempotency key of an answered input.
        """
        ...

    async def beat(self, world_id: str, generation: int) -> None:
        """Show that the world's runner lives. Raises `StaleGeneration`."""
        ...

    async def steps_after(self, world_id: str, number: int, limit: int) -> list[CommittedStep]:
        """Committed steps with higher numbers, by number."""
        ...

    async def steps_between(self, world_id: str, from_tick: int, to_tick: int) -> list[CommittedStep]:
        """Committed steps that overlap the ticks [from_tick, to_tick), by number; at most
        `MOST_STEPS_READ`."""
        ...

    async def events(
        self, world_id: str, *, kind: str, subject: str | None, before: int | None, limit: int
    ) -> list[NumberedEvent]:
        """The newest events of a kind (and subject) with numbers below `before`, oldest first."""
        ...

    async def input_log(self, world_id: str, after: int, limit: int) -> list[LoggedInput]:
        """Answered inputs in the order they were applied, for replay."""
        ...

    async def unfinished_operations(self, world_id: str) -> list[Operation]:
        """Outbox rows that no answered input has finished."""
        ...

    async def operation(self, world_id: str, operation_id: str) -> Operation | None:
        """One unfinished operation; None when it is finished or was never there."""
        ...

    async def bind_key(self, world_id: str, key_hash: bytes, input_number: int) -> None:
        """A key for whatever thing the answer of an input names, once it is there."""
        ...

    async def subject_of_key(self, world_id: str, key_hash: bytes) -> str | None:
        """The id that a bound key stands for: the string that its input was answered with."""
        ...

    def signals(self) -> AbstractAsyncContextManager[AsyncIterator[Signal]]:
        """Wake-ups for all worlds from now on."""
        ...
