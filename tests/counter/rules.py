"""The counter game: all that an engine must know of any game, in one small file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

import msgspec
import numpy as np
import numpy.typing as npt

from engine.chance import Chance, Drawn
from engine.clock import Pace, TickRate
from engine.columns import Column, Interpolation, Table
from engine.game import Game, Rules, Timed
from engine.history import Samples
from engine.inputs import Authority, Inputs, Rejected
from engine.leases import Holder
from engine.operations import Effects
from engine.state import DERIVED, Entity
from engine.store import NewWorld

THOUGHT_MS = 2000
THOUGHT_LIMIT_MS = 5000
UNITS_PER_SECOND = 300
CAPACITY = 16

COUNTERS = {
    "value": Column(np.int64, history=Interpolation.LINEAR, tolerance=3),
    "base": Column(np.int64),
    "drift": Column(np.int64, least=-3, most=3),
    "since_ms": Column(np.int64, least=0),
    "mood": Column(np.int8, history=Interpolation.HOLD, least=0, most=1),
}


class Thought(msgspec.Struct, frozen=True, tag="thought", rename="camel"):
    """A slow job: think of a number."""

    operation: str
    counter: str


class Pushed(msgspec.Struct, frozen=True, tag="pushed", rename="camel"):
    """An event."""

    by: int


class Mind(msgspec.Struct, frozen=True, rename="camel"):
    """A counter's cold half."""

    name: str
    thoughts: int = 0
    given_up: int = 0
    next_thought_ms: int = THOUGHT_MS
    operation: str | None = None
    asked_ms: int = 0


@dataclass
class World:
    """The counters' world."""

    clock: Pace = field(default_factory=Pace)
    counters: Table[str] = field(default_factory=lambda: Table[str](COUNTERS, CAPACITY))
    minds: dict[str, Mind] = field(default_factory=dict[str, Mind])
    next_id: int = 1
    chance: Chance = field(default_factory=lambda: Chance(Drawn(0, {})))
    effects: Effects = field(default_factory=Effects, metadata=DERIVED)

    def mind(self, counter: str) -> Mind:
        """The cold half of a counter."""
        if counter not in self.minds:
            raise Rejected(f"there is no counter {counter}")
        return self.minds[counter]


Name = Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
inputs: Inputs[World] = Inputs()


@inputs(Authority.ANYONE)
def add_counter(world: World, now: int, *, name: Name) -> str:
    """Add a counter that drifts."""
    if len(world.counters) == world.counters.capacity:
        raise Rejected("there is no room for another counter")
    id_ = f"n:{world.next_id}"
    world.next_id += 1
    drift = world.chance.below("drift", 7) - 3
    world.counters.add(id_, drift=drift, since_ms=now)
    world.minds[id_] = Mind(name, next_thought_ms=now + THOUGHT_MS)
    return id_


@inputs(Authority.SUBJECT, subject="counter")
def push(world: World, now: int, *, counter: str, by: Annotated[int, msgspec.Meta(ge=-1000, le=1000)]) -> int:
    """Push a counter up or down."""
    world.mind(counter)
    if by == 0:
        raise Rejected("a push of nothing is no push")
    base = _settled(world, counter, now) + by
    world.counters.set(counter, base=base, value=base, since_ms=now)
    world.effects.emit(now, counter, Pushed(by))
    return base


@inputs(Authority.SUBJECT, subject="counter")
def remove(world: World, now: int, *, counter: str) -> None:
    """Take a counter away."""
    world.mind(counter)
    world.counters.remove(counter)
    del world.minds[counter]


@inputs(Authority.OPERATION)
def finish_thought(world: World, now: int, *, operation: str, counter: str, drift: int) -> None:
    """A thought is done: the counter drifts otherwise now."""
    mind = world.mind(counter)
    if mind.operation != operation:
        raise Rejected("that thought is no longer under way")
    base = _settled(world, counter, now)
    world.counters.set(counter, base=base, value=base, since_ms=now, drift=max(-3, min(3, drift)), mood=1)
    world.minds[counter] = msgspec.structs.replace(
        mind, operation=None, thoughts=mind.thoughts + 1, next_thought_ms=now + THOUGHT_MS
    )


