"""Play a world again from its log, and check it against the hashes stored with its steps."""

from __future__ import annotations

from typing import Any, TypeVar, cast

import msgspec

from engine.game import Game, Rules
from engine.loading import game_of
from engine.state import Entity, EntityChange, Key, stored_entities
from engine.store import CommittedStep, Loaded, LoggedInput, Store

W = TypeVar("W")

READ_STEPS = 500
READ_INPUTS = 5000

_ABSENT = object()


class MissingInput(Exception):
    """The log lacks an input that a step has answered, so the world can't be played again."""

    def __init__(self, world_id: str, number: int) -> None:
        super().__init__(f"input {number} of world {world_id} was answered and is missing from its log")
        self.number = number


class Divergence(msgspec.Struct, frozen=True, kw_only=True):
    """The first step whose hash differs, and what differs after it."""

    step: int
    tick: int
    """The next tick to run after it."""
    kind: str | None
    """Of the first entity that differs; None if only the hash does."""
    id: str
    field: str
    """Where in the entity: `x`, `operation.id`; empty if one side lacks the entity."""
    last_input: LoggedInput | None
    """The last that was applied before."""

    def describe(self) -> str:
        """A sentence for people."""
        where = f"{self.kind} {self.id!r}" if self.kind is not None else "the stored hash alone"
        place = f", field {self.field}" if self.field else ""
        before = self.last_input
        last = f"input {before.number} ({before.request.name})" if before is not None else "no input"
        return (
            f"step {self.step} (before tick {self.tick}): {where}{place}; the last applied before was {last}"
        )


class ReplayResult(msgspec.Struct, frozen=True):
    """How far a replay came out the same."""

    steps: int
    inputs: int
    ticks: int
    divergence: Divergence | None

    def describe(self) -> str:
        """A sentence for people."""
        if self.divergence is not None:
            return f"The replay differs from {self.divergence.describe()}."
        return f"Same bits: {self.steps} steps, {self.inputs} inputs, {self.ticks} ticks."


async def check_replay(rules: Rules[W], store: Store, world_id: str) -> ReplayResult:
    """Replay all committed steps since the world was founded or last upgraded.

    Raises `UnknownWorld`, `MissingInput`, and `CannotPlay` for a world of other rules or another version.
    """
    founding = await store.founding(world_id)
    game = game_of(rules, founding)
    log = _Log(store, world_id, game.last_input)
    checked = founding.world.step
    while steps := await store.steps_after(world_id, checked, READ_STEPS):
        for step in steps:
            due = await log.until(step.last_input)
            replayed = game.step(step.next_tick, [logged.due() for logged in due])
            if replayed.state_hash != step.state_hash:
                divergence = await _divergence(store, founding, game, step, log.last)
                return ReplayResult(checked, game.last_input, game.next_tick, divergence)
            checked = step.number
    return ReplayResult(checked, game.last_input, game.next_tick, None)


class _Log:
    """The inputs of a world, a step's at a time."""

    def __init__(self, store: Store, world_id: str, after: int) -> None:
        self.last: LoggedInput | None = None
        self._store = store
        self._world_id = world_id
        self._read: list[LoggedInput] = []
        self._next_number = after + 1

    async def until(self, last_input: int) -> list[LoggedInput]:
        """The next inputs up to this number. Raises `MissingInput`."""
        due: list[LoggedInput] = []
        while self._next_number <= last_input:
            if not self._read:
                self._read = (
                    await self._store.input_log(self._world_id, self._next_number - 1, READ_INPUTS)
                )[::-1]
            if not self._read or self._read[-1].number != self._next_number:
                raise MissingInput(self._world_id, self._next_number)
            self.last = self._read.pop()
            due.append(self.last)
            self._next_number += 1
        return due


async def _divergence(
    store: Store, founding: Loaded, game: Game[Any], step: CommittedStep, last_input: LoggedInput | None
) -> Divergence:
    stored = await _stored_state(store, founding, step.number)
    replayed = {(e.kind, e.id): e for e in stored_entities(game.world)}
    differing = sorted(key for key in stored.keys() | replayed.keys() if stored.get(key) != replayed.get(key))
    kind, id_ = differing[0] if differing else (None, "")
    field = ""
    if differing:
        field = _differing_field(_value(stored, differing[0]), _value(replayed, differing[0]))
    return Divergence(
        step=step.number, tick=step.next_tick, kind=kind, id=id_, field=field, last_input=last_input
    )


async def _stored_state(store: Store, founding: Loaded, until_step: int) -> dict[Key, Entity]:
    """The entities as of a step, from the founding and the changes of all steps since."""
    entities = {(e.kind, e.id): e for e in founding.entities}
    number = founding.world.step
    while number < until_step:
        steps = await store.steps_after(founding.world.id, number, min(READ_STEPS, until_step - number))
        for step in steps:
            for change in step.changes:
                _apply(entities, change)
        number = steps[-1].number
    return entities


def _apply(entities: dict[Key, Entity], change: EntityChange) -> None:
    if change.body is None:
        del entities[change.kind, change.id]
    else:
        entities[change.kind, change.id] = Entity(change.kind, change.id, change.body)


def _value(entities: dict[Key, Entity], key: Key) -> object:
    return msgspec.json.decode(entities[key].body) if key in entities else None


def _differing_field(first: object, second: object) -> str:
    """The path to the first place at which two JSON values differ; empty if they differ as a whole."""
    first_items, second_items = _items(first), _items(second)
    if first_items is None or second_items is None:
        return ""
    for name in {**first_items, **second_items}:
        one, other = first_items.get(name, _ABSENT), second_items.get(name, _ABSENT)
        if one != other:
            rest = _differing_field(one, other)
            return f"{name}.{rest}" if rest else name
    return ""


def _items(value: object) -> dict[str, object] | None:
    if isinstance(value, dict):
        return cast(dict[str, object], value)
    if isinstance(value, list):
        return {str(place): item for place, item in enumerate(cast(list[object], value))}
    return None
