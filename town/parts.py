"""Parts: a feature declares all that it brings, and `compose` folds them into the rules of a game.

A fork is another list of parts: it adds one, leaves one out, or puts its own in the place of one.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

import msgspec

from engine.agenda import Agenda
from engine.clock import Pace
from engine.columns import is_table
from engine.game import Rules, Timed
from engine.inputs import Input, Inputs
from engine.observed import Observer
from engine.operations import Effects
from engine.patience import Patience
from town.ids import number_of
from town.moments import Reaction
from town.slow_work import SlowWork, misdeclared
from town.views import PUBLIC_KINDS
from town.world import World, empty_world

Id = TypeVar("Id", bound=str)
"""The type of the ids of a system's things."""

Due = Callable[[World, Id], int | None]
"""Called as due(world, id): the world time (ms) at which something is to be done about a thing, as its state says."""

Touches = Callable[[World, Any, Any, Any], Iterable[Id]]
"""Called as touches(world, id, before, after) when an entity changed: the things of a system that may be due at another
time now. Of a table, before and after are None."""

AfterInput = Callable[[World, int, Input[World, Any, Any], msgspec.Struct], None]
"""Called as after_input(world, now_ms, input, arguments) once any part's input was applied."""

Derive = Callable[[World], None]
Follow = Callable[[World, Any, Any, Any], None]
"""Called as follow(world, id, before, after): keeps what is derived in step with a changed entity."""


def itself(_world: World, id_: Id, _before: object, _after: object) -> tuple[Id, ...]:
    """A system's things are the entities themselves."""
    return (id_,)


class Phase(enum.IntEnum):
    """When in a tick a system runs; within a phase in the order of the parts."""

    END = 0
    """What is over ends."""
    TALK = 1
    ACT = 2
    """Minds act on what they find."""
    MOVE = 3


class Scheduled(msgspec.Struct, Generic[Id], frozen=True, kw_only=True):
    """A system that does something about single things when they are due, and looks at no others."""

    name: str
    phase: Phase
    due: Due[Id]
    act: Callable[[World, int, Id], None]
    """Called as act(world, now_ms, id)."""
    touched_by: Mapping[str, Touches[Id]]
    """By field of the world: the kinds whose changes may change what is due when."""
    order: Callable[[str], int | str] = number_of
    """Things due together are seen to in this order."""
    choose: Callable[[World, list[Id]], Sequence[Id]] | None = None
    """Which of those due are seen to in this tick; the others stay due."""


class Always(msgspec.Struct, frozen=True, kw_only=True):
    """A system that says by itself when it has anything to do."""

    phase: Phase
    timed: Timed[World]


