"""What the store holds, with texts in the place of words: for those who may read what was said.

Each function asks the store once, and only if there are words at all; texts that are gone are empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from engine.state import Entity, EntityChange
from engine.store import CommittedStep, NumberedEvent, Store
from engine.words import ids_in, with_texts

Texts = dict[str, str]


async def texts_in(store: Store, world_id: str, bodies: Iterable[msgspec.Raw]) -> Texts:
    """The texts of all words in pieces of JSON, by id. Raises what `Store.spoken` does."""
    ids = ids_in(bodies)
    if not ids:
        return {}
    return {id_: said.text for id_, said in (await store.spoken(world_id, ids)).items()}


async def entities_as_read(store: Store, world_id: str, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """Entities with their texts."""
    texts = await texts_in(store, world_id, (entity.body for entity in entities))
    return tuple(Entity(e.kind, e.id, with_texts(e.body, texts)) for e in entities)


async def events_as_read(store: Store, world_id: str, events: Sequence[NumberedEvent]) -> list[NumberedEvent]:
    """Events with their texts."""
    texts = await texts_in(store, world_id, (event.body for event in events))
    return [_event(event, texts) for event in events]


async def steps_as_read(store: Store, world_id: str, steps: Sequence[CommittedStep]) -> list[CommittedStep]:
    """Steps with the texts of their changes and events."""
    bodies = [c.body for step in steps for c in step.changes if c.body is not None]
    bodies += [event.body for step in steps for event in step.events]
    texts = await texts_in(store, world_id, bodies)
    return [
        replace(
            step,
            changes=tuple(_change(change, texts) for change in step.changes),
            events=tuple(_event(event, texts) for event in step.events),
        )
        for step in steps
    ]


def _change(change: EntityChange, texts: Texts) -> EntityChange:
    body = change.body
    return change if body is None else EntityChange(change.kind, change.id, with_texts(body, texts))


def _event(event: NumberedEvent, texts: Texts) -> NumberedEvent:
    body = with_texts(event.body, texts)
    return event if body is event.body else replace(event, body=body)
