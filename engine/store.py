"""What a world needs of its database: one protocol, kept by `MemoryStore` and `PostgresStore` alike.

One contract suite (tests/contract) holds both to it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Annotated, Protocol

import msgspec

from engine.game import Answer, DueInput, Error, Ok, Step
from engine.inputs import Request
from engine.keys import Keys
from engine.leases import Leases, RunnerState
from engine.operations import Event, Operation, reported_operation
from engine.state import Entity, EntityChange
from engine.words import Said


class UnknownWorld(Exception):
    """There is no world with this id."""


class StoreUnavailable(ConnectionError):
    """The store can't be reached now; what was asked did not happen, or is not known to have happened."""


class ImpossibleValue(LookupError):
    """An id or number that no store can hold, so nothing is found by it: a NUL in a text, say."""


class WorldExists(Exception):
    """A world with this id has been created already."""


class FoundedBefore(Exception):
    """The founder's idempotency key has founded a world already."""


class StaleGeneration(Exception):
    """Another runner has taken the world; this one must change nothing more and stop."""


class TooManyWaiting(Exception):
    """The world has as many unanswered inputs as it takes; try again when some are answered."""


class KeyReused(Exception):
    """The idempotency key belongs to another request; take a fresh key for a new input."""


class AuthorForgotten(Exception):
    """What was to be sent is said under a key that is gone; take the author's new key and say it again."""


DEFAULT_CAPACITY = 256

Capacity = Annotated[int, msgspec.Meta(ge=1, le=4096)]
"""Bodies that a world has room for, chosen at its founding."""


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Who founded a world, and with what."""

    founder: str
    """The id of a key, or `ANYONE`."""
    address: str | None = None
    """From where, of who has no key."""
    idempotency_key: str | None = None
    """The founder's own."""
    request: str = ""
    """What was asked for, as JSON that is the same for what means the same."""


class Founding(msgspec.Struct, frozen=True):
    """What an idempotency key has founded."""

    world_id: str
    request: str


class NewWorld(msgspec.Struct, frozen=True, kw_only=True):
    """A world as it is founded: everything its first moment follows from, and the entities of that moment."""

    id: str
    name: str
    rules: str
    rules_version: int
    template: str
    seed: int
    capacity: int
    owner_key_hash: bytes
    entities: tuple[Entity, ...]
    operations: tuple[Operation, ...]
    events: tuple[Event, ...]
    state_hash: str
    origin: Origin | None = None


class WorldRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A world as lists show it."""

    id: str
    name: str
    rules: str
    rules_version: int
    """The version whose form the stored state has."""
    template: str
    seed: int
    capacity: int
    created_at_ms: int
    """Unix time."""
    generation: int
    step: int
    next_tick: int
    last_input: int
    runner: RunnerState
    """By the store's clock."""
    broken_reason: str | None
    """Why the world is `broken`, for its owner; else None."""
    behind_ms: int
    """World time that the last step left undone."""
    attended_at_ms: int
    """Unix time at which somebody was last seen to watch or play; at first that of the founding."""


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """All that a runner needs to go on where the last commit ended, read in one snapshot."""

    world: WorldRecord
    entities: tuple[Entity, ...]
    state_hash: str


class UpgradedWorld(msgspec.Struct, frozen=True, kw_only=True):
    """A world taken to a newer version of its rules: the state in its new form, and how it differs from the old."""

    rules_version: int
    entities: tuple[Entity, ...]
    changes: tuple[EntityChange, ...]
    history: bytes
    state_hash: str


class ReceivedInput(msgspec.Struct, frozen=True, kw_only=True):
    """An accepted input: durable, and to be answered once."""

    number: int
    """Rises by one in a world, from 1."""
    request: Request
    actor: str
    """Who sent it: the id of a key, or `ANYONE`, `SERVER` or `WORKER`. The rules never see it."""
    idempotency_key: str | None

    @property
    def reports(self) -> str | None:
        """The operation for which it reports back."""
        return reported_operation(self.actor, self.idempotency_key)

    def due_at(self, tick: int, refusal: str | None = None) -> DueInput:
        """The input as `Game.step` takes it."""
        return DueInput(self.number, tick, self.request.name, self.request.args, self.reports, refusal)


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
    actor: str
    idempotency_key: str | None
    refusal: str | None
    """The error it was answered with; a replay takes it as given."""

    def due(self) -> DueInput:
        """The input as `Game.step` takes it."""
        reports = reported_operation(self.actor, self.idempotency_key)
        return DueInput(self.number, self.tick, self.request.name, self.request.args, reports, self.refusal)


def same_meaning(first: Request, second: Request) -> bool:
    """Whether two requests ask for the same, however their JSON is written."""
    return first.name == second.name and (
        first.args == second.args or _spelled_alike(first.args) == _spelled_alike(second.args)
    )