@inputs(Authority.OWNER)
def break_rules(world: World, now: int) -> None:
    """A fault in the rules, to see that the engine survives it: changes something, then fails."""
    world.next_id += 1
    raise ZeroDivisionError("the rules are broken")


@inputs(Authority.OWNER)
def set_pace(world: World, now: int, *, pace: Pace) -> None:
    """Pause, resume, hurry."""
    world.clock = pace


def think(world: World, now: int) -> None:
    """Ask for a thought where one is due; give up one that takes too long."""
    for id_, mind in list(world.minds.items()):
        if mind.operation is not None and now >= mind.asked_ms + THOUGHT_LIMIT_MS:
            world.minds[id_] = msgspec.structs.replace(
                mind, operation=None, given_up=mind.given_up + 1, next_thought_ms=now + THOUGHT_MS
            )
        elif mind.operation is None and now >= mind.next_thought_ms:
            operation = f"o:{world.next_id}"
            world.next_id += 1
            world.minds[id_] = msgspec.structs.replace(mind, operation=operation, asked_ms=now)
            world.effects.issue(
                operation,
                Thought(operation, id_),
                issued_ms=now,
                deadline_ms=now + THOUGHT_LIMIT_MS,
                urgent=False,
            )


def think_due(world: World, now: int) -> int | None:
    """When the next thought is to be asked for or given up."""
    return min(
        (
            mind.next_thought_ms if mind.operation is None else mind.asked_ms + THOUGHT_LIMIT_MS
            for mind in world.minds.values()
        ),
        default=None,
    )


def motion(world: World, times_ms: npt.NDArray[np.int64]) -> Samples:
    """Where the drifting counters stand at each time."""
    c = world.counters
    if not c["drift"].any():
        return {}
    elapsed = times_ms[:, None] - c["since_ms"][None, :]
    value = c["base"] + c["drift"] * elapsed * UNITS_PER_SECOND // 1000
    return {"counters": {"value": np.where(c.alive, value, 0)}}


def _settled(world: World, counter: str, now: int) -> int:
    """How far a counter has come by now."""
    row = world.counters.row(counter)
    return row["base"] + row["drift"] * (now - row["since_ms"]) * UNITS_PER_SECOND // 1000


def _empty(capacity: int) -> World:
    return World(counters=Table[str](COUNTERS, capacity))


COUNTING: Rules[World] = Rules(
    name="counting",
    version=1,
    rate=TickRate(60),
    inputs=inputs.by_name,
    systems=(Timed(think, think_due),),
    motion=motion,
    empty=_empty,
    prepare=lambda world: None,
    effects=lambda world: world.effects,
    pace=lambda world: world.clock,
    waiting_since=lambda world: min(
        (mind.asked_ms for mind in world.minds.values() if mind.operation is not None), default=None
    ),
)


HOLDER = Holder.of("counter", COUNTING)


def founded(seed: int) -> World:
    """A world's first moment."""
    return World(chance=Chance(Drawn(seed, {})))


def new_world(world_id: str = "w", *, seed: int = 1) -> NewWorld:
    """A world as a store is given it."""
    game = Game(COUNTING, founded(seed))
    changes = game.mark_committed()
    return NewWorld(
        id=world_id,
        name="Counting",
        rules=COUNTING.name,
        rules_version=COUNTING.version,
        template="none",
        seed=seed,
        capacity=CAPACITY,
        owner_key_hash=f"owner of {world_id}".encode(),
        entities=tuple(Entity(c.kind, c.id, c.body) for c in changes if c.body is not None),
        operations=(),
        events=(),
        state_hash=game.committed_hash,
    )
