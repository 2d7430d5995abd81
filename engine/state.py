"""The state of a world as a set of entities: what is saved, compared, hashed and shown.

A game's world is a dataclass. Each field is one *part*, and its name is the kind of its entities:

- a `Table` has one entity a row: the slot and all columns but the derived ones;
- a `dict[str, Struct]` has one entity a key; its values are frozen: an unchanged one is the same object;
- a `Chance` is saved as its counters, and any other field is one entity with the id "";
- a field whose metadata holds `DERIVED` is not state: it can be made again from the rest.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast, get_args, get_type_hints

import msgspec
import numpy as np

from engine.chance import Chance, Drawn
from engine.columns import Table, is_table
from engine.inputs import camel_case
from engine.observed import Observed

DERIVED = {"derived": True}
"""Metadata of a dataclass field that is no state."""

SINGLETON = ""
"""The id of the only entity of its kind."""

Key = tuple[str, str]


class Entity(msgspec.Struct, frozen=True, array_like=True):
    """One entity as it is stored: `body` is JSON."""

    kind: str
    id: str
    body: msgspec.Raw


class EntityChange(msgspec.Struct, frozen=True, array_like=True):
    """An entity that was made or changed, or, with a body of None, is gone."""

    kind: str
    id: str
    body: msgspec.Raw | None


def part_names(world: object) -> tuple[str, ...]:
    """The fields that are state, in the order of their declaration."""
    assert dataclasses.is_dataclass(world), "a world is a dataclass"
    return tuple(f.name for f in dataclasses.fields(world) if not f.metadata.get("derived"))


def entities_of(world: object) -> Iterator[tuple[Key, object]]:
    """Each entity's key with the object that holds its value, in a fixed order."""
    for name in part_names(world):
        yield from _entities_of_part(camel_case(name), getattr(world, name))


def state_hash(world: object) -> str:
    """A hash of the whole state, the same for equal worlds however they came about."""
    total = sum(_digest(key, _encode(value)) for key, value in entities_of(world))
    return _hex(total)


def stored_entities(world: object) -> tuple[Entity, ...]:
    """The whole state as it is stored."""
    return tuple(Entity(*key, msgspec.Raw(_encode(value))) for key, value in entities_of(world))


def restore(world: object, entities: Iterable[Entity]) -> None:
    """Put stored entities into a world whose parts are still empty. Derived fields are the caller's."""
    hints = get_type_hints(type(world))
    fields = {camel_case(name): name for name in part_names(world)}
    for entity in entities:
        name = fields[entity.kind]
        part = getattr(world, name)
        if is_table(part):
            row = msgspec.json.decode(entity.body, type=dict[str, int])
            part.put(entity.id, row.pop("slot"), {_snake(n, part): v for n, v in row.items()})
        elif isinstance(part, dict):
            value_type = get_args(hints[name])[1]
            part[entity.id] = msgspec.json.decode(entity.body, type=value_type)
        elif isinstance(part, Chance):
            setattr(world, name, Chance(msgspec.json.decode(entity.body, type=Drawn)))
        else:
            setattr(world, name, msgspec.json.decode(entity.body, type=hints[name]))


class Tracker:
    """Knows the state as last committed, so that a step can say what has changed since."""

    def __init__(self) -> None:
        self._objects: dict[Key, object] = {}
        self._bodies: dict[Key, bytes] = {}
        self._present: dict[str, dict[Key, None]] = {}
        """The keys of each kind."""
        self._revisions: dict[str, tuple[Observed[Any, Any] | None, int]] = {}
        self._columns: dict[str, dict[str, Any]] = {}
        self._slots: dict[str, dict[str, int]] = {}
        self._total = 0

    def changes(self, world: object) -> tuple[EntityChange, ...]:
        """The entities whose encoded bytes differ from the last call's, and those that are gone.

        Frozen values that are still the same object are not even encoded, and observed parts that nobody has touched
        are not even looked through.
        """
        found: list[EntityChange] = []
        gone: list[Key] = []
        for name in part_names(world):
            part = getattr(world, name)
            kind = camel_case(name)
            if self._is_untouched(kind, part):
                continue
            seen: dict[Key, None] = {}
            changed = self._changed_rows(kind, part) if is_table(part) else None
            for key, value in _entities_of_part(kind, part):
                seen[key] = None
                if changed is not None and key in self._bodies and key[1] not in changed:
                    continue
                if self._objects.get(key) is value and changed is None:
                    continue
                body = self._replace(key, value)
                if body is not None:
                    found.append(EntityChange(*key, msgspec.Raw(body)))
            gone += [key for key in self._present.get(kind, ()) if key not in seen]
            self._present[kind] = seen
        for key in gone:
            found.append(EntityChange(*key, None))
            self._total -= _digest(key, self._bodies.pop(key))
            self._objects.pop(key, None)
        return tuple(found)

    def _is_untouched(self, kind: str, part: object) -> bool:
        """Whether it is the same observed part as at the last call, with nothing in it changed."""
        if not isinstance(part, Observed):
            return False
        touched = cast(Observed[Any, Any], part)
        seen, revision = self._revisions.get(kind, (None, -1))
        self._revisions[kind] = touched, touched.revision
        return seen is touched and revision == touched.revision

    def hash(self) -> str:
        """The hash of the state as of the last `changes`; equal to `state_hash` of that world."""
        return _hex(self._total)

    def _replace(self, key: Key, value: object) -> bytes | None:
        body = _encode(value)
        self._objects[key] = value
        before = self._bodies.get(key)
        if before == body:
            return None
        if before is not None:
            self._total -= _digest(key, before)
        self._total += _digest(key, body)
        self._bodies[key] = body
        return body

    def _changed_rows(self, kind: str, table: Table[Any]) -> set[str]:
        before = self._columns.get(kind)
        after = {name: table.columns[name] for name in table.stored}
        slots_before = self._slots.get(kind, {})
        self._columns[kind] = {name: column.copy() for name, column in after.items()}
        self._slots[kind] = dict(table.slot_of)
        if before is None:
            return set(table.slot_of)
        differs = np.zeros(table.capacity, np.bool_)
        for name, column in after.items():
            differs |= column != before[name]
        changed = {table.id_at[slot] for slot in np.flatnonzero(differs).tolist() if slot in table.id_at}
        if slots_before != table.slot_of:
            changed |= {id_ for id_, slot in table.slot_of.items() if slots_before.get(id_) != slot}
        return changed


class _TableRow(msgspec.Struct, frozen=True):
    table: Table[Any]
    id: str
    slot: int


def _entities_of_part(kind: str, part: object) -> Iterator[tuple[Key, object]]:
    if is_table(part):
        for id_, slot in part.slot_of.items():
            yield (kind, id_), _TableRow(part, id_, slot)
    elif isinstance(part, dict):
        for id_, value in cast(Mapping[str, object], part).items():
            yield (kind, id_), value
    else:
        yield (kind, SINGLETON), part.saved() if isinstance(part, Chance) else part


def _encode(value: object) -> bytes:
    if isinstance(value, _TableRow):
        row = {camel_case(name): v for name, v in value.table.stored_row(value.id).items()}
        return msgspec.json.encode({"slot": value.slot, **row})
    return msgspec.json.encode(value, order="deterministic")


def _snake(name: str, table: Table[Any]) -> str:
    return next(column for column in table.schema if camel_case(column) == name)


def _digest(key: Key, body: bytes) -> int:
    header = f"{key[0]}\0{key[1]}\0".encode()
    return int.from_bytes(hashlib.blake2b(header + body, digest_size=16).digest())


def _hex(total: int) -> str:
    return f"{total % (1 << 128):032x}"
