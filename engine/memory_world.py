"""One world of a `MemoryStore`."""

from __future__ import annotations

import time
from collections.abc import Sequence

import msgspec

from engine.game import Answer
from engine.memory_words import KeptWords
from engine.operations import Operation
from engine.state import Entity, EntityChange
from engine.store import CommittedStep, Loaded, NewWorld, NumberedEvent, ReceivedInput, WorldRecord


class MemoryWorld:
    """Everything that is kept of one world."""

    def __init__(self, new: NewWorld) -> None:
        self.record = WorldRecord(
            id=new.id,
            name=new.name,
            rules=new.rules,
            rules_version=new.rules_version,
            template=new.template,
            seed=new.seed,
            capacity=new.capacity,
            created_at_ms=unix_ms(),
            generation=0,
            step=0,
            next_tick=0,
            last_input=0,
            runner="never",
            broken_reason=None,
            behind_ms=0,
            attended_at_ms=unix_ms(),
        )
        self.origin = new.origin
        self.state_hash = new.state_hash
        self.newest_founding = Loaded(world=self.record, entities=new.entities, state_hash=new.state_hash)
        self.entities = {(e.kind, e.id): e for e in new.entities}
        self.inputs: list[ReceivedInput] = []
        self.numbers: dict[tuple[str, str], int] = {}
        self.answers: dict[int, Answer] = {}
        self.steps: list[CommittedStep] = []
        self.events: list[NumberedEvent] = []
        self.outbox: dict[str, Operation] = {operation.id: operation for operation in new.operations}
        self.words = KeptWords()
        self.add_events(new.events)

    def change(self, changes: Sequence[EntityChange], state_hash: str) -> None:
        """What a step did to the state."""
        for change in changes:
            if change.body is None:
                del self.entities[change.kind, change.id]
            else:
                self.entities[change.kind, change.id] = Entity(change.kind, change.id, change.body)
        self.state_hash = state_hash

    def add_events(self, events: Sequence[msgspec.Struct]) -> tuple[NumberedEvent, ...]:
        """Number the events and keep them."""
        first = len(self.events) + 1
        added = tuple(
            NumberedEvent(number=first + at, **msgspec.structs.asdict(event))
            for at, event in enumerate(events)
        )
        self.events.extend(added)
        return added


def unix_ms() -> int:
    """Unix time, ms."""
    return time.time_ns() // 1_000_000