class Index(msgspec.Struct, frozen=True):
    """Something derived that follows the changes of a part of the world."""

    part: str
    follow: Follow


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """All that a feature brings to the rules."""

    name: str
    inputs: Mapping[str, Input[World, Any, Any]] = {}
    systems: tuple[Scheduled[Any] | Always, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    indexes: tuple[Index, ...] = ()
    after_input: AfterInput | None = None
    patience: Callable[[World], Iterable[Patience]] | None = None
    """What of it waits for people now, in their own time."""
    derive: Derive | None = None
    """Makes what it derives from the state, before any index is told of anything."""
    events: tuple[type[msgspec.Struct], ...] = ()
    """What it tells those who watch; each has its kind as a tag."""
    operations: tuple[SlowWork[Any, Any], ...] = ()
    """The slow work that it asks for."""
    shows: frozenset[str] = frozenset()
    """Kinds of entities that anybody may see, besides those of the town: parts of a fork's own world, say."""


def compose(name: str, parts: Sequence[Part], *, world: type[World] = World, **rules: Any) -> Rules[World]:
    """The rules that the parts make together, for this type of world; `rules` are the other fields of `Rules`."""
    inputs: dict[str, Input[World, Any, Any]] = {}
    for part in parts:
        twice = inputs.keys() & part.inputs.keys()
        assert not twice, f"the part {part.name} declares {sorted(twice)} a second time"
        inputs |= part.inputs
    for work in (work for part in parts for work in part.operations):
        wrong = misdeclared(work, inputs)
        assert wrong is None, wrong
    systems = sorted((system for part in parts for system in part.systems), key=lambda system: system.phase)
    return Rules(
        name=name,
        inputs=inputs,
        systems=tuple(_timed(system) for system in systems),
        empty=partial(_empty, world, tuple(parts)),
        prepare=partial(_prepare, tuple(parts)),
        effects=_effects,
        pace=_pace,
        patience=partial(_patience, tuple(part.patience for part in parts if part.patience)),
        after_input=partial(_after_input, tuple(part.after_input for part in parts if part.after_input)),
        events=tuple(event for part in parts for event in part.events),
        public=PUBLIC_KINDS.union(*(part.shows for part in parts)),
        **rules,
    )


def registry() -> Inputs[World]:
    """Declares functions as a feature's inputs."""
    return Inputs[World]()


def _empty(type_: type[World], parts: tuple[Part, ...], capacity: int) -> World:
    world = empty_world(capacity, type_)
    reactions: dict[str, tuple[Callable[..., None], ...]] = {}
    for part in parts:
        for reaction in part.reactions:
            reactions[reaction.moment] = (*reactions.get(reaction.moment, ()), reaction.react)
    world.reactions = reactions
    return world


def _prepare(parts: tuple[Part, ...], world: World) -> None:
    """Make what is derived from the state, and let it follow the state from now on."""
    for part in parts:
        if part.derive is not None:
            part.derive(world)
    observers: dict[str, list[Observer[Any]]] = {}
    for part in parts:
        for index in part.indexes:
            observers.setdefault(index.part, []).append(partial(index.follow, world))
        for system in part.systems:
            if isinstance(system, Scheduled):
                world.agendas[system.name] = agenda = Agenda[Any](system.order)
                for name, touches in system.touched_by.items():
                    observers.setdefault(name, []).append(partial(_touch, world, agenda, touches))
    for name, following in observers.items():
        _observe(getattr(world, name), tuple(following))


def _touch(
    world: World, agenda: Agenda[Id], touches: Touches[Id], id_: str, before: object, after: object
) -> None:
    for touched in touches(world, id_, before, after):
        agenda.touch(touched)


def _observe(part: Any, observers: tuple[Observer[Any], ...]) -> None:
    """Tell the observers of all that is there, and of each change from now on."""
    part.observers = observers
    present: dict[str, Any] = dict.fromkeys(part) if is_table(part) else dict(part)
    for id_, value in present.items():
        for observer in observers:
            observer(id_, None, value)


def _timed(system: Scheduled[Any] | Always) -> Timed[World]:
    if isinstance(system, Always):
        return system.timed
    return Timed(partial(_run, system), partial(_next_ms, system))


def _run(system: Scheduled[Id], world: World, now_ms: int) -> None:
    due_of = partial(system.due, world)
    due = world.agendas[system.name].due(now_ms, due_of)
    for id_ in system.choose(world, due) if system.choose else due:
        due_ms = due_of(id_)
        if due_ms is not None and due_ms <= now_ms:
            system.act(world, now_ms, id_)


def _next_ms(system: Scheduled[Id], world: World, _now_ms: int) -> int | None:
    return world.agendas[system.name].next_ms(partial(system.due, world))


def _patience(
    patiences: tuple[Callable[[World], Iterable[Patience]], ...], world: World
) -> Iterable[Patience]:
    return (patience for waiting in patiences for patience in waiting(world))


def _after_input(
    reactions: tuple[AfterInput, ...],
    world: World,
    now_ms: int,
    declared: Input[World, Any, Any],
    arguments: msgspec.Struct,
) -> None:
    for react in reactions:
        react(world, now_ms, declared, arguments)


def _effects(world: World) -> Effects:
    return world.effects


def _pace(world: World) -> Pace:
    return world.clock