def _spelled_alike(json: msgspec.Raw) -> bytes:
    """Compared as text, since to Python `true` and `1` are equal."""
    return msgspec.json.encode(msgspec.json.decode(json), order="sorted")


def refusal_of(outcome: Ok | Error) -> str | None:
    """What a replay is told of an answered input."""
    return outcome.message if isinstance(outcome, Error) else None


class Signal(msgspec.Struct, frozen=True):
    """Something was committed for a world: look again. Signals may be lost or come twice; they only wake."""

    world: str
    kind: str
    """`input`, `step` or `world` (created, renamed or deleted, or somebody's words are gone)."""


ANY_WORLD = ""
"""The world of a signal that concerns all of them."""

WORLD_KIND, INPUT_KIND, STEP_KIND = "world", "input", "step"

MOST_WAITING_INPUTS = 2000
"""Unanswered inputs that a world takes before it says 429: some ten seconds of a runner's work."""


MOST_STEPS_READ = 50
"""Steps that one read of a span gives at the most: what is decoded without anybody else waiting."""


class Store(Leases, Keys, Protocol):
    """Durable worlds. Every method is atomic; all but `signals` raise `UnknownWorld` for an id not there, or
    `ImpossibleValue` for one that can't be."""

    async def create_world(self, world: NewWorld) -> None:
        """Found a world, its step 0. Raises `WorldExists`, `FoundedBefore`."""
        ...

    async def founded_before(self, founder: str, idempotency_key: str) -> Founding | None:
        """The world that a founder's idempotency key has founded, if it is there still."""
        ...

    async def worlds_founded(self, address: str | None = None) -> int:
        """How many worlds there are; with an address, those that strangers have founded from there."""
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
        """Remove a world: from now on it is not there, and its runner's next commit finds it gone. What belonged to it
        goes little by little (`remove_some`)."""
        ...

    async def remove_some(self) -> bool:
        """Remove some of what deleted worlds have left behind; whether there may be more."""
        ...

    async def now_ms(self) -> int:
        """Unix time by the store's clock. Ages are told by no other: clocks of two machines are never compared."""
        ...

    async def attend(self, world_ids: Sequence[str]) -> None:
        """Note that somebody is there in these worlds now; one that is gone is passed over."""
        ...

    async def load(self, world_id: str, kinds: Sequence[str] | None = None) -> Loaded:
        """The world as of its last commit; with `kinds` only the entities of these."""
        ...

    async def founding(self, world_id: str) -> Loaded:
        """The world as it was founded (step 0) or last upgraded: where a replay begins, whatever has become of its
        template. `Loaded.world` has the step, tick and version of that moment.

        Raises `UnknownWorld` also for a world from before foundings were kept.
        """
        ...

    async def send(
        self,
        world_id: str,
        request: Request,
        *,
        actor: str,
        idempotency_key: str | None = None,
        words: Sequence[Said] = (),
    ) -> int:
        """Accept an input durably with what is said in it, and return its number.

        The same key from the same actor is the same input. A text that carries the words of a forgotten author is not
        kept: it is gone from the start. Raises `TooManyWaiting`, `KeyReused`, `AuthorForgotten`.
        """
        ...

    async def input_sent(self, world_id: str, actor: str, idempotency_key: str) -> int | None:
        """The number of the input that an actor has sent with a key; None if there is none."""
        ...

    async def author_key(self, world_id: str, author: str) -> bytes:
        """The key under which somebody's words are said, made when it is first asked for."""
        ...

    async def spoken(self, world_id: str, ids: Iterable[str]) -> Mapping[str, Said]:
        """What was said, by the ids of the words; those that are gone are left out."""
        ...

    async def forget_author(self, world_id: str, author: str) -> None:
        """Drop somebody's key and all texts that hold their words. Nothing else changes: log, state and hashes stay."""
        ...

    async def inputs_after(self, world_id: str, number: int, limit: int) -> list[ReceivedInput]:
        """Accepted inputs with higher numbers, by number, without gaps."""
        ...

    async def answer(self, world_id: str, number: int) -> Answer | None:
        """What became of an input; None while it waits. Raises `LookupError` if it was never accepted."""
        ...

    async def commit(self, world_id: str, generation: int, step: Step, *, behind_ms: int = 0) -> int:
        """Write a whole step or nothing, and return its number. Raises `StaleGeneration`.

        Answers inputs, changes entities, keeps the history, events and outbox, renews the lease, and finishes
        the operations for which an answered input reports.
        """
        ...

    async def upgrade(self, world_id: str, generation: int, upgraded: UpgradedWorld) -> int:
        """Put a world into a newer form: a step without ticks, whose end is the newest founding. Returns the
        step's number. Raises `StaleGeneration`."""
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

    def signals(self) -> AbstractAsyncContextManager[AsyncIterator[Signal]]:
        """Wake-ups for all worlds from now on."""
        ...
