"""Between the store's structs and the values that asyncpg takes and gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import asyncpg
import msgspec

from engine.game import Answer
from engine.inputs import Request
from engine.keys import Key
from engine.operations import Event, Operation
from engine.state import Entity, EntityChange
from engine.store import NumberedEvent, Origin
from engine.words import Said, Words


def payload(world_id: str, kind: str) -> str:
    """What a NOTIFY carries; `engine.listening` reads it."""
    return f"{kind} {world_id}"


def text_of(raw: msgspec.Raw) -> str:
    """JSON as asyncpg takes it."""
    return bytes(raw).decode()


def json_text(value: object) -> str:
    """Any value as JSON text."""
    return msgspec.json.encode(value).decode()


def request_of(row: asyncpg.Record) -> Request:
    """The request of an inputs row."""
    return Request(row["name"], msgspec.Raw(row["args"].encode()))


def key_of(row: asyncpg.Record) -> Key:
    """A key from its row."""
    return msgspec.convert(dict(row), type=Key)


def entity_of(values: tuple[str, str, str]) -> Entity:
    """An entity from its kind, id and body."""
    kind, id_, body = values
    return Entity(kind, id_, msgspec.Raw(body.encode()))


def changes_of(text: str) -> tuple[EntityChange, ...]:
    """`Raw | None` is no type that msgspec decodes, so `null` is told apart here."""
    changes = msgspec.json.decode(text, type=tuple[Entity, ...])
    return tuple(EntityChange(c.kind, c.id, None if bytes(c.body) == b"null" else c.body) for c in changes)


def event_of(row: asyncpg.Record) -> NumberedEvent:
    """An event from its row."""
    return NumberedEvent(
        number=row["number"],
        at_ms=row["at_ms"],
        kind=row["kind"],
        subject=row["subject"],
        body=msgspec.Raw(row["body"].encode()),
    )


def said_of(row: asyncpg.Record) -> Said:
    """What was said, from its row."""
    words = Words(row["id"], row["length"], row["digest"])
    return Said(words=words, author=row["author"], text=row["text"], carries=tuple(row["carries"]))


def operation_of(row: asyncpg.Record) -> Operation:
    """An operation from its row."""
    return Operation(
        id=row["id"],
        kind=row["kind"],
        body=msgspec.Raw(row["body"].encode()),
        issued_ms=row["issued_ms"],
        deadline_ms=row["deadline_ms"],
        urgent=row["urgent"],
    )


def entity_columns(entities: Sequence[Entity | EntityChange]) -> tuple[list[Any], ...]:
    """Kinds, ids and bodies, for unnest."""
    return (
        [e.kind for e in entities],
        [e.id for e in entities],
        [text_of(e.body) for e in entities if e.body is not None],
    )


def changed_columns(changes: Sequence[EntityChange]) -> tuple[list[Any], ...]:
    """Kinds, ids and bodies of what was made or changed, then kinds and ids of what is gone, for unnest."""
    gone = [change for change in changes if change.body is None]
    made = entity_columns([change for change in changes if change.body is not None])
    return (*made, [change.kind for change in gone], [change.id for change in gone])


def answer_columns(answers: Sequence[Answer]) -> tuple[list[Any], ...]:
    """Numbers, ticks and outcomes, for unnest."""
    return (
        [a.number for a in answers],
        [a.tick for a in answers],
        [json_text(a.outcome) for a in answers],
    )


def event_columns(events: Sequence[Event]) -> tuple[list[Any], ...]:
    """Times, kinds, subjects and bodies, for unnest."""
    return (
        [e.at_ms for e in events],
        [e.kind for e in events],
        [e.subject for e in events],
        [text_of(e.body) for e in events],
    )


def operation_columns(operations: Sequence[Operation]) -> tuple[list[Any], ...]:
    """All fields of an operation, each as a column, for unnest."""
    return (
        [o.id for o in operations],
        [o.kind for o in operations],
        [text_of(o.body) for o in operations],
        [o.issued_ms for o in operations],
        [o.deadline_ms for o in operations],
        [o.urgent for o in operations],
    )


def said_columns(words: Sequence[Said]) -> tuple[list[Any], ...]:
    """Ids, authors, lengths, digests, texts and whose words they carry, for unnest; then all who are carried.

    An id holds no space, and unnest takes no list of lists.
    """
    return (
        [said.words.id for said in words],
        [said.author for said in words],
        [said.words.length for said in words],
        [said.words.digest for said in words],
        [said.text for said in words],
        [" ".join(said.carries) for said in words],
        sorted({author for said in words for author in said.carries}),
    )


def origin_values(origin: Origin | None) -> tuple[str | None, ...]:
    """Founder, address, idempotency key and request."""
    return (None,) * len(Origin.__struct_fields__) if origin is None else msgspec.structs.astuple(origin)
